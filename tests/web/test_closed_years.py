"""A cluster's page shows the closed years that the newest vintage keeps, to everybody."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from tests.made import filing, written

from jiqun.base.readers import PUBLIC
from jiqun.clusters import Profile
from jiqun.exchange.closing import OUTCOMES, cells_of, closed_file
from jiqun.exchange.counting import WITHHELD, Counted
from jiqun.exchange.outcomes import Happened, outcomes_of
from jiqun.filings import import_files
from jiqun.filings.accept import accept
from jiqun.publications import Source, contents, making
from jiqun.publications.published import Published
from jiqun.web.explore.closed import closed_years
from jiqun.workspace import Vintage, Workspace, release
from jiqun.workspace.journal import signed

PAGE = "/clusters/one/"
HEADING = "供需与数字化（已结账年度）"


@pytest.fixture
def filed(office: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Return an installation whose clusters filed for 2025 and 2026."""
    monkeypatch.setattr(making, "made_apart", lambda source, what, _: contents.make(source, what))
    made = [filing(cluster, year, "330106") for cluster in ("one", "two") for year in (2025, 2026)]
    assert not [out for out in import_files(written(tmp_path, *made), office) if out.refused]
    return office


def close(workspace: Workspace, year: int, reason: str = "", **said: int | None) -> None:
    """Close a year of the cluster "one" with some numbers; None is withheld."""
    counted = dict(outcomes_of((), Happened()))
    for name, number in said.items():
        known = Counted(None, 2, WITHHELD) if number is None else Counted(Decimal(number), 9)
        counted[name] = known
    profile = Profile.of(workspace.accepted()["one", year].document["cluster"])
    file = closed_file(profile, year, cells_of(counted, year), reason)
    (outcome,) = accept([file], workspace, signed("", "tests"))
    assert not outcome.refused


def published(workspace: Workspace, vintage: Vintage) -> Published:
    return Published(Source(workspace.folder, vintage, PUBLIC, opened=False))


def page(path: str = PAGE) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_without_a_closed_year_the_page_says_nothing_of_it(filed: Workspace) -> None:
    release(filed, 2026)
    assert HEADING not in page()


def test_the_page_shows_what_was_released_and_nothing_closed_later(filed: Workspace) -> None:
    close(filed, 2026, slots_asked=41)
    vintage, _ = release(filed, 2026)
    close(filed, 2026, "补登", slots_asked=52)
    shown = page()
    assert HEADING in shown
    assert "41 <small>" in shown
    assert "52 <small>" not in shown
    assert HEADING not in page("/clusters/two/")
    found = closed_years(published(filed, vintage), "one")
    assert found is not None
    assert found.years == [2026]
    assert closed_years(published(filed, vintage), "elsewhere") is None


def test_closing_again_and_releasing_shows_the_new_numbers(filed: Workspace) -> None:
    close(filed, 2026, slots_asked=41)
    first, _ = release(filed, 2026)
    close(filed, 2026, "补登", slots_asked=52)
    second, new = release(filed, 2026)
    assert (first.id, second.id, new) == ("2026-v1", "2026-v2", True)
    shown = page()
    assert "52 <small>" in shown
    assert "41 <small>" not in shown


def test_missing_nought_and_not_applicable_are_three_things(filed: Workspace) -> None:
    close(filed, 2025, ladder_firms=7, ladder_risen=None)
    close(filed, 2026, slots_asked=5)
    vintage, _ = release(filed, 2026)
    found = closed_years(published(filed, vintage), "one")
    assert found is not None
    rows = {row.field.id: row.cells for _, group in found.groups for row in group}
    assert found.years == [2026, 2025]
    assert [cell["said"] for cell in rows["ladder_firms"]] == ["0", "7"]
    assert [cell["status"] for cell in rows["slots_asked"]] == ["", "not_applicable"]
    assert [cell["status"] for cell in rows["ladder_risen"]] == ["", "missing"]
    assert found.whys == [WITHHELD]
    shown = page("/en" + PAGE)
    assert "Exchange and digital ladder (closed years)" in shown
    assert "withheld: fewer than three firms stand behind it." in shown
    assert "not applicable" in shown


def test_a_vintage_before_the_close_keeps_none(filed: Workspace) -> None:
    vintage, _ = release(filed, 2026)
    close(filed, 2026)
    assert closed_years(published(filed, vintage), "one") is None
    assert len(filed.accepted(OUTCOMES)) == 1
