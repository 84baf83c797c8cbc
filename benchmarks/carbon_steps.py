"""How firms keep their carbon accounts, and let a county add them up, as a table of steps."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from benchmarks.draft_steps import LAST, doer_of_firm, new_firm
from benchmarks.steps import Step, Table

PAGE = "/exchange/carbon/"
NAME = "甲公司"
FORM: Mapping[str, str] = {"name": NAME, "year": str(LAST), "f_diesel": "12.5"}
OTHER_FORM: Mapping[str, str] = {**FORM, "f_diesel": "15"}
Row = Callable[[Table, Any], Any]


def accounted(*, shares: bool = False) -> Row:
    """Put a firm that has kept a year; one that takes part in sums where it is said."""

    def put(table: Table, case: Any) -> Any:
        from jiqun.web.carbon.keeping import keep, share

        row = new_firm(table, case)
        keep({"year": LAST, "fuels": {"diesel": {"amount": "12.5"}}}, NAME, doer_of_firm(row.pk))
        if shares:
            share(case.county, doer_of_firm(row.pk))
        return row

    return put


def _last(row: Any) -> Any:
    from jiqun.web.carbon.models import CarbonYear

    found = CarbonYear.objects.filter(credit_code=row.pk).first()
    if found is not None:
        found.subject = row.subject
    return found


def _said(amount: str) -> Callable[[Any, Any], Iterable[bool]]:
    """Tell whether the last year kept is what was sent."""
    return lambda _table, kept: [kept.said["fuels"]["diesel"]["amount"] == amount]


class CarbonSteps(Table):
    """How firms account for their carbon, and take part in a county's sums."""

    STEPS = (
        Step("keep_carbon", "firm", new_firm, f"{PAGE}keep/", said=FORM, made=_last,
             signs=_said("12.5")),
        Step("keep_carbon", "firm", accounted(), f"{PAGE}keep/", said=OTHER_FORM, made=_last,
             signs=_said("15")),
        Step("share_carbon", "firm", accounted(), f"{PAGE}share/",
             said=lambda row: {"county": row.county}, made=_last, kept={"shared": True}),
        Step("stop_sharing_carbon", "firm", accounted(shares=True), f"{PAGE}share/",
             said={"county": ""}, made=_last, kept={"shared": False, "county": ""}),
    )  # fmt: skip


VERBS = {"carbon": CarbonSteps}
