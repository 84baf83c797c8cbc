"""One door for texts: what is refused, what is made plain, what is said of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.texts import LONGEST_REASON, UNFIT, printable, read_text, stated


@pytest.mark.parametrize(
    ("character", "named"),
    [
        ("\x00", "U+0000"),
        ("\x0b", "U+000B 垂直制表符"),
        ("\x1b", "U+001B"),
        ("\x85", "U+0085"),
        ("\ud800", "U+D800"),
        ("\ufffe", "U+FFFE"),
        ("\uffff", "U+FFFF"),
        ("\U0001fffe", "U+1FFFE"),
        ("\u202e", "U+202E 右至左强制"),
        ("\u2066", "U+2066"),
    ],
)
@pytest.mark.parametrize("lines", [True, False])
def test_what_no_text_holds_is_refused_and_named(character: str, named: str, lines: bool) -> None:
    text, problems = read_text(f"甲{character}乙", Where(), lines=lines)
    assert (text, [problem.code for problem in problems]) == ("", ["texts.unfit"])
    assert named in problems[0].text("zh")


@pytest.mark.parametrize(
    ("said", "read", "named"),
    [
        (
            "\u00a0示例\u3000集群 ",
            "示例 集群",
            ["U+00A0 no-break space", "U+3000"],
        ),
        ("示\u200b例", "示例", ["U+200B zero width space"]),
        ("\ufeff示例", "示例", ["U+FEFF"]),
        ("示\u200f例", "示例", ["U+200F"]),
    ],
)
def test_invisible_characters_are_made_plain_and_named(
    said: str, read: str, named: list[str]
) -> None:
    text, [note] = read_text(said, Where())
    assert (text, errors_only([note])) == (read, [])
    assert all(name in note.text("en") for name in named)


def test_line_ends_and_tabs_stand_only_where_a_text_may_run_over_lines() -> None:
    assert read_text("一\r\n\t二", Where(), lines=True).text == "一\n\t二"
    for said in ("一\n二", "一\r二", "一\t二"):
        assert [problem.code for problem in read_text(said, Where()).problems] == ["texts.unfit"]


def test_a_rare_character_of_a_name_is_no_fault() -> None:
    for said in ("\U00031350记", "\ue000厂", "葛\U000e0100城"):
        assert read_text(said, Where()) == (said, [])


def test_a_text_has_a_length() -> None:
    assert stated("因" * LONGEST_REASON, "--reason") == "因" * LONGEST_REASON
    with pytest.raises(Refused) as refused:
        stated("因" * (LONGEST_REASON + 1), "--reason")
    assert refused.value.problems == [
        Problem("texts.too_long", Where(field="--reason"), {"length": "1001", "longest": "1000"})
    ]


@given(some.text(some.characters(exclude_categories=[])))
def test_what_is_read_or_printed_holds_nothing_unfit(said: str) -> None:
    text, problems = read_text(said, Where(), lines=True)
    assert bool(errors_only(problems)) == bool(UNFIT.search(said.strip())) or len(said) > 200
    for kept in (text, printable(said)):
        assert UNFIT.search(kept) is None
    assert read_text(text, Where(), lines=True) == (text, [])
