"""The numbers of the catalogue are those of the facts beside the project; figures are one."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from jiqun.base.definitions import every_indicator, indicators
from jiqun.rules import programme, programmes
from jiqun.rules.programmes import Programme

PARAMETERS = {
    "P0": "negative_events", "C1.3": "land_area", "C1.4": "output_each_year",
    "C1.5": "output_sme_share", "C1.6": "output_leading_share", "C1.7": "output_growth",
    "C2.1": "champions_and_giants", "C2.2": "specialised_innovative_hightech",
    "C4.1": "rd_growth", "C5.2": "iiot_penetration",
}  # fmt: skip
OPERATORS = {
    "ge": ("at_least", "count_at_least"),
    "gt": ("above",),
    "le": ("at_most",),
    "none_allowed": ("at_most",),
}


def numbers(rules: Programme) -> dict[str, Decimal | None]:
    return {
        name: parameter.values[-1].value if parameter.values else None
        for name, parameter in rules.parameters.items()
    }


def facts(shared: Path) -> dict[str, Any]:
    text = (shared / "data" / "criteria_national.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


@pytest.mark.shared
def test_the_national_numbers_are_those_found_and_no_others(shared: Path) -> None:
    own = numbers(programme("national/sme-cluster"))
    said = {
        PARAMETERS[criterion["id"]]: None
        if criterion["threshold"] is None
        else Decimal(criterion["threshold"])
        for criterion in facts(shared)["criteria"]
        if criterion["id"] in PARAMETERS
    }
    assert own == said


@pytest.mark.shared
def test_each_national_number_is_strict_or_inclusive_as_the_text_is(shared: Path) -> None:
    tests = {
        leaf.threshold: leaf.test
        for criterion in programme("national/sme-cluster").criteria.values()
        for leaf in criterion.leaves()
    }
    for criterion in facts(shared)["criteria"]:
        if criterion["id"] in PARAMETERS:
            assert tests[PARAMETERS[criterion["id"]]] in OPERATORS[criterion["operator"]]


@pytest.mark.shared
def test_every_criterion_without_a_number_is_left_to_the_reviewer(shared: Path) -> None:
    judged = [
        criterion for criterion in facts(shared)["criteria"] if criterion["operator"] == "judgement"
    ]
    own = [
        criterion
        for criterion in programme("national/sme-cluster").criteria.values()
        if criterion.is_judgement
    ]
    assert len(own) == len(judged)


@pytest.mark.shared
def test_only_what_the_text_relaxes_in_the_west_is_relaxed(shared: Path) -> None:
    relaxed = {
        PARAMETERS[criterion["id"]]
        for criterion in facts(shared)["criteria"]
        if "western relaxation" in str(criterion["exceptions"])
    }
    own = programme("national/sme-cluster").parameters.values()
    assert {field.id for field in own if field.relaxed_in == "west"} == relaxed


@pytest.mark.shared
@pytest.mark.parametrize(("variant", "name"), [("YN-2023", "yunnan"), ("SH-2023", "shanghai")])
def test_a_provinces_numbers_are_those_found(shared: Path, variant: str, name: str) -> None:
    said = next(one for one in facts(shared)["provincial_variants"] if one["id"] == variant)
    own = numbers(programme(f"{name}/sme-cluster"))
    for id_, value in said["values"].items():
        parameter = "standards" if id_ == "C4.2_standards" else PARAMETERS[id_]
        assert own[parameter] == Decimal(value)


PROVINCIAL = {
    "HUN-0": "negative_events", "HUN-1": "output", "HUN-2": "output_sme_share",
    "HUN-3": "champions_and_specialised", "GD-1b": "output_each_year", "GD-1c": "output_sme_share",
    "GD-1d": "output_leading_share", "GD-1e": "output_growth", "JS-1a": "land_area",
    "GS-0": "negative_events", "YN-0": "negative_events", "YN-1a": "land_area",
    "YN-1b": "output_each_year", "YN-1c": "output_sme_share", "YN-1d": "output_leading_share",
    "YN-1e": "output_growth", "YN-4": "rd_growth", "YN-5": "iiot_penetration",
}  # fmt: skip


@pytest.mark.shared
def test_the_documents_numbers_are_those_found_and_no_others(shared: Path) -> None:
    text = (shared / "data" / "provincial_measures.yaml").read_text(encoding="utf-8")
    documents = {document["id"]: document for document in yaml.safe_load(text)["documents"]}
    either_or = {"champions_and_giants": Decimal(1), "specialised_innovative_hightech": Decimal(3)}
    for rules in programmes().values():
        if rules.policy not in documents:
            continue
        said = {
            PROVINCIAL[criterion["id"]]: Decimal(criterion["threshold"])
            for criterion in documents[rules.policy]["criteria"]
            if criterion["id"] in PROVINCIAL
        }
        if rules.policy == "yunnan":
            said |= either_or
        known = {name: value for name, value in numbers(rules).items() if value is not None}
        assert known == said


@pytest.mark.shared
def test_quotas_and_due_days_are_those_of_the_notices(shared: Path) -> None:
    calls = programme("national/sme-cluster").life["calls"]
    said = [
        (quota["batch"], quota["province"], quota["separately_planned_city_or_xpcc"], quota["due"])
        for quota in facts(shared)["quotas"]
    ]
    own = [
        (call["year"], call["quotas"]["province"], call["quotas"]["corps"], call["due"])
        for call in calls
        if call["quotas"]
    ]
    assert own == said


@pytest.mark.shared
def test_beijing_s_numbers_are_those_found(shared: Path) -> None:
    text = (shared / "data" / "provincial_more.yaml").read_text(encoding="utf-8")
    (said,) = (one for one in yaml.safe_load(text) if one["id"] == "beijing")
    own, beijing = numbers(programme("beijing/sme-cluster")), programme("beijing/sme-cluster")
    named = {
        "BJ-1a": "land_area", "BJ-1b": "output_each_year", "BJ-1c": "output_sme_share",
        "BJ-1d": "output_growth", "BJ-1e": "output_leading_share",
    }  # fmt: skip
    found = {
        named[criterion["id"]]: Decimal(criterion["threshold"])
        for criterion in said["criteria"][:-1]
    }
    either = [Decimal(alternative["threshold"]) for alternative in said["criteria"][-1]["any_of"]]
    found |= dict(
        zip(("champions_and_giants", "specialised_innovative_hightech"), either, strict=True)
    )
    assert {
        name: value for name, value in own.items() if value is not None
    }.items() >= found.items()
    strict = {
        leaf.threshold: leaf.test
        for criterion in beijing.criteria.values()
        for leaf in criterion.leaves()
    }
    for criterion in said["criteria"][:-1]:
        operator = {">": "above", ">=": "at_least", "<=": "at_most"}[criterion["op"]]
        assert strict[named[criterion["id"]]] == operator
    assert beijing.basis.number == said["doc_no"]


def test_every_criterion_names_an_indicator_of_the_catalogue() -> None:
    named = {
        leaf.figure
        for rules in programmes().values()
        for criterion in rules.criteria.values()
        for leaf in criterion.leaves()
        if leaf.figure
    }
    assert named <= set(every_indicator())
    assert {"output_total", "output_sme_share", "iiot_penetration"} <= named & set(indicators())
