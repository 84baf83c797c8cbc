"""What is always there, what is an extra, and how a missing one is said."""

import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from jiqun.base import parts
from jiqun.base.errors import Refused
from jiqun.base.parts import PARTS, absent_part, need

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]


def named(requirements: list[str]) -> set[str]:
    """Return the distributions of requirements, without the parts of the program itself."""
    names = {re.split(r"[\[<>=~!; ]", said)[0] for said in requirements}
    return names - {"jiqun"}


@pytest.mark.parametrize("extra", sorted(set(EXTRAS) - {"all"}))
def test_every_package_of_an_extra_is_known_by_its_import(extra: str) -> None:
    assert set(PARTS[extra].packages) == named(EXTRAS[extra])


@pytest.mark.parametrize("extra", sorted(PARTS))
def test_a_package_is_imported_by_the_name_that_stands_beside_it(extra: str) -> None:
    brought = packages_distributions()
    for package, module in PARTS[extra].packages.items():
        found = {name.lower().replace("_", "-") for name in brought[module]}
        assert package in found


def test_all_is_everything() -> None:
    [said] = EXTRAS["all"]
    asked = set(re.findall(r"\w+", said)) - {"jiqun"}
    assert asked | {inner for extra in asked for inner in PARTS[extra].within} == set(PARTS) - {""}


@pytest.mark.parametrize("extra", sorted(set(EXTRAS) - {"all"}))
def test_a_part_brings_the_parts_it_needs(extra: str) -> None:
    asked = {said[6:-1] for said in EXTRAS[extra] if said.startswith("jiqun[")}
    assert asked <= set(PARTS[extra].within)
    within = {inner for name in asked for inner in (name, *PARTS[name].within)}
    assert within == set(PARTS[extra].within)


def test_what_no_extra_brings_is_no_missing_part() -> None:
    assert absent_part(ModuleNotFoundError(name="pandas")) is None
    assert absent_part(ModuleNotFoundError("no name")) is None


def test_a_part_within_another_is_asked_for_by_the_outer_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parts, "_is_there", lambda module: module != "pyarrow")
    with pytest.raises(Refused) as refused:
        need("web")
    [problem] = refused.value.problems
    assert problem.details == {"package": "pyarrow", "extra": "web"}
