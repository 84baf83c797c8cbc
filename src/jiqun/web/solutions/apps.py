"""The market of digital solutions as a Django app."""

from django.apps import AppConfig


class SolutionsConfig(AppConfig):
    """Solutions of providers, and requests of firms for them."""

    name = "jiqun.web.solutions"
    label = "solutions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the market on the page of the exchange."""
        from jiqun.base.language import Bilingual
        from jiqun.web.exchange.deals import Deals, register_deals
        from jiqun.web.exchange.markets import register
        from jiqun.web.solutions.market import SOLUTIONS, requests_among

        register(SOLUTIONS)
        register_deals(
            Deals("solution", Bilingual("数字化方案需求", "Requests for solutions"), requests_among)
        )
