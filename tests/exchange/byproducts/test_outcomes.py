"""Links in a closed year: told where three give and three receive, now and beside every close."""

from collections import Counter
from decimal import Decimal
from itertools import combinations
from random import Random

import pytest

from jiqun.base.forms import form_for
from jiqun.exchange.byproducts.outcomes import NO_FACTOR, Linked, Moved, links_counted
from jiqun.exchange.closing import BEYOND, OUTCOMES, Close, cell_of, told_next
from jiqun.exchange.counting import TOO_LARGE, WITHHELD
from jiqun.exchange.outcomes import Happened, outcomes_of

YEAR = 2026
FIRMS = "abcdefgh"
PAIRS = ("ax", "by", "cz")


def linked(*pairs: str, dealt: bool = True, finished: bool = True) -> list[Linked]:
    return [Linked(pair[0], pair[1], dealt, finished) for pair in pairs]


def moved(*pairs: str, tonnes: str = "10") -> tuple[Moved, ...]:
    return tuple(Moved(pair[0], pair[1], Decimal(tonnes)) for pair in pairs)


def values(firms: str, links: list[Linked], went: tuple[Moved, ...] = ()) -> dict[str, object]:
    return {name: cell.value for name, cell in links_counted(firms, links, went).items()}


def closed(went: tuple[Moved, ...], *before: Close) -> Close:
    told = told_next(outcomes_of(FIRMS, Happened(moved=went)), before, YEAR)
    said = {name: cell["said"] or {"status": cell["status"]} for name, cell in told.cells.items()}
    return Close(said, told.behind)


def tonnes(close: Close) -> str:
    return cell_of(close.values["links_tonnes"])["said"]


def test_every_cell_is_of_the_form() -> None:
    assert links_counted((), (), ()).keys() <= form_for(OUTCOMES, YEAR).fields.keys()


def test_a_link_counts_once_whichever_side_is_of_the_cluster() -> None:
    rows = [*linked("ax", "yb", "ca"), *linked("dz", dealt=False, finished=False), *linked("uv")]
    found = values("abcd", rows, (*moved("ax", "yb", "ca"), *moved("uv", tonnes="9")))
    assert found == {
        "links_asked": 4, "links_dealt": 3, "links_finished": 3, "links_tonnes": 30,
        "links_emission": None, "firms_linking": 3,
    }  # fmt: skip


@pytest.mark.parametrize("pairs", [("ax", "by"), ("ax", "bx", "cx"), ("ax", "ay", "az")])
def test_two_firms_on_one_side_are_told_as_nothing(pairs: tuple[str, ...]) -> None:
    found = links_counted("abcxyz", linked(*pairs), moved(*pairs))
    for name in ("links_asked", "links_dealt", "links_finished", "links_tonnes"):
        assert (found[name].value, found[name].why) == (None, WITHHELD)


def test_emission_is_told_where_every_link_states_its_factor() -> None:
    went = [Moved(pair[0], pair[1], Decimal(10), Decimal("0.5")) for pair in PAIRS]
    assert links_counted("abc", (), went)["links_emission"].value == Decimal("1.5")
    unstated = [*went, *moved("au")]
    assert links_counted("abc", (), unstated)["links_emission"].why == NO_FACTOR
    assert links_counted("abc", (), went[:2])["links_emission"].why == WITHHELD


def test_an_amount_that_cannot_be_does_not_keep_a_county_from_closing() -> None:
    went = [Moved(pair[0], pair[1], Decimal(10) ** 11, Decimal(10) ** 19) for pair in PAIRS]
    found = links_counted("abc", (), went)
    assert (found["links_emission"].value, found["links_emission"].why) == (None, TOO_LARGE)
    assert found["links_tonnes"].value == 3 * Decimal(10) ** 11


def test_nothing_that_happened_is_nought() -> None:
    assert set(values("abc", []).values()) == {Decimal(0)}


def test_a_number_waits_until_three_have_changed_on_either_side() -> None:
    first = closed(moved(*PAIRS))
    assert tonnes(first) == "30"
    assert {"links_tonnes", "links_tonnes" + BEYOND} <= first.behind.keys()
    one_gives = (*moved(*PAIRS), *moved("au", "av", "aw"))
    assert tonnes(closed(one_gives, first)) == "30"
    three_give = (*moved(*PAIRS), *moved("du", "eu", "fu"))
    assert tonnes(closed(three_give, first)) == "30"
    assert tonnes(closed((*moved(*PAIRS), *moved("du", "ev", "fw")), first)) == "60"


def test_a_number_of_which_the_note_of_one_side_is_lost_stays() -> None:
    first = closed(moved(*PAIRS))
    kept = {name: behind for name, behind in first.behind.items() if BEYOND not in name}
    again = closed((*moved(*PAIRS), *moved("du", "ev", "fw")), Close(first.values, kept))
    assert tonnes(again) == "30"


def sides(went: list[Moved]) -> tuple[Counter[str], Counter[str]]:
    """Return what each firm gave and received, without the program's counting."""
    gave, got = Counter[str](), Counter[str]()
    for row in went:
        gave[row.giver] += int(row.tonnes)
        got[row.receiver] += int(row.tonnes)
    return gave, got


@pytest.mark.parametrize("seed", range(40))
def test_no_two_closes_tell_what_fewer_than_three_gave_or_received(seed: int) -> None:
    chance, went = Random(seed), list[Moved]()
    closes, truth = list[Close](), list[tuple[Counter[str], Counter[str]]]()
    for _ in range(60):
        if went and chance.random() < 0.3:  # taken back: a dispute
            went.remove(chance.choice(went))
        else:
            giver, receiver = chance.sample(FIRMS, 2)
            went.append(Moved(giver, receiver, Decimal(chance.randint(1, 9))))
        closes.append(closed(tuple(went), *closes))
        truth.append(sides(went))
    told: dict[str, tuple[Counter[str], Counter[str]]] = {}
    before = ""
    for close, true in zip(closes, truth, strict=True):
        if (said := tonnes(close)) and said != before:
            assert Decimal(said) == sum(true[0].values())
            told[said] = true
        before = said
    assert len(told) > 1
    for earlier, later in combinations(told.values(), 2):
        for one, other in zip(earlier, later, strict=True):
            assert sum(one[firm] != other[firm] for firm in FIRMS) not in (1, 2)
