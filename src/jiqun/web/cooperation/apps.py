"""Joint projects as a Django app."""

from django.apps import AppConfig


class CooperationConfig(AppConfig):
    """Joint projects of large and small firms and institutes."""

    name = "jiqun.web.cooperation"
    label = "cooperation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the market on the page of the exchange."""
        from jiqun.web.cooperation.market import COOPERATION
        from jiqun.web.exchange.markets import register

        register(COOPERATION)
