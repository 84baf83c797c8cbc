"""The findings of the catalogue: one file each, ``findings/<group>/<id>.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from jiqun.base.catalogue import Entry, all_sound, own_name, sound_entries
from jiqun.base.definitions import indicators
from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.forms import YEARLY, family
from jiqun.base.language import Bilingual
from jiqun.base.own_catalogue import catalogue_files, own_content, per_catalogue
from jiqun.base.schema_faults import because, unknown_name
from jiqun.diagnosis.comparison import comparison
from jiqun.diagnosis.ruled import rule_fields, rule_years
from jiqun.diagnosis.signals import (
    BehindPeers,
    ChainLinks,
    FailsRule,
    GrownLess,
    MissingShare,
    NotSpecialised,
    PeersFewer,
    Signal,
    compares,
    fields_of,
    figures_of,
    leaves,
    signal_of,
)
from jiqun.rules.loading import programmes

GROUPS = ("lead_industry", "innovation", "transformation", "services", "data")
"""The folders of findings, in the order of the published report's groups."""
NAME = re.compile(r"[a-z][a-z0-9_]*")
DATA = "data"
"""The group of what is not known: missing figures are no weakness."""


@dataclass(frozen=True)
class Finding:
    """A catalogue entry: a weakness, how it shows, and what would refute it."""

    id: str
    group: str
    title: Bilingual
    why: Bilingual
    signal: Signal
    refuted_by: Bilingual

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The fields it reads itself."""
        ruled = (name for rule in self._rules for name in rule_fields(rule.programme))
        return tuple(dict.fromkeys([*fields_of(self.signal), *ruled]))

    @property
    def _rules(self) -> list[FailsRule]:
        return [leaf for leaf in leaves(self.signal) if isinstance(leaf, FailsRule)]

    def earlier_in(self, year: int) -> Iterator[tuple[str, int]]:
        """Yield the fields it reads of years before a data year, each with its year."""
        for rule in self._rules:
            for name in rule_fields(rule.programme):
                for when in rule_years(rule.programme, year):
                    if when < year:
                        yield name, when

    @cached_property
    def figures(self) -> tuple[str, ...]:
        """The figures it compares, of any year."""
        return tuple(dated.figure for dated in figures_of(self.signal))

    @cached_property
    def reads_whole(self) -> bool:
        """Whether it reads all that a cluster filed, so that it is for who sees all of it."""
        return any(isinstance(leaf, MissingShare) for leaf in leaves(self.signal))

    @cached_property
    def reads_candidates(self) -> bool:
        """Whether it rests on candidate clusters, which are for the offices of their place."""
        return any(isinstance(leaf, NotSpecialised) for leaf in leaves(self.signal))

    @cached_property
    def reads_chains(self) -> bool:
        """Whether it counts links of an industry chain, over an imported register."""
        return any(isinstance(leaf, ChainLinks) for leaf in leaves(self.signal))

    @cached_property
    def compares(self) -> bool:
        """Whether it compares with peers, so that chance can make it."""
        return compares(self.signal)

    @property
    def is_weakness(self) -> bool:
        """Whether it is of the cluster, and not of what is known of it."""
        return self.group != DATA

    def asked_in(self, year: int) -> Iterator[tuple[str, int]]:
        """Yield the figures it compares for a data year, each with its year."""
        for leaf in leaves(self.signal):
            if isinstance(leaf, BehindPeers | GrownLess):
                for when in _years(leaf, year):
                    for dated in leaf.figure:
                        if dated.since <= when <= dated.until:
                            yield dated.figure, when


def _years(leaf: BehindPeers | GrownLess, year: int) -> Iterable[int]:
    """Return the years a comparison reads: each of the last, or both ends of growth."""
    if isinstance(leaf, GrownLess):
        return year, year - leaf.years
    return range(year, year - leaf.years, -1)


@per_catalogue
def findings() -> dict[str, Finding]:
    """Load every finding of the catalogue by id, in the order of group and file, once.

    Raises
    ------
    Refused
        With every fault of every file, names the catalogue does not know among them.

    Examples
    --------
    >>> findings()["rd_intensity_behind"].figures
    ('rd_intensity',)
    """
    files = catalogue_files("findings/*/*.yaml")
    entries, problems = sound_entries(files, "finding", _misplaced, _unknown)
    all_sound((entries, [*problems, *_twice(files)]))
    return {entry.path.stem: _finding(entry) for entry in entries}


def _finding(entry: Entry) -> Finding:
    said = entry.content
    return Finding(
        entry.path.stem,
        entry.path.parent.name,
        entry.named(said["title"]),
        Bilingual.of(said["why"]),
        signal_of(said["signal"]),
        Bilingual.of(said["refuted_by"]),
    )


def finding_ids() -> frozenset[str]:
    """Return the ids of all findings, of files with faults too: others' faults are told apart."""
    return frozenset(path.stem for path in catalogue_files("findings/*/*.yaml"))


def _misplaced(entry: Entry) -> Iterator[Problem]:
    """Yield what is wrong with a file's name and folder."""
    group, name = entry.path.parent.name, entry.path.stem
    if group not in GROUPS:
        yield unknown_name(first_line(entry), group, "group of findings", "catalog/findings")
    if not NAME.fullmatch(name):
        reason = Bilingual(
            f"文件名 {name} 须为小写字母、数字和下划线",
            f"the file's name {name} has anything but small letters, digits and underscores",
        )
        yield because("catalogue.bad_value", first_line(entry), reason)


def first_line(entry: Entry) -> Where:
    """Return where a file begins to speak of itself: what is wrong is its name."""
    return replace(entry.where("title"), field="")


def _twice(files: Iterable[Path]) -> Iterator[Problem]:
    """Yield files whose id another group's file has."""
    first: dict[str, Path] = {}
    for path in files:
        other = first.setdefault(path.stem, path)
        if other != path:
            # The shipped one was there first, wherever its group stands.
            late, early = (path, other) if own_content(path) is not None else (other, path)
            both = f"{early.parent.name}/{early.name}"
            reason = Bilingual(f"编号与 {both} 相同", f"its id is that of {both}")
            yield because("catalogue.bad_value", Where(file=own_name(late), line=1), reason)


def _steps() -> frozenset[str] | None:
    """Return the steps of widening; None where their file has faults, which it tells itself."""
    try:
        return frozenset(step.id for step in comparison().steps)
    except Refused:
        return None


def _unknown(entry: Entry) -> Iterator[Problem]:
    """Yield names that are no figure of single clusters, or no field of the yearly form."""
    signal, where = signal_of(entry.content["signal"]), entry.where("signal")
    for dated in figures_of(signal):
        known = indicators().get(dated.figure)
        if known is None or "cluster" not in known.levels:
            yield unknown_name(where, dated.figure, "figure", "catalog/indicators")
            yield from indicators().faults_of(dated.figure)
    for name in fields_of(signal):
        if name not in family(YEARLY).fields:
            yield unknown_name(where, name, "field", "catalog/forms")
    steps = _steps()
    for leaf in leaves(signal):
        if isinstance(leaf, PeersFewer) and steps is not None and leaf.step not in steps:
            yield unknown_name(where, leaf.step, "step", "catalog/diagnosis/comparison.yaml")
        if isinstance(leaf, FailsRule) and leaf.programme not in programmes():
            yield unknown_name(where, leaf.programme, "programme", "catalog/rules")
