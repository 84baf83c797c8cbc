"""The market of by-products as a Django app."""

from django.apps import AppConfig


class ByproductsConfig(AppConfig):
    """By-products, wants, and the links between them."""

    name = "jiqun.web.byproducts"
    label = "byproducts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the market on the page of the exchange."""
        from jiqun.base.language import Bilingual
        from jiqun.web.byproducts.feeding import links_among
        from jiqun.web.byproducts.market import BYPRODUCTS
        from jiqun.web.exchange.deals import Deals, register_deals
        from jiqun.web.exchange.markets import register

        register(BYPRODUCTS)
        register_deals(Deals("byproduct", Bilingual("循环链接", "Circular links"), links_among))
