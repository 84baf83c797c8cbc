"""Closing a year many times tells no firm's part: neither by one number nor by any two of them."""

from collections import Counter
from decimal import Decimal
from itertools import combinations
from random import Random

import pytest

from jiqun.base.forms import form_for
from jiqun.exchange.closing import OUTCOMES, Close, Told, cell_of, told_next
from jiqun.exchange.grants.yearly import Granted
from jiqun.exchange.levels import (
    OF_THE_LADDER,
    Levelled,
)
from jiqun.exchange.outcomes import (
    HOURS,
    Booked,
    Happened,
    Requested,
    outcomes_of,
)

FIRMS = "abcdefgh"
FAMILIES = ("sharing", "talent", "openness")
YEAR = 2026


def kept(told: Told) -> Close:
    """Return a close as its document and its note keep it."""
    values = {
        name: said["said"] or {"status": said["status"], "reason": said["reason"]}
        for name, said in told.cells.items()
    }
    return Close(values, told.behind)


def closed(*renters: str, before: tuple[Close, ...] = ()) -> Close:
    rows = tuple(Booked("x", firm) for firm in "".join(renters))
    return kept(told_next(outcomes_of(FIRMS, Happened(rows)), before, YEAR))


def asked(close: Close) -> str:
    return cell_of(close.values["slots_asked"])["said"]


class Year:
    """A made year of a cluster in which things go on, also backwards, between its closes."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.listed = set(FIRMS)
        self.bookings: list[list[object]] = []
        self.requests: list[list[object]] = []
        self.grants: list[Granted] = []
        self.levels = {firm: chance.randint(0, 4) for firm in FIRMS}

    def step(self) -> None:
        chance = self.chance
        firm, far = chance.choice(FIRMS), chance.randint(0, 2)
        match chance.randrange(7):
            case 0:
                self.listed ^= {firm}
            case 1:
                self.requests.append([firm, chance.random() < 0.5])
            case 2 if self.bookings:
                row = chance.choice(self.bookings)
                row[2] = max(int(str(row[2])), far)
            case 3 if self.bookings:  # what was told may be taken back: a roster or a ruling
                self.bookings.remove(chance.choice(self.bookings))
            case 4:
                self.levels[firm] = chance.randint(0, 4)
            case 5:
                self.grants.append(Granted(firm, far, contributes=chance.random() < 0.3))
            case _:
                family, seats = chance.choice(FAMILIES), chance.randint(1, 3)
                self.bookings.append([chance.choice(FIRMS), firm, far, family, seats])

    def happened(self) -> Happened:
        return Happened(
            tuple(
                Booked(
                    str(owner), str(renter), int(str(far)) > 0, far == 2, Decimal(int(str(seats))),
                    family=str(family), seats=int(str(seats)), by_lot=seats != 2,
                )
                for owner, renter, far, family, seats in self.bookings
            ),
            tuple(Requested(str(firm), bool(done)) for firm, done in self.requests),
            tuple(Levelled(firm, level, level) for firm, level in self.levels.items()),
            grants=tuple(self.grants),
        )  # fmt: skip


NAMES = {
    "sharing": ("slots_asked", "slots_dealt", "slots_finished", "firms_booking", "firms_sharing"),
    "talent": (
        "talent_asked", "talent_dealt", "talent_finished",
        "firms_booking_talent", "firms_sharing_talent",
    ),
    "openness": (
        "openness_asked", "openness_dealt", "openness_finished",
        "firms_booking_openness", "firms_sharing_openness",
    ),
}  # fmt: skip


def parts(year: Year) -> dict[str, Counter[str]]:
    """Count anew, by field and firm, without the program's counting."""
    found: dict[str, Counter[str]] = {name: Counter() for name in form_for(OUTCOMES, YEAR).fields}
    for said in year.bookings:
        owner, renter, family = (str(said[place]) for place in (0, 1, 3))
        far, seats = (int(str(said[place])) for place in (2, 4))
        *reached, booking, sharing = NAMES[family]
        if far > 0 and owner in year.listed:
            found[sharing][owner] = 1
        if renter in year.listed:
            found[booking][renter] |= int(far > 0)
            for name in reached[: far + 1]:
                found[name][renter] += 1
            for name in _amounts(family, far, seats):
                found[name][renter] += seats
    for who, done in year.requests:
        if who in year.listed:
            found["solutions_asked"][str(who)] += 1
            found["solutions_finished"][str(who)] += int(bool(done))
            found["firms_with_solution"][str(who)] |= int(bool(done))
    for grant in (grant for grant in year.grants if grant.firm in year.listed):
        found["firms_benchmarked"][grant.firm] |= int(grant.contributes)
        found["firms_granting"][grant.firm] |= int(not grant.contributes)
        found["data_granted"][grant.firm] += int(not grant.contributes)
        found["data_read"][grant.firm] += int(not grant.contributes and grant.uses > 0)
        found["data_uses"][grant.firm] += 0 if grant.contributes else grant.uses
    return found


def _amounts(family: str, far: int, seats: int) -> list[str]:
    """Return the amounts a booking adds its seats to; a made order has any number but two."""
    talent, lots = family == "talent", family == "openness" and seats != 2
    return ["talent_people"] * (far == 2 and talent) + ["openness_lots"] * (far == 2 and lots)


def differing(one: Counter[str], other: Counter[str]) -> int:
    return sum(one[firm] != other[firm] for firm in FIRMS)


MOVING = [name for name in form_for(OUTCOMES, YEAR).fields if name not in {*OF_THE_LADDER, HOURS}]


@pytest.mark.parametrize("seed", range(60))
def test_no_two_closes_of_a_year_tell_the_part_of_fewer_than_three_firms(seed: int) -> None:
    """A hundred steps and a close at every third of them, with firms that come, go and return."""
    year = Year(Random(seed))
    closes: list[Close] = []
    truth: list[dict[str, Counter[str]]] = []
    for number in range(120):
        year.step()
        if number % 3:
            continue
        closes.append(kept(told_next(outcomes_of(year.listed, year.happened()), closes, YEAR)))
        truth.append(parts(year))
    moved = 0
    for name in MOVING:
        told: dict[str, Counter[str]] = {}
        before: object = None
        for close, true in zip(closes, truth, strict=True):
            said = close.values[name]
            if isinstance(said, str) and said != before:
                assert Decimal(said) == sum(true[name].values()), (name, said, true[name])
                assert differing(true[name], Counter()) not in (1, 2)
                told[said] = true[name]
                moved += 1
            before = said
        for one, other in combinations(told.values(), 2):
            assert differing(one, other) not in (1, 2), name
    assert moved > len(MOVING) / 2


@pytest.mark.parametrize("seed", range(60))
def test_a_close_says_no_part_that_is_more_than_its_whole(seed: int) -> None:
    form, year, closes = form_for(OUTCOMES, YEAR), Year(Random(seed)), list[Close]()
    for _ in range(60):
        year.step()
        closes.append(kept(told_next(outcomes_of(year.listed, year.happened()), closes, YEAR)))
        for inner, outer in (*form.parts, *form.nesting):
            one, other = (cell_of(closes[-1].values[name])["said"] for name in (inner, outer))
            assert not (one and other) or Decimal(one) <= Decimal(other), (inner, outer)


def test_a_number_waits_until_three_firms_have_changed_it() -> None:
    first = closed("abc")
    second = closed("abcd", before=(first,))
    third = closed("abcde", before=(first, second))
    fourth = closed("abcdef", before=(first, second, third))
    assert [asked(close) for close in (first, second, third, fourth)] == ["3", "3", "3", "6"]


def test_a_firm_is_not_told_by_a_close_before_the_last() -> None:
    """Of three who came two go again: beside the last three changed, beside the first one."""
    first = closed("abc")
    second = closed("abcdef", before=(first,))
    assert asked(second) == "6"
    assert asked(closed("abcdgh", before=(first, second))) == "6"  # four changed, g, h, e, f
    third = closed("abcddgg", before=(first, second))
    assert asked(third) == "6"  # beside the first two changed


def test_nought_waits_too() -> None:
    first = closed("")
    assert asked(first) == "0"
    assert asked(closed("ab", before=(first,))) == "0"
    assert asked(closed("abc", before=(first,))) == "3"


def test_what_was_withheld_is_told_once_there_are_three() -> None:
    first = closed("ab")
    assert asked(first) == ""
    assert asked(closed("abc", before=(first,))) == "3"


def test_a_number_whose_note_is_lost_is_never_counted_anew() -> None:
    lost = Close(closed("abc").values, {})
    assert asked(closed("abcdefgh", before=(lost,))) == "3"
    assert asked(closed("abcdefgh", before=(Close(closed("a").values, {}),))) == "8"


def test_a_close_of_a_form_that_had_no_such_field_is_closed_again_with_it() -> None:
    old = closed("abc")
    values = {name: said for name, said in old.values.items() if not name.startswith("talent")}
    again = closed("abc", before=(Close(values, old.behind),))
    assert again.values["talent_asked"] == "0"


def test_levels_stay_as_the_first_close_counted_them() -> None:
    def levels(firms: str) -> Close:
        rows = tuple(Levelled(firm, 2, 2) for firm in firms)
        before = (first,) if first else ()
        return kept(told_next(outcomes_of(FIRMS, Happened(levels=rows)), before, YEAR))

    first: Close | None = None
    first = levels("abc")
    assert levels("abcdefgh").values["ladder_firms"] == "3"
