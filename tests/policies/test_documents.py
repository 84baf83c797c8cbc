"""Policy documents: one loader for pages, reports and the API."""

from dataclasses import fields

import pytest

from jiqun.base.files import catalogue_path
from jiqun.policies import KINDS, NATION, STATUSES, listed_by, policies, policies_of
from jiqun.reports.policies import documents, tasks


def test_every_file_is_one_policy_the_nation_s_first() -> None:
    files = {path.stem for path in catalogue_path("policies").glob("*.yaml")}
    assert set(policies()) == files
    assert next(iter(policies().values())).jurisdiction == NATION
    codes = [policy.jurisdiction for policy in policies().values()]
    assert codes == sorted(codes)


@pytest.mark.parametrize("name", sorted(policies()))
def test_a_policy_says_what_it_is_and_how_much_was_read_in_both_languages(name: str) -> None:
    policy = policies()[name]
    assert policy.kind_name is KINDS[policy.kind]
    assert policy.status_name is STATUSES[policy.status]
    assert policy.title.zh
    assert policy.title.en
    assert all(
        getattr(policy, field.name) != "" for field in fields(policy) if field.name != "note"
    )


def test_a_place_has_its_own_documents_and_those_of_the_regions_it_lies_in() -> None:
    assert [policy.id for policy in policies_of("330203")] == ["zhejiang", "ningbo"]
    assert [policy.id for policy in policies_of("110108")] == ["beijing"]
    assert policies_of("999999") == []


def test_a_report_lists_the_documents_its_year_knew_and_the_six_tasks() -> None:
    assert len(listed_by(2022)) == len(documents(2022)) == 27
    assert listed_by(2021) == []
    assert {"beijing", "hubei"}.isdisjoint(policy.id for policy in listed_by(2030))
    assert tasks() == list(policies()["national"].tasks)
