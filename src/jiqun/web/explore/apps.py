"""The explorer as a Django app."""

from django.apps import AppConfig
from django.core import checks


class ExploreConfig(AppConfig):
    """Vintages and the catalogue, shown to everybody."""

    name = "jiqun.web.explore"

    def ready(self) -> None:
        """Have Django's system check look at the rights of every route."""
        from jiqun.web.rights import check_declared

        checks.register(check_declared, checks.Tags.urls)
