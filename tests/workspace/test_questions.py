"""Questions to the engine: what they compile to, and when Ibis is asked at all."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from jiqun.base import kept
from jiqun.workspace import Workspace
from jiqun.workspace.questions import Table, filed_cells, filed_headers, statement, tables_of

YEARS = {"headers": (("cluster_id", "VARCHAR"), ("year", "INTEGER"))}


def late(headers: Table, *, after: int) -> Table:
    return headers.filter(headers.year > after)


def without_years(headers: Table) -> Table:
    return headers.drop("year")


def counted(headers: Table) -> Table:
    return headers.group_by("year").agg(demo=headers.demo.sum())


def test_a_question_asks_for_tables_by_the_names_of_its_parameters() -> None:
    assert tables_of(late) == ("headers",)
    assert tables_of(filed_cells) == ("cells",)


def test_what_a_question_is_about_stands_in_its_statement() -> None:
    assert "> 2021" in statement(late, YEARS, {"after": 2021})
    assert "> 2022" in statement(late, YEARS, {"after": 2022})


def test_other_columns_make_another_statement() -> None:
    wide = {"headers": (*YEARS["headers"], ("name", "VARCHAR"))}
    assert '"name"' in statement(without_years, wide, {})
    assert '"name"' not in statement(without_years, YEARS, {})


def test_a_kept_statement_is_the_one_that_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    twice = [statement(late, YEARS, {"after": 2020}) for _ in range(2)]
    monkeypatch.setattr(kept, "_folder", lambda _: None)
    assert {*twice, statement(late, YEARS, {"after": 2020})} == {twice[0]}


def test_the_second_process_does_not_import_ibis(demonstration: Path) -> None:
    asked = f"""
import sys
from pathlib import Path
from jiqun.workspace import Workspace
print(Workspace.open(Path({str(demonstration)!r})).latest().years(), "ibis" in sys.modules)
"""
    said = [
        subprocess.run(  # noqa: S603  # our own words
            [sys.executable, "-c", asked], capture_output=True, text=True, check=True
        ).stdout.split("] ")
        for _ in range(2)
    ]
    assert said[0][0] == said[1][0]
    assert said[1][1] == "False\n"


def test_a_clusters_own_snapshot_looks_at_no_other(demonstration: Path) -> None:
    latest = Workspace.open(demonstration).latest()
    alone = replace(latest, only=frozenset({"demo-001"}))
    assert {row["cluster_id"] for row in alone.rows(filed_headers)} == {"demo-001"}
    assert {row["cluster_id"] for row in alone.rows(filed_cells)} == {"demo-001"}
    assert len(latest.rows(filed_headers, years=[2022])) == 100


def test_what_is_counted_is_an_integer(demonstration: Path) -> None:
    latest = Workspace.open(demonstration).latest()
    found = {row["year"]: row["demo"] for row in latest.rows(counted)}
    assert found[2022] == 100
    assert {type(number) for number in found.values()} == {int}
