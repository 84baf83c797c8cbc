"""What the tests of the catalogue share: its files, and the figures beside the project."""

import csv
from pathlib import Path

import pytest

from jiqun.base.catalogue import Entry, read_entry
from jiqun.base.files import catalogue_path

PUBLISHED = (
    Path(__file__).resolve().parents[2].parent / "shared" / "data" / "published_report_2022.csv"
)


def entries(pattern: str, schema: str) -> dict[str, Entry]:
    """Return the files of a pattern by their stem; a file with a fault fails the test at once."""
    found: dict[str, Entry] = {}
    for path in sorted(catalogue_path().glob(pattern)):
        entry, problems = read_entry(path, schema)
        assert entry is not None
        assert problems == []
        found[path.stem] = entry
    return found


@pytest.fixture(scope="session")
def indicator_entries() -> dict[str, Entry]:
    return entries("indicators/*/*.yaml", "indicator")


@pytest.fixture(scope="session")
def factor_entries() -> dict[str, Entry]:
    return entries("factors/*.yaml", "factor")


@pytest.fixture(scope="session")
def policy_entries() -> dict[str, Entry]:
    return entries("policies/*.yaml", "policy")


@pytest.fixture(scope="session")
def published_rows() -> list[dict[str, str]]:
    if not PUBLISHED.is_file():
        pytest.skip(f"the published figures are not beside the project: no {PUBLISHED.name}")
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
