"""Files of readings as machines and spreadsheets write them, and as strangers do."""

import time
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiqun.base.errors import errors_only
from jiqun.exchange.grants.deciding import Grant, may_read
from jiqun.exchange.grants.fields import sharing
from jiqun.exchange.grants.reading import Read, read_readings
from jiqun.exchange.grants.values import Sums, value_of

NOW = datetime(2026, 6, 1, tzinfo=UTC)
HEAD = "machine,time,electricity(kWh)\n"


def read(content: str | bytes, file: str = "a.csv") -> Read:
    return read_readings(content.encode() if isinstance(content, str) else content, file, NOW)


def codes(content: str | bytes) -> list[str]:
    return [problem.code.partition(".")[2] for problem in read(content).problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_what_spreadsheets_save_is_read_alike(encoding: str, separator: str) -> None:
    rows = ['设备', '时间', '用电量（MWh）'], ['一号机', '2026/1/5 8:30', '"1,234.5"']  # fmt: skip
    if separator == ",":
        rows[1][2] = '"1,234.5"'
    text = "\r\n".join(separator.join(row) for row in rows) + "\r\n" + separator * 2 + "\r\n"
    (reading,) = read(text.encode(encoding)).readings
    assert (reading.machine, reading.value) == ("一号机", 12_345_000_000)
    assert reading.at == datetime(2026, 1, 5, 0, 30, tzinfo=UTC)


def test_the_separator_a_spreadsheet_names_is_no_heading() -> None:
    found = read("sep=;\nmachine;time;load\nM1;2026-01-05;61\nM1;x;61\n")
    assert [problem.where.line for problem in found.problems] == [4]


def test_json_lines_are_exact_and_each_bad_line_is_named() -> None:
    good = '{"machine": "M1", "time": "2026-01-05T08:00:00+08:00", "electricity(kWh)": 0.1}\n'
    (reading,) = read(good).readings
    assert reading.value == 1000
    wrong = good + '[1]\n{"a": 1, "a": 2}\nnonsense\n' + '{"machine": NaN}\n' + good
    found = read(wrong)
    assert [problem.where.line for problem in errors_only(found.problems)] == [2, 3, 4, 5]
    assert not found.readings


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("M1,46027.33,5", "no_moment"),
        ("M1,1767571200,5", "no_moment"),
        ("M1,2026-02-30,5", "no_moment"),
        ("M1,2027-01-01,5", "moment_out_of_range"),
        ("M1,1999-12-31,5", "moment_out_of_range"),
        (",2026-01-01,5", "no_machine"),
        ("M1,2026-01-01,-5", "no_value"),
        ("M1,2026-01-01,1.2E+05", "no_value"),
        ("M1,2026-01-01,#DIV/0!", "no_value"),
        ("M1,2026-01-01,=1+1", "no_value"),
        ("M1,2026-01-01,1e99", "no_value"),
        ("M1,2026-01-01,5,6", "more_cells"),
        ('M1,2026-01-01,"5', "no_csv"),
    ],
)
def test_what_is_no_reading_is_named_and_never_guessed(line: str, code: str) -> None:
    assert codes(f"{HEAD}M0,2026-01-01,5\n{line}\n") == [code]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04", "workbook"),
        (b"", "empty_file"),
        (b"\xff\xfe\x00\x00a\x00\x00\x00", "other_encoding"),
        (HEAD.encode(), "no_lines"),
        (b"machine,time,electricity\nM1,2026-01-01,5\n", "unit_missing"),
        (b"machine,time,electricity(BTU)\nM1,2026-01-01,5\n", "unit_unknown"),
        (b"machine,time,load,load\nM1,2026-01-01,5,6\n", "heading_twice"),
        (b"time,load\n2026-01-01,5\n", "no_column"),
        (b"machine,time,good\nM1,2026-01-01,5\n", "no_field"),
    ],
)
def test_a_file_that_is_none_of_readings_says_why(content: bytes, code: str) -> None:
    assert codes(content) == [code]


def test_a_machine_has_one_reading_a_time_wherever_its_clock_stands() -> None:
    same = HEAD + "M1,2026-01-05 08:00,5\nM1,2026-01-05T00:00:00Z,5\n"
    assert (len(read(same).readings), codes(same)) == (1, ["alike"])
    assert codes(same.replace("Z,5", "Z,6")) == ["said_otherwise"]


def test_a_large_file_of_strange_headings_takes_no_long_time() -> None:
    began = time.monotonic()
    read(",".join(f"h{number}" for number in range(200_000)) + "\nx\n")
    read('{"machine": 1}\n' * 200_000)
    assert time.monotonic() - began < 20


def test_numbers_beyond_all_bounds_are_no_faults_of_ours() -> None:
    for number in ("1e999999999", "9" * 5000, "1e-999999999", "true", "{}", "[]"):
        line = f'{{"machine": "M", "time": "2026-01-05", "electricity(kWh)": {number}}}'
        found = read(line)
        assert found.readings or found.problems
    assert codes('{"machine": ' + "[" * 100_000) == ["no_json"]


@given(st.binary(max_size=300))
def test_whatever_is_uploaded_is_read_or_refused(content: bytes) -> None:
    found = read(content)
    assert not (found.readings and errors_only(found.problems))


@given(st.integers(-5, 5), st.integers(-5, 5), st.integers(-5, 5))
def test_a_grant_holds_from_its_first_moment_to_before_its_last(
    first: int, last: int, moment: int
) -> None:
    since, until, at = (NOW + timedelta(seconds=seconds) for seconds in (first, last, moment))
    assert may_read(Grant("granted", since, until), at) == (first <= moment < last)
    assert not may_read(Grant("granted", since, until, revoked=NOW + timedelta(days=9)), at)
    assert not may_read(Grant("disputed", since, until), at)


@pytest.mark.parametrize(
    "number", ["1e99999999999999999999", "1e400", "-1e-400", "NaN", "9" * 5000, '"1e3"', '"∞"']
)
def test_a_number_beyond_all_bounds_is_refused_with_its_line(number: str) -> None:
    said = f'{{"machine": "M1", "time": "2026-01-05", "load": {number}}}'
    (problem,) = read(said).problems
    assert problem.code in ("grants.no_value", "grants.no_json")
    assert problem.where.line == 1


def test_half_a_character_is_refused_wherever_it_stands() -> None:
    line = '{"machine": "M1", "time": "2026-01-05", "load": %s, "%s": 1}'
    twice = '{"machine": "M1", "\\ud800": 1, "\\ud800": 2}'
    for said in (line % ('"\\ud800"', "x"), line % ("1", "\\ud800"), twice):
        found = read(said)
        assert errors_only(found.problems)
        for problem in found.problems:
            problem.what("zh").replace("\ud800", "").encode()
    assert codes(line % ("1", "\\ud800")) == ["half_a_character"]


def test_a_key_that_stands_twice_but_for_a_blank_is_refused() -> None:
    said = '{"machine": "M1", "time": "2026-01-05", "load": 1, "load ": 97}'
    assert codes(said) == ["no_json"]


@pytest.mark.parametrize("day", ["0999-01-05", "0003-01-05", "1999-12-31 23:59"])
def test_a_year_of_before_all_machines_is_refused(day: str) -> None:
    assert codes(f"{HEAD}M1,{day},5\n") == ["moment_out_of_range"]


def test_a_time_that_could_be_of_two_days_is_refused() -> None:
    assert codes(f"{HEAD}M1,2026-1-108:30,5\n") == ["no_moment"]
    assert codes(f"{HEAD}M1,2026-01-05 24:00,5\n") == ["no_moment"]
    for said in ("2026年1月1日08时30分", "2026-1-1T8:30", "2026-1-1  8:30"):
        assert read(f"{HEAD}M1,{said},5\n").readings[0].at.hour * 60 == 480


def test_from_a_ratio_the_numbers_it_is_made_of_do_not_follow() -> None:
    made, below = sharing().fields["unit_power"], 10_007
    value = value_of(made, Sums("2026-01", 123_457_000, below * 10_000, 1)).value
    assert value is not None
    assert f"{value:f}" == "1.234"
    near = {Fraction(round(value * whole), whole) for whole in range(9_000, 11_000)}
    assert sum(abs(share - Fraction(value)) < Fraction(1, 2000) for share in near) > 1000
