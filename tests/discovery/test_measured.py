"""What discovery reaches on six provinces of real registrations, held against recognised clusters.

The labels say which recognised clusters the register of 1978-2004 can show at all; discovery
never reads them.
"""

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from jiqun.base.codes import industries
from jiqun.discovery import discover
from jiqun.discovery.candidates import Candidate
from jiqun.discovery.line_words import is_no_line, names_line
from jiqun.discovery.vocabulary import place_names

pytestmark = pytest.mark.shared
Found = dict[str, list[Candidate]]


@pytest.fixture(scope="module")
def found(six_provinces: Path) -> Found:
    by_county: defaultdict[str, list[Candidate]] = defaultdict(list)
    for one in discover(six_provinces):
        by_county[one.county_code].append(one)
    return by_county


def eligible(shared: Path) -> list[tuple[str, list[str]]]:
    with (shared / "data" / "discovery_labels_dev.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    return [(r["county_code"], r["keywords"].split("|")) for r in rows if r["eligible"] == "1"]


def hits(candidates: list[Candidate], keywords: list[str], terms: int = 3) -> bool:
    return any(
        word in term
        for candidate in candidates
        for term in candidate.terms[:terms]
        for word in keywords
    )


def test_ten_of_eleven_clusters_are_among_their_countys_first_five(
    found: Found, shared: Path
) -> None:
    asked = eligible(shared)
    assert sum(hits(found[county][:5], words) for county, words in asked) >= 10
    assert sum(hits(found[county][:20], words) for county, words in asked) >= 10
    assert sum(hits(found[county][:5], words, terms=1) for county, words in asked) >= 9


def test_the_same_keywords_hit_few_other_counties(found: Found, shared: Path) -> None:
    others = [
        hits(candidates[:5], words)
        for county, words in eligible(shared)
        for other, candidates in found.items()
        if other != county and candidates[0].county_firms >= 40
    ]
    assert sum(others) < 0.06 * len(others)


def test_first_candidates_are_no_places_forms_or_activities(found: Found) -> None:
    words = {
        word
        for candidates in found.values()
        for candidate in candidates[:5]
        for word in candidate.terms
    }
    assert not words & place_names()
    assert not [word for word in words if is_no_line(word)]


def test_every_label_names_a_product_or_an_industry_of_the_classification(found: Found) -> None:
    labels = {candidate.label for candidates in found.values() for candidate in candidates}
    named = {industry.name for industry in industries().values()}
    assert not [label for label in labels if not names_line(label) and label not in named]


def test_counties_with_few_makers_get_no_rank(found: Found) -> None:
    few = [one for all_ in found.values() for one in all_ if one.county_firms < 40]
    assert few
    assert all(one.rank is None and one.evidence == "too_few_makers" for one in few)
