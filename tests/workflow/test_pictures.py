"""The picture in the guide is the table's own."""

from pathlib import Path

from jiqun.workflow.loading import workflow
from jiqun.workflow.pictures import state_diagram

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "workflow.md"
OFFICES = {"county", "prefecture", "province", "nation"}


def test_the_guide_shows_the_filing_as_the_catalogue_has_it() -> None:
    drawn = state_diagram(workflow("filing"), OFFICES, "en", without={"close"})
    assert drawn in GUIDE.read_text(encoding="utf-8")


def test_a_picture_in_chinese_has_no_english_words() -> None:
    filing = workflow("filing")
    for line in state_diagram(filing, filing.slots, "zh").splitlines()[1:]:
        assert not line.partition(" : ")[2].isascii() or " : " not in line


def test_a_step_of_an_office_that_is_not_there_is_not_drawn() -> None:
    drawn = state_diagram(workflow("filing"), OFFICES - {"prefecture"}, "en")
    assert "endorsed_by_prefecture" not in drawn
    assert "submitted --> endorsed_by_province : endorse" in drawn
