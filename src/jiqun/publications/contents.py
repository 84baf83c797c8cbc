"""What goes into a publication, as the disclosure gate lets its reader see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from jiqun.base.definitions import LEVELS, indicators
from jiqun.base.files import write_atomically
from jiqun.base.forms import YEARLY, form_for
from jiqun.base.json_files import Record
from jiqun.base.names import initials, pinyin
from jiqun.diagnosis.standing import Standing, standings
from jiqun.disclosure import Edition
from jiqun.indicators import Figure, beside
from jiqun.indicators.figures import text
from jiqun.publications.parts import sweep, write
from jiqun.publications.source import Source
from jiqun.publications.tables import write_sorted
from jiqun.reports import WRITERS
from jiqun.reports.content import compose
from jiqun.reports.figure_files import figure_schema
from jiqun.reports.sources import Profile, clusters
from jiqun.workspace import Workspace
from jiqun.workspace.questions import filed_cells
from jiqun.workspace.spans import parquet_bytes
from jiqun.workspace.vintages import vintage_snapshot

if TYPE_CHECKING:
    import pyarrow as pa

PLACES, FIGURES, CLUSTERS, ANSWERS = (
    "places.parquet",
    "figures.parquet",
    "clusters.parquet",
    "answers.parquet",
)
"""Figures by place and by figure, the clusters' profiles, and what they answered by yes or no."""
PARTS = (PLACES, FIGURES, CLUSTERS, ANSWERS)
PROFILE = (
    "cluster_id",
    "name",
    "county_code",
    "province_code",
    "macro_region",
    "sector",
    "industry",
    "demo",
)
SPELT = ("pinyin", "initials")
"""How a cluster's name is typed to search for it: spelt once, for spelling is slow."""
AMONG = ("all", "sector")
"""Among whom a figure stands: all of its level; of a cluster, those of its sector."""
Standings = dict[tuple[int, str, str, str], dict[str, Standing]]
"""By year, level, figure and sector (empty for all), the standing of each key."""


def report_name(ending: str) -> str:
    """Name a report's file by its ending."""
    return f"report{ending}"


def make(source: Source, what: str) -> None:
    """Make what a vintage publishes to a reader, here and now.

    Parameters
    ----------
    source
        The vintage and the reader.
    what
        ``tables``, or the ending of a report.
    """
    snapshot = vintage_snapshot(Workspace.open(source.workspace), source.vintage.id)
    edition = Edition(snapshot, source.reader)
    if what in WRITERS:
        content = WRITERS[what](compose(snapshot, source.vintage.year, source.reader))
        parts = {report_name(what): partial(write_atomically, content=content)}
    else:
        parts = _tables(edition, source)
    write(source.folder, parts, source.record)
    sweep(source.folder, source.edition)


def _tables(edition: Edition, source: Source) -> dict[str, Any]:
    profiles = clusters(edition.snapshot, edition.snapshot.years())
    figures = list(_seen(edition, opened=source.opened))
    sectors = {profile.cluster_id: profile.sector for profile in profiles}
    stands = _standings(figures, sectors)
    schema = figure_schema()

    def place(path: Path) -> None:
        rows = (_placed(figure, stands, sectors) for figure in figures)
        write_sorted(rows, "key", _with_standings(schema), path)

    def name(path: Path) -> None:
        write_sorted((figure.record() for figure in _by_name(figures)), "id", schema, path)

    def profile(path: Path) -> None:
        write_atomically(path, parquet_bytes(_profiles(profiles)))

    def answer(path: Path) -> None:
        write_sorted(_answers(edition, profiles), "key", _answer_schema(), path)

    return {PLACES: place, FIGURES: name, CLUSTERS: profile, ANSWERS: answer}


def _seen(edition: Edition, *, opened: bool) -> Iterator[Figure]:
    years = edition.snapshot.years()
    wanted = sorted({*years, *(year - 1 for year in years)})
    found = edition.opened(wanted) if opened else edition.figures(wanted, LEVELS)
    by_year: dict[int, list[Figure]] = defaultdict(list)
    for figure in found:
        by_year[figure.year].append(figure)
    for year in years:
        yield from beside(by_year[year], by_year[year - 1])


def _by_name(figures: Iterable[Figure]) -> list[Figure]:
    return sorted(
        figures,
        key=lambda figure: (figure.year, LEVELS.index(figure.level), figure.id, figure.key),
    )


def _standings(figures: Iterable[Figure], sectors: dict[str, str]) -> Standings:
    values: dict[tuple[int, str, str, str], dict[str, Decimal]] = defaultdict(dict)
    for figure in figures:
        if figure.value is None or figure.level == "nation":
            continue
        value = Decimal(text(figure.value) or 0)
        values[figure.year, figure.level, figure.id, ""][figure.key] = value
        if figure.level == "cluster":
            alike = sectors[figure.key]
            values[figure.year, figure.level, figure.id, alike][figure.key] = value
    return {
        place: standings(
            held, lower_is_better=indicators()[place[2]].direction == "lower_is_better"
        )
        for place, held in values.items()
    }


def _placed(figure: Figure, stands: Standings, sectors: dict[str, str]) -> dict[str, Any]:
    """Return a figure's row with where it stands."""
    row = figure.record()
    alike = sectors[figure.key] if figure.level == "cluster" else ""
    for among, sector in zip(AMONG, ("", alike), strict=True):
        found = stands.get((figure.year, figure.level, figure.id, sector), {}).get(figure.key)
        if found is not None and (among == "all" or sector):
            row |= {f"place_{among}": found.place, f"of_{among}": found.of}
            row[f"middle_{among}"] = str(found.middle)
    return row


def _with_standings(schema: pa.Schema) -> pa.Schema:
    import pyarrow as pa

    for among in AMONG:
        schema = schema.append(pa.field(f"place_{among}", pa.int32()))
        schema = schema.append(pa.field(f"of_{among}", pa.int32()))
        schema = schema.append(pa.field(f"middle_{among}", pa.string()))
    return schema


def _profiles(profiles: list[Profile]) -> pa.Table:
    import pyarrow as pa

    kinds = {"demo": pa.bool_()}
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in (*PROFILE, *SPELT)])
    rows = [
        {**profile._asdict(), "pinyin": pinyin(profile.name), "initials": initials(profile.name)}
        for profile in profiles
    ]
    return pa.Table.from_pylist(rows, schema)


def _answer_schema() -> pa.Schema:
    import pyarrow as pa

    texts = [(name, pa.string()) for name in ("level", "key", "field", "status")]
    return pa.schema([("year", pa.int32()), *texts, ("value", pa.bool_())])


class Answer(NamedTuple):
    """What a cluster filed in a field of yes or no."""

    cluster_id: str
    field: str
    value: Decimal | None
    status: str


def _answers(edition: Edition, profiles: list[Profile]) -> Iterator[dict[str, Any]]:
    """Yield what the clusters answered by yes or no, as far as the reader may see it."""
    counties = {profile.cluster_id: profile.county_code for profile in profiles}
    for year in edition.snapshot.years():
        flags = [
            field.id for field in form_for(YEARLY, year).fields.values() if field.type == "flag"
        ]
        asked: Record = {"columns": Answer._fields, "years": [year], "fields": flags}
        answers = edition.snapshot.rows_of(Answer, filed_cells, period="current", **asked)
        for answer in sorted(answers, key=lambda answer: answer[:2]):
            if edition.sees_cell(answer.field, answer.cluster_id, counties[answer.cluster_id]):
                value = None if answer.value is None else bool(answer.value)
                said = {"field": answer.field, "status": answer.status, "value": value}
                yield {"year": year, "level": "cluster", "key": answer.cluster_id, **said}
