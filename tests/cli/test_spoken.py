"""The command line speaks one language: every help page, and what is said of wrong usage."""

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from jiqun.cli.misuse import chinese

WALK = """
import sys
from jiqun.cli import speech
from jiqun.cli.app import main
speech.set_language(sys.argv[1])
from jiqun.cli.commands import application
def pages(command, path):
    yield path
    for name, below in getattr(command, "commands", {}).items():
        yield from pages(below, [*path, name])
for path in pages(application(), []):
    print("###", *path)
    main([*path, "--help", "--lang", sys.argv[1]])
"""
"""Prints every help page: in a process of its own, since a process speaks one language."""
CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
ENGLISH = re.compile(r"(?<![-/.\w])[A-Za-z][a-z]+(?: [A-Za-z][a-z]+)+(?![-/.\w])")


def pages(lang: str) -> Iterator[tuple[str, str]]:
    """Yield every command with its help page."""
    command = [sys.executable, "-c", WALK, lang]
    ran = subprocess.run(command, capture_output=True, check=True)  # noqa: S603  # our own program
    for page in ran.stdout.decode().split("###")[1:]:
        name, _, text = page.partition("\n")
        yield name.strip(), text


def test_every_chinese_help_page_is_chinese() -> None:
    found = {
        name: words
        for name, text in pages("zh")
        # An example is a command as it is typed.
        if (words := ENGLISH.findall(re.sub(r"jiqun [\w ]+", " ", text)))
    }
    assert found == {}


def test_every_english_help_page_is_english() -> None:
    assert [name for name, text in pages("en") if CHINESE.search(text)] == []


@pytest.mark.parametrize(
    "english",
    [
        "No such option: --nope (Possible options: --force, --of)",
        "No such command 'nope'.",
        "Missing option '-w' / '--workspace'.",
        "Missing argument 'DIR'.",
        "Option '--port' requires an argument.",
        "Got unexpected extra argument(s) (a b)",
        "Invalid value for '--year': Input should be a valid integer, unable to parse string as an "
        "integer",
        "Invalid value for '--port': Input should be less than or equal to 65535",
        "Invalid value for '--by': Value error, 'x' is not one of 'nation', 'province'.",
    ],
)
def test_what_is_said_of_wrong_usage_has_its_chinese(english: str) -> None:
    assert ENGLISH.findall(chinese(english)) == []
    assert CHINESE.search(chinese(english))
