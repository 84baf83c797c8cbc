"""Small groups are withheld from the public, also where a subtraction would show them."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from jiqun.base.definitions import indicators
from jiqun.base.quantities import Status
from jiqun.base.readers import NATION, PUBLIC, Office, Reader, reader_named
from jiqun.disclosure import Edition, disclose, secret_figures
from jiqun.disclosure.decisions import Decisions
from jiqun.disclosure.figures import column_shown, shown_by
from jiqun.disclosure.grounds import Grounds, Place
from jiqun.indicators import Column, Figure
from jiqun.indicators.numbers import Number
from tests.disclosure.worlds import Cluster, World

CODES = {"beijing": "110000", "hebei": "130000", "zhejiang": "330000", "fujian": "350000"}
COUNTIES = {"beijing": "110108", "hebei": "130102", "zhejiang": "330106", "fujian": "350102"}
EXAMPLE = Figure(
    id="output_sme",
    indicator="leading_industry/output_sme",
    level="province",
    key="330000",
    year=2022,
    value=Decimal(100),
    unit="亿元",
    status=Status.REPORTED,
    numerator=Decimal(100),
    denominator=None,
    reporting=5,
    expected=5,
    not_applicable=0,
    method="sum",
)


def figures(name: str = "output_sme", **clusters: int) -> list[Figure]:
    """Return output of the nation, of the East and of provinces of so many clusters each."""
    found = [
        EXAMPLE._replace(id=name, key=CODES[place], reporting=count, value=Decimal(count * 10))
        for place, count in clusters.items()
    ]
    whole = sum(clusters.values())
    nation = found[0]._replace(level="nation", key="CN", reporting=whole, value=Decimal(whole * 10))
    return [nation, nation._replace(level="macro_region", key="east"), *found]


def grounds(firms: Mapping[str, int | None] | None = None, **clusters: int) -> Grounds:
    """Return the clusters behind them; ``firms`` of each cluster of a province, 100 by default."""
    places = {}
    for place, count in clusters.items():
        keys = {"nation": "CN", "macro_region": "east", "province": CODES[place]}
        for number in range(count):
            behind = (firms or {}).get(place, 100)
            places[f"{place}-{number}"] = Place(COUNTIES[place], keys, behind)
    return Grounds({2022: places})


def shown(reader: Reader = PUBLIC, **clusters: int) -> set[str]:
    found = disclose(figures(**clusters), grounds(**clusters), reader)
    return {one.key for one in found if one.value is not None}


def test_two_clusters_are_withheld_and_three_are_shown() -> None:
    assert shown(hebei=3, zhejiang=4, fujian=9) == {
        "CN", "east", "130000", "330000", "350000",
    }  # fmt: skip
    assert "110000" not in shown(beijing=2, hebei=3, zhejiang=9)


def test_a_single_withheld_cell_takes_the_smallest_other_with_it() -> None:
    assert shown(beijing=2, hebei=3, zhejiang=9) == {"CN", "east", "330000"}


def test_withheld_cells_that_together_cover_three_clusters_need_no_further_one() -> None:
    assert shown(beijing=2, hebei=2, zhejiang=9) == {"CN", "east", "330000"}


@pytest.mark.parametrize("firms", [0, None])
def test_fewer_than_three_enterprises_are_withheld_too(firms: int | None) -> None:
    counts = {"hebei": 3, "zhejiang": 4, "fujian": 9}
    found = disclose(figures(**counts), grounds({"hebei": firms}, **counts), PUBLIC)
    hebei = next(one for one in found if one.key == "130000")
    assert (hebei.status is Status.SUPPRESSED) == (firms == 0)


def test_clusters_without_an_enterprise_hide_no_other() -> None:
    counts = {"beijing": 3, "hebei": 3, "zhejiang": 9}
    found = disclose(figures(**counts), grounds({"beijing": 0}, **counts), PUBLIC)
    assert {one.key for one in found if one.value is None} == {"110000"}
    few = {"beijing": 3, "hebei": 2, "zhejiang": 9}
    found = disclose(figures(**few), grounds({"beijing": 0}, **few), PUBLIC)
    assert "330000" in {one.key for one in found if one.value is None}, "two of Hebei are left"


def test_a_withheld_figure_keeps_no_number_at_all() -> None:
    counts = {"beijing": 2, "hebei": 9}
    found = disclose(figures(**counts), grounds(**counts), PUBLIC)
    withheld = next(one for one in found if one.key == "110000")
    numbers = (withheld.value, withheld.numerator, withheld.denominator, withheld.previous)
    assert numbers == (None, None, None, None)


def test_a_quotient_by_nought_does_not_keep_the_sum_above_it() -> None:
    lone = Cluster("c0", "330106", "light", frozenset())
    growth = EXAMPLE._replace(
        id="export_growth", level="cluster", key="c0", value=None, reporting=1,
        status=Status.NOT_APPLICABLE, denominator=Decimal(0),
    )  # fmt: skip
    (found,) = disclose([growth], World([lone]).grounds, PUBLIC)
    assert (found.numerator, found.denominator) == (None, None)
    assert found.status is Status.NOT_APPLICABLE


def test_counts_that_are_no_money_energy_or_research_are_shown() -> None:
    counts = {"beijing": 1, "hebei": 9}
    found = disclose(figures("little_giants", **counts), grounds(**counts), PUBLIC)
    assert all(one.value is not None for one in found)


def test_the_ten_largest_of_twelve_are_withheld_as_the_rest_would_be_two() -> None:
    for count, told in ((12, False), (13, True)):
        found = disclose(figures("output_top10_share", hebei=count), grounds(hebei=count), PUBLIC)
        assert all((one.value is not None) == told for one in found), count


def test_the_nation_sees_everything_and_a_province_its_own() -> None:
    counts = {"beijing": 1, "hebei": 2, "zhejiang": 9}
    assert shown(NATION, **counts) == {"CN", "east", "110000", "130000", "330000"}
    assert "110000" in shown(reader_named("110000"), **counts)
    assert "130000" not in shown(reader_named("110000"), **counts)


def test_an_official_sees_what_the_public_sees_and_its_own() -> None:
    counts = {"beijing": 2, "hebei": 3, "zhejiang": 9}
    assert shown(PUBLIC, **counts) == {"CN", "east", "330000"}
    assert shown(reader_named("110000"), **counts) == {"CN", "east", "330000", "110000"}


def test_a_share_that_two_clusters_answer_is_withheld_however_many_filed() -> None:
    few = [
        figure._replace(reporting=2)
        for figure in figures("output_plan_reached_cluster_share", hebei=9)
    ]
    found = disclose(few, grounds(hebei=9), PUBLIC)
    assert {one.status for one in found} == {Status.SUPPRESSED}


def test_an_official_is_shown_what_the_public_is_even_where_its_own_takes_it_apart() -> None:
    """Everybody reads the public's page: to hide from an official what stands there hides nothing.

    What is left of the east without Zhejiang's own is two clusters of Hebei, with Beijing's five.
    """
    for counts in ({"zhejiang": 9, "hebei": 2, "beijing": 3}, {"zhejiang": 9, "hebei": 2}):
        assert shown(PUBLIC, **counts) <= shown(reader_named("330000"), **counts)


def test_an_official_of_a_county_sees_its_own_clusters_only() -> None:
    world = World(
        [
            Cluster("one", "330106", "light", frozenset()),
            Cluster("two", "330110", "light", frozenset()),
        ]
    )
    alone = [figure for figure in world.figures(["output_total"]) if figure.level == "cluster"]
    found = disclose(alone, world.grounds, reader_named("330106"))
    assert {one.key for one in found if one.value is not None} == {"one"}


@pytest.mark.parametrize("office", [Office.FIRM, Office.EXPERT, Office.SYSTEM, Office.AUDIT])
def test_who_covers_nothing_sees_what_the_public_sees(office: Office) -> None:
    counts = {"beijing": 2, "hebei": 3, "zhejiang": 9}
    assert shown(Reader(office), **counts) == shown(PUBLIC, **counts)


def test_a_ratio_over_fewer_clusters_than_its_sum_is_shown_as_printed_without_its_sums() -> None:
    full = [Cluster(f"c{at}", "330106", "light", frozenset()) for at in range(8)]
    lone = Cluster("c8", "330106", "light", frozenset({(2022, "rd_spend_total")}))
    world = World([*full, lone])
    found = disclose(world.figures(), world.grounds, PUBLIC)
    ratio, total = (
        next(one for one in found if (one.id, one.year, one.level) == (name, 2022, "nation"))
        for name in ("rd_intensity", "revenue_total")
    )
    assert total.numerator is not None
    assert (ratio.numerator, ratio.denominator) == (None, None)
    assert ratio.value is not None
    assert len(ratio.value.as_tuple().digits) <= 3
    assert ratio.status is Status.REPORTED


def test_no_province_of_fewer_than_three_clusters_is_ever_shown_or_left_over(
    demonstration: Path,
) -> None:
    """Over the demonstration: every published total minus its published parts covers three."""
    from jiqun.workspace import Workspace

    snapshot = Workspace.open(demonstration).latest()
    levels = ("nation", "macro_region", "province", "sector")
    full = Edition(snapshot, NATION).figures([2022], levels)
    found = Edition(snapshot, PUBLIC).figures([2022], levels)
    size = {(figure.id, figure.level, figure.key): figure.reporting for figure in full}
    shown_cells = {(one.id, one.level, one.key) for one in found if one.value is not None}
    for name in sorted(secret_figures()):
        for cell in [cell for cell in shown_cells if cell[0] == name]:
            assert size[cell] >= 3
        for level in ("macro_region", "province", "sector"):
            parts = [cell for cell in size if cell[:2] == (name, level)]
            hidden = [cell for cell in parts if cell not in shown_cells and size[cell] > 0]
            if (name, "nation", "CN") in shown_cells and hidden:
                assert sum(size[cell] for cell in hidden) >= 3, (name, hidden)


def test_a_column_withholds_what_its_figures_withhold() -> None:
    number = Number(Decimal(3), Decimal(3), Decimal(1), Status.REPORTED)
    by_nought = Number(None, Decimal(3), Decimal(0), Status.NOT_APPLICABLE)
    none = Number(None, None, None, Status.MISSING)
    numbers, keys = [number, by_nought, none, number], ["a", "b", "c", "own"]
    entry = indicators()["rd_intensity"]
    counts, before = [1] * 4, [None] * 4
    column = Column(entry, 2022, keys, numbers, counts, counts, [0] * 4, before)
    single = [
        EXAMPLE._replace(
            id="rd_intensity", level="cluster", key=key, value=said.value,
            numerator=said.numerator, denominator=said.denominator, status=said.status,
        )
        for key, said in zip(keys, numbers, strict=True)
    ]  # fmt: skip
    known = frozenset({"own"})
    shown = shown_by(single, Decisions({}, known, frozenset()))
    assert column_shown(column, known).numbers == [
        (figure.value, figure.numerator, figure.denominator, figure.status) for figure in shown
    ]
    open_to_all = replace(column, entry=indicators()["enterprises_total"])
    assert column_shown(open_to_all, frozenset()) is open_to_all
