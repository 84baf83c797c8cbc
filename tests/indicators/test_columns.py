"""A column of single clusters says what their figures say, one by one."""

from jiqun.base.definitions import indicators
from jiqun.indicators import ClusterColumns, compute
from tests.made import filing

MISSING = {"status": "missing", "reason": "not yet known"}
NOT_APPLICABLE = {"status": "not_applicable"}


def test_columns_hold_the_numbers_of_the_figures_of_every_cluster(accepted):
    snapshot = accepted(
        filing("test-001", 2021),
        filing("test-001", 2022, little_giants=0, solid_waste_used=NOT_APPLICABLE),
        filing("test-002", 2022, revenue_total=MISSING, output_total="2520000.55"),
        filing("test-003", 2021, exports=MISSING),
    )
    columns = ClusterColumns(snapshot, [2021, 2022])
    single = [entry for entry in indicators().values() if "cluster" in entry.levels]
    found = {
        (year, key, entry.figure): (*column.numbers[at], column.reporting[at], column.expected[at],
                                    column.not_applicable[at])
        for year in (2021, 2022)
        for entry in single
        for column in [columns.column(entry, year)]
        for at, key in enumerate(column.keys)
    }  # fmt: skip
    figures = compute(snapshot, [2021, 2022], ["cluster"])
    assert found == {
        (figure.year, figure.key, figure.id): (
            figure.value, figure.numerator, figure.denominator, figure.status,
            figure.reporting, figure.expected, figure.not_applicable,
        )
        for figure in figures
    }  # fmt: skip


def test_the_clusters_that_enter_are_those_whose_figures_report(accepted):
    snapshot = accepted(filing("test-001"), filing("test-002", revenue_total=MISSING))
    columns = ClusterColumns(snapshot, [2022])
    assert columns.entering(indicators()["rd_intensity"], 2022) == {"test-001"}
    assert columns.entering(indicators()["rd_intensity"], 2021) == frozenset()
    assert columns.entering(indicators()["employment"], 2022) == {"test-001", "test-002"}


def test_last_years_values_stand_beside_this_years(accepted):
    snapshot = accepted(filing("test-001", 2021, little_giants=7), filing("test-002", 2022))
    columns, entry = ClusterColumns(snapshot, [2021, 2022]), indicators()["little_giants"]
    before = columns.column(entry, 2021)
    assert before.beside(None).previous == [None]
    assert columns.column(entry, 2022).beside(before).previous == [None]
    assert before.beside(before).previous == [7]
