"""The room of slots as a Django app."""

from django.apps import AppConfig


class SlotsConfig(AppConfig):
    """Offers of firms and institutions, and bookings of them."""

    name = "jiqun.web.slots"
    label = "slots"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the markets on the page of the exchange."""
        from jiqun.web.exchange.markets import register
        from jiqun.web.slots.market import slot_markets

        for market in slot_markets():
            register(market)
