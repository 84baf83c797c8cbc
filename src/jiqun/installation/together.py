"""Which files of a catalogue can hold together: what is bad is left out, and nothing else."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from jiqun.base.catalogue import own_entry
from jiqun.base.errors import Problem, Where
from jiqun.base.own_catalogue import OwnCatalogue, under
from jiqun.base.shipped import CATALOGUE
from jiqun.installation.judging import faults_under, first_line

Files = Mapping[str, bytes]
Pair = tuple[str, str]


def good_part(files: Files, kept: Files, place: str) -> tuple[dict[str, bytes], list[Problem]]:
    """Leave out what is bad, file by file; the one last good in its place goes on.

    Of files that are right by themselves and wrong together, those that changed are left out, and
    the two are named to each other.

    Parameters
    ----------
    files
        What people wrote, by place.
    kept
        What was in force until now.
    place
        How the folder is called in messages.

    Returns
    -------
    dict
        The files that can hold together.
    list of Problem
        Everything wrong with the others.
    """
    tried, problems = dict(files), list[Problem]()
    while tried and (found := faults_under(OwnCatalogue(tried, place))):
        trial = _Trial(tried, kept, place)
        refused = trial.refused(found)
        problems += [fault for fault in refused.told if fault not in problems]
        tried = trial.without(refused.names)
    return tried, problems


class _Refused(NamedTuple):
    """The files that are left out, and what is said of it."""

    names: set[str]
    told: list[Problem]


@dataclass(frozen=True)
class _Trial:
    """Files that cannot hold as they are."""

    files: Files
    kept: Files
    place: str

    @property
    def changed(self) -> set[str]:
        """The files that are other than those in force until now."""
        return {name for name in self.files if self.files[name] != self.kept.get(name)}

    def refused(self, found: list[Problem]) -> _Refused:
        """Decide which files are left out for what is wrong."""
        named, changed = self._named(found), self.changed
        if bad := named & changed:
            return self._bad(bad, found)
        led = {name: self._gone_without(name, found) for name in sorted(changed)}
        if any(led.values()):
            names = {name for name, gone in led.items() if gone}
            pairs = [(name, other) for name in names for other in names | named if name != other]
            return _Refused(names, [*self._led_to(led), *self._paired(pairs)])
        return _Refused(changed or named or set(self.files), found)

    def without(self, names: Iterable[str]) -> dict[str, bytes]:
        """Return the files with some left out: the last good goes on where there is another."""
        left = {name: content for name, content in self.files.items() if name not in names}
        back = {name for name in names if name in self.kept and name in self.changed}
        return left | {name: self.kept[name] for name in back}

    def _bad(self, bad: set[str], found: list[Problem]) -> _Refused:
        """Leave out those of the bad that are bad by themselves; where none is, what conflicts."""
        itself = {name for name in bad if not self._right_alone(name)}
        if itself:
            told = [fault for fault in found if self._named([fault]) & itself]
            return _Refused(itself, told)
        pairs = [pair for name in sorted(bad) for pair in self._conflicts(name, found)]
        told = [fault for fault in found if fault.where.file.startswith(f"{self.place}/")]
        names = bad | {other for _, other in pairs} & self.changed
        return _Refused(names, [*told, *self._paired(pairs)])

    def _right_alone(self, name: str) -> bool:
        return not faults_under(OwnCatalogue({name: self.files[name]}, self.place))

    def _conflicts(self, name: str, found: list[Problem]) -> Iterator[Pair]:
        """Yield a bad file with each other one without which it is right."""
        for other in sorted(self.files.keys() - {name}):
            if any(name in self._named([fault]) for fault in self._gone_without(other, found)):
                yield name, other

    def _gone_without(self, name: str, found: list[Problem]) -> list[Problem]:
        """Return what is no longer wrong once a file is left out."""
        still = faults_under(OwnCatalogue(self.without([name]), self.place))
        return [fault for fault in found if fault not in still]

    def _led_to(self, led: Mapping[str, list[Problem]]) -> Iterator[Problem]:
        """Tell faults that show elsewhere at the files without which they are gone."""
        for name, gone in led.items():
            for fault in gone:
                field = " · ".join(filter(None, (fault.where.file, fault.where.field)))
                yield replace(fault, where=replace(self._where(name), field=field))

    def _paired(self, pairs: Iterable[Pair]) -> list[Problem]:
        """Name files that are wrong together to each other."""
        both = dict.fromkeys(
            pair for name, other in pairs for pair in ((name, other), (other, name))
        )
        return [
            Problem("installation.conflict", self._where(name), {"other": f"{self.place}/{other}"})
            for name, other in sorted(both)
            if name in self.changed
        ]

    def _where(self, name: str) -> Where:
        if not name.endswith(".yaml"):
            return Where(f"{self.place}/{name}")
        with under(OwnCatalogue(dict(self.files), self.place)):
            return Where(f"{self.place}/{name}", first_line(own_entry(CATALOGUE / name)))

    def _named(self, found: Iterable[Problem]) -> set[str]:
        """Return which of the files problems are told of, by their place in the catalogue."""
        said = {problem.where.file for problem in found}
        return {
            name
            for name in self.files
            if f"{self.place}/{name}" in said or f"catalog/{name}" in said
        }
