"""Damage to an installation's findings, measures and comparison: told with file and line, whole."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jiqun.base.own_catalogue import NONE, OwnCatalogue, install
from jiqun.base.shipped import CATALOGUE
from jiqun.installation.judging import faults_under
from jiqun.workspace import Workspace
from tests.conftest import Ran

ENTERED = 'entered: {by: 测试, date: "2026-11-29", document: 测试文件}\n'
FINDING = (
    ENTERED
    + """title: {zh: 本地短板, en: A weakness of our own}
why: {zh: 测试用。, en: For the test.}
refuted_by: {zh: 测试用。, en: For the test.}
source: {document: 测试文件}
reviewed: "2026-11-29"
"""
)
MEASURE = ENTERED + (CATALOGUE / "measures/guidance/three_year_plan.yaml").read_text("utf-8")
SOUND = "signal: {years_fewer: {than: 2}}\n"
OWN_FINDING, OWN_MEASURE = "findings/services/own_one.yaml", "measures/guidance/own_one.yaml"
COMPARISON = "diagnosis/comparison.yaml"


def signal(said: str) -> str:
    return f"{FINDING}signal: {said}\n"


def numbers(said: str) -> str:
    return f"{ENTERED}numbers: {{{said}}}\n"


DAMAGE = {
    "an open bracket": (OWN_FINDING, "signal: [unclosed\n", "not_yaml"),
    "nothing": (OWN_FINDING, "", "not_a_mapping"),
    "a list": (OWN_FINDING, "- a\n- b\n", "not_a_mapping"),
    "no signal": (OWN_FINDING, FINDING, "key_missing"),
    "two signals in one": (
        OWN_FINDING, signal("{years_fewer: {than: 2}, no_firms_list: true}"), "bad_value"),
    "a signal nobody knows": (
        OWN_FINDING, signal("{all_of: [{years_fewer: {than: 2}}, {rd: 1}]}"), "key_unknown"),
    "a figure nobody knows": (
        OWN_FINDING, signal("{behind_peers: {figure: nope}}"), "unknown_name"),
    "growth of a figure nobody knows": (
        OWN_FINDING, signal("{grown_less: {figure: nope, years: 2}}"), "unknown_name"),
    "growth over a year alone": (
        OWN_FINDING, signal("{grown_less: {figure: output_total, years: 1}}"), "bad_value"),
    "a field nobody knows": (
        OWN_FINDING, signal('{count_below: {fields: [nope], below: "1"}}'), "unknown_name"),
    "a step nobody knows": (
        OWN_FINDING, signal("{peers_fewer: {than: 3, step: nope}}"), "unknown_name"),
    "a programme nobody knows": (
        OWN_FINDING, signal("{fails_rule: {programme: national/nope}}"), "unknown_name"),
    "a distance below nought": (
        OWN_FINDING, signal('{behind_peers: {figure: rd_intensity, distance: "-1"}}'), "bad_value"),
    "one language": (
        OWN_FINDING, FINDING.replace(", en: For the test.", "") + SOUND, "key_missing"),
    "nobody who entered it": (
        OWN_FINDING, FINDING.removeprefix(ENTERED) + SOUND, "not_entered"),
    "a group nobody knows": ("findings/nope/own_one.yaml", FINDING + SOUND, "unknown_name"),
    "a name that is none": ("findings/services/Own One.yaml", FINDING + SOUND, "bad_value"),
    "the id of another finding": (
        "findings/services/rd_intensity_behind.yaml", FINDING + SOUND, "bad_value"),
    "a measure for a finding nobody knows": (
        OWN_MEASURE,
        MEASURE.replace("answers:", 'answers:\n  - {finding: nope, weight: "1"}'), "unknown_name"),
    "a measure that moves what nobody knows": (
        OWN_MEASURE,
        MEASURE.replace("moves:", "moves:\n  - {figure: nope, direction: up}"), "unknown_name"),
    "a measure that counts double": (
        OWN_MEASURE,
        MEASURE.replace("answers:", 'answers:\n  - {finding: patents_behind, weight: "2"}'),
        "bad_value"),
    "a number nobody asked for": (COMPARISON, numbers('nope: {value: "1"}'), "key_unknown"),
    "no peers": (COMPARISON, numbers('fewest_peers: {value: "0"}'), "bad_value"),
    "a word for a number": (COMPARISON, numbers("far: {value: two}"), "bad_value"),
    "fewest above wanted": (COMPARISON, numbers('fewest_peers: {value: "40"}'), "bad_value"),
    "wanted above most": (COMPARISON, numbers('wanted_peers: {value: "50"}'), "bad_value"),
    "far beyond the furthest": (COMPARISON, numbers('far: {value: "9"}'), "bad_value"),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_told_with_file_line_and_what_to_do(damage: str) -> None:
    name, content, code = DAMAGE[damage]
    found = faults_under(OwnCatalogue({name: content.encode()}))
    assert f"catalogue.{code}" in {fault.code for fault in found}
    for fault in found:
        assert fault.where.file == f"catalog/{name}"
        assert fault.where.line or not content or content.startswith("-")
        for lang in ("zh", "en"):
            assert fault.what(lang)
            assert "catalog" in fault.text(lang)


def test_all_of_it_is_told_at_once() -> None:
    """A bad comparison hides no bad finding, and a bad finding no bad measure."""
    together = {
        OWN_FINDING: signal("{behind_peers: {figure: nope}}"),
        OWN_MEASURE: MEASURE.replace("moves:", "moves:\n  - {figure: nope, direction: up}"),
        COMPARISON: numbers('far: {value: "9"}'),
    }
    found = faults_under(OwnCatalogue({name: said.encode() for name, said in together.items()}))
    assert {fault.where.file for fault in found} >= {f"catalog/{name}" for name in together}


@pytest.fixture
def damaged(tmp_path: Path) -> Iterator[Path]:
    folder = Workspace.create(tmp_path / "w").folder
    for name in ("a step nobody knows", "far beyond the furthest", "a measure that counts double"):
        file, content, _ = DAMAGE[name]
        path = folder / "catalog" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    yield folder
    install(NONE)


def test_the_doctor_and_the_diagnosis_say_so_without_a_traceback(
    jiqun: Callable[..., Ran], damaged: Path
) -> None:
    doctor = jiqun("doctor", "-w", damaged)
    told = doctor.out + doctor.err
    for file in (OWN_FINDING, OWN_MEASURE, COMPARISON):
        assert file in told
    assert "Traceback" not in told
    diagnosis = jiqun("diagnose", "-w", damaged, "--year", "2022")
    assert diagnosis.code == 3  # nothing was filed
    for file in (OWN_FINDING, OWN_MEASURE, COMPARISON):
        assert file in diagnosis.err
    assert "Traceback" not in diagnosis.out + diagnosis.err
