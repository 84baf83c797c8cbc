"""Who fills in is compared with what others have released, and learns nothing of the rest."""

from pathlib import Path

import pytest
from tests.made import filing, written
from tests.web.filing.test_path import fill
from tests.web.people import PATH, signed_in, the_case

from jiqun.filings import import_files
from jiqun.workspace import Workspace, release

OTHERS = tuple(f"other-{number}" for number in range(1, 9))
FAR = "3.0"


def filed(workspace: Workspace, folder: Path, factor: int = 1, reason: str = "") -> None:
    """Let eight other clusters of the sector file for the year, by the command line."""
    folder.mkdir()
    sector = str(the_case().profile["sector"])
    filings = [
        filing(other, 2023, "330106", sector, exports=str((300_000 + 9_000 * number) * factor))
        for number, other in enumerate(OTHERS)
    ]
    outcomes = import_files(written(folder, *filings), workspace, reason)
    assert not [outcome.problems for outcome in outcomes if outcome.refused]


def notes(login: str = "county") -> list[str]:
    """Return what the page tells of other clusters."""
    told = signed_in(login).get(f"{PATH}problems").json()["problems"]
    return [problem["what"] for problem in told if problem["code"].startswith("peers.")]


@pytest.fixture
def far(office: Workspace) -> Workspace:
    """Return an installation with a draft whose exports are far from anybody's."""
    fill(signed_in("county"), exports=FAR)
    return office


def test_filings_that_are_not_released_are_no_peers_of_a_draft(
    far: Workspace, tmp_path: Path
) -> None:
    filed(far, tmp_path / "first")
    assert notes() == []
    release(far, 2023)
    assert any("8" in note for note in notes())


def test_a_correction_that_is_not_released_does_not_move_what_a_draft_is_held_against(
    far: Workspace, tmp_path: Path
) -> None:
    filed(far, tmp_path / "first")
    release(far, 2023)
    before = notes()
    filed(far, tmp_path / "then", 3, "更正")
    assert (notes(), bool(before)) == (before, True)
    release(far, 2023)
    assert notes() != before
