"""The fixed words of reports: each in both languages, each used, each use with its word."""

import re
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from jiqun.base.files import catalogue_path
from jiqun.base.yaml_files import read_yaml
from jiqun.charts import KINDS, MADE
from jiqun.diagnosis.grounds import Basis, Untold
from jiqun.reports import words as module
from jiqun.reports.chances import CASES
from jiqun.reports.words import words

SAID: dict[str, dict[str, str]] = read_yaml(catalogue_path("words", "reports.yaml"))
ROOM = Path(module.__file__).parent
NAMED = re.compile(r"""["'](\w+)["']|\bw\.(\w+)""")
PUT_TOGETHER = {
    "basis_": get_args(Basis),
    "unknown_": get_args(Untold),
    **dict.fromkeys(("own_peers_", "behind_total_"), CASES),
    "by_": ("macro_region", "province", "sector", "region"),
    "kind_": (*KINDS, *MADE),
    "sheet_": (
        *("about", "figures", "macro_region", "province", "sector"),
        *("bridges", "claims", "charts", "documents"),
    ),
    "layout_": (
        *("cover", "part", "summary", "cards2", "cards4", "notes4", "cards6"),
        *("chart1", "chart2", "matrix", "table"),
    ),
    "prompt_": ("title", "chart", "tbl", "ftr", "text"),
}
"""Words whose names code puts together, by how they begin."""
COMPOSED = {start + end for start, ends in PUT_TOGETHER.items() for end in ends}
COMPOSED |= {"public_edition", "nation_edition"}


def test_every_word_is_used() -> None:
    files = [path for path in ROOM.rglob("*") if path.suffix in (".py", ".j2", ".typ")]
    texts = "\n".join(path.read_text("utf-8") for path in files)
    used = {name for found in NAMED.findall(texts) for name in found if name}
    assert set(SAID) - used - COMPOSED == set()


def test_every_word_that_code_puts_together_is_there() -> None:
    assert set(SAID) >= COMPOSED


def test_every_word_a_template_names_is_there() -> None:
    files = [path for path in ROOM.rglob("*") if path.suffix in (".j2", ".typ")]
    named = {name for path in files for name in re.findall(r"\bw\.(\w+)", path.read_text("utf-8"))}
    assert named - set(SAID) <= {"fill", "aside"}


@pytest.mark.parametrize("name", sorted(SAID))
def test_a_word_is_said_in_both_languages_with_the_same_parts(name: str) -> None:
    zh, en = SAID[name]["zh"], SAID[name]["en"]
    assert zh and en
    assert _parts(zh) == _parts(en)
    assert not re.search("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]", en)


def _parts(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_lists_and_asides_have_each_languages_marks() -> None:
    assert words("zh").listed(["甲", "乙"]) + words("zh").aside("丙") == "甲、乙（丙）"
    assert words("en").listed(["a", "b"]) + words("en").aside("c") == "a, b (c)"
