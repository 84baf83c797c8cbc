"""The room of the digital ladder as a Django app."""

from django.apps import AppConfig


class LadderConfig(AppConfig):
    """What firms say of their digital level."""

    name = "jiqun.web.ladder"
    label = "ladder"
    default_auto_field = "django.db.models.BigAutoField"
