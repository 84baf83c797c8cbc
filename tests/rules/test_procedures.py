"""A programme's way to a decision is data; what nobody entered stays not configured."""

import json
from pathlib import Path

import pytest
import yaml

from jiqun.base.files import catalogue_path
from jiqun.base.own_catalogue import OwnCatalogue, under
from jiqun.base.readers import Office
from jiqun.rules import programme, programmes
from jiqun.rules.life import recognised
from jiqun.rules.loading import check_files
from jiqun.rules.procedure_words import procedure_in_words
from jiqun.rules.procedures import OPTIONS, Procedure, TieKey, procedure_of
from jiqun.rules.sentences import word
from jiqun.workflow.cases import act, opened
from jiqun.workflow.loading import workflows
from jiqun.workflow.routes import Party

OWN = Path(__file__).parent / "own_programme.yaml"
LOCAL = OwnCatalogue({"rules/ningxia/cluster-cultivation.yaml": OWN.read_bytes()})
NAME = "ningxia/cluster-cultivation"


def procedure(name: str = NAME) -> Procedure:
    with under(LOCAL):
        return procedure_of(programme(name))


def test_the_tables_know_every_option_a_procedure_may_have() -> None:
    assert {name for table in workflows().values() for name in table.options} == {*OPTIONS}


@pytest.mark.parametrize(
    ("name", "option"),
    [
        ("national/sme-cluster", "site_check"),
        ("ningbo/sme-cluster", "defence"),
        ("hunan/cluster-competition", "cultivation_tier"),
        ("guangxi/sme-cluster", "prefecture_quota"),
    ],
)
def test_a_step_its_document_names_is_configured(name: str, option: str) -> None:
    assert procedure_of(programme(name)).has(option) is True


def test_a_step_no_document_names_is_neither_there_nor_absent() -> None:
    national = procedure_of(programme("national/sme-cluster"))
    assert national.has("defence") is None
    assert {"defence", "scoring", "ties", "notice"} <= {*national.not_configured}
    assert national.table("application").chosen == {"site_check"}


@pytest.mark.parametrize("name", ["gansu/sme-cluster", "jiangsu/sme-cluster"])
def test_five_working_days_of_public_notice_are_in_every_table(name: str) -> None:
    ours = procedure_of(programme(name))
    tables = [ours.table(table) for table in ("application", "review", "call")]
    assert [table.deadlines["notice"].working_days["authority"] for table in tables] == [5, 5, 5]


def test_every_programme_has_tables_that_differ_only_as_its_procedure_says() -> None:
    for scheme in programmes().values():
        ours = procedure_of(scheme)
        assert ours.table("application").chosen == {name for name in OPTIONS if ours.has(name)}
        assert Procedure(ours.programme, ours.content).version == ours.version


def test_one_local_file_brings_a_defence_a_cultivation_tier_and_two_years() -> None:
    ours = procedure()
    assert (ours.has("defence"), ours.has("cultivation_tier"), ours.validity_years) == (
        True, True, 2,
    )  # fmt: skip
    assert (ours.summary, ours.experts_per_application, ours.applications_per_expert) == (
        "median", 3, 40,
    )  # fmt: skip
    assert [str(category.weight) for category in ours.categories] == ["50", "30", "20"]
    assert ours.ties == (TieKey("higher_score_in", "innovation"), TieKey("draw"))
    assert ours.not_configured == []


def test_the_evidence_an_application_brings_is_data_and_said_in_words() -> None:
    asked = [(heading.id, heading.required) for heading in procedure().evidence]
    assert asked == [("plan", True), ("honours", False)]
    said = procedure_in_words(procedure())
    assert "须附材料：三年发展规划、荣誉证书（可选）" in said.zh


def test_evidence_that_no_document_lists_is_not_configured() -> None:
    national = procedure_of(programme("national/sme-cluster"))
    assert national.evidence == ()
    assert "evidence" in national.not_configured


def test_one_local_file_walks_a_full_call_without_code() -> None:
    parties = {
        "county": Party(Office.COUNTY, "640105"),
        "prefecture": Party(Office.PREFECTURE, "640100"),
        "province": Party(Office.PROVINCE, "640000"),
        "authority": Party(Office.PROVINCE, "640000"),
    }
    case = opened(procedure().table("application"), parties, parties["county"])
    way = (
        "submit", "endorse", "pass_first_review", "record_site_check", "recommend",
        "start_expert_review", "close_scores", "record_defence", "summarise",
        "place_in_cultivation_tier",
    )  # fmt: skip
    for verb in way:
        (slot, *_) = case.table[case.state, verb].by
        over = {"application": verb == "start_expert_review"}
        case = act(case, verb, parties[slot], "a reason", over).case
    assert case.state == "in_cultivation_tier"


def test_a_recognition_under_it_lasts_two_years() -> None:
    with under(LOCAL):
        ours = recognised(programme(NAME), "demo-001", 2026)
    assert str(ours.until) == "2028-06-30"


def test_a_running_call_keeps_the_procedure_it_began_with() -> None:
    began = procedure()
    changed = OWN.read_text(encoding="utf-8").replace("authority: 7", "authority: 9")
    with under(OwnCatalogue({"rules/ningxia/cluster-cultivation.yaml": changed.encode()})):
        now = procedure_of(programme(NAME))
    kept = Procedure(NAME, began.content)
    assert (kept.working_days("notice", "authority"), now.working_days("notice", "authority")) == (
        7, 9,
    )  # fmt: skip
    assert kept.version == began.version != now.version


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('weight: "50"', 'weight: "40"', "rules.weights_not_100"),
        ("id: chain", "id: innovation", "rules.category_twice"),
        ("id: honours", "id: plan", "rules.heading_twice"),
        ("required: true", "required: perhaps", "catalogue.bad_value"),
        ("higher_score_in: innovation", "higher_score_in: beauty", "catalogue.unknown_name"),
        ("notice: {working_days", "rest: {working_days", "catalogue.unknown_name"),
        ("{authority: 7}", "{county: 7}", "catalogue.unknown_name"),
        ("summary: median", "summary: best", "catalogue.bad_value"),
        ('due: "2026-03-31"', 'due: "2026-01-31"', "rules.ends_before"),
        ('until: "2028-06-30"', 'until: "2026-06-30"', "rules.ends_before"),
        ("{prefecture: 2}", '{"330100": 2}', "rules.no_recommender"),
        ("{prefecture: 2}", '{"649999": 2}', "rules.no_recommender"),
        ("{years: 2,", "{years: 0,", "catalogue.bad_value"),
        ("extension_years: 2", "extension_years: -2", "catalogue.bad_value"),
    ],
)
def test_what_does_not_hold_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, code: str
) -> None:
    said = OWN.read_text(encoding="utf-8")
    assert said.count(old) == 1
    file = tmp_path / "rules" / "ningxia" / "cluster-cultivation.yaml"
    file.parent.mkdir(parents=True)
    shipped = yaml.safe_load(said.replace(old, new))
    shipped.pop("entered")
    file.write_text(yaml.safe_dump(shipped, allow_unicode=True), encoding="utf-8")
    found, problems = check_files([file])
    assert found == []
    assert code in [problem.code for problem in problems]
    assert all(problem.where.line for problem in problems)


def test_a_procedure_is_said_in_words_with_what_nobody_entered() -> None:
    said = procedure_in_words(procedure())
    assert said.en == (
        "with check on site, defence, cultivation tier, quotas of prefectures; "
        "time to correct 10 working days; public notice 7 working days; "
        "scores (weights): innovation 50, chain 30, governance 20; "
        "between equals: the score of innovation, a draw by a published seed; 3 experts each; "
        "evidence: plan for three years, certificates of honour (optional)"
    )
    assert "未配置" not in said.zh
    henan = procedure_in_words(procedure_of(programme("henan/sme-cluster")))
    assert "并列时依次看：已获省级认定的" in henan.zh
    assert "未配置：现场答辩" in henan.zh


def test_every_fact_a_tie_may_ask_for_has_words() -> None:
    schema = json.loads(catalogue_path("schemas", "rule.json").read_text(encoding="utf-8"))
    order = schema["$defs"]["procedure"]["properties"]["ties"]["properties"]["order"]
    for kind, asked in order["items"]["properties"].items():
        assert word("tie_keys", kind).zh
        for fact in asked.get("enum", ()):
            assert word("tie_facts", fact).en
