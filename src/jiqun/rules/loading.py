"""Read programme files: every fault of every file at once, with file and line."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from jiqun.base.catalogue import Entry, all_sound, read_entry, shown_path
from jiqun.base.definitions import definition_faults, every_indicator
from jiqun.base.errors import NotFound, Problem, Refused, Where, Whole
from jiqun.base.language import Bilingual
from jiqun.base.own_catalogue import LOCAL, Entered, catalogue_files, per_catalogue
from jiqun.rules.checks import check_entry, check_merged
from jiqun.rules.programmes import (
    TESTS,
    UNKNOWN,
    Basis,
    Criterion,
    Dated,
    Parameter,
    Programme,
    extended,
)


@per_catalogue
def programmes() -> dict[str, Programme]:
    """Load every programme of the catalogue by id, national first.

    Raises
    ------
    Refused
        With every fault of every file.

    Examples
    --------
    >>> programmes()["national/sme-cluster"].basis.number
    '工信部企业〔2022〕119号'
    """
    found = all_sound(read_programmes(catalogue_files("rules/*/*.yaml")))
    order = sorted(found, key=lambda name: (found[name].region.isdigit(), name))
    return {name: found[name] for name in order}


def programme(id: str) -> Programme:  # noqa: A002  # the field's word
    """Return a programme by its id.

    Raises
    ------
    NotFound
        Where there is none; the message names those there are.
    """
    known = programmes()
    if id not in known:
        raise NotFound(
            Problem("rules.no_programme", details={"id": id, "known": Whole(", ".join(known))})
        )
    return known[id]


def programmes_for(regions: Iterable[str]) -> list[Programme]:
    """Return the programmes of any of several regions, national first.

    Examples
    --------
    >>> [programme.id for programme in programmes_for(["national", "530000"])]
    ['national/sme-cluster', 'yunnan/sme-cluster']
    """
    wanted = set(regions)
    return [programme for programme in programmes().values() if programme.region in wanted]


def fields_read() -> frozenset[str]:
    """Return every field of a filing that some criterion of the catalogue reads.

    Examples
    --------
    >>> "output_total" in fields_read(), "coal_used" in fields_read()
    (True, False)
    """
    figures = {
        leaf.figure
        for programme in programmes().values()
        for criterion in programme.criteria.values()
        for leaf in criterion.leaves()
        if leaf.figure
    }
    return frozenset(
        name for figure in figures for name in every_indicator()[figure].definition.fields
    )


def check_files(paths: Sequence[Path]) -> tuple[list[str], list[Problem]]:
    """Check rule files as if they lay in the catalogue, or the catalogue's own.

    Parameters
    ----------
    paths
        Files at ``<jurisdiction>/<programme>.yaml``; they may extend programmes of the catalogue
        and replace them. Empty: the catalogue's own files.

    Returns
    -------
    list of str
        The ids of the files that are right.
    list of Problem
        Everything wrong with the others.

    Raises
    ------
    Refused
        Where a file does not exist.
    """
    absent = [
        Problem("rules.no_file", Where(file=str(path))) for path in paths if not path.is_file()
    ]
    if absent:
        raise Refused(absent)
    own = catalogue_files("rules/*/*.yaml")
    wanted = {_id(path, None) for path in (paths or own)}
    kept = [path for path in own if _id(path, None) not in wanted] if paths else own
    found, problems = read_programmes([*kept, *paths])
    names = {path.name if paths else shown_path(path) for path in paths}
    names |= {fault.where.file for fault in definition_faults()}
    ours = [problem for problem in problems if not paths or problem.where.file in names]
    return sorted(wanted & found.keys()), ours


def _id(path: Path, root: Path | None) -> str:
    return (
        path.resolve().relative_to(root or path.resolve().parent.parent).with_suffix("").as_posix()
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """A file whose own content is right; what it extends is looked at next."""

    entry: Entry
    id: str


def read_programmes(
    paths: Iterable[Path], root: Path | None = None
) -> tuple[dict[str, Programme], list[Problem]]:
    """Read programme files that may extend each other.

    Parameters
    ----------
    paths
        The files.
    root
        The folder that holds the jurisdictions' folders; each file's own grandparent without it.

    Returns
    -------
    dict
        The programmes that are right, by id.
    list of Problem
        Everything wrong with the others.
    """
    read: dict[str, _Read] = {}
    problems: list[Problem] = []
    for path in paths:
        entry, faults = read_entry(path, "rule")
        if entry is not None:
            faults += check_entry(entry, well_formed=not faults)
        problems += faults
        if entry is not None and not faults:
            id_ = _id(path, root)
            read[id_] = _Read(entry, id_)
    merged: dict[str, Programme] = {}
    for id_ in read:
        problems += _merge(id_, read, merged)
    return merged, problems


def _merge(id_: str, read: Mapping[str, _Read], merged: dict[str, Programme]) -> Iterator[Problem]:
    """Merge a programme after those it extends; yield what is wrong with it."""
    if id_ in merged:
        return
    entry = read[id_].entry
    own = _programme(id_, entry)
    line = [id_]
    while parent := read[line[-1]].entry.content.get("extends"):
        if parent in line:
            details = {"chain": " → ".join([*line, parent])}
            yield Problem("rules.cycle", entry.where("extends"), details)
            return
        if parent not in read:
            if line[-1] == id_:
                details = {"id": parent, "known": ", ".join(read)}
                yield Problem("rules.unknown_parent", entry.where("extends"), details)
            return
        line.append(parent)
    if own.extends:
        # A faulty parent reports itself; here it only means that nothing can be merged.
        list(_merge(own.extends, read, merged))
        if own.extends not in merged:
            return
        said = entry.content.get("criteria", {})
        struck = frozenset(name for name, criterion in said.items() if criterion is None)
        faults = list(check_merged(entry, own, merged[own.extends]))
        own = extended(own, merged[own.extends], struck)
    else:
        faults = list(check_merged(entry, own, None))
    yield from faults
    if not faults:
        merged[id_] = own


def _programme(id_: str, entry: Entry) -> Programme:
    said = entry.content
    jurisdiction = id_.partition("/")[0]
    basis = _basis(said["basis"])
    force = said["in_force"]
    known = said.get("known")
    return Programme(
        id=id_,
        title=entry.named(said["title"]),
        authority=Bilingual.of(said["authority"]),
        kind=said["kind"],
        region=said["region"],
        policy=said["policy"],
        basis=basis,
        since=_day(force["from"]),
        until=_day(force.get("until")),
        at_the_latest=force.get("at_the_latest", False),
        window_years=said.get("window", {}).get("years", 3),
        parameters={
            name: _parameter(name, parameter, jurisdiction, entry)
            for name, parameter in said["parameters"].items()
        },
        criteria={
            name: _criterion(
                name, criterion, _Origin.of(jurisdiction, entry.entered_at("criteria", name))
            )
            for name, criterion in said.get("criteria", {}).items()
            if criterion is not None
        },
        extends=said.get("extends", ""),
        life=said.get("life", {}),
        known=Bilingual.of(known) if known else None,
        chain={jurisdiction: basis},
        entered=entry.entered,
    )


class _Origin(NamedTuple):
    """Where a part of a programme comes from."""

    name: str
    entered: Entered | None

    @classmethod
    def of(cls, jurisdiction: str, entered: Entered | None) -> "_Origin":
        return cls(LOCAL if entered else jurisdiction, entered)


def _basis(said: Mapping[str, Any]) -> Basis:
    return Basis(
        said["document"],
        said["number"],
        said["date"],
        tuple(said["source"]),
        said.get("confidence", ""),
    )


def _parameter(name: str, said: Mapping[str, Any], jurisdiction: str, entry: Entry) -> Parameter:
    def origin_of(*place: str | int) -> _Origin:
        return _Origin.of(jurisdiction, entry.entered_at("parameters", name, *place))

    title, note = said.get("title"), said.get("note")
    origin = origin_of()
    return Parameter(
        id=name,
        unit=said["unit"],
        origin=origin.name,
        entered=origin.entered,
        title=Bilingual.of(title) if title else None,
        values=tuple(
            _dated(dated, origin_of("values", number))
            for number, dated in enumerate(said["values"])
        ),
        relaxed_in=said.get("relaxed_in", {}).get("where", ""),
        note=Bilingual.of(note) if note else None,
    )


def _dated(said: Mapping[str, Any], origin: _Origin) -> Dated:
    value = said["value"]
    known = value != UNKNOWN
    return Dated(
        since=_day(said["since"]) or date.min,
        value=Decimal(value) if known and value is not None else None,
        known=known,
        at_the_latest=said.get("at_the_latest", False),
        article=said.get("article", ""),
        source=tuple(said["source"]),
        confidence=said.get("confidence", ""),
        origin=origin.name,
        entered=origin.entered,
    )


def _criterion(name: str, said: Mapping[str, Any], origin: _Origin) -> Criterion:
    test = next(test for test in TESTS if test in said)
    body = said[test]
    note = said.get("note")
    compound = test in ("all_of", "any_of")
    parts = tuple(_criterion(part, leaf, origin) for part, leaf in body.items()) if compound else ()
    return Criterion(
        id=name,
        title=Bilingual.of(said["title"]),
        test=test,
        origin=origin.name,
        entered=origin.entered,
        figure="" if compound else body.get("figure", ""),
        window="latest" if compound else body.get("window", "latest"),
        threshold="" if compound else body.get("threshold", ""),
        parts=parts,
        dimension=said.get("dimension", ""),
        veto=said.get("veto", False),
        soft=said.get("soft", False),
        article=said.get("article", ""),
        source=tuple(said.get("source", ())),
        confidence=said.get("confidence", ""),
        note=Bilingual.of(note) if note else None,
    )


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None
