"""The room of carbon accounts as a Django app."""

from django.apps import AppConfig

from jiqun.base.language import Bilingual


class CarbonConfig(AppConfig):
    """What firms say of what they burn and buy."""

    name = "jiqun.web.carbon"
    label = "carbon"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the accounts on the page of the exchange: they are no market."""
        from jiqun.web.exchange.markets import Market, register

        about = Bilingual(
            "企业逐年核算自己的碳排放，每个数旁边写明因子；县里只看合计。",
            "Firms account for their carbon year by year, each figure beside its factor; "
            "their county sees sums alone.",
        )
        register(Market("carbon", Bilingual("碳账户", "Carbon accounts"), about, "carbon"))
