"""The room where a year is closed, as a Django app."""

from django.apps import AppConfig

from jiqun.base.language import Bilingual


class ClosingConfig(AppConfig):
    """Where counties close what came of a year."""

    name = "jiqun.web.closing"
    label = "closing"

    def ready(self) -> None:
        """Name the room on the page of the exchange: it is no market, and counts what they did."""
        from jiqun.web.closing.returning import waiting_for
        from jiqun.web.exchange.markets import Market, register

        about = Bilingual(
            "县级部门在年度结束后结账：本县集群企业的预订、方案和自评计数存为年度结果。",
            "After the year's end counties close it: bookings, solutions and assessments of their"
            " clusters' firms are counted and kept.",
        )
        title = Bilingual("年度结账", "Closing a year")
        register(Market("closing", title, about, "closing", waiting_for=waiting_for))
