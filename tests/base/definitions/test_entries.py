"""Files of indicators: names are checked when they are read; a bad one takes no other with it."""

import re
from pathlib import Path

import pytest
import yaml

from jiqun.base.definitions import applies, indicators, read_indicators
from jiqun.base.definitions.entries import Named
from jiqun.base.errors import Refused
from jiqun.base.files import catalogue_path

GOOD = catalogue_path("indicators", "leading_industry", "output_sme_share.yaml")
BAD = Path(__file__).parents[2] / "bad" / "catalogue" / "indicators"
CASES = {
    path.name: yaml.safe_load(path.read_text(encoding="utf-8"))["source"]["note"]
    for path in sorted(BAD.glob("*/*.yaml"))
}
"""What is wrong stands in each bad file itself: the words the problem must have."""


@pytest.mark.parametrize("name", CASES)
def test_a_bad_name_is_told_with_its_file_and_line(name: str) -> None:
    (path,) = BAD.glob(f"*/{name}")
    found, problems = read_indicators([path])
    assert found == {}
    (problem,) = problems
    assert problem.where.file == name
    assert CASES[name] in problem.text("en")


def test_one_bad_file_never_takes_the_others_with_it() -> None:
    found, problems = read_indicators([*sorted(BAD.glob("*/*.yaml")), GOOD])
    assert list(found) == ["output_sme_share"]
    assert {problem.where.file for problem in problems} == set(CASES)


def test_a_name_has_one_definition(tmp_path: Path) -> None:
    copy = tmp_path / "output_sme_share.yaml"
    copy.write_bytes(GOOD.read_bytes())
    found, problems = read_indicators([GOOD, copy])
    assert list(found) == ["output_sme_share"]
    assert "already defined by leading_industry/output_sme_share" in problems[0].text("en")


def test_asking_for_an_indicator_whose_file_is_bad_says_what_is_wrong_with_it() -> None:
    found, problems = read_indicators([*BAD.glob("*/unknown_field.yaml"), GOOD])
    held = Named(found, problems)
    assert held["output_sme_share"].unit == "ratio"
    with pytest.raises(Refused, match="not a known field"):
        held["unknown_field"]
    with pytest.raises(KeyError):
        held["no_such_indicator"]


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md", "docs/concepts.md"])
def test_a_page_says_how_many_indicators_there_are(page: str) -> None:
    text = (Path(__file__).parents[3] / page).read_text(encoding="utf-8")
    assert re.search(rf"(?<!\d){len(indicators())}(?!\d)", text)


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_a_page_says_how_many_published_figures_the_demonstration_meets(page: str) -> None:
    text = (Path(__file__).parents[3] / page).read_text(encoding="utf-8")
    published = [indicator for indicator in indicators().values() if indicator.published]
    assert re.search(rf"(?<!\d){len(published)} (figures|个数字)", text)


def test_a_figure_can_be_where_all_it_is_made_of_existed() -> None:
    every = indicators()
    assert not applies(every["innovative_density"], 2021)
    assert applies(every["innovative_density"], 2022)
    assert not applies(every["little_giants_2026"], 2025)
    assert not applies(every["innovative_density"], 2026)
    assert not applies(every["little_giants_growth"], 2026)
    assert all(applies(every["output_growth"], year) for year in (2019, 2025, 2026))
