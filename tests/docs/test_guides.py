"""The guides are true: each is followed to the letter in an empty folder, away from the source."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

GUIDES = ROOT / "docs" / "guides"
PAGES = sorted(GUIDES.glob("*/*.md"))
GROUPS = {"filings", "roster", "template", "check", "import", "release", "report", "serve"}
NAMES = sorted({page.name for page in PAGES})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.stem}")
def test_a_guide_followed_to_the_letter_gives_what_it_says(
    page: Path, tmp_path: Path, demonstration: Path
) -> None:
    runner = shutil.copy(Path(__file__).with_name("following.py"), tmp_path)
    guide = shutil.copy(page, tmp_path)
    for name in ("demo", "演示"):  # built once for all tests; `jiqun demo` keeps what is there
        shutil.copytree(demonstration, tmp_path / "work" / name)
    command = [sys.executable, str(runner), str(guide), page.parent.name]
    ran = subprocess.run(  # noqa: S603  # our own guide
        command, cwd=tmp_path / "work", capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("name", NAMES)
def test_a_guide_is_there_in_both_languages_and_runs_the_same_steps(name: str) -> None:
    zh, en = (steps((GUIDES / lang / name).read_text("utf-8")) for lang in ("zh", "en"))
    assert zh == en
    assert zh


def steps(guide: str) -> list[list[str]]:
    """Return what each command does: its name and its options, without what they are given."""
    return [
        [word for word in line.partition(" #")[0].split() if word in GROUPS or word[0] == "-"]
        for line in re.findall(r"^\$ jiqun (.+)", guide, re.M)
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.stem}")
def test_every_picture_of_a_guide_is_there_and_says_what_it_shows(page: Path) -> None:
    for words, place in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", page.read_text("utf-8")):
        assert len(words) > 10, place
        assert (page.parent / place).is_file(), place
