"""The catalogue of an installation: what it adds to the shipped one or amends in it.

A file of an installation has the place and the schema of a shipped file. Where both stand, the
installation's says only what differs: its keys take the place of the same keys, mappings are gone
into, and lists of things with an ``id`` are gone into by that id. So a province enters a number
of its own in five lines, and goes on receiving what the package corrects elsewhere in the file.
"""

import datetime
import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from jiqun.base.errors import Problem
from jiqun.base.language import Bilingual
from jiqun.base.shipped import CATALOGUE

Arguments = ParamSpec("Arguments")
Loaded = TypeVar("Loaded")

KINDS = (
    "rules/*/*.yaml",
    "indicators/*/*.yaml",
    "factors/*.yaml",
    "claims/*/*.yaml",
    "charts/*.yaml",
    "findings/*/*.yaml",
    "diagnosis/*.yaml",
    "planning/*.yaml",
    "slots/*.yaml",
    "cooperation/*.yaml",
    "grants/*.yaml",
    "services/*.yaml",
    "payments/*.yaml",
    "exchange/*.yaml",
    "chains/*.yaml",
    "reports/*.yaml",
    "forms/*/*.yaml",
    "workbooks/*/*.yaml",
    "calendars/*.yaml",
    "policies/*.yaml",
    "measures/*/*.yaml",
    "issuers/*.yaml",
    "issuers/*.svg",
    "issuers/*.png",
)
"""What an installation may add or amend; the rest is the package's own, such as messages."""
LOCAL = "local"
"""How what an installation entered is called where the origin of a thing is told."""
MARK = Bilingual("（本地）", " (local)")
"""Stands behind the title of whatever an installation added or amended, wherever it shows."""


def marked(name: Bilingual) -> Bilingual:
    """Return the name of a thing an installation has a hand in, so that it says so.

    Examples
    --------
    >>> marked(Bilingual("工作日", "working day"))
    Bilingual(zh='工作日（本地）', en='working day (local)')
    """
    return Bilingual(name.zh + MARK.zh, name.en + MARK.en)


def unmarked(name: Bilingual) -> Bilingual:
    """Return the name itself, for an official document, which says in words who amended its rules.

    Examples
    --------
    >>> unmarked(marked(Bilingual("工作日", "working day"))).zh
    '工作日'
    """
    return Bilingual(name.zh.removesuffix(MARK.zh), name.en.removesuffix(MARK.en))


@dataclass(frozen=True, slots=True)
class Entered:
    """Who entered something of an installation's own, when, and on which document."""

    by: str
    date: datetime.date
    document: str

    @classmethod
    def of(cls, said: Mapping[str, str]) -> "Entered":
        """Read it as a file writes it.

        Examples
        --------
        >>> Entered.of({"by": "张三", "date": "2026-03-01", "document": "某函〔2026〕1号"}).by
        '张三'
        """
        return cls(said["by"], datetime.date.fromisoformat(said["date"]), said["document"])

    def record(self) -> dict[str, str]:
        """Return it as JSON has it."""
        return {"by": self.by, "date": self.date.isoformat(), "document": self.document}


@dataclass(frozen=True)
class OwnCatalogue:
    """The files of an installation that are in force.

    Parameters
    ----------
    files
        Content by the path inside the catalogue, such as ``rules/yunnan/sme-cluster.yaml``.
    place
        How the folder they lie in is called in messages.
    refused
        What was written and does not hold; what was last right in its place does.

    Examples
    --------
    >>> OwnCatalogue().sha256
    ''
    >>> len(OwnCatalogue({"charts/own.yaml": b"kind: parts"}).sha256)
    64
    """

    files: Mapping[str, bytes] = field(default_factory=dict)
    place: str = "catalog"
    refused: tuple[Problem, ...] = ()
    sha256: str = field(init=False, default="")

    def __post_init__(self) -> None:
        """Fix the hash of all files, by which what was loaded is kept."""
        object.__setattr__(self, "sha256", hash_of(self.files))


def hash_of(files: Mapping[str, bytes]) -> str:
    """Return one hash of several files and their names; empty where there are none."""
    if not files:
        return ""
    lines = (f"{name}\n{hashlib.sha256(files[name]).hexdigest()}\n" for name in sorted(files))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


NONE = OwnCatalogue()
_installed = NONE
_tried: ContextVar[OwnCatalogue | None] = ContextVar("tried", default=None)


def in_force() -> OwnCatalogue:
    """Return the installation's catalogue that holds here; an empty one where none was installed.

    Examples
    --------
    >>> with under(OwnCatalogue({"charts/own.yaml": b""})):
    ...     list(in_force().files)
    ['charts/own.yaml']
    """
    return _tried.get() or _installed


def install(own: OwnCatalogue) -> None:
    """Let an installation's catalogue hold in this whole process, in every thread of it."""
    global _installed  # noqa: PLW0603  # a process serves one installation
    _installed = own


@contextmanager
def under(own: OwnCatalogue) -> Iterator[None]:
    """Let an installation's catalogue hold within the block, and in this thread only."""
    token = _tried.set(own)
    try:
        yield
    finally:
        _tried.reset(token)


def per_catalogue(load: Callable[Arguments, Loaded]) -> Callable[Arguments, Loaded]:
    """Keep what a loader returns, apart for each catalogue it was asked under.

    Examples
    --------
    >>> @per_catalogue
    ... def names() -> list[str]:
    ...     return list(in_force().files)
    >>> with under(OwnCatalogue({"charts/own.yaml": b""})):
    ...     names()
    ['charts/own.yaml']
    >>> names()
    []
    """

    def load_under(_: str, *arguments: Any, **named: Any) -> Loaded:
        return load(*arguments, **named)

    kept: Callable[..., Loaded] = cache(load_under)

    @wraps(load)
    def asked(*arguments: Arguments.args, **named: Arguments.kwargs) -> Loaded:
        return kept(in_force().sha256, *arguments, **named)

    return asked


def catalogue_files(pattern: str) -> list[Path]:
    """Return the catalogue's files of a kind, an installation's own among them, in their order.

    Parameters
    ----------
    pattern
        Such as ``rules/*/*.yaml``.

    Examples
    --------
    >>> catalogue_files("calendars/*.yaml")[0].name
    '2019.yaml'
    """
    own = {CATALOGUE / name for name in in_force().files if fits(name, pattern)}
    return sorted(own.union(CATALOGUE.glob(pattern)))


def fits(name: str, pattern: str) -> bool:
    """Tell whether a path inside the catalogue is one of a kind's, folder for folder."""
    parts, patterns = name.split("/"), pattern.split("/")
    return len(parts) == len(patterns) and all(map(fnmatchcase, parts, patterns))


def own_content(path: Path) -> bytes | None:
    """Return what the installation says in the place of a catalogue file, None where nothing."""
    files = in_force().files
    if not files or not path.is_relative_to(CATALOGUE):
        return None
    return files.get(path.relative_to(CATALOGUE).as_posix())
