"""The room of data sharing as a Django app."""

from django.apps import AppConfig


class GrantsConfig(AppConfig):
    """Readings that firms keep, and grants of fields of them."""

    name = "jiqun.web.grants"
    label = "grants"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the room on the page of the exchange."""
        from jiqun.web.exchange.markets import register
        from jiqun.web.grants.market import DATA

        register(DATA)
