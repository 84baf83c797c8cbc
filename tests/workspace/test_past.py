"""What a workspace held on a past day, by its journal."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from unittest.mock import patch

import pytest

from jiqun.filings import import_files
from jiqun.workspace import Workspace
from jiqun.workspace.past import accepted_on, roster_on
from tests.made import filing, written

LATE = datetime(2026, 6, 1, 16, 30, tzinfo=UTC)
"""Half past midnight of the second of June in China."""


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    with patch("jiqun.workspace.journal.datetime", now=lambda _: moment):
        yield


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Return a workspace with a filing of one day, and the same corrected on a later one."""
    made = Workspace.create(tmp_path / "w")
    with at(LATE):
        import_files(written(tmp_path, filing(exports=1)), made)
    with at(LATE.replace(day=9)):
        import_files(written(tmp_path, filing(exports=2)), made, reason="更正。")
    return made


def exports_on(workspace: Workspace, day: date) -> dict[int, object]:
    found = accepted_on(workspace, "test-001", day)
    assert found is not None
    return {year: kept.document["values"]["exports"] for year, kept in found.items()}


@pytest.mark.parametrize(
    ("day", "said"), [(1, {}), (2, {2022: "1"}), (9, {2022: "1"}), (10, {2022: "2"})]
)
def test_a_filing_counts_from_the_day_in_china_on_which_it_was_accepted(
    workspace: Workspace, day: int, said: dict[int, object]
) -> None:
    assert exports_on(workspace, date(2026, 6, day)) == said


def test_what_was_there_before_the_journal_is_of_no_known_day(
    workspace: Workspace, tmp_path: Path
) -> None:
    with patch("jiqun.workspace.past.entries") as entries:
        entry = {"kind": "roster", "cluster": "test-001", "year": None, "sha256": "a"}
        entries.side_effect = lambda _: iter(
            [(None, entry), (date(2026, 6, 5), {**entry, "cluster": "other"})]
        )
        assert roster_on(workspace, "test-001", date(2026, 6, 4)) is None
        assert roster_on(workspace, "test-001", date(2026, 6, 5)) == "a"
        assert roster_on(workspace, "nobody", date(2026, 6, 4)) == ""


def test_a_document_the_journal_names_and_nobody_has_is_no_filing_of_that_day(
    workspace: Workspace,
) -> None:
    with patch("jiqun.workspace.accepted.Accepted.history", return_value=[]):
        assert accepted_on(workspace, "test-001", date(2026, 6, 9)) is None
