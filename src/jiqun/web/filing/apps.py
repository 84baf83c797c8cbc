"""The filing room as a Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FilingConfig(AppConfig):
    """Cases, their cells, and what was submitted."""

    name = "jiqun.web.filing"
    label = "filing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let PostgreSQL hold the lines of rights a second time, also in tables still to come."""
        from jiqun.web.filing.row_policies import protect

        post_migrate.connect(protect, sender=self, dispatch_uid="jiqun.row_policies")
