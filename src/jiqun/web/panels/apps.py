"""Panels as a Django app."""

from django.apps import AppConfig


class PanelsConfig(AppConfig):
    """Experts, and what their parts in a panel have in common."""

    name = "jiqun.web.panels"
    label = "panels"
    default_auto_field = "django.db.models.BigAutoField"
