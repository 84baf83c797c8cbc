"""The firms of a cluster, dated: who is inside, of which size, holding which titles, since when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from jiqun.base.errors import Problem, Where
from jiqun.clusters.roster_form import RosterForm, Tie, roster_form


class TierPeriod(NamedTuple):
    """One title of a firm: valid from its first to its last day, both included."""

    tier: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Firm:
    """One firm of a cluster's list.

    Parameters
    ----------
    size
        A size id; empty where neither stated nor to be judged.
    tiers
        Its titles.
    key_supplier
        The link it delivers as a key supplier; empty where it is none.
    output
        In 万元, or None.
    employment
        People, or None.
    since
        The first day inside the cluster; None where unknown, which counts as inside.
    until
        The day it left, from which it no longer counts; None while inside.
    row
        Where it stood in its file.
    """

    credit_code: str
    name: str
    county_code: str
    industry: str
    size: str
    tiers: tuple[TierPeriod, ...]
    key_supplier: str
    output: Decimal | None
    employment: int | None
    cluster_id: str
    since: date | None
    until: date | None
    row: int = 0

    def inside(self, day: date) -> bool:
        """Whether the firm belongs to the cluster on a day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day < self.until
        )

    def holds(self, tiers: Iterable[str], day: date) -> bool:
        """Whether it holds at least one of the titles on a day."""
        return any(
            tier.tier in tiers and tier.since <= day and (tier.until is None or day <= tier.until)
            for tier in self.tiers
        )


class Part(NamedTuple):
    """A sheet a list stands in; rows of several are numbered on from one to the next.

    Parameters
    ----------
    before
        How many rows are numbered before its first.
    sheet
        Its name.
    columns
        By column of the roster its letter.
    """

    before: int
    sheet: str
    columns: Mapping[str, str]


@dataclass
class Roster:
    """One cluster's list of firms, as read from a file.

    Parameters
    ----------
    file
        The file's name.
    cluster_id
        The cluster.
    firms
        Every row that could be read.
    problems
        What is wrong with rows.
    parts
        The sheets it stands in, for a workbook.
    taken_off
        By character nobody sees, the rows whose credit codes it was taken off.
    """

    file: str
    cluster_id: str
    firms: list[Firm] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    taken_off: dict[str, list[int]] = field(default_factory=dict)

    def where(self, row: int, column: str = "") -> Where:
        """Return the place of a row's cell."""
        part = next((part for part in reversed(self.parts) if part.before < row), None)
        letter = part.columns.get(column, "") if part else ""
        cell = f"{part.sheet}!{letter}{row - part.before}" if part and letter else ""
        line = None if cell or not row else row
        return Where(self.file, line, cell, self.cluster_id, field=column)


class Count(NamedTuple):
    """How many firms a tie counts: a range where sizes are unknown."""

    low: int
    high: int


def counts_on(firms: Iterable[Firm], day: date, form: RosterForm | None = None) -> dict[str, Count]:
    """Count the firms inside a cluster on a day, for every figure that must tie.

    Parameters
    ----------
    firms
        One cluster's list.
    day
        The day, normally 31 December of the data year.
    form
        The roster's form; without it, the catalogue's.

    Returns
    -------
    dict
        By field of the filing. ``low`` and ``high`` differ only for SMEs, where the size of
        some firms is unknown.

    Examples
    --------
    >>> firm = Firm("91330106XN00000120", "示例企业", "330106", "3962", "small",
    ...     (TierPeriod("srdi", date(2021, 6, 30), None),), "", None, 40, "demo-001", None, None)
    >>> counts_on([firm], date(2022, 12, 31))["srdi_smes"]
    Count(low=1, high=1)
    """
    known = form or roster_form()
    inside = [firm for firm in firms if firm.inside(day)]
    return {tie.figure: _counted(inside, day, tie, known) for tie in known.ties}


def _counted(inside: list[Firm], day: date, tie: Tie, form: RosterForm) -> Count:
    if tie.count == "firms":
        return Count(len(inside), len(inside))
    if tie.count == "smes":
        smes = sum(firm.size in form.sme_sizes for firm in inside)
        return Count(smes, smes + sum(not firm.size for firm in inside))
    held = sum(firm.holds(tie.tiers, day) for firm in inside if firm.tiers)
    return Count(held, held)


def tier_text(tiers: Iterable[TierPeriod]) -> str:
    """Write titles on one line, as roster files have them.

    Examples
    --------
    >>> tier_text([TierPeriod("srdi", date(2021, 6, 30), None)])
    'srdi:2021-06-30/'
    """
    return "|".join(
        f"{tier.tier}:{tier.since.isoformat()}/{tier.until.isoformat() if tier.until else ''}"
        for tier in tiers
    )


RawRow = Mapping[str, Any]
"""One row of a roster as a file says it: column to text, number or date; ``tiers`` is a list of
(tier, from, until) as said."""
