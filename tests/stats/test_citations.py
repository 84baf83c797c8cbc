"""Every statistic says what to cite, whole, and from its docstring alone."""

import re
from pathlib import Path

import pytest
import yaml

import jiqun.stats as st
from jiqun import __version__
from jiqun.stats.citations import PROGRAM, statistics

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", statistics())
def test_each_work_begins_with_its_author_has_its_year_and_ends(name):
    works = st.citation(name).works
    assert works
    for work in works:
        assert re.match(r"(van )?[A-Z]", work), work
        assert re.search(r"\((1[89]|20)\d\d\)", work), work
        assert work.endswith((".", ")")), work
        assert ":func:" not in work


def test_a_reference_over_several_lines_is_one():
    isard, balassa = st.citation("location_quotient").works
    assert isard.startswith("Isard, W. (1960).")
    assert balassa.endswith("comparative advantage. The Manchester School 33(2), 99-123.")


def test_printed_it_is_a_line_each_and_the_program_last():
    assert str(st.citation("gini")).splitlines()[-1] == PROGRAM
    assert len(str(st.citation("complexity")).splitlines()) == 3


def test_a_name_that_is_no_statistic_is_refused_with_those_like_it():
    with pytest.raises(KeyError, match=r"did you mean .*ellison_glaeser"):
        st.citation("ellison_glaser")
    with pytest.raises(KeyError):
        st.citation("EigengapWarning")


def test_the_command_prints_the_same(jiqun):
    ran = jiqun("cite", "complexity")
    assert ran.out.splitlines() == [
        "complexity",
        *(f"  {work}" for work in st.citation("complexity").works),
        PROGRAM,
    ]
    everything = jiqun("cite", "--json").document
    assert [row["statistic"] for row in everything["statistics"]] == statistics()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_command_does_not_find_what_is_none(jiqun, lang):
    ran = jiqun("cite", "kd", "--lang", lang)
    assert ran.code == 3
    assert "jiqun cite" in ran.err


def test_the_file_that_says_how_to_cite_the_program_is_of_this_version():
    said = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert (said["version"], said["license"]) == (__version__, "Apache-2.0")
    assert said["authors"][0]["name"] in PROGRAM
    assert {"cff-version", "message", "title", "type"} <= set(said)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_command_names_statistics_of_a_like_name(jiqun, lang):
    ran = jiqun("cite", "Moran", "--lang", lang)
    assert ran.code == 3
    assert "moran, local_moran" in ran.err
