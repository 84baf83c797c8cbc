"""A filing as read from a file, before anything was believed."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from jiqun.base.errors import Problem, Where
from jiqun.base.forms import YEARLY
from jiqun.clusters.roster import Roster

FILER = "filer"
"""What stands before the parts of who filled a filing in, where a place is named."""
MOST_FILINGS = 50_000
"""Filings of one file: a hundred times the nation's clusters, over all years."""


@dataclass(slots=True)
class RawCell:
    """What a file says at one place: a value, a status, a reason, and where."""

    said: Any
    status: str = ""
    reason: str = ""
    line: int | None = None


@dataclass
class RawFiling:
    """One cluster's filing for one year, as read.

    Parameters
    ----------
    file
        The file's name, for messages.
    cluster_id, year
        As said; the year may be anything.
    profile
        What stands under ``cluster``, or None for a long CSV.
    values, previous
        Cells by field.
    form, form_version
        As said; empty for a long CSV, which takes the form of its year.
    family
        Whose forms it may be on. What people file, in a file or a draft, is the yearly filing;
        other families are only closed from what happened on the site.
    problems
        What was wrong already while reading.
    reason
        Why it is filed again, where it was accepted before.
    notes
        By ``values`` and ``previous``: what the filer said of a number, by field.
    roster
        The cluster's firms, where the file lists them.
    unread, unread_previous
        Fields whose cell is there, but was refused while reading or cannot be told; ``year`` among
        them where it cannot be told which year the figures are of.
    filer
        Who filled it in, by part, as said; personal data.
    addresses, previous_addresses
        The cell each field stands in, for a workbook.
    """

    file: str
    cluster_id: str
    year: Any
    profile: Any = None
    values: dict[str, RawCell] = field(default_factory=dict)
    previous: dict[str, RawCell] = field(default_factory=dict)
    form: str = ""
    form_version: str = ""
    family: str = YEARLY
    reasons_possible: bool = True
    problems: list[Problem] = field(default_factory=list)
    notes: dict[str, dict[str, str]] = field(default_factory=dict)
    roster: Roster | None = None
    reason: str = ""
    unread: set[str] = field(default_factory=set)
    unread_previous: set[str] = field(default_factory=set)
    filer: dict[str, Any] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    previous_addresses: dict[str, str] = field(default_factory=dict)

    def where(self, name: str = "", line: int | None = None, cell: str = "") -> Where:
        """Return the place of a field of this filing."""
        year = self.year if isinstance(self.year, int) else None
        at = cell or self.addresses.get(name.split(" / ", maxsplit=1)[0], "")
        return Where(self.file, line, at, cluster=self.cluster_id, year=year, field=name)

    def of_previous(self) -> "RawFiling":
        """Return the same filing with the year before in the place of the values."""
        return replace(
            self,
            values=self.previous,
            addresses=self.previous_addresses,
            unread=self.unread_previous,
        )

    def located(self, problem: Problem) -> Problem:
        """Return a problem of the profile with the cell it stands in, for a workbook."""
        name = problem.details.get("key", "")
        cell = self.addresses.get(problem.where.field) or self.addresses.get(f"cluster/{name}", "")
        return replace(problem, where=replace(problem.where, cell=cell)) if cell else problem


@dataclass
class RawFile:
    """All filings of one file; problems of the file itself belong to no filing."""

    file: str
    filings: list[RawFiling] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def family_of(files: Iterable[RawFile]) -> str:
    """Return the one family of forms that the filings of a call are on.

    Examples
    --------
    >>> family_of([RawFile("a.json", [RawFiling("a.json", "demo-001", 2022)])])
    'sme-cluster-annual'
    """
    families = {filing.family for file in files for filing in file.filings}
    (found,) = families or {YEARLY}
    return found
