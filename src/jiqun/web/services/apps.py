"""The room of services as a Django app."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    """Providers of public services, and requests of firms for them."""

    name = "jiqun.web.services"
    label = "services"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the room on the page of the exchange."""
        from jiqun.web.exchange.markets import register
        from jiqun.web.services.market import SERVICES

        register(SERVICES)
