"""Candidates: each official sees those of their own places, and the firms behind one."""

from pathlib import Path

import pytest
from django.test import Client
from django.test.utils import override_settings
from tests.web.cast import COOKIE

from jiqun.discovery.kept import Run, kept_run


@pytest.fixture
def run(demonstration: Path) -> Run:
    found = kept_run(demonstration)
    assert found is not None
    return found


def as_reader(name: str) -> dict[str, str]:
    return {"HTTP_COOKIE": f"{COOKIE}={name}"}


def asked(folder: Path, path: str, name: str) -> tuple[int, str]:
    with override_settings(WORKSPACE=folder, JIQUN_READER_OF="tests.web.cast.reader_of"):
        answer = Client().get(path, **as_reader(name))
        return answer.status_code, answer.content.decode()


def test_the_nation_sees_every_ranked_candidate(demonstration: Path, run: Run) -> None:
    status, page = asked(demonstration, "/candidates/", "nation")
    assert status == 200
    assert f"<small>{len(run.candidates)}</small>" in page


def test_a_province_sees_its_own_and_is_told_nothing_of_others(
    demonstration: Path, run: Run
) -> None:
    own = [candidate for candidate in run.candidates if candidate.county_code.startswith("33")]
    own = [candidate for candidate in own if not candidate.county_code.startswith("3302")]
    _, page = asked(demonstration, "/candidates/", "province")
    assert f"<small>{len(own)}</small>" in page
    for candidate in run.candidates:
        status, _ = asked(demonstration, f"/candidates/{candidate.rank}/", "province")
        assert status == (200 if candidate in own else 404)
        if candidate.rank and candidate.rank > 40:
            break


def test_the_list_and_the_dossier_say_the_quotient_alike(demonstration: Path, run: Run) -> None:
    one = run.candidates[0]
    _, listed = asked(demonstration, "/candidates/", "nation")
    _, dossier = asked(demonstration, f"/candidates/{one.rank}/", "nation")
    said = f">{one.quotient:.2f}</"
    assert said in listed and said in dossier
    assert f"#{one.rank}<" not in dossier


def test_a_dossier_names_the_firms(demonstration: Path, run: Run) -> None:
    status, page = asked(demonstration, "/candidates/1/", "nation")
    assert status == 200
    assert page.count("示例企业") >= run.candidates[0].firms


@pytest.mark.parametrize("name", ["public", "firm", "expert", "agency", "audit", "system"])
def test_who_is_no_official_sees_none(demonstration: Path, name: str) -> None:
    assert asked(demonstration, "/candidates/", name)[0] == 403
    assert asked(demonstration, "/candidates/1/", name)[0] == 403
