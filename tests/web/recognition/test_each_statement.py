"""Every step of recognition through its own page, each event of it refused first: nothing stays."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks.every_step import LINES
from benchmarks.people import VERBS
from benchmarks.refused import EVENTS, refused
from django.db import connections
from django.test.utils import override_settings
from tests.web import engines

THINGS = {
    "every-step": len(LINES),
    "applications": 3,
    "recommendations": 3,
    "scores": 2,
    "decisions": 5,
    "objections": 3,
    "reviews": 4,
}
"""How many things take every line of a group once."""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Return where an installation of one's own is made."""
    with engines.database(), override_settings(WORKSPACE=tmp_path / "w"):
        yield tmp_path / "w"
        connections.close_all()


@pytest.mark.parametrize("group", THINGS)
def test_nothing_of_a_step_stays_where_the_log_cannot_be_written(group: str, folder: Path) -> None:
    report = refused(VERBS[group](), folder, THINGS[group], EVENTS)
    assert report.faults == []
    assert report.refusals >= THINGS[group]
