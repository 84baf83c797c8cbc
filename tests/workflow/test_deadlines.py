"""Deadlines: counting, silences, pauses, extensions, and holidays that come later."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiqun.base.errors import Refused
from jiqun.base.language import Bilingual
from jiqun.workflow.calendars import Calendar, calendars
from jiqun.workflow.deadlines import (
    Clock,
    arithmetic,
    extended,
    moved,
    over_on,
    paused,
    reckon,
    reopened,
    resumed,
    stopped,
)

SPRING = Clock(date(2026, 2, 12), 5)
"""Begins on the Thursday before the Spring Festival of 2026, 15 to 23 February."""

lengths = st.integers(1, 60)
starts = st.dates(date(2019, 1, 1), date(2026, 6, 30))


def with_holiday(day: date) -> dict[int, Calendar]:
    calendar = calendars()[day.year]
    holidays = {**calendar.holidays, day: Bilingual("新增假日", "new holiday")}
    weekends = calendar.working_weekends - {day}
    changed = replace(calendar, holidays=holidays, working_weekends=weekends)
    return {**calendars(), day.year: changed}


def test_the_first_day_is_not_counted_and_a_weekend_worked_is() -> None:
    # Friday 13, Saturday 14 (worked instead), then the festival; Tuesday 24 is the third.
    assert reckon(SPRING, calendars()).due == date(2026, 2, 26)


def test_the_arithmetic_names_every_day_counted_and_skipped() -> None:
    lines = [line.en for line in arithmetic(reckon(SPRING, calendars()))]
    assert lines[:4] == [
        "2026-02-13 day 1: working day",
        "2026-02-14 day 2: weekend worked instead",
        "2026-02-15 not counted: Spring Festival",
        "2026-02-16 not counted: Spring Festival",
    ]
    assert lines[-1] == "2026-02-26 day 5: working day"


def test_ten_working_days_over_the_national_day_of_2025() -> None:
    # 28, 29, 30 September; 9, 10, 11 October (11 worked instead); 13, 14, 15, 16.
    assert reckon(Clock(date(2025, 9, 27), 10), calendars()).due == date(2025, 10, 16)


def test_a_year_without_a_calendar_cannot_be_told_and_the_known_years_are_named() -> None:
    last = max(calendars())
    answer = reckon(Clock(date(last, 12, 30), 5), calendars())
    assert (answer.answer, answer.due, answer.missing_year) == ("cannot_tell", None, last + 1)
    assert answer.known_years == tuple(sorted(calendars()))
    assert answer.left == 4


def test_a_length_nobody_knows_is_not_configured() -> None:
    assert reckon(Clock(date(2026, 3, 2), None), calendars()).answer == "not_configured"


def test_a_pause_holds_the_clock_until_it_runs_on() -> None:
    clock = paused(Clock(date(2026, 3, 2), 5), date(2026, 3, 5), "waiting for the auditor")
    assert reckon(clock, calendars()).answer == "paused"
    assert reckon(clock, calendars()).left == 3
    # 3 and 4 March counted; paused 5 to 10; 11, 12, 13 counted.
    assert reckon(resumed(clock, date(2026, 3, 11)), calendars()).due == date(2026, 3, 13)


def test_an_extension_adds_working_days() -> None:
    clock = extended(Clock(date(2026, 3, 2), 5), 3, "flood")
    assert reckon(clock, calendars()).due == date(2026, 3, 12)


def test_a_new_holiday_moves_a_deadline_that_is_open() -> None:
    clock = Clock(date(2026, 3, 2), 5)
    after = with_holiday(date(2026, 3, 4))
    assert moved(clock, calendars(), after) == (date(2026, 3, 9), date(2026, 3, 10))


def test_a_new_holiday_moves_no_deadline_that_was_met() -> None:
    clock = stopped(Clock(date(2026, 3, 2), 5), calendars())
    after = with_holiday(date(2026, 3, 4))
    assert moved(clock, calendars(), after) is None
    assert reckon(clock, after).due == date(2026, 3, 9)
    assert reckon(reopened(clock), after).due == date(2026, 3, 10)


@given(starts, lengths)
def test_a_last_day_is_worked_and_so_many_days_are_counted(start: date, length: int) -> None:
    answer = reckon(Clock(start, length), calendars())
    if answer.due is None:
        assert answer.answer == "cannot_tell"
        return
    assert calendars()[answer.due.year].kind(answer.due)[0]
    numbers = [counted.number for counted in answer.days if counted.number]
    assert numbers == list(range(1, length + 1))
    days = [counted.day for counted in answer.days]
    assert days == [start + timedelta(days=number) for number in range(1, len(days) + 1)]


@given(starts, lengths, st.integers(0, 40), st.integers(0, 20))
def test_a_pause_never_brings_the_last_day_forward(
    start: date, length: int, wait: int, days: int
) -> None:
    clock = Clock(start, length)
    plain = reckon(clock, calendars())
    since = start + timedelta(days=wait)
    held = resumed(paused(clock, since, "a reason"), since + timedelta(days=days))
    after = reckon(held, calendars())
    if plain.due and after.due:
        assert after.due >= plain.due
        assert (after.due == plain.due) or since <= plain.due


@given(starts, lengths, st.integers(1, 400))
def test_a_new_holiday_never_brings_the_last_day_forward(
    start: date, length: int, offset: int
) -> None:
    day = start + timedelta(days=offset)
    if day.year in calendars():
        before = reckon(Clock(start, length), calendars()).due
        after = reckon(Clock(start, length), with_holiday(day)).due
        assert before is None or after is None or after >= before


@given(starts, lengths, lengths)
def test_an_extension_is_the_same_as_a_longer_deadline(start: date, first: int, more: int) -> None:
    extended_answer = reckon(extended(Clock(start, first), more, "a reason"), calendars())
    assert extended_answer.due == reckon(Clock(start, first + more), calendars()).due


RUNNING = Clock(date(2026, 3, 2), 5)
HELD = paused(RUNNING, date(2026, 3, 4), "a reason")
DONE = stopped(RUNNING, calendars())


def test_what_cannot_be_changed_says_why() -> None:
    with pytest.raises(Refused, match="needs a reason"):
        paused(RUNNING, date(2026, 3, 4), " ")
    with pytest.raises(Refused, match="needs a reason"):
        extended(RUNNING, 3, "")
    with pytest.raises(Refused, match="paused already"):
        paused(HELD, date(2026, 3, 5), "a reason")
    with pytest.raises(Refused, match="stopped"):
        extended(DONE, 3, "a reason")
    with pytest.raises(Refused, match="last change"):
        paused(resumed(HELD, date(2026, 3, 6)), date(2026, 3, 5), "a reason")
    with pytest.raises(Refused, match="not paused"):
        resumed(RUNNING, date(2026, 3, 4))
    with pytest.raises(Refused, match="working days to add"):
        extended(RUNNING, 0, "a reason")


def test_a_deadline_into_a_year_without_a_calendar_is_not_over_before_it_can_be() -> None:
    notice = {"notice": Clock(date(2026, 12, 28), 5)}  # three days of 2026, two of 2027
    known = {year: calendar for year, calendar in calendars().items() if year <= 2026}
    days = [date(2026, 12, 28), date(2026, 12, 31), date(2027, 1, 2), date(2027, 1, 3)]
    found = [over_on(notice, known, day)["notice"] for day in days]
    assert found == [False, False, False, None]


@given(started=starts, length=lengths, after=st.integers(0, 120))
def test_what_is_told_without_a_calendar_holds_once_there_is_one(
    started: date, length: int, after: int
) -> None:
    clock, on = {"notice": Clock(started, length)}, started + timedelta(days=after)
    known = {year: found for year, found in calendars().items() if year <= started.year}
    told, so = over_on(clock, known, on)["notice"], over_on(clock, calendars(), on)["notice"]
    assert told in (None, so) or so is None
