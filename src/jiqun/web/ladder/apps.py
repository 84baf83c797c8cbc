"""The room of the digital ladder as a Django app."""

from django.apps import AppConfig

from jiqun.base.language import Bilingual


class LadderConfig(AppConfig):
    """What firms say of their digital level."""

    name = "jiqun.web.ladder"
    label = "ladder"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the ladder on the page of the exchange: it is no market, and leads to one."""
        from jiqun.web.exchange.markets import Market, register

        about = Bilingual(
            "企业对照工信部指标自评，看到上一级还差什么。",
            "Firms assess themselves by the ministry's table, and see what the next level asks.",
        )
        register(Market("digital", Bilingual("数字化阶梯", "Digital ladder"), about, "ladder"))
