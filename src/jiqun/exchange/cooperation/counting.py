"""What confirmed results come to for the firms of a cluster: each counted once, with its cases.

One patent of two projects, or of two firms, is one patent. Its publication number (CN and digits)
does not follow from its application's (year, kind, serial, check digit): that both are of one
patent is known where partners gave both, and may be so where they did not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from jiqun.base.language import Bilingual
from jiqun.exchange.cooperation.kinds import PATENT, PLATFORM, STANDARD
from jiqun.exchange.cooperation.numbers import is_application, is_publication
from jiqun.exchange.feeding import Suggestion

AT_LEAST = ("standards_joined", "standards_led")
"""Cells that are at least what is confirmed here: they sum up years, and nothing leaves them."""
NOT_WHOLE: Mapping[str, Bilingual] = {
    "sme_invention_patents": Bilingual(
        "表上问的是年末仍有效的全部发明专利：这里只有项目带来的，也不知道是否仍有效",
        "the form asks for all invention patents in force at the year's end: here are only those "
        "of projects, and nobody says whether they are still in force",
    ),
    "national_platforms": Bilingual(
        "表上问的是年末全部国家级平台：这里只有共建的，也不知道是否仍被认定",
        "the form asks for all national platforms at the year's end: here are only joint ones, "
        "and nobody says whether they are still recognised",
    ),
    "provincial_platforms": Bilingual(
        "表上问的是年末全部省级及以下平台：这里只有共建的，也不知道是否仍被认定",
        "the form asks for all platforms of the province or below at the year's end: here are "
        "only joint ones, and nobody says whether they are still recognised",
    ),
}
"""Cells one might expect from here, and why their number does not follow."""
CELLS = (*AT_LEAST, *NOT_WHOLE)
COUNTED_STANDARDS = ("national", "industry")
"""The yearly form counts national and industry standards."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A result that another partner confirmed.

    Parameters
    ----------
    project
        Its number.
    kind, level, role, key, title
        What it is, as :class:`jiqun.exchange.cooperation.records.Entry` says it.
    day
        When it was granted, issued or recognised.
    owners
        By credit code the size of who owns it.
    also
        Of a patent its other number, where partners gave both.
    """

    project: str
    kind: str
    level: str
    key: str
    title: str
    day: date
    owners: Mapping[str, str]
    role: str = ""
    also: str = ""

    @property
    def same(self) -> tuple[str, str]:
        """What no two different results share; one without a number is known by its title."""
        return self.kind, self.key or self.title


def known_as(results: Iterable[Brought]) -> dict[tuple[str, str], tuple[str, str]]:
    """Return by what each result is known one name for all that are the same.

    Examples
    --------
    >>> of = dict(level="invention", title="", day=date(2026, 5, 1), owners={})
    >>> both = Brought("3", "patent", key="202310000001.0", also="CN116000001", **of)
    >>> one = Brought("7", "patent", key="CN116000001", **of)
    >>> names = known_as([one, both])
    >>> names[one.same] == names[both.same]
    True
    """
    known: dict[tuple[str, str], tuple[str, str]] = {}

    def root(name: tuple[str, str]) -> tuple[str, str]:
        while known.setdefault(name, name) != name:
            name = known[name]
        return name

    for result in results:
        own = root(result.same)
        if result.also:
            known[root((result.kind, result.also))] = own
    return {name: root(name) for name in list(known)}


def may_be_same(results: Iterable[Brought]) -> dict[tuple[str, str], set[str]]:
    """Return of patents that are told by numbers of two sorts which others may be the same one.

    One is known by its application's number alone and one by its publication's alone, both are of
    one kind, and they have a title in common, or an owner and the day they were granted.

    Examples
    --------
    >>> of = dict(level="invention", title="齿形", day=date(2026, 5, 1), owners={"a": "small"})
    >>> numbers = ("202310000001.0", "CN116000001", "CN116000002")
    >>> rows = [Brought(str(at), "patent", key=key, **of) for at, key in enumerate(numbers)]
    >>> sorted(may_be_same(rows)["patent", "202310000001.0"])
    ['CN116000001', 'CN116000002']
    """
    patents = [row for row in results if row.kind == PATENT and row.key]
    linked = {number for row in patents if row.also for number in (row.key, row.also)}
    alone = [row for row in patents if row.key not in linked]
    found: dict[tuple[str, str], set[str]] = {}
    for filed in (row for row in alone if is_application(row.key)):
        for told in (row for row in alone if is_publication(row.key)):
            if _alike(filed, told):
                found.setdefault(filed.same, set()).add(told.key)
                found.setdefault(told.same, set()).add(filed.key)
    return found


def _alike(one: Brought, other: Brought) -> bool:
    same_day = one.day == other.day and bool(one.owners.keys() & other.owners.keys())
    return one.level == other.level and (same_day or one.title == other.title)


def behind(
    results: Iterable[Brought], firms: Collection[str], until: date
) -> dict[str, dict[tuple[str, str], list[Brought]]]:
    """Return by cell of the yearly form the results behind it, each with every case it stands in.

    Parameters
    ----------
    results
        Confirmed results.
    firms
        Credit codes of the firms of the cluster.
    until
        The last day that counts.

    Examples
    --------
    >>> of = dict(kind="standard", level="national", key="GB/T 1-2026", title="方法",
    ...     day=date(2026, 5, 1), owners={"a": "small", "b": "large"}, role="led")
    >>> found = behind([Brought("3", **of), Brought("7", **of)], {"a", "b"}, date(2026, 12, 31))
    >>> [(cell, len(cases)) for cell, cases in found.items() if cases]
    [('standards_joined', 1), ('standards_led', 1)]
    """
    found: dict[str, dict[tuple[str, str], list[Brought]]] = {cell: {} for cell in CELLS}
    every = list(results)
    names = known_as(every)
    for result in every:
        own = {code: size for code, size in result.owners.items() if code in firms}
        if not own or result.day > until:
            continue
        for cell in _cells(result, own):
            found[cell].setdefault(names[result.same], []).append(result)
    return found


def suggested(
    cells: Mapping[str, Mapping[tuple[str, str], list[Brought]]],
) -> dict[str, Suggestion]:
    """Return what the yearly filing may say: at least so many, with the projects behind it.

    Parameters
    ----------
    cells
        As :func:`behind` returns them.
    """
    found = {}
    for cell in AT_LEAST:
        if cases := cells[cell]:
            projects = sorted({case.project for rows in cases.values() for case in rows}, key=int)
            number = len(cases)
            because = Bilingual(
                f"协同项目 {'、'.join(projects)} 中已确认 {number} 项；此为下限，请加上其他的",
                f"confirmed in joint projects {', '.join(projects)}: {number}; at least so many, "
                "others are to be added",
            )
            found[cell] = Suggestion(cell, str(number), because, joint=True)
    return found


def _cells(result: Brought, own: Mapping[str, str]) -> Iterable[str]:
    if result.kind == STANDARD and result.level in COUNTED_STANDARDS:
        yield "standards_joined"
        if result.role == "led":
            yield "standards_led"
    if result.kind == PATENT and result.level == "invention" and {*own.values()} - {"large"}:
        yield "sme_invention_patents"
    if result.kind == PLATFORM and result.level == "national":
        yield "national_platforms"
    if result.kind == PLATFORM and result.level == "provincial":
        yield "provincial_platforms"
