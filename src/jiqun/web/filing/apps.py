"""The filing room as a Django app."""

from django.apps import AppConfig


class FilingConfig(AppConfig):
    """Cases, their cells, and what was submitted."""

    name = "jiqun.web.filing"
    label = "filing"
    default_auto_field = "django.db.models.BigAutoField"
