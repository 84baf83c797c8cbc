"""How firms assess their digital level, record stages, and share both with a county."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from benchmarks.draft_steps import LAST, doer_of_firm, new_firm
from benchmarks.steps import Step, Table

PAGE = "/exchange/digital/"
NAME = "甲公司"
FORM: Mapping[str, str] = {"name": NAME, "year": str(LAST), "q2": "55", "s1": "2"}
OTHER_FORM: Mapping[str, str] = {**FORM, "q2": "15"}
GRADE: Mapping[str, str] = {
    "stage": "integration_grade:AA", "on": "2025-03-01", "assessor": "某机构", "certificate": "Z1",
}  # fmt: skip
Row = Callable[[Table, Any], Any]


def assessed(*, shares: bool = False) -> Row:
    """Put a firm that has answered once; one that shares its level where it is said."""

    def put(table: Table, case: Any) -> Any:
        from jiqun.web.ladder.keeping import keep, share

        row = new_firm(table, case)
        said = {"year": LAST, "answers": {"2": "55"}, "scenes": {"产品设计": 2}}
        keep(said, NAME, doer_of_firm(row.pk))
        if shares:
            share(case.county, doer_of_firm(row.pk))
        return row

    return put


def _last(name: str) -> Callable[[Any], Any]:
    """Return what finds the last row of a firm, as the log names its firm."""

    def made(row: Any) -> Any:
        from jiqun.web.ladder import models

        found = getattr(models, name).objects.filter(credit_code=row.pk).first()
        if found is not None:
            found.subject = row.subject
        return found

    return made


def _answered(share: str) -> Callable[[Table, Any], Iterable[bool]]:
    """Tell whether the last answer kept is what was sent."""
    return lambda _table, kept: [kept.said["answers"]["2"] == share]


class LadderSteps(Table):
    """How firms assess themselves, and share with a county how far they are."""

    STEPS = (
        Step("digital_assess", "firm", new_firm, PAGE, said=FORM, made=_last("Assessment"),
             signs=_answered("55")),
        Step("digital_assess", "firm", assessed(), PAGE, said=OTHER_FORM,
             made=_last("Assessment"), signs=_answered("15")),
        Step("record_stage", "firm", assessed(), f"{PAGE}stages/", said=GRADE,
             made=_last("Stage"), kept={"stage": "AA", "shared": False}),
        Step("share_digital_level", "firm", assessed(), f"{PAGE}share/",
             said=lambda row: {"county": row.county}, made=_last("Assessment"),
             kept={"shared": True}),
        Step("stop_sharing_level", "firm", assessed(shares=True), f"{PAGE}share/",
             said={"county": ""}, made=_last("Assessment"), kept={"shared": False, "county": ""}),
    )  # fmt: skip


VERBS = {"ladder": LadderSteps}
