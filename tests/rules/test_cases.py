"""The rules, told as cases: tests/cases/rules/<jurisdiction>/<programme>.yaml."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from jiqun.base.errors import NotFound
from jiqun.base.quantities import Quantity, Status
from jiqun.rules import Assessment, Facts, Verdict, assess, programme, programmes
from jiqun.rules.records import record

CASES = Path(__file__).resolve().parents[1] / "cases" / "rules"
FILES = sorted(CASES.glob("*/*.yaml"))
SIDES = {"before", "below", "at", "above", "missing"}
ONLY_FROM_NOUGHT = {"before", "at", "above", "missing"}
"""There is nothing below nought incidents."""


def cell(said: str) -> Quantity:
    if said in ("missing", "not_applicable"):
        return Quantity.absent(Status(said))
    return Quantity.of(Decimal(said))


def facts(base: dict[Any, Any], case: dict[str, Any]) -> Facts:
    """Lay a case's changes over its file's base; a year of the base that lacks a field stays so."""
    years = {
        year: {name: cell(value) for name, value in cells.items()}
        for year, cells in base.items()
        if year != "county"
    }
    for place, value in case.get("change", {}).items():
        year, _, name = place.partition(".")
        years.setdefault(int(year), {})[name] = cell(value)
    return Facts("test-001", case.get("county", base["county"]), years)


def load(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def every_case() -> Iterator[Any]:
    for path in FILES:
        content = load(path)
        for case in content["cases"]:
            name = f"{path.parent.name}: {case['title']}"
            yield pytest.param(content, case, id=name)


def named(assessment: Assessment, criterion: str) -> Verdict:
    """Find a verdict, or a part of one, by its criterion's name."""
    for one in assessment.verdicts:
        for verdict in (one, *one.parts):
            if verdict.rule.id == criterion:
                return verdict
    raise AssertionError(f"no criterion {criterion} holds on {assessment.ruling.on}")


@pytest.mark.parametrize(("content", "case"), list(every_case()))
def test_case(content: dict[str, Any], case: dict[str, Any]) -> None:
    rules = programme(content["programme"])
    own, on = facts(content["base"], case), date.fromisoformat(case["day"])
    if case["expect"] == "not_in_force":
        with pytest.raises(NotFound, match="not in force") as refusal:
            assess(rules, own, on)
        assert str(rules.since) in str(refusal.value)
        return
    found = assess(rules, own, on)
    assert {name: str(named(found, name).answer) for name in case["expect"]} == case["expect"]
    said = record(found)
    for key in ("overall", "known_criteria", "years"):
        if key in case:
            assert said[key] == case[key]
    open_ = {verdict["id"]: verdict["why"] for verdict in said["open"]}
    assert {name: open_.get(name) for name in case.get("open", {})} == case.get("open", {})
    values = {criterion["id"]: criterion["value"] for criterion in said["criteria"]}
    assert {name: values[name] for name in case.get("values", {})} == case.get("values", {})


def known_numbers() -> Iterator[tuple[str, str]]:
    for name, ruled in programmes().items():
        for parameter in ruled.parameters.values():
            if any(value.known and value.value is not None for value in parameter.values):
                yield name, parameter.id


@pytest.mark.parametrize(("name", "number"), list(known_numbers()))
def test_every_number_has_a_case_on_each_side(name: str, number: str) -> None:
    path = CASES / f"{name}.yaml"
    sides = {case.get("side") for case in load(path)["cases"] if case.get("number") == number}
    wanted = ONLY_FROM_NOUGHT if number == "negative_events" else SIDES
    if programme(name).since is None:
        wanted = wanted - {"before"}
    assert wanted <= sides


@pytest.mark.parametrize("name", [name for name, ruled in programmes().items() if ruled.since])
def test_a_programme_is_in_force_from_its_first_day_and_not_the_day_before(name: str) -> None:
    rules = programme(name)
    assert rules.since is not None
    own = Facts("test-001", "330106", {})
    assert assess(rules, own, rules.since).overall == "cannot_tell"
    with pytest.raises(NotFound, match=str(rules.since)):
        assess(rules, own, rules.since - timedelta(days=1))


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, ruled in programmes().items()
        if not any(parameter.values for parameter in ruled.parameters.values())
    ],
)
def test_where_no_number_is_known_everything_stays_open(name: str) -> None:
    national = load(CASES / "national" / "sme-cluster.yaml")
    found = assess(programme(name), facts(national["base"], {}), date(2024, 12, 31))
    assert {str(verdict.answer) for verdict in found.verdicts} == {"cannot_tell"}
    assert (found.overall, str(found.known_criteria)) == ("cannot_tell", "cannot_tell")
