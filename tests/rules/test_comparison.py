"""Programmes side by side, and whole."""

from datetime import date

from jiqun.rules import programme, programmes
from jiqun.rules.comparison import compare, comparison_text
from jiqun.rules.overview import full, full_text, overview

NATIONAL, YUNNAN = programme("national/sme-cluster"), programme("yunnan/sme-cluster")


def test_yunnan_differs_from_the_nation_where_its_numbers_are_lower() -> None:
    same = {row.id: row.same for row in compare(NATIONAL, YUNNAN)}
    assert [name for name, one in same.items() if one is False and "life" not in name] == [
        "output_each_year",
        "output_sme_share",
        "output_leading_share",
        "output_growth",
        "quality_enterprises",
    ]


def test_where_one_side_is_unknown_no_difference_is_claimed() -> None:
    rows = {row.id: row for row in compare(NATIONAL, YUNNAN)}
    assert rows["rd_growth"].same is None
    assert rows["rd_growth"].record()["left"]["numbers"] == {"rd_growth": None}
    anhui = {row.id: row.same for row in compare(NATIONAL, programme("anhui/sme-cluster"))}
    assert anhui["output_each_year"] is None


def test_a_hard_and_a_soft_criterion_differ_with_the_same_number() -> None:
    rows = {row.id: row for row in compare(NATIONAL, programme("jiangsu/sme-cluster"))}
    land = rows["land_area"]
    assert land.left is not None
    assert land.right is not None
    assert land.left.asks == land.right.asks
    assert land.same is False


def test_a_criterion_only_one_side_has_differs() -> None:
    rows = {row.id: row for row in compare(NATIONAL, programme("guizhou/sme-cluster"))}
    assert rows["perimeter"].left is None
    assert rows["perimeter"].same is False


def test_a_comparison_can_be_of_a_day() -> None:
    rows = {row.id: row for row in compare(NATIONAL, YUNNAN, date(2023, 6, 1))}
    right = rows["output_each_year"].right
    assert right is not None
    assert right.asks.en == "not in force yet"


def test_a_programme_shown_whole_cites_sources_with_their_address() -> None:
    found = full(YUNNAN)
    assert "yncx.com.cn" in found["sources"]["yunnan-1"]
    assert found["parameters"]["output_each_year"]["values"][0]["value"] == "10"
    assert {criterion["origin"] for criterion in found["criteria"]} == {"national"}


def test_every_programme_can_be_shown_and_compared_in_both_languages() -> None:
    for ruled in programmes().values():
        for lang in ("zh", "en"):
            assert ruled.id in full_text(ruled, lang)  # type: ignore[arg-type]
            text = comparison_text(NATIONAL, ruled, compare(NATIONAL, ruled), lang)  # type: ignore[arg-type]
            assert len(text.splitlines()) > 10


def test_an_overview_counts_the_numbers_known() -> None:
    rows = {programme.id: overview(programme) for programme in programmes().values()}
    known = {name: (row["numbers_known"], row["numbers"]) for name, row in rows.items()}
    assert known["national/sme-cluster"] == (8, 10)
    assert known["yunnan/sme-cluster"] == (10, 10)
    assert known["tianjin/sme-cluster"] == (0, 10)
