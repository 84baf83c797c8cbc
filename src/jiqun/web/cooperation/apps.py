"""Joint projects as a Django app."""

from django.apps import AppConfig


class CooperationConfig(AppConfig):
    """Joint projects of large and small firms and institutes."""

    name = "jiqun.web.cooperation"
    label = "cooperation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the market on the page of the exchange."""
        from jiqun.base.language import Bilingual
        from jiqun.web.cooperation.market import COOPERATION, projects_among
        from jiqun.web.exchange.deals import Deals, register_deals
        from jiqun.web.exchange.markets import register

        register(COOPERATION)
        register_deals(
            Deals("cooperation", Bilingual("协同创新项目", "Joint projects"), projects_among)
        )
