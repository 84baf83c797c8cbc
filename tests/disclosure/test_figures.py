"""Small groups are withheld from the public, also where a subtraction would show them."""

from dataclasses import replace
from decimal import Decimal

from jiqun.base.quantities import Status
from jiqun.base.readers import NATION, PUBLIC, reader_named
from jiqun.disclosure import disclose, secret_figures
from jiqun.indicators import Figure

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


def world(**clusters: int) -> list[Figure]:
    """Return output of the nation and of provinces of so many clusters each (all in the East)."""
    codes = {"beijing": "110000", "hebei": "130000", "zhejiang": "330000", "fujian": "350000"}
    found = [
        replace(EXAMPLE, key=codes[name], reporting=count, value=Decimal(count * 10))
        for name, count in clusters.items()
    ]
    whole = sum(clusters.values())
    nation = replace(EXAMPLE, level="nation", key="CN", reporting=whole, value=Decimal(whole * 10))
    east = replace(nation, level="macro_region", key="east")
    return [nation, east, *found]


def shown(figures: list[Figure], reader=PUBLIC, firms: int = 1000) -> set[str]:
    behind = {(one.year, one.level, one.key): firms for one in figures}
    found = disclose(figures, behind, {}, reader)
    return {one.key for one in found if one.value is not None}


def test_two_clusters_are_withheld_and_three_are_shown():
    assert shown(world(hebei=3, zhejiang=4, fujian=9)) == {
        "CN", "east", "130000", "330000", "350000",
    }  # fmt: skip
    assert "110000" not in shown(world(beijing=2, hebei=3, zhejiang=9))


def test_a_single_withheld_cell_takes_the_smallest_other_with_it():
    found = shown(world(beijing=2, hebei=3, zhejiang=9))
    assert found == {"CN", "east", "330000"}


def test_withheld_cells_that_together_cover_three_clusters_need_no_further_one():
    found = shown(world(beijing=2, hebei=2, zhejiang=9))
    assert found == {"CN", "east", "330000"}


def test_fewer_than_three_enterprises_are_withheld_too():
    figures = world(hebei=3, zhejiang=4, fujian=9)
    firms = {(one.year, one.level, one.key): 1000 for one in figures}
    firms[2022, "province", "130000"] = 2
    found = disclose(figures, firms, {}, PUBLIC)
    assert next(one for one in found if one.key == "130000").status is Status.SUPPRESSED


def test_a_withheld_figure_keeps_no_number_at_all():
    found = disclose(world(beijing=2, hebei=9), {}, {}, PUBLIC)
    withheld = next(one for one in found if one.key == "110000")
    numbers = (withheld.value, withheld.numerator, withheld.denominator, withheld.previous)
    assert numbers == (None, None, None, None)


def test_counts_that_are_no_money_energy_or_research_are_shown():
    figures = [replace(one, id="little_giants") for one in world(beijing=1, hebei=9)]
    assert "110000" in shown(figures)


def test_the_nation_sees_everything_and_a_province_its_own():
    figures = world(beijing=1, hebei=2, zhejiang=9)
    assert shown(figures, NATION) == {"CN", "east", "110000", "130000", "330000"}
    assert "110000" in shown(figures, reader_named("110000"))
    assert "130000" not in shown(figures, reader_named("110000"))


def test_an_official_of_a_county_sees_its_own_clusters_only():
    figures = [replace(EXAMPLE, level="cluster", key=name, reporting=1) for name in ("one", "two")]
    counties = {"one": "330106", "two": "330110"}
    found = disclose(figures, {}, counties, reader_named("330106"))
    assert [one.key for one in found if one.value is not None] == ["one"]


def test_no_province_of_fewer_than_three_clusters_is_ever_shown_or_left_over(demonstration):
    """Over the demonstration: every published total minus its published parts covers three."""
    from jiqun.disclosure.figures import _macro
    from jiqun.indicators import compute, enterprises
    from jiqun.workspace import Workspace

    snapshot = Workspace.open(demonstration).latest()
    levels = ("nation", "macro_region", "province", "sector")
    figures = compute(snapshot, [2022], levels)
    found = disclose(figures, enterprises(snapshot, [2022], levels), {}, PUBLIC)
    size = {(one.id, one.level, one.key): one.reporting for one in figures}
    shown_cells = {(one.id, one.level, one.key) for one in found if one.value is not None}
    for name in sorted(secret_figures()):
        for cell in [cell for cell in shown_cells if cell[0] == name]:
            assert size[cell] >= 3
        for level in ("macro_region", "province", "sector"):
            parts = [cell for cell in size if cell[:2] == (name, level)]
            _assert_rest((name, "nation", "CN"), parts, shown_cells, size)
        for macro in ("east", "central", "west"):
            parts = [c for c in size if c[:2] == (name, "province") and _macro(c[2]) == macro]
            _assert_rest((name, "macro_region", macro), parts, shown_cells, size)


def _assert_rest(whole, parts, shown_cells, size) -> None:
    hidden = [cell for cell in parts if cell not in shown_cells and size[cell] > 0]
    if whole in shown_cells and hidden:
        assert sum(size[cell] for cell in hidden) >= 3, (whole, hidden)
