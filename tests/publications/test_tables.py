"""Tables of which one row group is read."""

from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from jiqun.publications import tables
from jiqun.publications.tables import SortedTable, write_sorted

SCHEMA = pa.schema(
    [("year", pa.int32()), ("level", pa.string()), ("key", pa.string()), ("n", pa.int32())]
)
PLACES = st.sets(
    st.tuples(
        st.integers(2019, 2022),
        st.sampled_from(["nation", "cluster"]),
        st.text("abc集", min_size=1, max_size=3),
    )
)


@settings(deadline=None, max_examples=40)
@given(places=PLACES, repeats=st.integers(1, 5))
def test_every_key_is_found_with_all_its_rows_and_no_others(
    places: set[tuple[int, str, str]], repeats: int
) -> None:
    rows = [
        {"year": year, "level": level, "key": key, "n": n}
        for year, level, key in sorted(places)
        for n in range(repeats)
    ]
    before, tables.ROWS = tables.ROWS, 7
    try:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "table.parquet"
            alike = groupby(rows, key=lambda row: (row["year"], row["level"]))
            parts = [pa.Table.from_pylist(list(part), SCHEMA) for _, part in alike]
            write_sorted(parts, "key", SCHEMA, path)
            table = SortedTable(path, "key")
            for place in places:
                found = [row for part in table.of_key(*place) for row in part.to_pylist()]
                assert [(row["year"], row["level"], row["key"]) for row in found] == [
                    place
                ] * repeats
            assert list(table.of_key(2018, "nation", "a")) == []
            held = [span.rows for span in table.spans]
            assert sum(held) == len(rows)
            assert [path.name for path in Path(folder).iterdir()] == ["table.parquet"]
    finally:
        tables.ROWS = before
