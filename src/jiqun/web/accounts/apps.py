"""The accounts as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Persons, memberships, invitations."""

    name = "jiqun.web.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
