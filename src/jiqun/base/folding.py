"""Say the same fault once: with how often it occurs and where, not once a row."""

import re
from collections.abc import Hashable, Iterable
from dataclasses import replace

from jiqun.base.errors import Problem, Severity

_ROW = re.compile(r"[0-9]+$")
_TITLES = frozenset({"title", "title_en"})
_WRITTEN = frozenset({"value", "read"})


def folded(problems: Iterable[Problem]) -> list[Problem]:
    """Put the same fault at several places together, in the order in which they first come.

    Two problems are the same fault where they stand in one column of a list, in different rows; or
    where nothing they say differs but the name of the field and what was written in it. Warnings
    that say a different number of each field stay apart: every one is to be judged by itself.

    Parameters
    ----------
    problems
        As found, one a place.

    Returns
    -------
    list of Problem
        One a fault; its further places are its ``more``.

    Examples
    --------
    >>> from jiqun.base.errors import Where
    >>> rows = [Problem("roster.bad_date", Where("a.csv", line, field="from"), {"value": "x"})
    ...         for line in (5, 6, 9)]
    >>> print(folded(rows)[0].text("zh"))
    a.csv · 3 行：第 5、6、9 行 · from：“x”看不出是哪一天。 请写成 2022-06-01。
    """
    found: dict[Hashable, list[Problem]] = {}
    for problem in problems:
        for place in problem.each:
            found.setdefault(_fault(place), []).append(place)
    return [replace(first, more=tuple(more)) for first, *more in found.values()]


def _fault(problem: Problem) -> Hashable:
    """Return what makes a problem the same fault as another."""
    where, listed = problem.where, problem.code.startswith("roster.")
    if listed and where.field and (where.cell or where.line is not None):
        column = _ROW.sub("", where.cell)
        return problem.code, where.file, where.cluster, where.year, where.field, column
    own = _TITLES if problem.severity is Severity.WARNING else _TITLES | _WRITTEN
    said = sorted((key, str(value)) for key, value in problem.details.items() if key not in own)
    return problem.code, where.file, tuple(said)
