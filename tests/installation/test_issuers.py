"""Who issues reports is part of a catalogue: judged with it, refused with a sentence, undone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from jiqun.base.own_catalogue import NONE, in_force, install
from jiqun.installation import own_files, settle, trial, undo
from jiqun.reports.coverage import NATIONWIDE
from jiqun.reports.issuers import issuer_of
from jiqun.workspace import Workspace
from tests.reports.test_issuers import ENTERED, SVG, png

NAME = ENTERED + "name: {zh: 某部中小企业局, en: SME Bureau}\n"
BAD = {
    "no such region": ("999999.yaml", NAME, "catalogue.unknown_name"),
    "no logo": ("nation.yaml", NAME + "logo: gone.svg\n", "installation.no_logo"),
    "no name": ("nation.yaml", ENTERED + "logo: logo.svg\n", "catalogue.key_missing"),
    "one language": ("nation.yaml", ENTERED + "name: {zh: 某局}\n", "catalogue.key_missing"),
    "a placeholder nobody fills": (
        "nation.yaml",
        NAME + 'titles: {nation: {zh: "{month}月报", en: "{month}ly"}}\n',
        "catalogue.bad_value",
    ),
    "a placeholder that reaches in": (
        "nation.yaml",
        NAME + 'titles: {nation: {zh: "{place.zh}年报", en: "{place.zh}"}}\n',
        "catalogue.bad_value",
    ),
    "braces left open": (
        "nation.yaml",
        NAME + 'titles: {nation: {zh: "{place 年报", en: "{place"}}\n',
        "catalogue.bad_value",
    ),
    "a year in one language": (
        "nation.yaml",
        NAME + 'titles: {nation: {zh: "年报{year}", en: "Annual report"}}\n',
        "catalogue.bad_value",
    ),
    "a kind there is not": (
        "nation.yaml",
        NAME + "titles: {city: {zh: 年报, en: Report}}\n",
        "catalogue.key_unknown",
    ),
    "no entry": ("nation.yaml", NAME.replace(ENTERED, ""), "catalogue.not_entered"),
    "a script": ("logo.svg", SVG.decode().replace("<c", "<script/><c"), "installation.logo"),
}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Path]:
    """Make an empty workspace; no catalogue outlasts the test."""
    yield Workspace.create(tmp_path / "w").folder
    install(NONE)


def write(workspace: Path, name: str, content: bytes) -> None:
    path = workspace / "catalog" / "issuers" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


@pytest.mark.parametrize(("name", "text", "code"), BAD.values(), ids=list(BAD))
def test_what_is_wrong_is_told_and_does_not_hold(
    workspace: Path, name: str, text: str, code: str
) -> None:
    write(workspace, name, text.encode())
    found = trial(workspace)
    assert code in [problem.code for problem in found.problems]
    assert f"issuers/{name}" not in found.own.files
    for problem in found.problems:
        assert problem.where.file.endswith(f"catalog/issuers/{name}")


def test_a_bad_logo_leaves_the_last_good_one_in_force(workspace: Path) -> None:
    write(workspace, "nation.yaml", (NAME + "logo: logo.png\n").encode())
    write(workspace, "logo.png", png())
    assert settle(workspace).problems == []
    write(workspace, "logo.png", png()[:-8])
    settled = settle(workspace)
    assert [problem.code for problem in settled.problems] == ["installation.logo"]
    assert in_force().files["issuers/logo.png"] == png()
    found = issuer_of(NATIONWIDE, 2022)
    assert found is not None
    assert found.logo is not None
    undo(workspace)
    assert (workspace / "catalog/issuers/logo.png").read_bytes() == png()


def test_a_logo_is_listed_with_the_file_that_names_it(workspace: Path) -> None:
    write(workspace, "nation.yaml", (NAME + "logo: logo.svg\n").encode())
    write(workspace, "logo.svg", SVG)
    settle(workspace)
    assert [(own.name, own.parts) for own in own_files()] == [
        ("issuers/nation.yaml", ("name", "logo"))
    ]


def test_a_folder_in_a_logo_s_place_is_told(workspace: Path) -> None:
    (workspace / "catalog/issuers/logo.svg").mkdir(parents=True)
    assert [problem.code for problem in trial(workspace).problems] == ["installation.folder"]
