"""A year that is closed: its cells as they are filed, and what may be counted anew later.

What was told of a year stays told: every close of it is kept, and can be read beside every other.
So a number is counted anew only where, against each time it was told before, what it is made of
changed by nobody or by three firms at least. Until then it stays as it was closed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jiqun.base.forms import form_for
from jiqun.base.language import Bilingual
from jiqun.base.readers import PUBLIC
from jiqun.disclosure.firms import tellable_beside
from jiqun.exchange.byproducts.outcomes import NO_FACTOR
from jiqun.exchange.counting import FOLLOWS, TOO_LARGE, WITHHELD, Behind, Counted, both
from jiqun.exchange.levels import OF_THE_LADDER
from jiqun.exchange.outcomes import HOURS, NOT_THEN, UNRECORDED
from jiqun.filings.raw import RawCell, RawFile, RawFiling

if TYPE_CHECKING:
    from jiqun.clusters import Profile

OUTCOMES = "exchange-outcomes"
"""The family of forms a year is closed on."""
BEYOND = "/beyond"
"""After the name of a field: what stands behind its number on the other side of pairs of firms."""
WHYS = (WITHHELD, FOLLOWS, UNRECORDED, NOT_THEN, NO_FACTOR, TOO_LARGE)
_WHYS = {both(why): why for why in WHYS}


@dataclass(frozen=True, slots=True)
class Close:
    """A time a year was closed.

    Parameters
    ----------
    values
        As its document says them.
    behind
        By field, what each firm added to the number it says. A field whose number is in no such
        note, as after a database older than the workspace was brought back, is never counted anew.
    """

    values: Mapping[str, Any]
    behind: Mapping[str, Behind]

    def says(self, name: str) -> bool:
        """Tell whether it has a number of a field."""
        return isinstance(self.values.get(name), str)


@dataclass(frozen=True, slots=True)
class Told:
    """What a close would say, and what stands behind its numbers: to be kept, never to be shown."""

    cells: Mapping[str, dict[str, str]]
    behind: Mapping[str, Behind]


def told_next(counted: Mapping[str, Counted], closes: Sequence[Close], year: int) -> Told:
    """Return what the next close of a year says.

    Parameters
    ----------
    counted
        What the year comes to now.
    closes
        Every time it was closed before, the first first.
    year
        Which.

    Returns
    -------
    Told
        Levels stay as the first close counted them, and so do hours once they are a number. Of the
        rest each field is as it was closed last until it may be counted anew; and one that would
        say more than what it is a part of, of another day, waits with it.

    Examples
    --------
    >>> from jiqun.exchange.outcomes import Booked, Happened, outcomes_of
    >>> def came(firms):
    ...     return outcomes_of("abcdef", Happened(tuple(Booked("x", firm) for firm in firms)))
    >>> first = told_next(came("abc"), [], 2026)
    >>> closed = Close({name: cell["said"] for name, cell in first.cells.items()}, first.behind)
    >>> [told_next(came(now), [closed], 2026).cells["slots_asked"]["said"]
    ...  for now in ("abcd", "abcdef")]
    ['3', '6']
    """
    fresh = cells_of(counted, year)
    anew = _anew(counted, fresh, closes, year) if closes else set(fresh)
    cells = {
        name: said if name in anew else _kept(closes[-1], name) for name, said in fresh.items()
    }
    behind: dict[str, Behind] = {}
    for name, cell in cells.items():
        if cell["said"] and name not in OF_THE_LADDER:
            sides = _sides(name, counted[name])
            kept = sides if name in anew else closes[-1].behind
            behind |= {side: kept[side] for side in sides if side in kept}
    return Told(cells, behind)


def _sides(name: str, counted: Counted) -> dict[str, Behind]:
    """Return what stands behind a field, by the names it is kept under: one, or both of pairs."""
    beyond = {} if counted.beyond is None else {name + BEYOND: counted.beyond}
    return {name: counted.behind, **beyond}


def _anew(
    counted: Mapping[str, Counted],
    fresh: Mapping[str, Mapping[str, str]],
    closes: Sequence[Close],
    year: int,
) -> set[str]:
    """Return the fields that are counted anew."""
    last = closes[-1].values
    stays = {*OF_THE_LADDER, HOURS} if closes[-1].says(HOURS) else {*OF_THE_LADDER}
    anew = {
        name
        for name in fresh
        if name not in stays and (name not in last or _may(name, counted[name], closes))
    }
    form = form_for(OUTCOMES, year)
    old = {name: cell_of(said) for name, said in last.items()}
    while crossed := _crossed((*form.parts, *form.nesting), anew, fresh, old):
        anew -= crossed
    return anew


def _kept(close: Close, name: str) -> dict[str, str]:
    """Return a field as a close said it; of one it had not, that it is not counted later."""
    if name not in close.values:
        return Counted(None, 0, NOT_THEN).record()
    return cell_of(close.values[name])


def _may(name: str, counted: Counted, closes: Sequence[Close]) -> bool:
    """Tell whether a field may be counted anew, beside each time it said a number."""
    said, sides = [close for close in closes if close.says(name)], _sides(name, counted)
    if any(side not in close.behind for side in sides for close in said):
        return False
    return all(
        tellable_beside(behind, [close.behind[side] for close in said], PUBLIC)
        for side, behind in sides.items()
    )


def _crossed(
    pairs: Sequence[tuple[str, str]],
    anew: set[str],
    fresh: Mapping[str, Mapping[str, str]],
    old: Mapping[str, Mapping[str, str]],
) -> set[str]:
    """Return fields counted anew that would say more than the whole, or less than the part."""
    for pair in pairs:
        if not anew & set(pair):
            continue
        said = [(fresh if name in anew else old).get(name, {}).get("said") for name in pair]
        if all(said) and Decimal(str(said[0])) > Decimal(str(said[1])):
            return anew & set(pair)
    return set()


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
    >>> from jiqun.exchange.outcomes import Happened, outcomes_of
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
