"""Nobody learns of one or two clusters beyond their own by adding and subtracting what is shown."""

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from jiqun.base.readers import NATION, PUBLIC, Office, Reader, reader_named
from tests.disclosure.worlds import YEAR, Cluster, World, told

COUNTIES = ["330106", "330203", "330110", "320505", "320115", "110108", "420102"]
READERS = [
    PUBLIC,
    reader_named("330000"),
    reader_named("330200"),
    reader_named("320000"),
    reader_named("330100"),
    reader_named("330106"),
    Reader(Office.AGENCY, clusters=frozenset({"c0", "c1"})),
    Reader(Office.FIRM, credit_code="91330106MA2XXXXX0X"),
    Reader(Office.AUDIT),
]
ABSENT = [
    (YEAR, "output_total"), (YEAR - 1, "output_total"),
    (YEAR, "revenue_total"), (YEAR, "rd_spend_total"),
]  # fmt: skip


@st.composite
def worlds(draw: st.DrawFn) -> World:
    size = draw(st.integers(3, 12))
    return World(
        [
            Cluster(
                f"c{number:x}",
                draw(st.sampled_from(COUNTIES)),
                draw(st.sampled_from(["light", "steel", "chemicals"])),
                frozenset(draw(st.lists(st.sampled_from(ABSENT), max_size=2)))
                if draw(st.integers(0, 3)) == 0
                else frozenset(),
            )
            for number in range(size)
        ]
    )


def row_of(*places: str) -> World:
    """Return a world by ``county sector``, everything filed."""
    said = [place.split() for place in places]
    return World([Cluster(f"c{at:x}", one[0], one[1], frozenset()) for at, one in enumerate(said)])


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(worlds(), st.sampled_from(READERS))
@example(  # a sector is a province's three clusters and one more
    row_of(*["320505 light"] * 3, "110108 light", *["330106 steel"] * 4, *["420102 steel"] * 3),
    PUBLIC,
)
@example(  # a province that has all but one of a sector's clusters
    row_of(*["330106 light"] * 4, "110108 light", *["320505 steel"] * 5), reader_named("330000")
)
@example(  # a province without its separately planned city: the whole less its own is the city's
    row_of(*["330106 light"] * 4, *["330203 light"] * 2, *["320505 steel"] * 5),
    reader_named("330000"),
)
def test_no_combination_of_what_is_shown_rests_on_fewer_than_three_clusters(
    world: World, reader: Reader
) -> None:
    """Officials: no more than the public's page and their own filings tell them anyway."""
    known = world.grounds.known_to(reader)
    public = world.equations(PUBLIC)
    assert told(public, frozenset()) == []
    assert told(world.equations(reader), known) == told(public, known)
    assert set(public) <= set(world.equations(reader))


def test_the_attack_finds_what_an_open_edition_tells() -> None:
    world = row_of(*["330106 light"] * 4, "110108 light", *["320505 steel"] * 5)
    figures, _ = world.decided(PUBLIC)
    opened = [sum_ for figure in figures for sum_ in world._told(figure)]
    assert told(opened, frozenset())
    known = world.grounds.known_to(reader_named("330000"))
    beyond = [
        told_ for figure in figures if figure.level == "sector" for told_ in world._told(figure)
    ]
    assert not told(beyond, frozenset())
    assert told(beyond, known), "a sector less Zhejiang's own is one cluster of Beijing"


def test_three_large_provinces_are_shown_whole() -> None:
    world = row_of(*["330106 light"] * 4, *["320505 steel"] * 4, *["420102 light"] * 4)
    _, decisions = world.decided(PUBLIC)
    assert not decisions.withheld | decisions.rounded


def test_an_official_is_shown_no_total_the_public_is_not_but_its_own() -> None:
    world = row_of(*["330106 light"] * 3, *["320505 steel"] * 2, *["420102 light"] * 5)
    _, public = world.decided(PUBLIC)
    _, own = world.decided(reader_named("330000"))
    assert all(own.covers(cell) for cell in public.withheld - own.withheld)


def test_the_nation_knows_every_cluster() -> None:
    world = row_of(*["330106 light"] * 3)
    assert world.grounds.known_to(NATION) == {"c0", "c1", "c2"}
