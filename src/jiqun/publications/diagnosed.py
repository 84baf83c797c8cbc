"""What is said of a single cluster on its page: findings among peers, measures, a picture."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jiqun.base.distinct import distinct
from jiqun.base.language import Bilingual, Lang
from jiqun.base.readers import PUBLIC
from jiqun.charts import Chart, read_chart
from jiqun.diagnosis.board import NOTHING_OUTSIDE, Outside
from jiqun.diagnosis.diagnose import completed, examined
from jiqun.diagnosis.places import Place, Why, places
from jiqun.diagnosis.registered import published_lines
from jiqun.disclosure import Compared
from jiqun.reports.own_weaknesses import (
    EVERY,
    OVERVIEW,
    own_sentences,
    present,
    standing_chart,
    weaknesses,
)
from jiqun.reports.remedies import own_measure_table, own_measures, own_taken
from jiqun.reports.sources import responses_of
from jiqun.reports.tables import Table

if TYPE_CHECKING:
    import pyarrow as pa

    from jiqun.diagnosis.diagnose import Diagnosis
    from jiqun.diagnosis.telling import Found
    from jiqun.disclosure import Edition
    from jiqun.reports.model import Statement

LANGUAGES: tuple[Lang, Lang] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Said:
    """A weakness as it is shown: its sentence, how grave and how sure, what would refute it."""

    id: str
    group: str
    title: Bilingual
    text: Bilingual
    severity: float
    confidence: float
    refuted_by: Bilingual


@dataclass(frozen=True, slots=True)
class Diagnosed:
    """What is shown of one cluster.

    Parameters
    ----------
    basis, basis_notes
        What it was compared with, what nobody can tell, and the words used there explained.
    found, found_notes
        The weaknesses, the gravest first, and the words used there explained.
    tested
        How many findings were tested.
    peers
        The ids of comparable clusters, nearest first.
    chart
        Its place among them; None where it was compared with nobody.
    best, measures
        The measure that fits best in a sentence, and the table of measures by language.
    taken
        The measures that were taken, and what its indicators did since.
    places
        Its place in every indicator and year.
    """

    basis: tuple[Bilingual, ...]
    found: tuple[Said, ...]
    tested: int
    peers: tuple[str, ...]
    chart: Chart | None
    best: Bilingual
    taken: tuple[Bilingual, ...]
    measures: dict[str, Table]
    places: tuple[Seat, ...] = ()
    basis_notes: tuple[Bilingual, ...] = ()
    found_notes: tuple[Bilingual, ...] = ()


@dataclass(frozen=True, slots=True)
class Seat:
    """A place among peers, as :class:`jiqun.diagnosis.places.Place` without the value."""

    figure: str
    year: int
    first: int
    last: int
    of: int
    share: float | None
    low: float | None
    high: float | None
    least: float | None
    most: float | None
    step: int
    why: Why


def diagnosis_schema() -> pa.Schema:
    """Return the columns of diagnoses: a cluster's is one JSON document."""
    import pyarrow as pa

    texts = [(name, pa.string()) for name in ("level", "key", "said")]
    return pa.schema([("year", pa.int32()), *texts])


def diagnoses(edition: Edition, year: int, *, opened: bool) -> Iterator[pa.Table]:
    """Yield what is shown of every cluster that filed for a year, as the reader may see it.

    Parameters
    ----------
    edition, year
        What the reader sees, and the data year.
    opened
        Whether made-up clusters show what would be withheld of real ones.
    """
    import pyarrow as pa

    full = edition.fictional() if opened else frozenset[str]()
    responses = responses_of(edition)
    outside = _outside(edition)
    compared, found = examined(edition.snapshot, edition.reader, year, outside=outside, opened=full)
    placed = places(compared)
    rows = [
        {
            "year": year,
            "level": "cluster",
            "key": own.cluster,
            "said": _record(own, year, placed.get(own.cluster, ())),
        }
        for own in sorted(completed(found, compared, year, responses), key=_cluster)
        if own.findings
    ]
    yield pa.Table.from_pylist(rows, diagnosis_schema())


def _outside(edition: Edition) -> Outside:
    """Return what is known beside a vintage's filings: candidates, and to the public nothing."""
    folder = edition.snapshot.folder
    if folder is None or edition.reader == PUBLIC:
        return NOTHING_OUTSIDE
    return Outside(specialised=published_lines(folder, Compared(edition.snapshot, edition.reader)))


def _cluster(own: Diagnosis) -> str:
    return own.cluster


def _record(own: Diagnosis, year: int, placed: Iterable[Place]) -> str:
    chart = standing_chart(own)
    overview = own_sentences(own, OVERVIEW, year)
    sentences = dict(zip(present(own), own_sentences(own, EVERY, year), strict=True))
    tables = {lang: own_measure_table(own, lang) for lang in LANGUAGES}
    said = {
        "basis": [_both(claim.text) for claim in overview],
        "basis_notes": _notes(overview),
        "found_notes": _notes(sentences.values()),
        "found": [_found(found, claim) for found, claim in sentences.items()],
        "tested": sum(found.verdict != "cannot_tell" for found in weaknesses(own)),
        "peers": own.peers,
        "chart": None if chart is None else chart.record(),
        "best": _both(own_measures(own).text),
        "taken": [_both(claim.text) for claim in own_taken(own)],
        "measures": {
            lang: {"header": table.header, "rows": table.rows, "widths": table.widths}
            for lang, table in tables.items()
            if table is not None
        },
        "places": [_seat(place) for place in placed],
    }
    return json.dumps(said, ensure_ascii=False)


def _notes(claims: Iterable[Statement]) -> list[dict[str, str]]:
    """Return what stands beside claims, each once."""
    return [_both(said) for said in distinct(claim.caution for claim in claims if claim.caution)]


def _seat(place: Place) -> list[Any]:
    """Return a place as a row: there are hundreds of a cluster, and names would be most of it."""
    seats = (place.first, place.last, place.of)
    shares = (place.share, place.low, place.high, place.least, place.most)
    return [place.figure, place.year, *seats, *shares, place.step, place.why]


def _found(found: Found, claim: Statement) -> dict[str, Any]:
    return {
        "id": found.finding.id,
        "group": found.finding.group,
        "title": _both(found.finding.title),
        "text": _both(claim.text),
        "severity": found.severity,
        "confidence": found.confidence,
        "refuted_by": _both(found.finding.refuted_by),
    }


def _both(words: Bilingual) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


def read_diagnosed(text: str) -> Diagnosed:
    """Return what a document of :func:`diagnoses` holds."""
    said = json.loads(text)
    return Diagnosed(
        basis=tuple(map(Bilingual.of, said["basis"])),
        found=tuple(map(_said, said["found"])),
        tested=said["tested"],
        peers=tuple(said["peers"]),
        chart=None if said["chart"] is None else read_chart(said["chart"]),
        best=Bilingual.of(said["best"]),
        taken=tuple(map(Bilingual.of, said["taken"])),
        measures={lang: _table(table) for lang, table in said["measures"].items()},
        places=tuple(Seat(*seat) for seat in said.get("places", ())),
        basis_notes=tuple(map(Bilingual.of, said.get("basis_notes", ()))),
        found_notes=tuple(map(Bilingual.of, said.get("found_notes", ()))),
    )


def _said(found: dict[str, Any]) -> Said:
    words = {name: Bilingual.of(found[name]) for name in ("title", "text", "refuted_by")}
    return Said(**{**found, **words})


def _table(said: dict[str, Any]) -> Table:
    rows = tuple(tuple(row) for row in said["rows"])
    return Table("", "", tuple(said["header"]), rows, tuple(said["widths"]))
