"""Verdicts as the contract has them, and as people read them."""

import re
from datetime import date
from decimal import Decimal

import pytest
import yaml

from jiqun.base.files import catalogue_path
from jiqun.rules import Answer, Judgement, assess, programme
from jiqun.rules.records import record
from jiqun.rules.sentences import sentence
from tests.rules.made_facts import cluster

ON = date(2023, 6, 15)
NATIONAL = programme("national/sme-cluster")
WHOLE = {
    "programme",
    "on",
    "cluster",
    "years",
    "overall",
    "known_criteria",
    "open",
    "criteria",
    "nearest",
}
PART = {
    "id", "verdict", "soft", "value", "operator", "threshold", "unit", "basis", "in_force_from",
    "origin", "missing", "gap", "why",
}  # fmt: skip


def criterion(
    name: str, *, rules: str = "national/sme-cluster", **changes: object
) -> dict[str, object]:
    found = record(assess(programme(rules), cluster(**changes), ON), "en")  # type: ignore[arg-type]
    return next(criterion for criterion in found["criteria"] if criterion["id"] == name)


def test_a_record_has_every_key_of_the_contract() -> None:
    found = record(assess(NATIONAL, cluster(), ON))
    assert set(found) >= WHOLE
    assert all(set(criterion) >= PART for criterion in found["criteria"])
    assert (found["on"], found["years"]) == ("2023-06-15", [2020, 2021, 2022])


def test_a_number_is_cited_with_document_article_and_day() -> None:
    one = criterion("output_each_year")
    assert (one["operator"], one["threshold"], one["unit"]) == ("ge", "40", "亿元")
    assert one["basis"] == "工信部企业〔2022〕119号 附件 一"
    assert (one["in_force_from"], one["origin"]) == ("2022-09-13", "national")
    assert (one["value"], one["values"]) == ("50", {"2020": "50", "2021": "60", "2022": "70"})


def test_a_provinces_number_is_the_provinces_and_its_text_the_nations() -> None:
    own = criterion("output_each_year", rules="yunnan/sme-cluster", county="530102")
    assert (own["threshold"], own["origin"]) == ("10", "yunnan")
    assert own["basis"] == "云南省中小企业特色产业集群认定标准（2023年暂行版） 一"
    text = criterion("front_rank", rules="yunnan/sme-cluster", county="530102")
    assert (text["threshold"], text["origin"]) == (None, "national")


def test_a_gap_is_in_the_unit_of_the_number() -> None:
    one = criterion("output_sme_share", output_sme=480000)
    assert one["verdict"] == "not_met"
    assert str(one["gap"]).startswith("1.428571428571428571428571")
    assert "it is 1.43 percentage points off" in str(one["why"])
    assert criterion("output_sme_share")["gap"] is None


def test_growth_of_exactly_ten_percent_reads_ten_and_is_not_above_it() -> None:
    one = criterion("output_growth", output_total=605000)
    assert (one["value"], one["verdict"], one["gap"]) == ("10", "not_met", "0")
    assert "right on the line" in str(one["why"])


def test_a_rounded_value_never_reads_as_the_other_side_of_the_number() -> None:
    one = criterion(
        "output_leading_share", output_total="1000000000", output_leading="700000000.01"
    )
    assert "70.000000001%" in str(one["why"])


def test_a_missing_year_leaves_no_value_and_names_the_cell_in_words() -> None:
    one = criterion("output_each_year", first={"output_total": None})
    assert (one["verdict"], one["value"], one["missing"]) == (
        "cannot_tell",
        None,
        ["2020.output_total"],
    )
    assert "total output of the cluster in 2020" in str(one["why"])


def test_where_the_number_is_unknown_the_value_is_still_shown() -> None:
    one = criterion("iiot_penetration")
    assert (one["verdict"], one["value"], one["threshold"]) == ("cannot_tell", "40", None)


def test_a_judgement_is_shown_with_its_author_day_and_evidence() -> None:
    judged = [Judgement("front_rank", Answer.MET, "张三", "2023-06-20", "行业协会排名")]
    found = record(assess(NATIONAL, cluster(), ON, judgements=judged), "zh")
    one = next(criterion for criterion in found["criteria"] if criterion["id"] == "front_rank")
    assert one["judgement"]["author"] == "张三"
    assert one["why"] == "评审意见：符合（评审人：张三；日期：2023-06-20；依据：行业协会排名）。"


def test_what_was_tried_out_stands_in_the_record() -> None:
    tried = (("output_each_year", Decimal("50.5")), ("land_area", None))
    found = record(assess(NATIONAL, cluster(), ON, settings=tuple(sorted(tried))))
    assert found["set"] == {"output_each_year": "50.5", "land_area": None}


def test_a_cluster_of_another_province_is_marked() -> None:
    found = record(assess(programme("yunnan/sme-cluster"), cluster(county="330106"), ON))
    assert found["outside_region"] is True


@pytest.mark.parametrize(
    "changes",
    [{}, {"output_sme": 1}, {"output_total": None}, {"county": "530102", "output_sme": 1}],
)
def test_every_sentence_is_complete_in_both_languages(changes: dict[str, object]) -> None:
    for name in ("national", "yunnan", "hunan", "shanghai"):
        rules = next(
            one for one in (f"{name}/sme-cluster", f"{name}/cluster-competition") if _is(one)
        )
        found = assess(programme(rules), cluster(**changes), ON)  # type: ignore[arg-type]
        for verdict in found.verdicts:
            said = sentence(found, verdict)
            assert re.search("[\u4e00-\u9fff]", said.zh)
            assert not re.search("[\u4e00-\u9fff{}]|  ", said.en), said.en


def _is(id_: str) -> bool:
    return catalogue_path("rules", f"{id_}.yaml").is_file()


def test_both_languages_of_a_word_fill_in_the_same_things() -> None:
    words = yaml.safe_load(catalogue_path("rules", "words.yaml").read_text(encoding="utf-8"))
    for group in words.values():
        for said in group.values():
            assert set(re.findall(r"{\w+}", said["zh"])) == set(re.findall(r"{\w+}", said["en"]))


def in_force(rules: str, name: str, county: str, on: date) -> tuple[object, object, object]:
    found = record(assess(programme(rules), cluster(county=county), on), "zh")
    said = next(criterion for criterion in found["criteria"] if criterion["id"] == name)
    return said["in_force_from"], said["at_the_latest"], said["in_force"]["zh"]


@pytest.mark.parametrize(
    ("rules", "name", "county", "on", "expected"),
    [
        (
            "national/sme-cluster",
            "output_each_year",
            "330106",
            ON,
            ("2022-09-13", False, "自 2022-09-13 起"),
        ),
        (
            "guangdong/sme-cluster",
            "output_each_year",
            "440106",
            date(2024, 12, 1),
            ("2024-07-10", True, "不晚于 2024-07-10"),
        ),
        (
            "guangdong/sme-cluster",
            "county_pillar",
            "440106",
            date(2024, 12, 1),
            ("2023-07-10", True, "不晚于 2023-07-10"),
        ),
        (
            "jiangsu/sme-cluster",
            "land_area",
            "320102",
            ON,
            ("2023-03-21", True, "不晚于 2023-03-21"),
        ),
    ],
)
def test_a_day_at_the_latest_is_not_told_as_the_day_it_began(
    rules: str, name: str, county: str, on: date, expected: tuple[object, object, object]
) -> None:
    assert in_force(rules, name, county, on) == expected
