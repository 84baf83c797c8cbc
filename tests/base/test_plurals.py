"""No English text says "1 firms": neither the catalogue's words nor those in the program."""

import ast
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from string import Formatter

import pytest

from jiqun.base.errors import Problem
from jiqun.base.files import catalogue_path
from jiqun.base.plurals import counted, filled
from jiqun.base.units import amount, axis_amount, units
from jiqun.base.yaml_files import read_yaml

SOURCE = Path(__file__).parents[2] / "src" / "jiqun"
NO_COUNTS = {"limit", "most", "longest", "working", "other"}
"""Placeholders that stand for limits of ours, which are never one, or for a name."""
VERBS = {"is", "was", "has", "does", "its", "this", "stands", "says", "ends", "begins", "less"}
VERBS |= {"holds", "gives", "leads", "lies", "moves", "needs", "takes", "covers", "measures"}
VERBS |= {"looks", "compares", "fails", "times", "as", "waits", "unless", "previous"}


def english_of(content: object) -> Iterator[str]:
    """Yield every English text in a catalogue file, wherever it stands."""
    if isinstance(content, dict):
        for key, part in content.items():
            if key == "en" or (isinstance(key, str) and key.endswith("_en")):
                yield from texts_of(part)
            else:
                yield from english_of(part)
    elif isinstance(content, list):
        for part in content:
            yield from english_of(part)


def texts_of(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for text in part.values():
            yield from texts_of(text)


def faults_with_one(words: str) -> list[str]:
    """Return what a text says of one thing in the plural, whatever its placeholders are of."""
    names = {name for _, name, _, _ in Formatter().parse(words) if name}
    told = {name: "—" if name in NO_COUNTS else "1" for name in names}
    return [
        found[0]
        for found in re.finditer(r"(?<![\w.,—])1 ([a-z]+)\b(?: ([a-z]+)\b)?", filled(words, told))
        if is_plural(found[1]) or (found[1] in ADJECTIVES and is_plural(found[2] or ""))
    ]


ADJECTIVES = {"filed", "new", "working", "known", "more", "rule", "fictional", "credit", "other"}


def is_plural(word: str) -> bool:
    return word in ("people", "criteria", "are", "were", "have") or (
        len(word) > 2 and word.endswith("s") and not word.endswith("ss") and word not in VERBS
    )


def catalogue_texts() -> list[tuple[str, str]]:
    found = []
    for folder in ("messages", "words", "rules", "workbooks"):
        for path in sorted(catalogue_path(folder).rglob("*.yaml")):
            place = path.relative_to(catalogue_path()).as_posix()
            found += [(place, text) for text in english_of(read_yaml(path)) if "{" in text]
    return found


def test_every_english_text_of_the_catalogue_can_say_one() -> None:
    texts = catalogue_texts()
    assert len(texts) > 300
    wrong = [(place, faults) for place, text in texts if (faults := faults_with_one(text))]
    assert wrong == []


def test_the_search_finds_what_it_is_for() -> None:
    assert faults_with_one("{count} firms have no code") == ["1 firms have"]
    assert faults_with_one("{clusters} verdicts in all") == ["1 verdicts in"]
    assert faults_with_one("{count} {count:firm has|firms have} no code") == []
    assert faults_with_one("{year} was returned, more than {limit} files") == []


def literals(path: Path) -> Iterator[str]:
    """Yield the f-strings of a module: what is filled in as braces, calls of counted left out."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.JoinedStr):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else _hole(part)
                for part in node.values
            )


def _hole(part: ast.expr) -> str:
    value = getattr(part, "value", None)
    called = getattr(value, "func", None)
    named = [node.id for node in ast.walk(part) if isinstance(node, ast.Name)]
    never_one = bool(named) and all(name.isupper() for name in named)  # a limit of ours
    told = getattr(called, "id", "") == "counted"
    return "—" if told or never_one or getattr(part, "format_spec", None) else "1"


MODULES = [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]
NOUNS = re.compile(
    r"(?<!most )(?<![\w.,—/\"'=\[-])1 (?:filed |known |rule |new )?(?:firms|files|filings"
    r"|clusters|places|rows|events|texts|lists|packages|faults|plants|points|sites|rounds|industries|days|years|errors"
    r"|warnings|questions|forms|indicators|criteria|figures|submissions|characters|names|values"
    r"|cases|jobs|makers|experts|candidates|simulations)\b"
)


def test_no_text_in_the_program_counts_in_the_plural_alone() -> None:
    wrong = [
        (path.relative_to(SOURCE).as_posix(), text)
        for path in MODULES
        for text in literals(path)
        if NOUNS.search(text)
    ]
    assert wrong == []


@pytest.mark.parametrize("code", ["roster.outside_perimeter", "registry.hidden_rows_read"])
def test_a_problem_speaks_of_one_and_of_several(code: str) -> None:
    details = {"name": "示例", "value": "330106"}
    one = Problem(code, details={**details, "count": 1}).what("en")
    many = Problem(code, details={**details, "count": 2}).what("en")
    assert re.match(r"1 (firm|row) is ", one)
    assert re.match(r"2 (firms|rows) are ", many)


@pytest.mark.parametrize("unit", [name for name, unit in units().items() if unit.said_in == name])
def test_one_of_a_unit_is_in_the_singular(unit: str) -> None:
    for said in (amount(Decimal(1), unit, "en"), axis_amount(Decimal(1), unit, 0)):
        assert not is_plural(said.rpartition(" ")[2]) or unit == "百家"


def test_a_count_is_written_with_its_noun() -> None:
    assert [counted(number, "filing") for number in (0, 1, 2)] == [
        "0 filings",
        "1 filing",
        "2 filings",
    ]
