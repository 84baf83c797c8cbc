"""The list of firms ties to the filings, firm by firm."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from jiqun.base.codes import industries, sectors
from jiqun.base.files import catalogue_path
from jiqun.demo import Demonstration, write_roster

Filed = dict[int, dict[str, dict[str, Any]]]
Members = dict[str, list[dict[str, Any]]]
TIERS = {
    "single_champions": "single_champion",
    "little_giants": "little_giant",
    "srdi_smes": "srdi",
    "innovative_smes": "innovative",
    "hightech_enterprises": "hightech",
}
QUALITY = {"single_champion", "little_giant", "srdi", "innovative"}
YEARS = (2020, 2021, 2022)


def inside(rows: list[dict[str, Any]], year: int) -> list[dict[str, Any]]:
    return [row for row in rows if row["from"] <= f"{year}-12-31" and not row["until"]]


def held(row: dict[str, Any], year: int) -> set[str]:
    return {tier["tier"] for tier in row["tiers"] if tier["from"] <= f"{year}-12-31"}


@pytest.mark.parametrize("year", YEARS)
def test_numbers_of_firms_tie_at_each_year_end(year: int, filed: Filed, members: Members) -> None:
    for cluster, one in filed[year].items():
        there, values = inside(members[cluster], year), one["values"]
        assert values["enterprises_total"] == len(there)
        assert values["sme_total"] == sum(row["size"] != "large" for row in there)


@pytest.mark.parametrize("year", YEARS)
def test_titles_and_distinct_quality_firms_tie_at_each_year_end(
    year: int, filed: Filed, members: Members
) -> None:
    for cluster, one in filed[year].items():
        titles = [held(row, year) for row in inside(members[cluster], year)]
        for field, tier in TIERS.items():
            said = one["values"][field]
            if field == "innovative_smes" and year < 2022:
                assert said == {"status": "not_applicable"}
                assert not any(tier in mine for mine in titles)
            else:
                assert said == sum(tier in mine for mine in titles), (cluster, field)
        assert one["values"]["quality_smes"] == sum(bool(mine & QUALITY) for mine in titles)


def test_people_and_output_of_2022_tie_to_the_cent(filed: Filed, members: Members) -> None:
    divisions = {sector.name: sector.divisions for sector in sectors().values()}
    for cluster, one in filed[2022].items():
        rows, values = members[cluster], one["values"]
        leading = divisions[one["cluster"]["sector"]]
        assert values["employment"] == sum(row["employment"] for row in rows)
        for field, part in {
            "output_total": rows,
            "output_sme": [row for row in rows if row["size"] != "large"],
            "output_leading": [row for row in rows if row["industry"].startswith(leading)],
        }.items():
            assert Decimal(values[field]) == sum(Decimal(row["output"]) for row in part)


def test_every_firm_stands_in_one_cluster_and_its_county(
    world: Demonstration, members: Members
) -> None:
    assert len(world.roster) == 31_600
    for cluster in world.clusters:
        counties = {row["county_code"] for row in members[cluster["id"]]}
        assert counties == set(cluster["county_codes"])
    assert [row["name"] for row in world.roster] == [f"示例企业{n:05d}" for n in range(1, 31_601)]


def test_size_classes_follow_the_size_standard(world: Demonstration) -> None:
    # 工信部联企业〔2011〕300号, industry: large has 1,000 people and 40,000 万元; an SME is below
    # either; medium has 300 and 2,000, small 20 and 300.
    for row in world.roster:
        people, revenue = row["employment"], Decimal(row["output"])
        bounds = [("large", 1000, 40_000), ("medium", 300, 2_000), ("small", 20, 300)]
        reached = [name for name, x, y in bounds if people >= x and revenue >= y]
        assert row["size"] == (reached[0] if reached else "micro")


def test_about_570_firms_are_large(world: Demonstration) -> None:
    sizes = Counter(row["size"] for row in world.roster)
    assert sizes["large"] == 570
    assert sizes["micro"] > sizes["medium"] > 0


def test_industries_are_classes_of_the_standard_and_supporting_firms_differ(
    world: Demonstration, members: Members
) -> None:
    known = {code for code, industry in industries().items() if industry.level == 4}
    assert {row["industry"] for row in world.roster} <= known
    for cluster in world.clusters:
        own = [row["industry"] == cluster["industry"] for row in members[cluster["id"]]]
        assert sum(own) > len(own) / 4


def test_titles_nest_as_a_rule_and_not_always(world: Demonstration) -> None:
    now = [(row, held(dict(row), 2022)) for row in world.roster]
    giants = [mine for _, mine in now if "little_giant" in mine]
    assert 0 < sum("srdi" not in mine for mine in giants) < 0.05 * len(giants)
    srdi = [mine for _, mine in now if "srdi" in mine]
    assert 0 < sum("innovative" not in mine for mine in srdi) < 0.3 * len(srdi)
    assert all(row["size"] != "large" for row, mine in now if mine & {"srdi", "innovative"})
    assert any(row["size"] == "large" for row, mine in now if "single_champion" in mine)


def test_a_little_giant_was_srdi_before(world: Demonstration) -> None:
    for row in world.roster:
        since = {tier["tier"]: tier["from"] for tier in row["tiers"]}
        if {"little_giant", "srdi"} <= set(since):
            assert since["srdi"] <= since["little_giant"]


def test_titles_are_valid_at_the_end_of_2022_and_begin_on_a_day_of_award(
    world: Demonstration,
) -> None:
    batches = yaml.safe_load(catalogue_path("demo", "titles.yaml").read_text("utf-8"))["batches"]
    for row in world.roster:
        for tier in row["tiers"]:
            assert tier["from"] in batches[tier["tier"]]
            assert tier["from"] <= "2022-12-31" <= tier["until"]
            years = date.fromisoformat(tier["until"]).year - date.fromisoformat(tier["from"]).year
            assert years % 3 == 0
    assert min(batches["innovative"]) > "2022-06"


def test_the_csv_has_every_column_of_the_roster_and_a_byte_order_mark(
    world: Demonstration, tmp_path: Path
) -> None:
    write_roster(world, tmp_path / "roster.csv")
    content = (tmp_path / "roster.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert list(rows[0]) == [
        "credit_code", "name", "county_code", "industry", "size", "tiers", "key_supplier",
        "output", "employment", "cluster_id", "from", "until",
    ]  # fmt: skip
    assert len(rows) == len(world.roster)
    several = next(n for n, row in enumerate(world.roster) if len(row["tiers"]) > 1)
    said = [f"{t['tier']}:{t['from']}/{t['until']}" for t in world.roster[several]["tiers"]]
    assert rows[several]["tiers"].split("|") == said
