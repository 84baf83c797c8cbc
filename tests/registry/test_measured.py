"""What the register reading reaches on real rows, held against labels made by hand.

The labels carry credit codes only; the rows are read from beside the project.
"""

import csv
from pathlib import Path

import pytest

from jiqun.base.codes import industries, regions
from jiqun.registry import RegistryStore

HERE = Path(__file__).parent
pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def store(six_provinces: Path) -> RegistryStore:
    return RegistryStore(six_provinces)


def labels(name: str) -> dict[str, str]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return {code: label for code, label in rows if label}


def known(store: RegistryStore, column: str, codes: list[str]) -> dict[str, str]:
    import duckdb

    with duckdb.connect() as db:
        query = f"select code, {column} from read_parquet(?) where code in (select unnest(?))"  # noqa: S608
        found = db.execute(query, [str(store.enterprises), codes]).fetchall()
    return {code: value or "" for code, value in found}


def test_every_row_of_six_provinces_is_kept_merged_or_rejected(store: RegistryStore) -> None:
    profile = store.manifest()["profile"]
    counted = profile["kept"] + sum(profile["merged"].values()) + sum(profile["rejected"].values())
    # 350,647 rows, and a block of NULs in one file that is a rejected record of its own.
    assert profile["rows_read"] == counted == 350_648
    assert profile["rejected"]["nul_block"] == 1
    assert profile["kept"] > 350_000


def test_the_county_is_known_for_95_in_100_and_right_for_97_in_100(store: RegistryStore) -> None:
    assert float(store.manifest()["profile"]["region"]["coverage"]) > 0.95
    wanted = labels("address_labels.csv")
    found = known(store, "county_code", list(wanted))
    stated = {code: county for code, county in found.items() if county}
    right = sum(county == wanted[code] for code, county in stated.items())
    assert len(stated) > 0.95 * len(wanted)
    assert right >= 0.97 * len(stated)


def test_the_division_is_right_for_three_firms_in_four(store: RegistryStore) -> None:
    wanted = labels("industry_labels.csv")
    found = known(store, "industry_code", list(wanted))
    right = sum(found[code][:2] == division for code, division in wanted.items())
    assert right >= 0.78 * len(wanted)


def test_the_division_is_right_for_three_in_four_of_firms_no_rule_was_made_from(
    store: RegistryStore,
) -> None:
    wanted = labels("industry_labels_fresh.csv")
    assert not wanted.keys() & labels("industry_labels.csv").keys()
    found = known(store, "industry_code", list(wanted))
    right = sum(found[code][:2] == division for code, division in wanted.items())
    assert right >= 0.75 * len(wanted)


def test_labels_name_divisions_and_counties_in_force() -> None:
    for name in ("industry_labels.csv", "industry_labels_fresh.csv"):
        assert set(labels(name).values()) <= set(industries())
    assert all(regions().county(code) for code in labels("address_labels.csv").values())
