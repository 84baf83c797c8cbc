"""The event log as a Django app."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Who did what, sealed one to the next."""

    name = "jiqun.web.events"
    label = "events"
    default_auto_field = "django.db.models.BigAutoField"
