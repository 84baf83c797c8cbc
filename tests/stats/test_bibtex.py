"""References become entries of BibTeX: every statistic's, with their fields where they belong."""

import re
from collections.abc import Callable
from typing import Any

import pytest

import jiqun.stats as st
from jiqun.stats.bibtex import entries, entry
from jiqun.stats.citations import bibliography, citation, statistics

FIELD = re.compile(r"  (\w+) = \{(.+)\},")


@pytest.mark.parametrize("statistic", statistics())
def test_every_statistic_is_cited_in_entries_that_can_be_read(statistic: str) -> None:
    text = citation(statistic).bibtex()
    for written in text.split("\n\n"):
        head, *lines, end = written.splitlines()
        assert re.fullmatch(r"@(article|misc|software)\{[a-z]+[0-9]*[a-z]?,", head)
        assert end == "}"
        assert all(FIELD.fullmatch(line) for line in lines)
        assert written.count("{") == written.count("}")


def test_every_key_is_one_works() -> None:
    works = [work for name in statistics() for work in citation(name).works]
    keys = re.findall(r"^@\w+\{(.*),$", bibliography(works), re.M)
    assert len(keys) == len(set(keys)) > 40


def test_a_paper_has_its_journal_volume_and_pages() -> None:
    said = entry(
        "Ellison, G., Glaeser, E. L. (1997). Geographic concentration in U.S. manufacturing "
        "industries: a dartboard approach. Journal of Political Economy 105(5), 889-927."
    )
    assert (said.kind, said.key) == ("article", "ellison1997")
    assert said.fields["author"] == "Ellison, G. and Glaeser, E. L."
    assert said.fields["title"].endswith("U.S. manufacturing industries: a dartboard approach")
    assert said.fields["journal"] == "Journal of Political Economy"
    assert (said.fields["volume"], said.fields["number"], said.fields["pages"]) == (
        "105",
        "5",
        "889--927",
    )


@pytest.mark.parametrize("work", ["", "A dataset without a year", "甲 (2001). 某书. 某社."])
def test_what_is_no_reference_of_a_known_kind_is_kept_whole(work: str) -> None:
    assert entry(work).kind == "misc"


def test_two_works_of_an_author_and_year_are_told_apart() -> None:
    works = [f"Roe, A. (2001). {title}. A Press." for title in ("One thing", "Another thing")]
    assert [found.key for found in entries(works)] == ["roe2001", "roe2001a"]


def test_the_command_prints_entries(jiqun: Callable[..., Any]) -> None:
    ran = jiqun("cite", "moran", "--bibtex")
    assert ran.code == 0
    assert ran.out.startswith("@article{")
    assert ran.out.rstrip().endswith("}")
    assert "@software{jiqun," in ran.out


def test_the_library_gives_them_too() -> None:
    assert "@software{jiqun," in st.citation("moran").bibtex()
