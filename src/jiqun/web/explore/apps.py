"""The explorer as a Django app."""

from django.apps import AppConfig


class ExploreConfig(AppConfig):
    """Vintages and the catalogue, shown to everybody."""

    name = "jiqun.web.explore"
