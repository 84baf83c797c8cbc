"""Challenges as a Django app."""

from django.apps import AppConfig


class ChallengesConfig(AppConfig):
    """Challenges, and the sealed proposals of who would solve them."""

    name = "jiqun.web.challenges"
    label = "challenges"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the market on the page of the exchange."""
        from jiqun.web.challenges.market import CHALLENGES
        from jiqun.web.exchange.markets import register

        register(CHALLENGES)
