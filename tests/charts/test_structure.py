"""Space and structure: charts of statistics hold the statistic, and say so where they cannot."""

import json
import re
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from tests.charts.conftest import numbers

import jiqun.stats as st
from jiqun.charts import (
    Chart,
    Numbers,
    build,
    chart_entries,
    coagglomeration_chart,
    kd_chart,
    product_space_chart,
    read_chart,
    specialisation_bubble,
)
from jiqun.indicators import Crossing
from jiqun.stats import ArgumentRefused
from jiqun.stats.localization import Localization

R = np.arange(0, 101, 20)


@pytest.fixture(scope="module")
def localization() -> Localization:
    draw = np.random.default_rng(0)
    x, y = draw.uniform(0, 100, (2, 200))
    return st.duranton_overman_envelope(x, y, np.hypot(x - 50, y - 50) < 25, R, simulations=99)


def floats(chart: Chart, at: int) -> list[float]:
    return [float(value) for value in chart.series[at].values if value is not None]


def test_kd_and_its_bands_are_drawn_to_four_digits(localization: Localization) -> None:
    chart = kd_chart(localization)
    assert floats(chart, 0) == R.tolist()
    names = ("k", "lower", "upper", "global_lower", "global_upper")
    for at, name in enumerate(names, start=1):
        np.testing.assert_allclose(floats(chart, at), getattr(localization, name), rtol=5e-4)
    assert chart.axes[1].ticks[-1] >= max(
        value for at in range(1, 6) for value in floats(chart, at)
    )


def test_the_finding_names_the_distances_outside_the_global_band(
    localization: Localization,
) -> None:
    finding = kd_chart(localization).finding
    assert finding is not None
    outside = R[localization.localized]
    assert f"{outside[0]}–{outside[-1]} km" in finding.en
    inside = replace(localization, global_upper=localization.k * 2, global_lower=localization.k / 2)
    assert "no different from chance" in kd_chart(inside).finding.en


def test_a_curve_alone_has_no_bands_and_claims_nothing() -> None:
    curve = st.duranton_overman([0, 1, 0, 30], [0, 0, 1, 40], r=R, bandwidth=9.0)
    chart = kd_chart(curve)
    assert len(chart.series) == 2
    assert chart.finding is None


def test_a_bubble_with_a_missing_number_is_left_out() -> None:
    chart = specialisation_bubble(
        ["a", "b", "c"], [1.5, None, 0.5], [0.1, 0.2, float("nan")], [1, 2, 3]
    )
    assert [category.zh for category in chart.categories] == ["a"]
    nothing = specialisation_bubble(["a"], [None], [0.1], [1])
    assert nothing.empty is not None


def test_a_bubble_that_does_not_grow_is_drawn_at_nought() -> None:
    chart = specialisation_bubble(["a", "b"], [0.0, 2.0], [0.0, 0.2], [1, 1])
    (still, grown) = re.findall(
        r'<circle[^>]* cx="([0-9.-]+)" cy="([0-9.-]+)"', chart.svg(600, 300)
    )
    (floor,) = set(re.findall(r'y="([0-9.]+)"[^>]*>0%<', chart.svg(600, 300)))
    assert float(still[1]) == pytest.approx(float(floor) - 4, abs=0.2)
    assert float(grown[1]) < float(still[1])
    assert float(still[0]) < float(grown[0])


@pytest.mark.parametrize(
    ("quotients", "growth", "sizes", "argument"),
    [
        ([-1], [0.1], [1], "quotients"),
        ([1], [0.1], [-1], "sizes"),
        ([1, 2], [0.1], [1], "quotients"),
        ([1], [], [1], "growth"),
    ],
)
def test_bubbles_that_cannot_be_are_refused_by_name(
    quotients: list[float], growth: list[float], sizes: list[float], argument: str
) -> None:
    with pytest.raises(ArgumentRefused, match=argument):
        specialisation_bubble(["a"], quotients, growth, sizes)


def matrix() -> pd.DataFrame:
    draw = np.random.default_rng(1).normal(0, 0.1, (5, 5))
    keys = list("abcde")
    return pd.DataFrame(draw + draw.T, keys, keys)


def test_a_heat_map_holds_every_pair_once_and_no_diagonal() -> None:
    given = matrix()
    chart = coagglomeration_chart(given)
    names = [category.zh for category in chart.categories]
    found = {
        (names[row], names[column]): value
        for column, series in enumerate(chart.series)
        for row, value in enumerate(series.values)
        if value is not None
    }
    assert len(found) == 10
    for (one, other), value in found.items():
        assert one != other
        assert float(value) == pytest.approx(given.loc[one, other], abs=5.1e-4)
    with pytest.raises(ArgumentRefused, match="matrix"):
        coagglomeration_chart(given.iloc[:, :4])


def test_the_product_space_hangs_together_by_its_strongest_lines() -> None:
    draw = np.random.default_rng(2)
    table = pd.DataFrame(np.ceil(draw.lognormal(1, 1.5, (40, 9)) * (draw.random((40, 9)) < 0.6)))
    near = st.proximity(table)
    chart = product_space_chart(near, lines_each=1.0, seed=4)
    joined = {0}
    for _ in range(9):
        for link in chart.links:
            if link.one in joined or link.other in joined:
                joined |= {link.one, link.other}
    assert joined == set(range(9))
    strongest = near.where(~np.eye(9, dtype=bool)).max().max()
    assert max(link.value for link in chart.links) == Decimal(f"{strongest:.4f}")
    for link in chart.links:
        assert float(link.value) == pytest.approx(near.iloc[link.one, link.other], abs=5.1e-5)
    assert product_space_chart(near, lines_each=1.0, seed=4) == chart


@pytest.mark.parametrize("given", [matrix(), matrix().abs().iloc[:2, :2], matrix().iloc[:, :3]])
def test_a_matrix_that_is_no_proximity_is_refused(given: pd.DataFrame) -> None:
    with pytest.raises(ArgumentRefused, match="proximity"):
        product_space_chart(given)


def built(name: str, given: Numbers) -> Chart:
    return build(chart_entries()[name], given)


def test_the_distances_of_few_clusters_are_not_drawn() -> None:
    given = numbers()
    few = {name: member for name, member in given.members.items() if name < "c09"}
    chart = built("distances", replace(given, members=few))
    assert chart.categories == ()
    assert chart.empty is not None
    assert "3个集群" in chart.empty.zh


def test_bandwidth_permutations_and_seed_stand_in_the_note() -> None:
    chart = built("distances", numbers())
    entry = chart_entries()["distances"]
    assert chart.note is not None
    for word in ("大圆", "带宽", f"{entry.simulations}次", f"种子{entry.seed}", "42个填报集群"):
        assert word in chart.note.zh
    assert chart == built("distances", numbers())


def test_cells_of_fewer_than_three_clusters_or_withheld_are_not_drawn_and_counted() -> None:
    given = numbers()
    levels = ("sector", "macro_region")
    found = given.crossings["specialisation"]
    chart = built("specialisation", given)
    small = [one for one, total in found.cells.items() if total.clusters < 3]
    assert len(chart.categories) == len(found.cells) - len(small)
    shut = next(meeting for meeting in found.cells if meeting not in small)
    closed = Crossing(levels, found.cells, frozenset({shut}))
    fewer = built("specialisation", replace(given, crossings={"specialisation": closed}))
    assert len(fewer.categories) == len(chart.categories) - 1
    assert fewer.note is not None
    assert f"有{len(small) + 1}格" in fewer.note.zh


def test_two_charts_of_the_same_levels_draw_each_its_own_field() -> None:
    given = numbers()
    one = chart_entries()["specialisation"]
    cells = given.crossings["specialisation"].cells
    twice = {key: replace(total, now=2 * total.now) for key, total in cells.items()}
    other = Crossing(("sector", "macro_region"), twice)
    both = replace(given, crossings={**given.crossings, "other": other})
    size, size_of_other = (
        build(entry, both).series[2].values for entry in (one, replace(one, id="other"))
    )
    assert size_of_other == tuple(2 * value for value in size if value is not None)


@pytest.mark.parametrize("name", ["coagglomeration", "product_space"])
def test_few_sectors_make_no_matrix_and_no_network(name: str) -> None:
    given = numbers()
    few = {
        key: member
        for key, member in given.members.items()
        if member["sector"] in ("steel", "textile")
    }
    cells = {
        meeting: total
        for meeting, total in given.crossings["coagglomeration"].cells.items()
        if meeting[0] in ("steel", "textile")
    }
    crossings = {"coagglomeration": Crossing(("sector", "province"), cells)}
    chart = built(name, replace(given, members=few, crossings=crossings))
    assert chart.categories == ()
    assert chart.empty is not None
    assert "只有2个" in chart.empty.zh


@pytest.mark.parametrize("name", sorted(chart_entries()))
def test_a_chart_comes_back_whole_from_its_record(name: str) -> None:
    chart = built(name, numbers())
    assert read_chart(json.loads(json.dumps(chart.record()))) == chart


@pytest.mark.parametrize("name", ["coagglomeration", "product_space"])
def test_a_pair_stands_once_in_the_table_the_strongest_first(name: str) -> None:
    rows = built(name, numbers()).table().rows
    strengths = [Decimal(row[2]) for row in rows]
    assert strengths == sorted(strengths, reverse=True)
    assert len({frozenset(row[:2]) for row in rows}) == len(rows) > 5
