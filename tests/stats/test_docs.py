"""The pages on statistics say what the code does."""

import doctest
from pathlib import Path

import pytest

import jiqun.stats as st

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "stats"
PAGES = sorted(FOLDER.glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_worked_examples_give_what_the_page_says(page):
    failed, _ = doctest.testfile(
        str(page), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE, encoding="utf-8"
    )
    assert failed == 0


def test_every_public_function_stands_on_a_page():
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert [name for name in st.__all__ if name[0].islower() and f"`{name}`" not in text] == []
