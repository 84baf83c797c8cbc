"""What rooms with people share, as a Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CaseworkConfig(AppConfig):
    """Definitions of workflows, and the rows' policies of every room."""

    name = "jiqun.web.casework"
    label = "casework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let PostgreSQL hold the lines of rights a second time, also in tables still to come."""
        from jiqun.web.casework.row_policies import protect

        post_migrate.connect(protect, dispatch_uid="jiqun.row_policies")
