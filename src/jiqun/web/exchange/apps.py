"""The page of the exchange as a Django app."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """The markets there are, and what of their outcomes is told."""

    name = "jiqun.web.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"
