"""The targets of an application: the unit each is set in, and what cannot be one."""

from collections.abc import Iterable
from decimal import Decimal

from jiqun.base.definitions import every_indicator
from jiqun.base.errors import Problem, Where
from jiqun.base.language import Bilingual
from jiqun.recognition.promises import target_number, target_unit
from jiqun.web.recognition.asked import TARGET, Asked
from jiqun.web.recognition.models import Answer

GROWTH = "growth"
"""In the form of a figure that may be below nought, and above a hundred per cent."""
LEAST_GROWTH, MOST_GROWTH = Decimal(-100), Decimal(1000)
"""Per cent a year: nothing shrinks by more than all there is; the upper bound is ours."""


def target_faults(asked: Asked, cluster: str, cells: Iterable[Answer]) -> list[Problem]:
    """Return what of the targets is no number, or no share or growth there can be.

    Parameters
    ----------
    asked
        What the application asks.
    cluster
        Whose it is, for the places of the problems.
    cells
        What is said; an empty one says nothing, nor does one that gives a reason instead.
    """
    problems = []
    for cell in cells:
        if cell.period.startswith(TARGET) and cell.said and cell.field in asked.targets:
            where = Where(cluster=cluster, field=f"{cell.period}.{cell.field}")
            problems += _faults(cell, asked.targets[cell.field], where)
    return problems


def _faults(cell: Answer, title: Bilingual, where: Where) -> list[Problem]:
    year, unit = cell.period.removeprefix(TARGET), target_unit(cell.field)
    details: dict[str, object] = {
        "title": f"{year} {title.zh}",
        "title_en": f"{title.en} {year}",
        "text": cell.said[:40],
        "unit": unit.zh,
        "unit_en": unit.en,
    }
    value = target_number(cell.said)
    if value is None:
        return [Problem("recognition.target_unread", where, details)]
    least, most = _bounds(cell.field)
    if least <= value and (most is None or value <= most):
        return []
    if most is None:
        return [Problem("recognition.target_below_nought", where, details)]
    return [
        Problem("recognition.target_off_scale", where, details | {"least": least, "most": most})
    ]


def _bounds(figure: str) -> tuple[Decimal, Decimal | None]:
    """Return the least and the most a target can be, in its unit; None where there is no most."""
    indicator = every_indicator()[figure]
    if indicator.unit != "ratio":
        return Decimal(0), None
    if GROWTH in indicator.definition.form:
        return LEAST_GROWTH, MOST_GROWTH
    return Decimal(0), Decimal(100)
