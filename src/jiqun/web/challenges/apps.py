"""Challenges as a Django app."""

from django.apps import AppConfig


class ChallengesConfig(AppConfig):
    """Challenges, and the sealed proposals of who would solve them."""

    name = "jiqun.web.challenges"
    label = "challenges"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the market on the page of the exchange."""
        from jiqun.base.language import Bilingual
        from jiqun.web.challenges.market import CHALLENGES, challenges_among
        from jiqun.web.exchange.deals import Deals, register_deals
        from jiqun.web.exchange.markets import register

        register(CHALLENGES)
        register_deals(Deals("challenge", Bilingual("揭榜挂帅", "Challenges"), challenges_among))
