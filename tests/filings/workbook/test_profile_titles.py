"""What is missing from a profile has one name, in the message and in the workbook."""

import pytest

from jiqun.clusters.profile import REQUIRED, TITLES, read_profile
from jiqun.filings.workbook.layout import layout_for


@pytest.mark.parametrize("year", [2022, 2026])
def test_a_message_calls_what_is_missing_as_the_workbook_does(year: int) -> None:
    asked = layout_for("sme-cluster-annual", year).said["profile"]
    said = {key: (title.zh, title.en) for key, title in TITLES.items()}
    assert said == {key: (asked[key]["zh"], asked[key]["en"]) for key in REQUIRED}


def test_each_thing_missing_is_named_in_chinese_and_in_english() -> None:
    _, problems = read_profile({}, "a.json")
    assert [problem.code for problem in problems] == ["clusters.key_missing"] * len(REQUIRED)
    assert "集群名称" in problems[1].text("zh")
    assert "name of the cluster" in problems[1].text("en")
