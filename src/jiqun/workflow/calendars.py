"""Working days, read from ``catalog/calendars``: a year that is not there is never guessed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from jiqun.base.catalogue import Entry, all_sound, sound_entries
from jiqun.base.errors import Problem
from jiqun.base.language import Bilingual
from jiqun.base.own_catalogue import Entered, catalogue_files, marked, per_catalogue

SATURDAY = 5
WORKDAY = Bilingual("工作日", "working day")
WEEKEND = Bilingual("周末", "weekend")
WORKED_WEEKEND = Bilingual("调休上班", "weekend worked instead")


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days of a year, and the notices they stand in."""

    year: int
    holidays: Mapping[date, Bilingual]
    working_weekends: frozenset[date]
    notices: tuple[str, ...]
    entered: Entered | None = None
    """Who entered it, where an installation did: then each of its days says so."""

    def kind(self, day: date) -> tuple[bool, Bilingual]:
        """Tell whether a day of the year is worked, and what it is; marked where it is local.

        Examples
        --------
        >>> calendar = calendars()[2025]
        >>> worked, what = calendar.kind(date(2025, 9, 28))
        >>> worked, what.in_("en")
        (True, 'weekend worked instead')
        """
        worked, what = self._kind(day)
        return worked, marked(what) if self.entered else what

    def _kind(self, day: date) -> tuple[bool, Bilingual]:
        if day in self.working_weekends:
            return True, WORKED_WEEKEND
        if day in self.holidays:
            return False, self.holidays[day]
        return (False, WEEKEND) if day.weekday() >= SATURDAY else (True, WORKDAY)


Calendars = Mapping[int, Calendar]
"""Calendars by year."""


@per_catalogue
def calendars() -> dict[int, Calendar]:
    """Load the calendars of the catalogue by year, once.

    Raises
    ------
    Refused
        With every fault of every file.
    """
    return all_sound(read_calendars(catalogue_files("calendars/*.yaml")))


def read_calendars(paths: Iterable[Path]) -> tuple[dict[int, Calendar], list[Problem]]:
    """Read calendar files; a later file of a year replaces an earlier one.

    Parameters
    ----------
    paths
        The files.

    Returns
    -------
    dict
        The calendars that are right, by year.
    list of Problem
        Everything wrong with the others.
    """
    entries, problems = sound_entries(paths, "calendar", _faults)
    return {entry.content["year"]: _calendar(entry) for entry in entries}, problems


def _calendar(entry: Entry) -> Calendar:
    said = entry.content
    holidays = {
        day: Bilingual.of(holiday)
        for holiday in said["holidays"]
        for day in days_between(_day(holiday["from"]), _day(holiday["to"]))
    }
    return Calendar(
        year=said["year"],
        holidays=holidays,
        working_weekends=frozenset(map(_day, said["working_weekends"])),
        notices=tuple(notice["number"] for notice in said["notices"]),
        entered=entry.entered,
    )


def _faults(entry: Entry) -> Iterator[Problem]:
    """Yield days outside the file's year, holidays that end before they begin, days said twice."""
    said = entry.content
    if entry.path.stem != str(said["year"]):
        details = {"path": entry.name, "id": said["year"]}
        yield Problem("catalogue.path_is_name", entry.where("year"), details)
    off: set[date] = set()
    for number, holiday in enumerate(said["holidays"]):
        first, last = _day(holiday["from"]), _day(holiday["to"])
        days = set(days_between(first, last))
        if not days or off & days or {first.year, last.year} != {said["year"]}:
            details = {"value": f"{first} – {last}"}
            yield Problem("workflow.wrong_holiday", entry.where("holidays", number), details)
        off |= days
    for number, text in enumerate(said["working_weekends"]):
        day = _day(text)
        if day.year != said["year"] or day.weekday() < SATURDAY or day in off:
            place = entry.where("working_weekends", number)
            yield Problem("workflow.wrong_weekend", place, {"value": text})


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield every day from the first to the last, both included.

    Examples
    --------
    >>> [day.day for day in days_between(date(2024, 2, 28), date(2024, 3, 1))]
    [28, 29, 1]
    """
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def _day(said: str) -> date:
    return date.fromisoformat(said)
