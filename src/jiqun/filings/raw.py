"""A filing as read from a file, before anything was believed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from jiqun.base.errors import Problem, Where


class RawCell(NamedTuple):
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
        The ``cluster`` object, or None for a long CSV.
    values, previous
        Cells by field.
    form, form_version
        As said; empty for a long CSV, which takes the form of its year.
    problems
        What was wrong already while reading.
    """

    file: str
    cluster_id: str
    year: Any
    profile: Mapping[str, Any] | None = None
    values: dict[str, RawCell] = field(default_factory=dict)
    previous: dict[str, RawCell] = field(default_factory=dict)
    form: str = ""
    form_version: str = ""
    reasons_possible: bool = True
    problems: list[Problem] = field(default_factory=list)

    def where(self, name: str = "", line: int | None = None) -> Where:
        """Return the place of a field of this filing."""
        year = self.year if isinstance(self.year, int) else None
        return Where(file=self.file, line=line, cluster=self.cluster_id, year=year, field=name)


@dataclass
class RawFile:
    """All filings of one file; problems of the file itself belong to no filing."""

    file: str
    filings: list[RawFiling] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
