"""The whole catalogue held against filings: what is missing is never "absent"; who sees what."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests import made

from jiqun.base.errors import NotFound
from jiqun.base.readers import NATION, PUBLIC, Office, Reader, reader_named
from jiqun.diagnosis.board import Outside, Specialised
from jiqun.diagnosis.diagnose import Diagnosis, diagnose
from jiqun.diagnosis.findings import DATA, findings
from jiqun.filings import import_files
from jiqun.workspace import Workspace, release

GROUPS = {"lead_industry", "innovation", "transformation", "services", DATA}
WEAK: dict[str, Any] = {
    "output_leading": "900000", "output_sme": "800000", "employment": 60000,
    "rd_spend_total": "9000",
    "rd_spend_sme": "8000", "quality_smes": 9, "single_champions": 0, "little_giants": 0,
    "srdi_smes": 4, "innovative_smes": 8, "exports": "1000", "national_platforms": 0,
    "provincial_platforms": 1, "sme_invention_patents": 9, "standards_joined": 1,
    "standards_led": 0,
    "has_roadmap": False, "has_difficulty_list": False, "iiot_users": 9, "cloud_users": 20,
    "digital_solution_service": False, "integration_standard_service": False,
    "national_pilot_projects": 0, "green_solution_service": False,
    "energy_diagnosis_service": False, "cleaner_production_service": False,
    "electricity_used": 9000000000, "coal_used": 900000, "water_reused": 100000,
    "water_fresh": 9000000, "solid_waste_used": 500, "solid_waste_stock_used": 0,
    "promotion_mechanism": False, "rights_protection": False, "service_information": False,
    "service_training": False, "service_startup": False, "service_innovation": False,
    "accidents_larger": 1,
}  # fmt: skip
"""A cluster that is weak in nearly everything."""
WEAKNESSES = (
    "rd_intensity_behind",
    "cloud_behind",
    "services_incomplete",
    "champions_absent",
    "incidents_recorded",
    "carbon_intensity_behind",
    "lead_industry_diluted",
)


SIZES = ("enterprises_total", "sme_total")


def peers() -> list[dict[str, Any]]:
    """Return eight clusters that are somewhat apart in everything."""
    found = []
    for place in range(8):
        share = Decimal(80 + 2 * place) / 100
        values = {
            name: int(value * share)
            for name, value in made.VALUES.items()
            if type(value) is int and value > 40 and name not in SIZES
        }
        money = ("rd_spend_total", "exports", "output_leading", "output_sme")
        values |= {name: str(Decimal(made.VALUES[name]) * share) for name in money}
        county = ("330106", "320104", "370102", "440103")[place % 4]
        found.append(made.filing(f"peer-{place:03}", county=county, **values))
    return found


def workspace_with(folder: Path, *filings: dict[str, Any]) -> Workspace:
    folder.mkdir(parents=True, exist_ok=True)
    workspace = Workspace.create(folder / "w")
    outcomes = import_files(made.written(folder, *peers(), *filings), workspace)
    faults = [fault for filed in outcomes for fault in filed.problems]
    assert [fault.text("en") for fault in faults if fault.severity == "error"] == []
    release(workspace, 2022)
    return workspace


def weak(**changes: Any) -> dict[str, Any]:
    return made.filing("weak-001", county="330203", **{**WEAK, **changes})


def of_weak(folder: Path, **changes: Any) -> dict[str, str]:
    workspace = workspace_with(folder, weak(**changes))
    [found] = diagnose(workspace.latest(), NATION, 2022, "weak-001", outside=Outside(set()))
    return {said.finding.id: said.verdict for said in found.findings}


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return workspace_with(tmp_path_factory.mktemp("known"), weak())


def by_reader(workspace: Workspace, reader: Any) -> Diagnosis:
    [found] = diagnose(workspace.latest(), reader, 2022, "weak-001", outside=Outside(set()))
    return found


def test_every_finding_says_what_it_is_in_both_languages() -> None:
    assert {finding.group for finding in findings().values()} == GROUPS
    for finding in findings().values():
        for words in (finding.title, finding.why, finding.refuted_by):
            assert words.zh
            assert words.en.isascii()


def test_a_weak_cluster_is_found_weak_where_it_is(known: Workspace) -> None:
    found = {said.finding.id: said for said in by_reader(known, NATION).findings}
    assert found.keys() == findings().keys()
    for name in WEAKNESSES:
        assert found[name].verdict == "present", name
        assert found[name].severity > 0
        assert 0 < found[name].confidence <= 1
    for name in ("chain_links_missing", "rd_growth_behind_two_years", "service_platform_absent"):
        assert found[name].verdict == "cannot_tell", name
        assert found[name].confidence == 0


def test_evidence_gives_value_median_of_peers_percentile_and_its_range(known: Workspace) -> None:
    found = {said.finding.id: said for said in by_reader(known, NATION).findings}
    [evidence] = found["cloud_behind"].evidence
    counted = [filing["values"]["cloud_users"] for filing in peers()]
    others = sorted(Decimal(users) / 312 for users in counted)
    assert evidence.value is not None
    assert round(evidence.value, 9) == round(Decimal(20) / 312, 9)
    assert evidence.peer_median is not None
    assert round(evidence.peer_median, 9) == round((others[3] + others[4]) / 2, 9)
    assert (evidence.percentile, evidence.percentile_low, evidence.peers) == (0.0, 0.0, 8)
    assert evidence.percentile_high == pytest.approx(0.369, abs=1e-3)  # 1 - 0.025 ** (1 / 8)


READ = sorted(
    {name for finding in findings().values() for name in finding.fields}.union(
        WEAK, ("enterprises_total", "sme_total", "output_total")
    ).intersection(made.VALUES)
)
"""What a filing of 2022 gives of what findings read."""


@pytest.mark.slow
@pytest.mark.parametrize("field", READ)
def test_turning_an_input_to_missing_never_makes_a_finding_absent(
    field: str, known: Workspace, tmp_path: Path
) -> None:
    before = {said.finding.id: said.verdict for said in by_reader(known, NATION).findings}
    after = of_weak(tmp_path, **{field: {"status": "missing", "reason": "未统计"}})
    turned = {name for name, verdict in before.items() if verdict == "present"}
    assert {name for name in turned if after[name] == "absent"} <= {"figures_missing"}


def test_who_may_not_see_a_figure_is_not_told_what_rests_on_it(known: Workspace) -> None:
    public = {said.finding.id for said in by_reader(known, PUBLIC).findings}
    assert "rd_intensity_behind" not in public
    assert "carbon_intensity_behind" not in public
    assert {"cloud_behind", "services_incomplete"} <= public
    assert "figures_missing" not in public  # which secret cells are empty is no less a secret


def test_who_sees_a_cluster_is_told_of_it_and_of_no_single_peer(known: Workspace) -> None:
    own = {said.finding.id: said for said in by_reader(known, reader_named("330200")).findings}
    assert own.keys() == findings().keys()
    [evidence] = own["rd_intensity_behind"].evidence
    whole = [
        Decimal(filing["values"]["rd_spend_total"]) / Decimal(filing["values"]["output_total"])
        for filing in peers()
    ]
    assert evidence.peer_median is not None
    assert evidence.peer_median == Decimal(f"{evidence.peer_median:.2g}")
    assert all(abs(evidence.peer_median - value) > Decimal("1e-9") for value in whole)


@pytest.mark.parametrize(
    ("reader", "told"),
    [
        (NATION, True),
        (reader_named("330000"), False),  # Ningbo is a reader of its own
        (reader_named("330200"), True),
        (Reader(Office.AGENCY, clusters=frozenset({"weak-001"})), False),
        (PUBLIC, False),
    ],
)
def test_what_rests_on_candidates_is_for_the_offices_of_the_place_alone(
    known: Workspace, reader: Reader, told: bool
) -> None:
    """Candidate clusters are: to a reader who is told of none the finding would tell of them."""
    special = Outside(specialised={"weak-001": Specialised(among=False, others=0.5)})
    for opened in (frozenset[str](), frozenset({"weak-001"})):
        [found] = diagnose(known.latest(), reader, 2022, "weak-001", outside=special, opened=opened)
        present = {said.finding.id for said in found.findings if said.verdict == "present"}
        assert ("lead_industry_not_specialised" in present) is told


def test_a_severity_is_told_finely_to_those_alone_who_see_every_peer(known: Workspace) -> None:
    whole, part = (
        {said.finding.id: said.severity for said in by_reader(known, reader).findings}
        for reader in (NATION, reader_named("330200"))
    )
    assert part["sme_base_thin"] == round(part["sme_base_thin"], 1)
    assert {name for name in whole if whole[name] != part[name]} >= {"rd_intensity_behind"} or (
        whole["rd_intensity_behind"] == 1.0
    )
    assert part["cloud_behind"] == whole["cloud_behind"]  # nobody's secret


def test_a_cluster_nobody_filed_for_is_not_found(known: Workspace) -> None:
    with pytest.raises(NotFound):
        diagnose(known.latest(), NATION, 2022, "nobody-001")


# --- the command, line by line of the contract ---


def test_the_document_has_the_keys_of_the_contract(
    demonstration: Path, jiqun: Callable[..., Any]
) -> None:
    ran = jiqun("diagnose", "-w", demonstration, "--year", 2022, "--json")
    said = json.loads(ran.out)
    assert (ran.code, said["year"], len(said["clusters"])) == (0, 2022, 100)
    for cluster in said["clusters"]:
        assert {"cluster", "peers", "findings", "expected_by_chance", "measures"} <= cluster.keys()
        assert len(cluster["peers"]) >= 5
        assert cluster["cluster"] not in cluster["peers"]
        assert cluster["expected_by_chance"] > 0
        for found in cluster["findings"]:
            assert found["group"] in GROUPS
            assert found["verdict"] in ("present", "absent", "cannot_tell")
            assert 0 <= found["severity"] <= 1
            assert 0 <= found["confidence"] <= 1
            assert found["refuted_by"]
            assert found["dismissed"] is None
            for evidence in found["evidence"]:
                assert {"figure", "value", "peer_median", "percentile"} <= evidence.keys()


def test_one_cluster_is_named_by_id_or_name_and_an_unknown_one_is_exit_3(
    demonstration: Path, jiqun: Callable[..., Any]
) -> None:
    words = ("diagnose", "-w", demonstration, "--year", 2022, "--json", "--cluster")
    by_id, by_name = (json.loads(jiqun(*words, said).out) for said in ("demo-001", "示例集群001"))
    assert by_id == by_name
    assert [cluster["cluster"] for cluster in by_id["clusters"]] == ["demo-001"]
    assert jiqun(*words, "nobody").code == 3
    assert jiqun("diagnose", "-w", demonstration, "--year", 2031).code == 3


def test_what_changed_since_last_year_is_told_by_the_same_rules(
    demonstration: Path, jiqun: Callable[..., Any]
) -> None:
    now, before = (
        {
            cluster["cluster"]: {found["id"]: found for found in cluster["findings"]}
            for cluster in json.loads(
                jiqun("diagnose", "-w", demonstration, "--year", year, "--json").out
            )["clusters"]
        }
        for year in (2022, 2021)
    )
    pairs = {
        ("absent", "present"): "new",
        ("present", "absent"): "gone",
        ("present", "present"): "still",
    }
    for cluster, found in now.items():
        for name, said in found.items():
            was = before.get(cluster, {}).get(name, {"verdict": "cannot_tell"})["verdict"]
            told = "cannot_tell" if "cannot_tell" in (was, said["verdict"]) else "none"
            assert said["change"] == pairs.get((was, said["verdict"]), told)


def test_a_file_is_written_once_and_text_is_read_in_both_languages(
    demonstration: Path, jiqun: Callable[..., Any], tmp_path: Path
) -> None:
    words = ("diagnose", "-w", demonstration, "--year", 2022, "--cluster", "demo-002")
    written = jiqun(*words, "-o", tmp_path / "d.json", "--lang", "zh")
    assert written.code == 0
    assert "可比集群" in written.out
    assert "by chance alone" in jiqun(*words).out
    assert json.loads((tmp_path / "d.json").read_text(encoding="utf-8"))["demo"] is True
    assert jiqun(*words, "-o", tmp_path / "d.json").code == 2
    assert jiqun(*words, "-o", tmp_path / "d.csv").code == 2


def test_the_text_says_by_how_much_and_what_is_not_there(
    known: Workspace, jiqun: Callable[..., Any]
) -> None:
    words = ("diagnose", "-w", known.folder, "--year", 2022, "--cluster", "weak-001")
    said = jiqun(*words, "--lang", "zh").out
    assert "2022 企业上云比例 6.4%，可比集群中间水平 54.8%；好于 8 个中的 0%（0%–37%）" in said
    assert "没有：信息服务、人员培训、创业辅导、创新支持、管理咨询" in said
    assert "better than 0% of 8 (0%–37%)" in jiqun(*words, "--lang", "en").out
