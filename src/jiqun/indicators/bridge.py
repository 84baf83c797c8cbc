"""From last year's filed total to this year's: growth told apart from everything else.

``last year as filed + restated - left + grown + entered = this year as filed``, exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from jiqun.base.json_files import Record
from jiqun.indicators.figures import quotient
from jiqun.workspace.questions import filed_cells

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jiqun.workspace import Snapshot

ZERO = Decimal(0)


class Cell(NamedTuple):
    """A field as a cluster filed it, of the year itself or of the year before."""

    cluster_id: str
    year: int
    period: str
    value: Decimal | None


@dataclass(frozen=True)
class Bridge:
    """The steps between two years' totals of one field.

    Parameters
    ----------
    field
        What is added up.
    before, after
        The two totals as filed.
    restated
        Last year's figures as given now less as filed then, over clusters in both years.
    left
        Last year's figures of clusters without a figure this year (to be subtracted).
    grown
        This year less last year as given now, over clusters with both: like for like.
    entered
        This year's figures of clusters without any for last year.
    like_for_like
        ``grown`` over last year as given now.
    behind
        The clusters behind each step.
    restatements
        One row a restated cluster: id, as filed, as given now.
    """

    field: str
    before: Decimal
    restated: Decimal
    left: Decimal
    grown: Decimal
    entered: Decimal
    after: Decimal
    like_for_like: Decimal | None
    behind: dict[str, frozenset[str]]
    restatements: list[tuple[str, Decimal, Decimal]]

    @property
    def steps(self) -> dict[str, Decimal]:
        """The two totals and what lies between them, by name."""
        return {
            "before": self.before,
            "restated": self.restated,
            "left": self.left,
            "grown": self.grown,
            "entered": self.entered,
            "after": self.after,
        }

    @property
    def clusters(self) -> dict[str, int]:
        """How many clusters stand behind each step."""
        return {step: len(clusters) for step, clusters in self.behind.items()}


def bridge(snapshot: Snapshot, year: int, field: str = "output_total") -> Bridge:
    """Return the steps from last year's total of a field to this year's.

    Parameters
    ----------
    snapshot
        The submissions that count.
    year
        This year.
    field
        A field of the form.
    """
    filed, given = filed_values(snapshot, year, field)
    now = {key: value for key, value in filed[year].items() if value is not None}
    then = {key: value for key, value in filed[year - 1].items() if value is not None}
    base = {key: given.get(key, then.get(key)) for key in now}
    both = {key: value for key, value in base.items() if value is not None}
    restated = {k: v for k, v in both.items() if k in then and v != then[k]}
    newly_given = {k: v for k, v in both.items() if k not in then}
    left = {key: value for key, value in then.items() if key not in now}
    entered = {key: value for key, value in now.items() if key not in both}
    base_total = _total(both.values())
    grown = _total(now[key] for key in both) - base_total
    times = quotient(base_total + grown, base_total)
    return Bridge(
        field=field,
        before=_total(then.values()),
        restated=_total(v - then[k] for k, v in restated.items()) + _total(newly_given.values()),
        left=_total(left.values()),
        grown=grown,
        entered=_total(entered.values()),
        after=_total(now.values()),
        like_for_like=None if times is None else times - 1,
        behind={
            "before": frozenset(then),
            "restated": frozenset({*restated, *newly_given}),
            "left": frozenset(left),
            "grown": frozenset(both),
            "entered": frozenset(entered),
            "after": frozenset(now),
        },
        restatements=sorted((k, then[k], v) for k, v in restated.items()),
    )


def filed_values(
    snapshot: Snapshot, year: int, field: str
) -> tuple[dict[int, dict[str, Decimal | None]], dict[str, Decimal]]:
    """Return the field as filed in both years, and last year's as given this year, by cluster."""
    asked: Record = {"columns": Cell._fields, "years": [year, year - 1], "fields": [field]}
    filed: dict[int, dict[str, Decimal | None]] = {year: {}, year - 1: {}}
    given: dict[str, Decimal] = {}
    for cell in snapshot.rows_of(Cell, filed_cells, **asked):
        if cell.period == "current":
            filed[cell.year][cell.cluster_id] = cell.value
        elif cell.year == year and cell.value is not None:
            given[cell.cluster_id] = cell.value
    return filed, given


def _total(values: Iterable[Decimal]) -> Decimal:
    return sum(values, ZERO)
