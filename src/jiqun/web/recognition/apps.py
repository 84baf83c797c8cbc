"""The recognition room as a Django app."""

from django.apps import AppConfig


class RecognitionConfig(AppConfig):
    """Calls, and the applications to them."""

    name = "jiqun.web.recognition"
    label = "recognition"
    default_auto_field = "django.db.models.BigAutoField"
