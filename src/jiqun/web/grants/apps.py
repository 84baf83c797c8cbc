"""The room of data sharing as a Django app."""

from django.apps import AppConfig


class GrantsConfig(AppConfig):
    """Readings that firms keep, and grants of fields of them."""

    name = "jiqun.web.grants"
    label = "grants"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the room on the page of the exchange, and its deals to measures."""
        from jiqun.base.language import Bilingual
        from jiqun.web.exchange.deals import Deals, register_deals
        from jiqun.web.exchange.markets import register
        from jiqun.web.grants.feeding import grants_among
        from jiqun.web.grants.market import DATA

        register(DATA)
        register_deals(Deals("grant", Bilingual("数据授权", "Data grants"), grants_among))
