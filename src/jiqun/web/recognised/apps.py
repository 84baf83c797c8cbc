"""The room after the list, as a Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RecognisedConfig(AppConfig):
    """Recognitions, and what becomes of them."""

    name = "jiqun.web.recognised"
    label = "recognised"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the clusters the catalogue knows stand in the register of every installation."""
        from jiqun.web.recognised.known import enter_known

        post_migrate.connect(enter_known, sender=self, dispatch_uid="jiqun.register")
