"""Load catalogue files: checked against their JSON Schema, all faults at once, with file and line.

An unknown or misplaced key is an error: a setting that is silently ignored is a wrong figure.
Where an installation has a file of its own in the same place, the two are read as one.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from jsonschema_rs import Draft202012Validator

from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.files import catalogue_path
from jiqun.base.language import Bilingual
from jiqun.base.merging import merged
from jiqun.base.own_catalogue import Entered, in_force, marked, own_content
from jiqun.base.parsing import Lines, Parsed, Place, parsed, parsed_file
from jiqun.base.schema_faults import because, schema_problems, yaml_reason
from jiqun.base.shipped import CATALOGUE
from jiqun.base.yaml_files import safe_text

if TYPE_CHECKING:
    import jsonschema

ENTERED = "entered"
"""The key under which an installation's file says who entered it; no part of the content."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One catalogue file: its content and the line each part of it stands on.

    Parameters
    ----------
    path
        Its place in the catalogue.
    content
        What it says, with what the installation says differently.
    lines
        Where each part of the shipped file stands.
    own, entered
        Where each part stands that the installation wrote, in its file; who entered that.
    """

    path: Path
    content: dict[str, Any]
    lines: Lines
    own: dict[Place, int] = field(default_factory=dict)
    entered: Entered | None = None

    @property
    def name(self) -> str:
        """The file's path inside the catalogue."""
        return shown_path(self.path)

    def part(self, *place: str | int) -> Any:
        """Return a part of the content."""
        found: Any = self.content
        for step in place:
            found = found[step]
        return found

    def word(self, *place: str | int) -> str:
        """Return a text of the content; empty where there is none."""
        try:
            return str(self.part(*place))
        except KeyError:
            return ""

    def names(self, *place: str | int) -> list[str]:
        """Return the keys of a part that may be left out."""
        try:
            return list(self.part(*place))
        except KeyError:
            return []

    def where(self, *place: str | int) -> Where:
        """Return the place of a part of the content, as exact as known.

        What is wrong once an installation amended a file is told at the installation's file: the
        shipped one was right by itself.
        """
        field = "/".join(map(str, place))
        if self.own:
            return Where(file=own_name(self.path), line=self._own_line(place), field=field)
        known = place
        while known and known not in self.lines:
            known = known[:-1]
        return Where(file=self.name, line=self.lines.get(known), field=field)

    def _own_line(self, place: Place) -> int:
        """Return the line of the installation's file that has most to do with a part."""
        known = place
        while known and known not in self.own:
            below = [line for at, line in self.own.items() if at[: len(known)] == known]
            if below:
                return min(below)
            known = known[:-1]
        return self.own.get(known) or min(self.own.values())

    def entered_at(self, *place: str | int) -> Entered | None:
        """Tell who entered a part of the content; None where it is the package's own.

        What the installation changed anything in counts as entered by it.
        """
        depth = len(place)
        return self.entered if any(at[:depth] == place for at in self.own) else None

    def named(self, texts: Mapping[str, str], *place: str | int) -> Bilingual:
        """Return a name in both languages, marked where the installation has a hand in the thing.

        Parameters
        ----------
        texts
            As the file writes it.
        place
            The thing, where it is not the whole file.
        """
        if self.entered_at(*place) is None:
            return Bilingual.of(texts)
        return marked(Bilingual.of(texts))


Check = Callable[[Entry], Iterable[Problem]]
"""What must hold of an entry beyond its schema."""
Loaded = TypeVar("Loaded")


def read_entry(path: Path, schema: str) -> tuple[Entry | None, list[Problem]]:
    """Read one YAML file and hold it against ``catalog/schemas/<schema>.json``.

    Parameters
    ----------
    path
        The file.
    schema
        The schema's name without its ending.

    Returns
    -------
    Entry or None
        The content, or None where the file is no YAML mapping at all.
    list of Problem
        Everything wrong with it.
    """
    try:
        entry, problems = _composed(path)
    except Refused as refused:
        return None, refused.problems
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as fault:
        mark = getattr(fault, "problem_mark", None)
        name = shown_path(path) if own_content(path) is None else own_name(path)
        place = Where(file=name, line=mark.line + 1 if mark else None)
        return None, [because("catalogue.not_yaml", place, yaml_reason(fault))]
    if entry is not None:
        problems += _schema_problems(entry, schema)
    return entry, problems


def sound_entry(path: Path, schema: str, *checks: Check) -> Entry:
    """Read one file that must be right.

    Parameters
    ----------
    path, schema
        As of :func:`read_entry`.
    checks
        What else must hold, in order; each is asked where all before found nothing.

    Raises
    ------
    Refused
        With everything wrong with it.
    """
    entry, problems = _checked(path, schema, checks)
    if entry is None:
        raise Refused(problems)
    return entry


def sound_entries(
    paths: Iterable[Path], schema: str, *checks: Check
) -> tuple[list[Entry], list[Problem]]:
    """Read files apart: those that are right, and everything wrong with the others.

    Parameters
    ----------
    paths
        The files.
    schema, checks
        As of :func:`sound_entry`.
    """
    found: list[Entry] = []
    problems: list[Problem] = []
    for path in paths:
        entry, faults = _checked(path, schema, checks)
        problems += faults
        if entry is not None:
            found.append(entry)
    return found, problems


def _checked(
    path: Path, schema: str, checks: Iterable[Check]
) -> tuple[Entry | None, list[Problem]]:
    entry, problems = read_entry(path, schema)
    for check in checks:
        if entry is not None and not problems:
            problems = list(check(entry))
    return (None if problems else entry), problems


def all_sound(read: tuple[Loaded, list[Problem]]) -> Loaded:
    """Return what was read from files, where nothing is wrong with any of them.

    Raises
    ------
    Refused
        With every fault of every file.
    """
    found, problems = read
    if problems:
        raise Refused(problems)
    return found


def _composed(path: Path) -> tuple[Entry | None, list[Problem]]:
    """Read a file's content and lines; None where it is no mapping of texts to values."""
    own = own_content(path)
    if own is None:
        return _shipped(path)
    entry, problems = _own(path, own)
    if entry is None or not path.is_file():
        return entry, problems
    shipped, faults = _shipped(path)
    if shipped is None:
        return None, problems + faults
    whole = merged(shipped.content, shipped.lines, entry.content, entry.own)
    return Entry(path, whole.content, whole.lines, whole.own, entry.entered), problems + faults


def _shipped(path: Path) -> tuple[Entry | None, list[Problem]]:
    """Read a file as it lies there."""
    return _entry(path, parsed_file(path, shown_path(path)))


def _entry(path: Path, found: Parsed) -> tuple[Entry | None, list[Problem]]:
    entry = None if found.content is None else Entry(path, found.content, found.lines)
    return entry, found.problems


def _own(path: Path, content: bytes) -> tuple[Entry | None, list[Problem]]:
    """Read what the installation says in the place of a file, and who entered it."""
    name = own_name(path)
    entry, problems = _entry(path, parsed(safe_text(content, name), name))
    if entry is None or problems:
        return None, problems
    entered, problems = _entered(entry)
    said = {key: value for key, value in entry.content.items() if key != ENTERED}
    lines = {place: line for place, line in entry.lines.items() if place[:1] != (ENTERED,)}
    return Entry(path, said, {}, lines, entered), problems


def own_entry(path: Path) -> Entry:
    """Return what the installation alone says in the place of a catalogue file.

    Raises
    ------
    Refused
        Where it says nothing there, or what it says is wrong.
    """
    entry, problems = _own(path, own_content(path) or b"")
    if entry is None or problems:
        raise Refused(problems)
    return entry


def shipped_content(path: Path) -> dict[str, Any]:
    """Return what the package itself says in a file, whatever an installation says there.

    Examples
    --------
    >>> shipped_content(catalogue_path("calendars", "2022.yaml"))["year"]
    2022
    """
    entry, _ = _shipped(path)
    return entry.content if entry else {}


def _entered(entry: Entry) -> tuple[Entered | None, list[Problem]]:
    """Read who entered an installation's file."""
    said = Entry(entry.path, {ENTERED: entry.content.get(ENTERED)}, {}, dict(entry.lines))
    if ENTERED not in entry.content:
        return None, [Problem("catalogue.not_entered", replace(said.where(), line=1))]
    problems = list(_schema_problems(said, "entered"))
    return (None if problems else Entered.of(entry.content[ENTERED])), problems


def own_name(path: Path) -> str:
    """Write the path of an installation's file as its people know it."""
    return f"{in_force().place}/{path.relative_to(CATALOGUE).as_posix()}"


def shown_path(path: Path) -> str:
    """Write a path inside the catalogue without the machine's part before it."""
    return (
        path.relative_to(CATALOGUE.parent).as_posix()
        if path.is_relative_to(CATALOGUE)
        else path.name
    )


def _schema(name: str) -> dict[str, Any]:
    text = catalogue_path("schemas", f"{name}.json").read_text(encoding="utf-8")
    content: dict[str, Any] = json.loads(text)
    return content


@cache
def _checker(schema: str) -> Draft202012Validator:
    """Return what tells, within microseconds, whether a content follows a schema."""
    return Draft202012Validator(_schema(schema), validate_formats=True)


def _follows(content: dict[str, Any], schema: str) -> bool:
    try:
        return _checker(schema).is_valid(content)
    except ValueError:  # YAML can say what JSON cannot
        return False


@cache
def _explainer(schema: str) -> "jsonschema.Draft202012Validator":
    """Return what says where and why a content does not: a hundred times as slow."""
    from jsonschema import Draft202012Validator

    checks = Draft202012Validator.FORMAT_CHECKER
    return Draft202012Validator(_schema(schema), format_checker=checks)


def _schema_problems(entry: Entry, schema: str) -> Iterator[Problem]:
    if not _follows(entry.content, schema):
        yield from schema_problems(_explainer(schema), entry.content, entry.where)
