"""Findings of an installation: added and amended as data, judged with their lines."""

import pytest

from jiqun.base.errors import Refused
from jiqun.base.own_catalogue import OwnCatalogue, under
from jiqun.diagnosis.findings import findings
from jiqun.diagnosis.signals import FewerOf
from jiqun.installation.judging import faults_under

ENTERED = 'entered: {by: 测试, date: "2026-11-29", document: 测试文件}\n'


def own(name: str, said: str) -> OwnCatalogue:
    return OwnCatalogue({f"findings/{name}.yaml": (ENTERED + said).encode()})


def test_an_installation_amends_a_finding_in_one_line() -> None:
    amended = own("services/services_incomplete", "signal: {fewer_of: {than: 6}}\n")
    assert faults_under(amended) == []
    with under(amended):
        found = findings()["services_incomplete"]
    assert isinstance(found.signal, FewerOf)
    assert found.signal.than == 6
    assert found.title.zh.endswith("（本地）")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("signal: {behind_peers: {figure: no_such_figure}}", "catalogue.unknown_name"),
        ("signal: {behind_peers: {figure: roadmap_cluster_share}}", "catalogue.unknown_name"),
        ("signal: {fewer_of: {flags: [no_such_field], than: 1}}", "catalogue.unknown_name"),
        ("signal: {rd_below: 2}", "catalogue.key_unknown"),
        ("signal: rd_intensity < 0.02", "catalogue.bad_value"),
    ],
)
def test_what_cannot_be_a_finding_is_refused_with_its_line(said: str, code: str) -> None:
    bad = own("innovation/own_weakness", FORM + said + "\n")
    found = faults_under(bad)
    assert code in {fault.code for fault in found}
    assert all(fault.where.line for fault in found)
    with under(bad), pytest.raises(Refused):
        findings()


FORM = """title: {zh: 本地短板, en: A weakness of our own}
why: {zh: 测试用。, en: For the test.}
refuted_by: {zh: 测试用。, en: For the test.}
source: {document: 测试文件}
reviewed: "2026-11-29"
"""
