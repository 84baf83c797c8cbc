"""The room of slots as a Django app."""

from django.apps import AppConfig


class SlotsConfig(AppConfig):
    """Offers of firms and institutions, and bookings of them."""

    name = "jiqun.web.slots"
    label = "slots"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the markets on the page of the exchange."""
        from jiqun.base.language import Bilingual
        from jiqun.web.exchange.deals import Deals, register_deals
        from jiqun.web.exchange.markets import register
        from jiqun.web.slots.market import bookings_among, slot_markets

        for market in slot_markets():
            register(market)
        register_deals(Deals("booking", Bilingual("预订", "Bookings"), bookings_among))
