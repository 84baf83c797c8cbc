"""From a raw filing to cells: form, year, fields, one cell after the other, then all together."""

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from jiqun.base.errors import Problem, Severity, Where, shown
from jiqun.base.forms import Form, family, year_refused
from jiqun.base.inputs import MOST_PROBLEMS, enough, refusal, unopened
from jiqun.base.quantities import Quantity
from jiqun.base.texts import LONGEST_REASON, read_text
from jiqun.clusters import Profile, Stated, read_profile, stated_of
from jiqun.filings import checks
from jiqun.filings.cells import declared_absent, read_cell
from jiqun.filings.filer import Filer, read_filer
from jiqun.filings.json_files import read_json
from jiqun.filings.long_csv import read_long_csv
from jiqun.filings.raw import RawCell, RawFile, RawFiling


def _read_workbook(path: Path) -> RawFile:
    from jiqun.filings.workbook.read import read_workbook  # openpyxl and calamine are heavy

    return read_workbook(path)


Cells = Mapping[str, Quantity]
SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".et", ".xlsb", ".ods")
"""Endings of spreadsheets; what a file is, its content says."""
READERS = {".json": read_json, ".csv": read_long_csv} | dict.fromkeys(SPREADSHEETS, _read_workbook)


@dataclass
class ReadFiling:
    """A filing read and checked by itself.

    Parameters
    ----------
    profile
        The cluster as the filing states it; None for a long CSV, or where it is wrong.
    form
        None where the filing names no form we know.
    values, previous
        The cells that could be read.
    problems
        Errors, warnings and notes.
    filer
        Who filled it in, where it says so; kept apart from the filing.
    """

    raw: RawFiling
    form: Form | None
    profile: Profile | None
    values: dict[str, Quantity]
    previous: dict[str, Quantity]
    filer: Filer | None = None

    @property
    def key(self) -> tuple[str, int]:
        """The cluster and year filed for; a whole number in range wherever the form is known."""
        return self.raw.cluster_id, self.raw.year

    @property
    def problems(self) -> list[Problem]:
        """What was found so far."""
        return self.raw.problems

    @property
    def refused(self) -> bool:
        """Whether an error was found."""
        return any(problem.severity is Severity.ERROR for problem in self.raw.problems)

    @property
    def stated(self) -> Stated:
        """What could be read of the cluster's profile, whatever is wrong with the rest of it."""
        return Stated.of(self.profile) if self.profile else stated_of(self.raw.profile)

    @property
    def dated(self) -> bool:
        """Whether it can be told which year the figures are of."""
        return self.form is not None and "year" not in self.raw.unread

    def year_before(self, filed: Cells) -> dict[str, Quantity]:
        """Return the year before as the filing gives it, or else as filed then.

        Parameters
        ----------
        filed
            Cells of last year's own filing. None takes the place of a cell that is given here and
            cannot be read: what it says is not guessed.
        """
        given = {name: cell for name, cell in self.previous.items() if cell.value is not None}
        unread = {*self.raw.previous, *self.raw.unread_previous} - self.previous.keys()
        return {name: cell for name, cell in {**filed, **given}.items() if name not in unread}


def read_file(path: Path) -> RawFile:
    """Read a file by its ending; what cannot be read is a problem of the file.

    Parameters
    ----------
    path
        ``.json``, ``.csv`` or a workbook.
    """
    if fault := refused_file(path, READERS):
        return RawFile(path.name, problems=[fault])
    try:
        return READERS[path.suffix.lower()](path)
    except OSError as gone:
        return RawFile(path.name, problems=[unopened(gone, Where(file=path.name))])


def refused_file(path: Path, endings: Collection[str]) -> Problem | None:
    """Return why a file is not read at all, or None.

    Parameters
    ----------
    path
        The file.
    endings
        The endings that are read, in lower case with their dot.
    """
    place = Where(file=path.name)
    if path.is_dir() or not path.exists():
        return Problem(f"filings.{'a_folder' if path.is_dir() else 'no_file'}", place)
    if fault := refusal(path):
        return fault
    if not os.access(path, os.R_OK):
        return Problem("filings.not_readable", place)
    if path.stat().st_size == 0:
        return Problem("filings.empty_file", place)
    if path.suffix.lower() not in endings:
        details = {"ending": path.suffix, "known": " ".join(endings)}
        return Problem("filings.unknown_ending", place, details)
    return None


def read_filing(raw: RawFiling) -> ReadFiling:
    """Read and check one filing by itself.

    Parameters
    ----------
    raw
        As it came from the file; its problems are added to.
    """
    profile = None
    if raw.profile is not None:
        profile, faults = read_profile(raw.profile, raw.file)
        raw.problems += [raw.located(fault) for fault in faults]
    form = _form_of(raw)
    read = ReadFiling(raw, form, profile, {}, {}, read_filer(raw))
    if form is None:
        return read
    raw.notes = {period: _notes(said, raw) for period, said in raw.notes.items()}
    before, year_before = raw.of_previous(), raw.year - 1
    form_before = family(form.family).form_around(year_before)
    read.values = _cells(raw.values, form, raw, raw.year)
    read.previous = _cells(raw.previous, form_before, before, year_before)
    for name in form.required:
        if name not in raw.values and name not in raw.unread:
            title = form.fields[name].title
            details = {"title": title.zh, "title_en": title.en}
            raw.problems.append(Problem("filings.field_missing", raw.where(name), details))
    raw.problems += checks.missing_declared(raw, form, read.values)
    raw.problems += checks.cross_checks(raw, form, read.values, raw.year)
    if read.previous:
        raw.problems += checks.cross_checks(before, form_before, read.previous, year_before)
    raw.problems += checks.implausible_rates(raw, read.values, raw.year)
    return read


def unread_filing(raw: RawFiling) -> ReadFiling:
    """Return a filing of which only the cluster, the form and the year are read."""
    return ReadFiling(raw, _form_of(raw), None, {}, {})


def _notes(said: Mapping[str, str], raw: RawFiling) -> dict[str, str]:
    """Read what the filer said of numbers, by field."""
    notes = {}
    for name, note in said.items():
        text, faults = read_text(note, raw.where(name), longest=LONGEST_REASON, lines=True)
        raw.problems += faults
        if text:
            notes[name] = text
    return notes


def _form_of(raw: RawFiling) -> Form | None:
    """Find the form of a filing: as it says, or (for a long CSV) the one its year belongs to."""
    form, asked = None, family(raw.family)
    if raw.profile is not None:
        form = _named(raw)
        if form is None:
            known = ", ".join(f"{form.family} {form.version}" for form in asked.versions)
            details = {"form": f"{raw.form} {raw.form_version}".strip() or "-", "known": known}
            raw.problems.append(Problem("filings.unknown_form", raw.where("form"), details))
            return None
    first, last = (form or asked).first_year, (form or asked).last_year
    year = raw.year
    whole = isinstance(year, int) and not isinstance(year, bool)
    if raw.profile is not None and not whole and year not in (None, ""):
        details = {"said": shown(year), "first": str(first), "last": str(last)}
        raw.problems.append(Problem("filings.year_not_whole", raw.where("year"), details))
        return None
    if not whole or not first <= year <= last:
        raw.problems.append(year_refused(first, last, year, raw.where("year")))
        return None
    return form or asked.form_around(year)


def _named(raw: RawFiling) -> Form | None:
    """Return the version a filing names, or None."""
    said = (raw.form, raw.form_version)
    versions = family(raw.family).versions
    return next((form for form in versions if (form.family, form.version) == said), None)


def _cells(
    said: Mapping[str, RawCell], form: Form, raw: RawFiling, year: int
) -> dict[str, Quantity]:
    """Read the cells of one year; what only other years are asked may at most be not applicable."""
    cells = {}
    for name, written in said.items():
        if len(raw.problems) >= MOST_PROBLEMS and (more := enough(raw.file, raw.problems)):
            raw.problems += more
            break
        field = form.fields.get(name)
        if field is None and name in family(form.family).fields:
            raw.problems += _not_asked(raw, form, name, written, year)
        elif field is None:
            raw.problems.append(Problem("filings.unknown_field", raw.where(name, written.line)))
        elif (cell := read_cell(written, field, raw)) is not None:
            cells[name] = cell
    return cells


def _not_asked(
    raw: RawFiling, form: Form, name: str, said: RawCell, year: int
) -> Iterator[Problem]:
    """Yield why a field of another version's form is refused: there is nothing it could count."""
    if declared_absent(said):
        return
    every = family(form.family)
    asked = [version for version in every.versions if name in version.fields]
    details = {
        "title": every.fields[name].title.zh,
        "title_en": every.fields[name].title.en,
        "year": str(year),
        "years": "、".join(f"{version.first_year}—{version.last_year}" for version in asked),
        "years_en": ", ".join(f"{version.first_year} to {version.last_year}" for version in asked),
    }
    yield Problem("filings.not_asked", raw.where(name, said.line), details)
