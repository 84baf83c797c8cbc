"""Arrow columns made without pandas are those Arrow makes."""

import subprocess
import sys

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiqun.workspace.columns import column, lists_of, repeated

texts = st.lists(st.text(max_size=4) | st.none())


@settings(deadline=None)
@given(texts)
def test_texts_and_nothing_are_kept_apart(said: list[str | None]) -> None:
    assert column(said, pa.string()).to_pylist() == said


@settings(deadline=None)
@given(st.lists(st.integers(-(2**31), 2**31 - 1) | st.none()))
def test_numbers_are_read_from_their_texts(said: list[int | None]) -> None:
    written = [None if number is None else str(number) for number in said]
    assert column(written, pa.int32()).to_pylist() == said


def test_a_decimal_keeps_every_digit_and_a_flag_is_one() -> None:
    numbers = column(["999999999999.999999", None, "0"], pa.decimal128(18, 6)).to_pylist()
    assert [None if n is None else str(n) for n in numbers] == [
        "999999999999.999999",
        None,
        "0.000000",
    ]
    assert column(["true", "false"], pa.bool_()).to_pylist() == [True, False]


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(pa.ArrowInvalid):
        column(["many"], pa.int32())


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(max_size=3), st.integers(0, 5))))
def test_values_are_repeated_in_their_order(said: list[tuple[str, int]]) -> None:
    made = repeated(column([text for text, _ in said], pa.string()), [n for _, n in said])
    assert made.to_pylist() == [text for text, times in said for _ in range(times)]


@settings(deadline=None)
@given(st.lists(st.lists(st.text(max_size=3), max_size=3)))
def test_lists_hold_their_own_values(said: list[list[str]]) -> None:
    values = column([text for texts in said for text in texts], pa.string())
    assert lists_of([len(texts) for texts in said], values).to_pylist() == said


def test_a_submission_is_written_and_hashed_without_pandas() -> None:
    script = (
        "import sys\n"
        "from jiqun.filings import import_files\n"
        "from jiqun.workspace import columns, tables, vintages\n"
        "from jiqun.workspace.documents import Submission\n"
        "from jiqun.workspace.spans import parquet_bytes\n"
        "cluster = dict(id='a', name='a', sector='', industry='', demo=True)\n"
        "region = dict(county_code='', province_code='', macro_region='')\n"
        "document = dict(cluster=cluster, region=region, year=2022, revision=1, form='',\n"
        "    form_version='', values={'employment': '1'}, previous={})\n"
        "filed = [Submission(document)]\n"
        "made = tables.header_table(filed, 1), tables.cell_table(filed)\n"
        "print(len(list(map(parquet_bytes, made))), len(vintages.rows_sha256(*made)))\n"
        "sys.exit('pandas' in sys.modules)\n"
    )
    done = subprocess.run(  # noqa: S603  # our own script
        [sys.executable, "-c", script], check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (0, "2 64\n"), done.stderr
