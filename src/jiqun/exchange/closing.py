"""What a year came to for a cluster: bookings, solutions and levels counted, for one submission.

A firm belongs to a cluster by its credit code. What is counted is kept for good, so it is held to
the rule of three before it is: a number of fewer than three firms is missing, with its reason, and
no answer of a single firm follows from what is told. Nought is a number and is told.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jiqun.base.canonical import decimal_text
from jiqun.base.forms import form_for
from jiqun.base.language import Bilingual
from jiqun.base.readers import PUBLIC
from jiqun.disclosure.firms import enough_firms, groups_told
from jiqun.filings.raw import RawCell, RawFile, RawFiling

if TYPE_CHECKING:
    from jiqun.clusters import Profile

OUTCOMES = "exchange-outcomes"
"""The family of forms a year is closed on."""
LADDER = ("ladder_none", "ladder_level_1", "ladder_level_2", "ladder_level_3", "ladder_level_4")
OPEN = "ladder_open"
OF_THE_LADDER = ("ladder_firms", *LADDER, OPEN, "ladder_twice", "ladder_risen")
"""Fields counted once, by the first close: what changes by one firm tells of that firm."""
HOURS = "slot_hours_used"
"""Told by a close alone, and kept once it is a number: one more booking would tell its hours."""
WITHHELD = Bilingual(
    "不予显示：涉及企业不足三家", "withheld: fewer than three firms stand behind it"
)
FOLLOWS = Bilingual(
    "不予显示：由合计可推出不足三家企业的情况",
    "withheld: what fewer than three firms answered would follow from the total",
)
UNRECORDED = Bilingual(
    "未知：有已结束的预订未登记使用小时",
    "not known: bookings are over whose hours nobody recorded",
)


@dataclass(frozen=True, slots=True)
class Booked:
    """A booking of slots that begins in the year.

    Parameters
    ----------
    owner, renter
        Credit codes.
    accepted, used
        Whether it was accepted at some time, and whether it was used.
    hours
        As the owner recorded them; None where nobody did.
    unrecorded
        Whether it is over, was not called off, and nobody said what was used.
    """

    owner: str
    renter: str
    accepted: bool = False
    used: bool = False
    hours: Decimal | None = None
    unrecorded: bool = False


@dataclass(frozen=True, slots=True)
class Requested:
    """A request for a digital solution, asked in the year."""

    firm: str
    finished: bool = False


@dataclass(frozen=True, slots=True)
class Levelled:
    """Where a firm stands on the ladder by its last answers for the year.

    Parameters
    ----------
    firm
        Its credit code.
    low, high
        The level, 0 for none: the least and the most it can be.
    before
        The same by its last answers for an earlier year; None where there are none.
    shared
        Whether it shares its level with a county.
    """

    firm: str
    low: int
    high: int
    before: tuple[int, int] | None = None
    shared: bool = False

    @property
    def group(self) -> str:
        """The field it counts in."""
        return LADDER[self.low] if self.low == self.high else OPEN

    @property
    def comparable(self) -> bool:
        """Whether both levels are known."""
        known = self.low == self.high and self.before is not None
        return known and self.before is not None and self.before[0] == self.before[1]

    @property
    def risen(self) -> bool:
        """Whether it stands higher than before."""
        return self.comparable and self.before is not None and self.low > self.before[1]


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened in a year, as the rooms of the exchange keep it."""

    bookings: tuple[Booked, ...] = ()
    requests: tuple[Requested, ...] = ()
    levels: tuple[Levelled, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """A cell of the year: its number, or why there is none; and how many firms stand behind it."""

    value: Decimal | None
    firms: int
    why: Bilingual | None = None

    def record(self) -> dict[str, str]:
        """Return what is filed: a number, or a missing one with its reason in both languages.

        Examples
        --------
        >>> Counted(Decimal("4.50"), 3).record()["said"]
        '4.5'
        >>> Counted(None, 2, WITHHELD).record()["status"]
        'missing'
        """
        if self.value is not None:
            return {"said": decimal_text(self.value), "status": "", "reason": ""}
        return {"said": "", "status": "missing", "reason": _both(self.why or WITHHELD)}


def outcomes_of(firms: Collection[str], happened: Happened) -> dict[str, Counted]:
    """Count what a year came to for the firms of a cluster.

    Parameters
    ----------
    firms
        Credit codes of the firms that stand in its list at the year's end.
    happened
        What is of others alone is passed over.

    Returns
    -------
    dict
        A cell for every field of the form ``exchange-outcomes``.

    Examples
    --------
    >>> from decimal import Decimal
    >>> asked = tuple(Booked("owner", firm, accepted=True) for firm in "abc")
    >>> found = outcomes_of({"a", "b", "c"}, Happened(asked))
    >>> found["slots_asked"].value, found["slots_finished"].value, found["firms_sharing"].value
    (Decimal('3'), Decimal('0'), Decimal('0'))
    >>> outcomes_of({"a", "b"}, Happened(asked))["slots_asked"].why.en
    'withheld: fewer than three firms stand behind it'
    """
    return {
        **_slots(frozenset(firms), happened.bookings),
        **_solutions(frozenset(firms), happened.requests),
        **_ladder([row for row in happened.levels if row.firm in firms]),
    }


def _both(why: Bilingual) -> str:
    return f"{why.zh} / {why.en}"


_WHYS = {_both(why): why for why in (WITHHELD, FOLLOWS, UNRECORDED)}


def why_of(said: Mapping[str, str]) -> Bilingual:
    """Return why a cell as it is filed has no number.

    Examples
    --------
    >>> why_of(Counted(None, 2, WITHHELD).record()) == WITHHELD
    True
    """
    return _WHYS.get(said["reason"], Bilingual(said["reason"], said["reason"]))


def cell_of(said: Any) -> dict[str, str]:
    """Return a cell of a document as it is filed.

    Examples
    --------
    >>> cell_of("7")["said"], cell_of({"status": "not_applicable"})["status"]
    ('7', 'not_applicable')
    """
    if isinstance(said, Mapping):
        return {"said": "", "status": str(said["status"]), "reason": str(said.get("reason", ""))}
    return {"said": str(said), "status": "", "reason": ""}


def cells_of(counted: Mapping[str, Counted], year: int) -> dict[str, dict[str, str]]:
    """Return a year's cells as they are filed; what did not exist in it is not applicable.

    Examples
    --------
    >>> found = cells_of(outcomes_of((), Happened()), 2025)
    >>> found["slots_asked"]["status"], found["ladder_firms"]["said"]
    ('not_applicable', '0')
    """
    absent = {"said": "", "status": "not_applicable", "reason": ""}
    return {
        name: counted[name].record() if field.exists_in(year) else dict(absent)
        for name, field in form_for(OUTCOMES, year).fields.items()
    }


def closed_file(
    profile: Profile, year: int, cells: Mapping[str, Mapping[str, str]], reason: str = ""
) -> RawFile:
    """Return a closed year as a file's filing is read, for acceptance.

    Parameters
    ----------
    profile
        The cluster, as it filed last.
    year
        The year that is closed.
    cells
        As :func:`cells_of` returns them.
    reason
        Why it is closed again.
    """
    form, name = form_for(OUTCOMES, year), f"{profile.id}-{year}-{OUTCOMES}"
    filing = RawFiling(
        file=name,
        cluster_id=profile.id,
        year=year,
        profile=profile.record(),
        values={
            field: RawCell(said["said"] or None, said["status"], said["reason"])
            for field, said in cells.items()
        },
        form=form.family,
        form_version=form.version,
        family=OUTCOMES,
        reason=reason,
    )
    return RawFile(name, [filing])


def _slots(firms: frozenset[str], bookings: Iterable[Booked]) -> dict[str, Counted]:
    """Count bookings by who asked for them, and who shared by who owns."""
    rows = list(bookings)
    own = [row for row in rows if row.renter in firms]
    accepted, used = [row for row in own if row.accepted], [row for row in own if row.used]
    sharing = {row.owner for row in rows if row.owner in firms and row.accepted}
    hours = sum((row.hours or Decimal() for row in used), Decimal())
    told = _told(hours, {row.renter for row in own if row.used or row.unrecorded})
    if told.why is None and any(row.unrecorded for row in own):
        told = Counted(None, told.firms, UNRECORDED)
    renter: Callable[[Booked], str] = lambda row: row.renter  # noqa: E731  # read three times
    return {
        "slots_asked": _told(len(own), set(map(renter, own))),
        "slots_dealt": _told(len(accepted), set(map(renter, accepted))),
        "slots_finished": _told(len(used), set(map(renter, used))),
        HOURS: told,
        "firms_booking": _firms(set(map(renter, accepted))),
        "firms_sharing": _firms(sharing),
    }


def _solutions(firms: frozenset[str], requests: Iterable[Requested]) -> dict[str, Counted]:
    own = [row for row in requests if row.firm in firms]
    finished = [row for row in own if row.finished]
    having = {row.firm for row in finished}
    return {
        "solutions_asked": _told(len(own), {row.firm for row in own}),
        "solutions_finished": _told(len(finished), having),
        "firms_with_solution": _firms(having),
    }


def _ladder(levels: list[Levelled]) -> dict[str, Counted]:
    """Count firms by level; what a county is told by the firms themselves protects nobody else."""
    twice = [row for row in levels if row.comparable]
    risen = [row for row in twice if row.risen]
    rose = _safe(twice, lambda row: "risen" if row.risen else "other", ("risen", "other"))
    groups = _safe(levels, lambda row: row.group, (*LADDER, OPEN))
    found = {"ladder_firms": _firms({row.firm for row in levels})}
    for name in (*LADDER, OPEN):
        number = sum(row.group == name for row in levels)
        found[name] = _group(number, told=name in groups, among=len(levels))
    found["ladder_twice"] = _firms({row.firm for row in twice})
    found["ladder_risen"] = _group(len(risen), told="risen" in rose, among=len(twice))
    return found


def _safe(
    levels: list[Levelled], group: Callable[[Levelled], str], names: Iterable[str]
) -> frozenset[str]:
    """Return the groups whose number may be told, also to who knows what some firms share."""
    told = frozenset(names)
    for rows in (levels, [row for row in levels if not row.shared]):
        counts = dict.fromkeys(names, 0)
        for row in rows:
            counts[group(row)] += 1
        told &= groups_told(counts, PUBLIC) if rows else told
    return told


def _group(number: int, *, told: bool, among: int) -> Counted:
    if told:
        return Counted(Decimal(number), among)
    return Counted(None, among, FOLLOWS if enough_firms(among, PUBLIC) else WITHHELD)


def _firms(firms: Collection[str]) -> Counted:
    return _told(len(firms), firms)


def _told(number: Decimal | int, firms: Collection[str]) -> Counted:
    """Return a number where no firm, or enough of them, stand behind it."""
    if firms and not enough_firms(len(firms), PUBLIC):
        return Counted(None, len(firms), WITHHELD)
    return Counted(Decimal(number), len(firms))
