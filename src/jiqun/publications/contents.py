"""What goes into a publication, as the disclosure gate lets its reader see it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from jiqun.base.files import write_atomically
from jiqun.base.forms import YEARLY, form_for
from jiqun.base.json_files import Record
from jiqun.base.language import Lang
from jiqun.base.names import initials, pinyin
from jiqun.disclosure import Edition
from jiqun.publications.diagnosed import diagnoses, diagnosis_schema
from jiqun.publications.figure_tables import figure_tables, placed_schema
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

PLACES, FIGURES, CLUSTERS, ANSWERS, DIAGNOSES = (
    "places.parquet",
    "figures.parquet",
    "clusters.parquet",
    "answers.parquet",
    "diagnoses.parquet",
)
"""Figures by place and by figure; of clusters the profiles, the answers, the diagnoses."""
TABLES = "tables"
"""What is made before everything else: the figures and whose they are."""
PARTS = (PLACES, FIGURES, CLUSTERS, ANSWERS, DIAGNOSES)
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


def report_name(ending: str, lang: Lang = "zh") -> str:
    """Name a report's file by its ending and language; a data file holds both.

    Examples
    --------
    >>> report_name(".pdf", "en"), report_name(".json", "en")
    ('report.en.pdf', 'report.json')
    """
    return f"report{ending}" if lang == "zh" or ending == ".json" else f"report.{lang}{ending}"


def make(source: Source, what: str) -> None:
    """Make what a vintage publishes to a reader, here and now.

    Parameters
    ----------
    source
        The vintage and the reader.
    what
        ``tables``, or the name of a report's file.
    """
    snapshot = vintage_snapshot(Workspace.open(source.workspace), source.vintage.id)
    edition = Edition(snapshot, source.reader)
    if what != TABLES:
        lang: Lang = "en" if what.startswith("report.en.") else "zh"
        report = compose(snapshot, source.vintage.year, source.reader, lang=lang)
        content = WRITERS[Path(what).suffix](report)
        parts = {what: partial(write_atomically, content=content)}
    else:
        parts = _tables(edition, source)
    write(source.folder, parts, source.record)
    sweep(source.folder, source.edition)


def _tables(edition: Edition, source: Source) -> dict[str, Any]:
    profiles = clusters(edition.snapshot, edition.snapshot.years())
    sectors = {profile.cluster_id: profile.sector for profile in profiles}
    figures = figure_tables(edition, sectors, opened=source.opened)

    def place(path: Path) -> None:
        rows = (of_level.sorted_by_place() for of_level in figures)
        write_sorted(rows, "key", placed_schema(), path)

    def name(path: Path) -> None:
        write_sorted((of_level.rows for of_level in figures), "id", figure_schema(), path)

    def profile(path: Path) -> None:
        write_atomically(path, parquet_bytes(_profiles(profiles)))

    def answer(path: Path) -> None:
        write_sorted(_answers(edition, profiles), "key", _answer_schema(), path)

    def diagnosis(path: Path) -> None:
        rows = diagnoses(edition, source.vintage.year, opened=source.opened)
        write_sorted(rows, "key", diagnosis_schema(), path)

    return {
        PLACES: place,
        FIGURES: name,
        CLUSTERS: profile,
        ANSWERS: answer,
        DIAGNOSES: diagnosis,
    }


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


def _answers(edition: Edition, profiles: list[Profile]) -> Iterator[pa.Table]:
    """Yield by year what the clusters answered by yes or no, as far as the reader may see it."""
    import pyarrow as pa

    counties = {profile.cluster_id: profile.county_code for profile in profiles}
    for year in edition.snapshot.years():
        flags = [
            field.id for field in form_for(YEARLY, year).fields.values() if field.type == "flag"
        ]
        asked: Record = {"columns": Answer._fields, "years": [year], "fields": flags}
        answers = edition.snapshot.rows_of(Answer, filed_cells, period="current", **asked)
        rows = [
            {
                "year": year,
                "level": "cluster",
                "key": answer.cluster_id,
                "field": answer.field,
                "status": answer.status,
                "value": None if answer.value is None else bool(answer.value),
            }
            for answer in sorted(answers, key=lambda answer: answer[:2])
            if edition.sees_cell(answer.field, answer.cluster_id, counties[answer.cluster_id])
        ]
        yield pa.Table.from_pylist(rows, _answer_schema())
