"""What joint projects came to in a year for the firms of a cluster, for its closed year."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from jiqun.exchange.cooperation.counting import Brought, known_as
from jiqun.exchange.cooperation.kinds import PATENT, STANDARD
from jiqun.exchange.counting import Counted, told_cases, told_firms


@dataclass(frozen=True, slots=True)
class Begun:
    """A project that began in the year: the firms in it, and whether it is finished."""

    firms: frozenset[str]
    finished: bool = False


def projects_counted(
    firms: Collection[str], begun: Iterable[Begun], results: Iterable[Brought]
) -> dict[str, Counted]:
    """Count projects that began, and results of the year, for the firms of a cluster.

    A project or a result of several of its firms counts once, and for the rule of three as one of
    the first of them by credit code: so no fewer than three firms stand behind what is told.

    Parameters
    ----------
    firms
        Credit codes of the firms in its list.
    begun
        Projects that began in the year.
    results
        Confirmed results of the year that their partners let be told.

    Examples
    --------
    >>> begun = [Begun(frozenset({firm, "other"})) for firm in "abc"]
    >>> found = projects_counted({"a", "b", "c"}, begun, ())
    >>> found["joint_begun"].value, found["joint_finished"].value, found["firms_joint"].value
    (Decimal('3'), Decimal('0'), Decimal('3'))
    >>> projects_counted({"a"}, begun, ())["joint_begun"].why.en
    'withheld: fewer than three firms stand behind it'
    """
    own = [(row, sorted(row.firms & {*firms})) for row in begun if row.firms & {*firms}]
    found = {
        "joint_begun": told_cases(inside[0] for _, inside in own),
        "joint_finished": told_cases(inside[0] for row, inside in own if row.finished),
        "firms_joint": told_firms(firm for _, inside in own for firm in inside),
    }
    each: dict[tuple[str, str], str] = {}
    every = list(results)
    names = known_as(every)
    for result in every:
        if inside := sorted(result.owners.keys() & {*firms}):
            each.setdefault(names[result.same], inside[0])
    for cell, kind in (("joint_patents", PATENT), ("joint_standards", STANDARD)):
        found[cell] = told_cases(firm for (of, _), firm in each.items() if of == kind)
    return found
