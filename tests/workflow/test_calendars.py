"""Working days as the notices have them."""

from datetime import date
from pathlib import Path

import pytest

from jiqun.workflow.calendars import calendars, days_between, read_calendars

DAYS_OFF = {2020: 30, 2021: 31, 2024: 28, 2025: 28, 2026: 33}
WEEKENDS_WORKED = {2020: 6, 2021: 7, 2022: 7, 2023: 7, 2024: 8, 2025: 5, 2026: 6}
"""Counted from the notices' own sentences, for years whose arrangement lies inside the year."""


@pytest.mark.parametrize(("year", "days"), DAYS_OFF.items())
def test_a_year_has_the_days_off_its_notice_gives(year: int, days: int) -> None:
    assert len(calendars()[year].holidays) == days


@pytest.mark.parametrize(("year", "days"), WEEKENDS_WORKED.items())
def test_a_year_has_the_weekends_worked_its_notice_gives(year: int, days: int) -> None:
    assert len(calendars()[year].working_weekends) == days


@pytest.mark.parametrize(
    ("day", "worked", "what"),
    [
        (date(2026, 2, 14), True, "weekend worked instead"),
        (date(2026, 2, 23), False, "Spring Festival"),
        (date(2026, 2, 24), True, "working day"),
        (date(2026, 10, 10), True, "weekend worked instead"),
        (date(2025, 10, 8), False, "National Day and Mid-Autumn Festival"),
        (date(2025, 10, 11), True, "weekend worked instead"),
        (date(2022, 12, 31), False, "New Year"),
        (date(2020, 2, 1), False, "Spring Festival"),
        (date(2019, 5, 5), True, "weekend worked instead"),
        (date(2024, 2, 9), True, "working day"),
        (date(2024, 3, 2), False, "weekend"),
    ],
)
def test_a_day_is_what_the_notice_says(day: date, worked: bool, what: str) -> None:
    kind = calendars()[day.year].kind(day)
    assert (kind[0], kind[1].en) == (worked, what)


@pytest.mark.parametrize("year", calendars())
def test_a_year_cites_its_notice(year: int) -> None:
    assert all(number.startswith("国办发明电〔") for number in calendars()[year].notices)


@pytest.mark.parametrize("year", calendars())
def test_a_year_has_between_245_and_255_working_days(year: int) -> None:
    days = days_between(date(year, 1, 1), date(year, 12, 31))
    assert 245 <= sum(calendars()[year].kind(day)[0] for day in days) <= 255


RIGHT = """\
year: 2031
notices:
  - {number: 通知一号, title: 关于放假的通知}
holidays:
  - {zh: 元旦, en: New Year, from: "2031-01-01", to: "2031-01-03"}
working_weekends: ["2031-01-04"]
"""


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("year: 2031", "year: 2030", "catalogue.path_is_name", 1),
        ('to: "2031-01-03"', 'to: "2030-01-03"', "workflow.wrong_holiday", 5),
        ('to: "2031-01-03"', 'to: "2031-01-04"', "workflow.wrong_weekend", 6),
        ('["2031-01-04"]', '["2031-01-06"]', "workflow.wrong_weekend", 6),
        ('["2031-01-04"]', '["2030-01-05"]', "workflow.wrong_weekend", 6),
        ('"2031-01-04"', '"2031-02-30"', "catalogue.bad_value", 6),
    ],
)
def test_a_wrong_calendar_is_refused_at_its_line(
    tmp_path: Path, old: str, new: str, code: str, line: int
) -> None:
    file = tmp_path / "2031.yaml"
    file.write_text(RIGHT.replace(old, new), encoding="utf-8")
    found, problems = read_calendars([file])
    assert found == {}
    assert (code, line) in [(problem.code, problem.where.line) for problem in problems]


def test_one_wrong_calendar_does_not_take_the_others_with_it(tmp_path: Path) -> None:
    wrong, right = tmp_path / "2030.yaml", tmp_path / "2031.yaml"
    wrong.write_text(RIGHT, encoding="utf-8")
    right.write_text(RIGHT, encoding="utf-8")
    found, problems = read_calendars([wrong, right])
    assert list(found) == [2031]
    assert {problem.where.file for problem in problems} == {"2030.yaml"}
