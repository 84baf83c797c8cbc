"""How crowded an industry is: other counties, entries beside all makers', distances."""

import pytest

from jiqun.planning.crowding import Crowding, Entries, StrongPlace, Surroundings, Trend
from tests.planning.made_up import (
    CHANGYUAN,
    CRANES,
    FENGQIU,
    HUADU,
    LAMPS,
    LANKAO,
    LOCKS,
    OF_FIVE,
    TOYS,
    YUEQING,
    planner,
    register,
)

YEARS = {
    CRANES: {1996: 20, 2003: 40},
    LAMPS: {1996: 10, 2003: 40},
    LOCKS: {1998: 30, 1999: 10, 2000: 10},
    TOYS: {1996: 5, 2004: 5},
}
"""65 or 75 before, 95 or 105 after: all makers went up by half."""


def seen_from(county: str) -> Surroundings:
    made = planner(OF_FIVE, years=YEARS)
    assert made.scape is not None
    return Surroundings(county, made.scape, made.entries)


def test_the_county_itself_crowds_nothing() -> None:
    crowded = seen_from(LANKAO).crowding(LAMPS)
    assert (crowded.counties, crowded.in_province) == (1, 0)  # Yueqing
    assert crowded.firms == 172 + 50 and crowded.firms_per_county == 60
    assert seen_from(CHANGYUAN).crowding(LAMPS).counties == 2


def test_an_industry_nobody_else_has_has_no_firms_a_county() -> None:
    made = planner({**OF_FIVE, HUADU: {LAMPS: 60, LOCKS: 45}})
    assert made.scape is not None
    crowded = Surroundings(YUEQING, made.scape, made.entries).crowding(TOYS)
    assert (crowded.counties, crowded.firms_per_county) == (0, None)


def test_entries_are_held_against_those_of_all_makers() -> None:
    """All: 65 firms before (1995-1999), 95 after; expected of cranes 20 x 95 / 75 and so on."""
    entries = Entries.of(register(OF_FIVE, years=YEARS))
    assert entries.before.sum() == 75 and entries.last.sum() == 95
    assert entries.of_industry(CRANES) == (40, 20, Trend.RISING)  # 25.3 expected
    assert entries.of_industry(LOCKS) == (10, 40, Trend.FALLING)  # 50.7 expected
    assert entries.of_industry(TOYS) == (5, 5, Trend.UNKNOWN)  # ten in all
    assert entries.of_industry("152") == (0, 0, Trend.UNKNOWN)


def test_as_fast_as_all_makers_is_steady() -> None:
    years = {CRANES: {1996: 20, 2004: 30}, LAMPS: {1996: 20, 2004: 30}}
    assert Entries.of(register(OF_FIVE, years=years)).of_industry(CRANES)[2] is Trend.STEADY


def test_without_years_nobody_tells_a_trend() -> None:
    crowded: Crowding = seen_from(CHANGYUAN).crowding(CRANES)
    assert crowded.entries == 40
    none = Entries.of(register(OF_FIVE)).of_industry(CRANES)
    assert none == (None, None, Trend.UNKNOWN)
    assert Trend.UNKNOWN.code == "cannot_tell"


def test_the_nearest_that_have_it_stand_first() -> None:
    near = seen_from(CHANGYUAN).nearest(LAMPS)
    assert [place.county for place in near] == [LANKAO, YUEQING]
    assert near[0] == StrongPlace(near[0].kilometres, near[0].approximate, LANKAO, 60, True)
    assert 90 < near[0].kilometres < 105 and near[1].kilometres > 900
    assert not near[1].same_province


def test_what_is_nearby_pulls_by_its_distance() -> None:
    here = seen_from(CHANGYUAN)
    wanted = 1 / here.ways[LANKAO].kilometres + 1 / here.ways[YUEQING].kilometres
    assert here.pull(LAMPS) == pytest.approx(wanted)
    assert seen_from(FENGQIU).pull(CRANES) > here.pull(TOYS)
