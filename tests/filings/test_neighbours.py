"""What a filing is held against is read from where it stands, and only what is asked for."""

from decimal import Decimal
from pathlib import Path

import pytest

from jiqun.filings import import_files
from jiqun.filings.neighbours import Neighbours
from jiqun.workspace import Workspace
from tests import made


@pytest.fixture
def neighbours(tmp_path: Path) -> Neighbours:
    workspace = Workspace.create(tmp_path / "w")
    before = made.filing("test-001", 2021, exports="5", revenue_total="2000000")
    now = made.filing("test-001", 2022, previous={"exports": "7"})
    import_files(made.written(tmp_path, before, now), workspace)
    return Neighbours(workspace.accepted(), [])


def test_only_the_cells_asked_for_are_taken_apart(neighbours: Neighbours) -> None:
    assert {*neighbours.some("test-001", 2021, {"exports", "nothing"})} == {"exports"}
    assert neighbours.some("test-001", 2020, {"exports"}) == {}
    assert neighbours.some("test-002", 2021, {"exports"}) == {}


def test_some_cells_are_those_of_all(neighbours: Neighbours) -> None:
    names = {"exports", "employment", "has_roadmap"}
    some = neighbours.some("test-001", 2021, names)
    every = neighbours.cells("test-001", 2021)
    assert some == {name: every[name] for name in names}


def test_the_year_before_is_as_given_or_else_as_filed(neighbours: Neighbours) -> None:
    before = neighbours.previous("test-001", 2022, {"exports", "revenue_total"})
    assert {name: one.value for name, one in before.items()} == {
        "exports": Decimal(7),
        "revenue_total": Decimal(2000000),
    }
