"""Whatever is damaged in an installation, ``doctor --deep`` tells it, and what to do about it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.db import connections
from tests.web.filing.test_evidence import add
from tests.web.people import PATH, signed_in, the_case
from tests.web.test_auditing import unguarded

from jiqun.workspace import Workspace, release

Jiqun = Callable[..., Any]
Damage = Callable[[Path], object]


@pytest.fixture
def sound(office: Workspace, jiqun: Jiqun) -> Iterator[Path]:
    """Return an installation with filings, a vintage, events and a file, in which all holds."""
    release(office, 2022)
    county = signed_in("county")
    county.post(f"{PATH}begin/")
    assert add(county) == 302
    assert jiqun("doctor", "--deep", "-w", office.folder).code == 0
    yield office.folder
    connections.close_all()


def first(pattern: str) -> Callable[[Path], Path]:
    """Return what finds the first file of a pattern in a workspace."""
    return lambda folder: sorted(path for path in folder.glob(pattern) if path.is_file())[0]


def flipped(pattern: str, old: bytes = b"", new: bytes = b"") -> Damage:
    """Return what changes a file without changing its length: words, or a byte of its first values.

    In a table's middle there may stand statistics of a page, which change nothing that is read.
    """

    def damage(folder: Path) -> None:
        file = first(pattern)(folder)
        content = bytearray(file.read_bytes())
        if old:
            assert old in content
            content = content.replace(old, new, 1)
        else:
            content[len(content) // 4] ^= 0xFF
        file.write_bytes(content)

    return damage


def cut(pattern: str) -> Damage:
    """Return what keeps the first half of a file."""

    def damage(folder: Path) -> None:
        file = first(pattern)(folder)
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])

    return damage


def gone(pattern: str) -> Damage:
    """Return what deletes a file."""
    return lambda folder: first(pattern)(folder).unlink()


def done(statement: str) -> Damage:
    """Return what does something to the database that the program never does."""
    return lambda _: unguarded(statement)


def one_row_less(pattern: str) -> Damage:
    """Return what takes a row from a table, which is sound otherwise."""

    def damage(folder: Path) -> None:
        file = first(pattern)(folder)
        pq.write_table(pq.read_table(file).slice(1), file)

    return damage


DOCUMENTS, TABLES, JOURNAL = "submissions/*.jsonl", "tables/*.parquet", "journal/*.jsonl"
VINTAGES, EVIDENCE = "vintages/*/*.parquet", "evidence/*/*"
DAMAGES: dict[str, Damage] = {
    "a document changed": flipped(DOCUMENTS, b'"exports":"300000"', b'"exports":"900000"'),
    "documents cut": cut(DOCUMENTS),
    "documents deleted": gone(DOCUMENTS),
    "a table damaged": flipped("tables/cells-*.parquet"),
    "headers of one row less": one_row_less("tables/headers-*.parquet"),
    "a table cut": cut(TABLES),
    "a table deleted": gone(TABLES),
    "the manifest cut": cut("workspace.json"),
    "the manifest changed": flipped("workspace.json", b'"entries":2', b'"entries":1'),
    "the journal changed": flipped(JOURNAL, b'"one"', b'"onx"'),
    "the journal cut": cut(JOURNAL),
    "the journal deleted": gone(JOURNAL),
    "a vintage damaged": flipped(VINTAGES),
    "a vintage cut": cut(VINTAGES),
    "a vintage deleted": gone(VINTAGES),
    "a vintage's manifest cut": cut("vintages/*/manifest.json"),
    "a file beside a filing changed": flipped(EVIDENCE),
    "a file beside a filing cut": cut(EVIDENCE),
    "a file beside a filing deleted": gone(EVIDENCE),
    "an event changed": done("UPDATE events_event SET said = '{}' WHERE number = 2"),
    "an event missing": done(
        "DELETE FROM events_event WHERE number = (SELECT MIN(number) FROM events_event "
        "WHERE number > 1 AND id NOT IN (SELECT event_id FROM events_sealed))"
    ),
    "a sealed text changed": done("UPDATE events_sealed SET text = 'x' WHERE text <> ''"),
    "rows of cells missing": done("DELETE FROM filing_cell WHERE field = 'exports'"),
    "the row of a file missing": done("DELETE FROM filing_evidence"),
    "sealed texts missing": done("DELETE FROM events_sealed"),
}


@pytest.mark.parametrize("what", DAMAGES)
def test_damage_is_told_with_what_to_do(sound: Path, jiqun: Jiqun, what: str) -> None:
    DAMAGES[what](sound)
    ran = jiqun("doctor", "--deep", "-w", sound, "--json")
    assert (ran.code, bool(ran.document["problems"])) == (2, True)
    for problem in ran.document["problems"]:
        for lang in ("zh", "en"):
            assert problem["what"][lang]
            assert problem["do"][lang]


def test_a_vintage_without_its_manifest_is_told(sound: Path, jiqun: Jiqun) -> None:
    gone("vintages/*/manifest.json")(sound)
    ran = jiqun("doctor", "--deep", "-w", sound, "--json")
    assert ran.code == 0  # as after a release that was cut off, which nobody was told succeeded
    (problem,) = ran.document["problems"]
    assert problem["code"] == "workspace.vintage_unfinished"
    assert "jiqun release" in problem["do"]["zh"]


def test_a_filing_whose_rows_are_all_gone_is_named(sound: Path, jiqun: Jiqun) -> None:
    the_case("two").delete()
    ran = jiqun("doctor", "--deep", "-w", sound, "--json")
    (problem,) = ran.document["problems"]
    assert (ran.code, problem["code"], problem["where"]["cluster"]) == (
        2,
        "filing.case_missing",
        "two",
    )
