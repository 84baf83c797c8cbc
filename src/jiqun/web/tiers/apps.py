"""The room of self-checks as a Django app."""

from django.apps import AppConfig


class TiersConfig(AppConfig):
    """What firms say of themselves in a self-check."""

    name = "jiqun.web.tiers"
    label = "tiers"
    default_auto_field = "django.db.models.BigAutoField"
