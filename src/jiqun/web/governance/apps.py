"""The promotion body as a Django app."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """What a cluster's promotion body is, and how its members decide."""

    name = "jiqun.web.governance"
    label = "governance"
    default_auto_field = "django.db.models.BigAutoField"
