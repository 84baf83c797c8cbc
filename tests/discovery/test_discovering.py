"""Candidates found in a made-up register: what is planted comes out, and nothing else does."""

import csv
import json
import random
from dataclasses import replace
from pathlib import Path

import pytest

from jiqun.base.errors import NotFound, Refused
from jiqun.cli.app import main
from jiqun.discovery import discover, explain, limited, write_candidates
from jiqun.discovery.candidates import Candidate
from jiqun.discovery.line_words import is_no_line
from jiqun.discovery.output import COLUMNS
from jiqun.discovery.vocabulary import place_names
from jiqun.registry import import_registers
from tests.registry.made_up import as_csv, row, workspace

PLANTED = {
    "330382": ("乐清市", "断路器"),
    "330784": ("永康市", "保温杯"),
    "330624": ("新昌县", "轴承"),
}
ELSEWHERE = ["330681", "330482", "330483", "330881"]
COMMON = ["塑料制品", "服装", "五金配件", "家具", "纸箱", "水泵", "电缆", "玩具"]


def made_up_register() -> list[list[str]]:
    """Return makers spread evenly, and in three counties one line that half of them make."""
    dice = random.Random(7)  # a seed, not a secret
    rows, number = [], 0
    for county in [*PLANTED, *ELSEWHERE]:
        for _ in range(120):
            number += 1
            things = dice.sample(COMMON, 2)
            if county in PLANTED and dice.random() < 0.5:
                things.insert(0, PLANTED[county][1])
            town = dice.choice(["柳市镇"] * 8 + ["北白象镇", "虹桥镇"])
            scope = f"{'、'.join(things)}制造、加工、销售；货物进出口"
            rows.append(row(number, f"甲{number}厂", scope, county, f"{town}乙街{number}号"))
    return rows


@pytest.fixture(scope="module")
def discovered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tmp = tmp_path_factory.mktemp("d")
    folder = workspace(tmp)
    (tmp / "r.csv").write_bytes(as_csv(made_up_register()))
    import_registers(folder, [tmp / "r.csv"], workers=1)
    return folder


@pytest.fixture(scope="module")
def found(discovered: Path) -> list[Candidate]:
    return discover(discovered)


def test_each_planted_line_is_its_countys_first_candidate(found: list[Candidate]) -> None:
    for county, (_, line) in PLANTED.items():
        first = next(candidate for candidate in found if candidate.county_code == county)
        assert line in first.terms[:3]
        assert first.evidence == "enough"
        assert 40 <= first.firms <= 80
        assert first.quotient > 2


def test_evenly_spread_lines_come_after_the_planted_ones_and_are_few(
    found: list[Candidate],
) -> None:
    ranked = [candidate.county_code for candidate in found if candidate.rank is not None]
    assert set(ranked[:3]) == set(PLANTED)
    assert len(ranked) <= 3 + 1  # 56 even county × line pairs; a level of 5 % lets one through


def test_ranks_count_from_one_without_gaps_and_follow_the_score(found: list[Candidate]) -> None:
    ranked = [candidate for candidate in found if candidate.rank is not None]
    assert [one.rank for one in ranked] == list(range(1, len(ranked) + 1))
    assert [one.score for one in ranked] == sorted((one.score for one in ranked), reverse=True)


def test_no_label_is_a_place_a_company_form_or_a_bare_activity(found: list[Candidate]) -> None:
    words = {word for candidate in found for word in candidate.terms}
    assert not words & place_names()
    assert not [word for word in words if is_no_line(word)]


def test_a_candidate_is_named_by_a_product_or_else_by_its_industry(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    towns = [
        row(9000 + n, f"丙{n}厂", "城市、简单、自用产品、断路器制造", "330624", "某街")
        for n in range(60)
    ]
    moulders = [
        row(9100 + n, f"丁{n}塑料厂", "注塑、承接机械、联络联络联络加工", "331081", "某街")
        for n in range(60)
    ]
    others = [one for one in made_up_register() if one[1][2:8] in ELSEWHERE]
    (tmp_path / "r.csv").write_bytes(as_csv(towns + moulders + others))
    import_registers(folder, [tmp_path / "r.csv"], workers=1)
    named = {one.county_code: one.label for one in reversed(discover(folder))}
    assert named["330624"] == "断路器"
    assert named["331081"] == "塑料制品业"


def test_the_industry_is_as_deep_as_the_firms_agree(found: list[Candidate]) -> None:
    codes = {
        candidate.terms[0]: candidate.industry_code
        for candidate in found
        if candidate.county_code == "330624" and candidate.rank
    }
    assert codes["轴承"].startswith("345")


def test_a_county_of_few_makers_says_not_enough_evidence(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    few = [row(9000 + n, f"丙{n}厂", "轴承制造", "330624", "某街") for n in range(12)]
    others = [one for one in made_up_register() if one[1][2:8] != "330624"]
    (tmp_path / "r.csv").write_bytes(as_csv(few + others))
    import_registers(folder, [tmp_path / "r.csv"], workers=1)
    own = [one for one in discover(folder) if one.county_code == "330624"]
    assert [(field.label, field.rank, field.evidence) for field in own] == [
        ("轴承", None, "too_few_makers")
    ]


def test_the_table_has_the_columns_of_the_contract(found: list[Candidate], tmp_path: Path) -> None:
    write_candidates(limited(found, per_county=2, top=4), tmp_path / "c.csv")
    with (tmp_path / "c.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 4
    assert list(rows[0])[:14] == list(COLUMNS[:14])
    assert rows[0]["rank"] == "1"
    write_candidates(found, tmp_path / "c.json")
    write_candidates(found, tmp_path / "c.parquet")
    assert len(json.loads((tmp_path / "c.json").read_bytes())) == len(found)


def test_no_cell_of_the_csv_begins_a_formula(found: list[Candidate], tmp_path: Path) -> None:
    odd = replace(found[0], label='=HYPERLINK("x")', terms=("@SUM", "+1", "-1"))
    write_candidates([odd], tmp_path / "c.csv")
    with (tmp_path / "c.csv").open(encoding="utf-8", newline="") as file:
        cells = next(csv.DictReader(file))
    assert cells["label"] == '\'=HYPERLINK("x")'
    assert not [cell for cell in cells.values() if cell[:1] in ("=", "+", "-", "@")]


def test_other_endings_are_refused(found: list[Candidate], tmp_path: Path) -> None:
    with pytest.raises(Refused):
        write_candidates(found, tmp_path / "c.doc")


def test_a_dossier_shows_numbers_firms_towns_point_and_questions(discovered: Path) -> None:
    dossier = explain(discovered, 1)
    assert len(dossier.firms) == dossier.candidate["firms"]
    assert dossier.perimeter.towns[0][0] == "柳市镇"
    assert dossier.point is not None
    assert len(dossier.questions) >= 3
    for lang in ("zh", "en"):
        assert str(dossier.candidate["lq"]) in dossier.text(lang)  # type: ignore[arg-type]


def test_without_a_file_the_first_candidates_are_shown_with_names_in_the_readers_language(
    discovered: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for lang, said in (("en", "firms: "), ("zh", "企业 ")):
        assert main(["discover", "-w", str(discovered), "--top", "3", "--lang", lang]) == 0
        first, *_, last = capsys.readouterr().out.strip().splitlines()
        assert first.startswith("#1 ")
        assert said in first
        assert "3" in last


def test_a_rank_nobody_has_is_not_found(discovered: Path) -> None:
    with pytest.raises(NotFound) as missing:
        explain(discovered, 10_000)
    assert missing.value.problem.code == "discovery.no_rank"


def test_without_a_register_there_is_nothing_to_discover(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        discover(workspace(tmp_path))


def test_a_register_without_scopes_gives_no_candidates(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    rows = [[f"乐清市甲{n}厂"] for n in range(60)]
    (tmp_path / "r.csv").write_bytes(as_csv(rows, ["企业名称"]))
    import_registers(folder, [tmp_path / "r.csv"], workers=1)
    assert discover(folder) == []
