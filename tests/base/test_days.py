"""Days as people and spreadsheets write them."""

from datetime import date, datetime

import pytest

from jiqun.base.days import EPOCH_1904, DayFault, read_day, written_day


@pytest.mark.parametrize(
    "said",
    [
        "2022-06-01",
        "2022/6/1 0:00",
        "2022-06-01 00:00:00",
        "20220601",
        "20220601.0",
        "44713",
        "44713.0",
        "44713.5",
        "2022年6月1日",
        "2022年6月1日 0时",
        "二〇二二年六月一日",
        "1-Jun-22",
        "01-Jun-2022",
        "２０２２．６．１",
        "2022-06-01T08:00:00+08:00",
        "2022/6/1 上午 12:00:00",
        44713,
        44713.0,
        20220601.0,
        date(2022, 6, 1),
        datetime(2022, 6, 1, 12, 30),
    ],
)
def test_one_day_is_read_however_it_is_written(said: object) -> None:
    assert read_day(said) == date(2022, 6, 1)


@pytest.mark.parametrize(
    "said",
    [
        "2022-02-31",
        "20220231",
        "06/01/2022",
        "1/6/2022 0:00",
        "22-06-01",
        "2022-13-01",
        "去年",
        "35",
        "99999",
        "2022-6-112:30",
        "1-Mai-22",
    ],
)
def test_what_is_no_day_or_could_be_another_is_refused(said: str) -> None:
    with pytest.raises(DayFault):
        written_day(said)


@pytest.mark.parametrize(
    ("said", "written"), [("2022年12月", "2022-12"), ("2022.12", "2022-12"), ("2022", "2022")]
)
def test_a_month_or_a_year_is_kept_as_such_and_is_no_day(said: str, written: str) -> None:
    assert written_day(said) == written
    with pytest.raises(DayFault):
        read_day(said)


def test_a_workbook_begun_on_a_macintosh_counts_from_1904() -> None:
    assert written_day("43251", EPOCH_1904) == written_day("44713") == "2022-06-01"


def test_nothing_is_no_day() -> None:
    assert (read_day(None), read_day(""), written_day(" ")) == (None, None, "")
