"""Where a part is not installed: what goes on without it, and the one sentence that names it."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from jiqun.base.parts import PARTS
from tests.conftest import Ran

BLOCKING = """
import importlib.abc
import json
import sys


class Absent(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ABSENT:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


ABSENT = set(json.loads(sys.argv.pop(1)))
sys.meta_path.insert(0, Absent())
"""
COMMAND = "from jiqun.cli.app import main; sys.exit(main(sys.argv[1:]))"
LIGHT = [extra for extra in PARTS if extra]
Command = Callable[..., Ran]


def without(extras: Iterable[str], *words: object, code: str = COMMAND) -> Ran:
    """Run the command, or other code, in a process that cannot import what some extras bring."""
    absent = [module for extra in extras for module in PARTS[extra].packages.values()]
    said = [sys.executable, "-c", BLOCKING + code, json.dumps(absent), *map(str, words)]
    ran = subprocess.run(said, capture_output=True, text=True, check=False)  # noqa: S603  # our own code
    return Ran(ran.returncode, ran.stdout, ran.stderr)


def test_without_any_extra_the_command_line_speaks_and_makes_workspaces(tmp_path: Path) -> None:
    for words in (["--help"], ["--version"], ["init", tmp_path / "w"], ["rules", "list"]):
        ran = without(LIGHT, *words)
        assert (ran.code, ran.err) == (0, ""), words


def test_without_any_extra_a_template_is_made_and_checked(tmp_path: Path) -> None:
    book = tmp_path / "表.xlsx"
    assert without(LIGHT, "filings", "template", "--year", 2022, "-o", book).code == 0
    ran = without(LIGHT, "filings", "check", book, "--json")
    assert ran.code == 2  # it is empty
    assert "Profile!C7" in ran.out
    assert "parts.absent" not in ran.out


STATISTICS = """
import numpy as np, pandas as pd, jiqun.stats as st
draw = np.random.default_rng(0)
table = pd.DataFrame(draw.poisson(3.0, (12, 9)))
x, y = draw.uniform(0, 100, (2, 120))
st.location_quotient(table), st.proximity(table), st.theil(table[0])
print(st.complexity(table).eci.round(6).tolist())
print(st.duranton_overman(x, y, [5, 10, 20]).k.round(12).tolist())
print(st.ripley_k(x, y, [5, 10, 20], 1e4).k.round(9).tolist())
near = np.hypot(x - 50, y - 50) < 40
for given in ({}, {"weights": 1 + x}, {"coordinates": "geographic"}):
    found = st.duranton_overman(x, y % 90, [5, 500, 900], bandwidth=9.0, **given)
    print((found.k * 1e4).round(9).tolist())
bands = st.duranton_overman_envelope(x, y, np.arange(120) < 80, [5, 10, 20], simulations=39)
print(bands.p_value, bands.global_upper.round(12).tolist())
print(st.marcon_puech(x, y, np.ones(120), x < 50, x < 50, [5, 10]).m.round(9).tolist())
"""


def test_without_any_extra_the_statistics_are_the_same() -> None:
    light, whole = without(LIGHT, code=STATISTICS), without([], code=STATISTICS)
    assert (whole.code, whole.err) == (0, "")
    assert light.code == 0
    assert light.out == whole.out
    assert light.err.count("pip install 'jiqun[fast]'") == 1


ASKED = {
    "workspace": [
        ["release", "-w", "W", "--year", "2022"],
        ["filings", "import", "W/workspace.json", "-w", "W"],
        ["roster", "import", "W/workspace.json", "-w", "W"],
        ["registry", "import", "W/workspace.json", "-w", "W"],
        ["report", "-w", "W", "--year", "2022", "-o", "W/report.json"],
        ["indicators", "-w", "W", "--year", "2022", "--by", "nation", "-o", "W/figures.csv"],
    ],
    "reports": [
        *(
            ["report", "-w", "W", "--year", "2022", "-o", f"W/report.{ending}"]
            for ending in ("html", "pdf", "pptx", "docx")
        ),
        ["demo", "D", "--no-serve"],
    ],
    "web": [["serve", "-w", "W"], ["publish", "-w", "W"], ["demo", "D"]],
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("extra", "words"), [(extra, words) for extra, said in ASKED.items() for words in said]
)
def test_a_command_that_needs_a_part_names_it_in_one_sentence(
    jiqun: Command, tmp_path: Path, extra: str, words: list[str], lang: str
) -> None:
    jiqun("init", tmp_path / "W")
    before = sorted(path.name for path in tmp_path.rglob("*"))
    places = [word.replace("W", f"{tmp_path}/W", 1) if word[0] == "W" else word for word in words]
    places = [f"{tmp_path}/D" if word == "D" else word for word in places]
    ran = without([extra], *places, "--lang", lang)
    assert ran.code == 2
    assert len(ran.err.strip().splitlines()) == 1
    assert f"pip install 'jiqun[{extra}]'" in ran.err
    assert sorted(path.name for path in tmp_path.rglob("*")) == before


def test_a_program_is_told_of_a_missing_part_too(jiqun: Command, tmp_path: Path) -> None:
    jiqun("init", tmp_path / "w")
    ran = without(["workspace"], "release", "-w", tmp_path / "w", "--year", 2022, "--json")
    assert [problem["code"] for problem in ran.document["problems"]] == ["parts.absent"]
