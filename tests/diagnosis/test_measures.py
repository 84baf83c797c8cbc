"""Measures as catalogue data: each names what is known, and every weakness has an answer."""

import pytest

from jiqun.base.own_catalogue import OwnCatalogue
from jiqun.diagnosis.findings import DATA, findings
from jiqun.diagnosis.measures import Measure, answering, measures
from jiqun.diagnosis.supports import classes, supports
from jiqun.installation.judging import faults_under

EVERY = list(measures().values())
OWN = """\
entered: {by: 测试, date: "2026-02-01", document: 某集群办法（测试）}
title: {zh: 试办夜校, en: Try an evening school}
what: {zh: 与职校合办夜校。, en: Run an evening school with a vocational school.}
who: [county]
cost: low
time: months
needs: []
pays: not_known
moves: [{figure: rd_intensity, direction: up}]
answers: [{finding: %s, weight: "0.5"}]
source: {document: 本地经验, document_en: local practice, confidence: low, working_definition: true}
reviewed: "2026-11-29"
"""


@pytest.mark.parametrize("finding", findings())
def test_every_finding_is_answered(finding: str) -> None:
    assert answering(finding)


@pytest.mark.parametrize("measure", EVERY, ids=lambda measure: measure.id)
def test_only_what_mends_data_moves_no_indicator(measure: Measure) -> None:
    groups = {findings()[name].group for name in measure.answers}
    assert bool(measure.moves) or groups == {DATA}


@pytest.mark.parametrize("measure", EVERY, ids=lambda measure: measure.id)
def test_who_pays_is_named_or_said_to_be_unknown(measure: Measure) -> None:
    assert measure.pays is None or all(payer.title.zh for payer in measure.pays)


def test_every_group_and_every_programme_that_pays_is_used() -> None:
    assert {measure.group for measure in EVERY} == set(classes().groups)
    paying = {payer.id for measure in EVERY for payer in measure.pays or ()}
    assert supports().keys() <= paying


def test_an_installation_adds_a_measure_of_its_own() -> None:
    own = OwnCatalogue(
        {"measures/innovation/night_school.yaml": (OWN % "rd_intensity_behind").encode()}, "here"
    )
    assert faults_under(own) == []


def test_a_measure_for_an_unknown_finding_is_refused_with_its_place() -> None:
    own = OwnCatalogue(
        {"measures/innovation/night_school.yaml": (OWN % "too_lazy").encode()}, "here"
    )
    (fault,) = faults_under(own)
    assert "too_lazy" in fault.text("en")
    assert "night_school.yaml" in str(fault.where)
