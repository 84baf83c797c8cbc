"""Texts of the catalogue: Chinese marks in Chinese; no Chinese in English but what it quotes."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jiqun.base.shipped import CATALOGUE
from jiqun.base.yaml_files import read_yaml

HALF_WIDTH = re.compile(
    r"[\u4e00-\u9fff”》）][,:;?!](?![\d/])|[,:;?!][\u4e00-\u9fff“《]|[\u4e00-\u9fff]\s*\(|\)\s*[\u4e00-\u9fff]"
)
CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
FORMS = ("workbooks/", "rosters/")
"""Of these English explains a form whose own words, such as 是 and 不适用, are Chinese."""
QUOTED = re.compile(
    r"是/否|[\d.]+[万亿]元?|万元|单位名称|大型、中型、小型、微型"
    r"|[\u4e00-\u9fff]{2,8}〔\d{4}〕\d+号|“?415X”?"
)
"""What people type into such a form, and numbers of documents."""
WRITTEN_AS_YAML = re.compile(r"[\u4e00-\u9fff\w]+: [\u4e00-\u9fff]+(, \w+: [\u4e00-\u9fff]+)*")
"""An example of what to write into a file."""


def pairs(said: Any) -> Iterator[tuple[str, str]]:
    """Yield the texts of every ``{zh: ..., en: ...}``, however deep, pair by pair."""
    if isinstance(said, list):
        for part in said:
            yield from pairs(part)
    if not isinstance(said, dict):
        return
    if {"zh", "en"} <= set(said):
        yield from zip(_texts(said["zh"]), _texts(said["en"]), strict=False)
    for part in said.values():
        yield from pairs(part)


def _texts(said: Any) -> list[str]:
    if isinstance(said, dict):
        return [text for part in said.values() for text in _texts(part)]
    if isinstance(said, list):
        return [text for part in said for text in _texts(part)]
    return [said] if isinstance(said, str) else []


def files() -> list[Path]:
    return sorted(CATALOGUE.rglob("*.yaml"))


def name(path: Path) -> str:
    return path.relative_to(CATALOGUE).as_posix()


@pytest.mark.parametrize("path", files(), ids=name)
def test_a_chinese_text_has_no_half_width_mark_beside_a_chinese_character(path: Path) -> None:
    said = (WRITTEN_AS_YAML.sub(" ", zh) for zh, _ in pairs(read_yaml(path)))
    assert [text for text in said if HALF_WIDTH.search(text)] == []


@pytest.mark.parametrize("path", files(), ids=name)
def test_an_english_text_has_no_chinese_but_what_it_quotes(path: Path) -> None:
    if name(path).startswith(FORMS):
        return
    said = (QUOTED.sub(" ", en) for _, en in pairs(read_yaml(path)))
    assert [text for text in said if CHINESE.search(text)] == []


def test_both_rules_can_fail() -> None:
    bad = {"title": {"zh": "产值(万元),合计", "en": "output（total）"}}
    assert [bool(HALF_WIDTH.search(zh)) for zh, _ in pairs(bad)] == [True]
    assert [bool(CHINESE.search(en)) for _, en in pairs(bad)] == [True]
