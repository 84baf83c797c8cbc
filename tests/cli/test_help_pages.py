"""Help pages: whole sentences, in the reader's language."""

from collections.abc import Callable
from typing import Any

import pytest

Jiqun = Callable[..., Any]
PAGES = [
    ("--help",),
    ("report", "--help"),
    ("roster", "--help"),
    ("filings", "check", "--help"),
    ("audit", "--help"),
]


@pytest.mark.parametrize("words", PAGES, ids=" ".join)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_sentence_of_a_help_page_is_cut_off(
    jiqun: Jiqun, words: tuple[str, ...], lang: str
) -> None:
    ran = jiqun(*words, "--lang", lang)
    assert (ran.code, "…" in ran.out) == (0, False)


@pytest.mark.parametrize("words", PAGES, ids=" ".join)
def test_a_chinese_help_page_has_no_english_sentence(jiqun: Jiqun, words: tuple[str, ...]) -> None:
    page = jiqun(*words, "--lang", "zh").out
    assert "用法：jiqun" in page
    for said in ("Usage", "Options ─", "Arguments", "Commands", "Show this", "[required]"):
        assert said not in page, said


def test_an_english_help_page_stays_english_after_a_chinese_one(jiqun: Jiqun) -> None:
    jiqun("report", "--help", "--lang", "zh")
    page = jiqun("report", "--help", "--lang", "en").out
    assert "Usage: jiqun report" in page
    assert "Show this message and exit." in page
    assert "选项" not in page
