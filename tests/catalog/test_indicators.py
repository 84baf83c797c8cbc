"""Every indicator is one file that can be computed, printed and explained."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import yaml

from jiqun.base.catalogue import Entry
from jiqun.base.files import catalogue_path
from jiqun.base.units import units

DIMENSIONS = {
    "overview", "leading_industry", "innovation", "digital", "green", "opening", "governance",
    "plan",
}  # fmt: skip
FORMS = [
    yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in sorted(catalogue_path("forms").glob("*/*.yaml"))
]
FIELDS: dict[str, dict[str, Any]] = {
    field["id"]: field for form in FORMS for field in form["fields"]
}
PUBLISHED_UNITS = {"%": "ratio"}
STYLES = {
    "exact": {"number"},
    "rounded": {"percent"},
    "about": {"tenths_about"},
    "just_under": {"under", "tenths_under"},
    "just_over": {"over", "tenths_over"},
}
TITLES = {
    "single_champions", "little_giants", "srdi_smes", "innovative_smes", "hightech_enterprises",
}  # fmt: skip
BOUNDS = ("counts", "not_below", "not_above")
CARRIERS = {"electricity_used", "coal_used", "natural_gas_used", "diesel_used", "heat_purchased"}


def form_of(entry: Entry) -> tuple[str, Any]:
    ((form, body),) = entry.content["definition"].items()
    return form, body


def listed(terms: Any) -> list[dict[str, Any]]:
    """Return terms as mappings, however they are written."""
    several = [terms] if isinstance(terms, str) else terms
    return [{"field": one} if isinstance(one, str) else one for one in several]


def predicates(entry: Entry) -> Iterator[dict[str, Any]]:
    form, body = form_of(entry)
    if form == "share_of_clusters":
        yield body
    elif form == "count_of_clusters" and "where" in body:
        yield body["where"]


def linear_forms(entry: Entry) -> Iterator[list[dict[str, Any]]]:
    """Yield every sum of terms a definition is made of."""
    form, body = form_of(entry)
    if form in ("sum", "weighted_sum", "growth_of", "compound_growth_of"):
        yield listed(body)
    elif form == "range_of_distinct_count":
        yield from (listed(body[part]) for part in BOUNDS if part in body)
    elif form in ("ratio_of_sums", "per"):
        yield listed(body["numerator"])
        yield listed(body["denominator"])
    elif form == "concentration_of":
        yield listed(body["of"])
    for predicate in predicates(entry):
        for part in ("all_true", "value", "of"):
            if part in predicate:
                yield listed(predicate[part])


def terms_of(entry: Entry) -> list[dict[str, Any]]:
    return [term for terms in linear_forms(entry) for term in terms]


def unit_of(terms: list[dict[str, Any]], factors: dict[str, Entry]) -> str:
    """Return the one unit a sum of terms comes out in."""
    found = {
        factors[term["factor"]].content["to"] if "factor" in term else FIELDS[term["field"]]["unit"]
        for term in terms
    }
    assert len(found) == 1, f"terms in different units: {sorted(found)}"
    return str(found.pop())


def dimension(unit: str) -> str:
    return units()[unit].dimension


def test_there_are_many_indicators_in_every_dimension(
    indicator_entries: dict[str, Entry],
) -> None:
    counted = Counter(entry.path.parent.name for entry in indicator_entries.values())
    assert set(counted) == DIMENSIONS
    assert sum(counted.values()) >= 75
    assert min(counted.values()) >= 5


def test_a_figure_id_is_used_once_over_all_dimensions() -> None:
    paths = sorted(catalogue_path("indicators").glob("*/*.yaml"))
    figures = Counter(
        yaml.safe_load(path.read_text(encoding="utf-8")).get("figure", path.stem) for path in paths
    )
    assert [name for name, times in figures.items() if times > 1] == []


def test_titles_are_told_apart_in_both_languages(indicator_entries: dict[str, Entry]) -> None:
    for language in ("zh", "en"):
        titles = Counter(entry.content["title"][language] for entry in indicator_entries.values())
        assert [title for title, times in titles.items() if times > 1] == []


def test_an_indicator_reads_fields_of_the_form_and_factors_of_the_catalogue(
    indicator_entries: dict[str, Entry], factor_entries: dict[str, Entry]
) -> None:
    unknown = [
        (name, term)
        for name, entry in indicator_entries.items()
        for term in terms_of(entry)
        if term["field"] not in FIELDS or term.get("factor", "") not in {"", *factor_entries}
    ]
    assert unknown == []


def test_a_factor_multiplies_the_unit_its_field_is_filed_in(
    indicator_entries: dict[str, Entry], factor_entries: dict[str, Entry]
) -> None:
    misfits = {
        (term["field"], term["factor"])
        for entry in indicator_entries.values()
        for term in terms_of(entry)
        if "factor" in term
        and factor_entries[term["factor"]].content["from"] != FIELDS[term["field"]]["unit"]
    }
    assert misfits == set()


def test_the_unit_follows_from_the_definition(
    indicator_entries: dict[str, Entry], factor_entries: dict[str, Entry]
) -> None:
    for name, entry in indicator_entries.items():
        form, _ = form_of(entry)
        unit = entry.content["unit"]
        sides = [unit_of(terms, factor_entries) for terms in linear_forms(entry)]
        if form in ("sum", "weighted_sum", "range_of_distinct_count"):
            assert {dimension(unit)} == {dimension(side) for side in sides}, name
        elif form == "per":
            assert [dimension(one) for one in unit.split("/")] == [dimension(s) for s in sides]
            assert dimension(sides[0]) != dimension(sides[1]), f"{name} is a ratio_of_sums"
        elif form == "ratio_of_sums":
            assert unit == "ratio", name
            assert dimension(sides[0]) == dimension(sides[1]), name
        elif form in ("count_of_clusters", "function"):
            assert unit in units(), name
        else:
            assert unit == "ratio", name


def test_a_comparison_is_between_like_and_like(
    indicator_entries: dict[str, Entry], factor_entries: dict[str, Entry]
) -> None:
    for name, entry in indicator_entries.items():
        for predicate in predicates(entry):
            if "all_true" in predicate:
                assert {FIELDS[one]["type"] for one in predicate["all_true"]} == {"flag"}, name
            elif "of" in predicate:
                value, of = (listed(predicate[part]) for part in ("value", "of"))
                assert unit_of(value, factor_entries) == unit_of(of, factor_entries), name


def test_flags_are_never_added_up(indicator_entries: dict[str, Entry]) -> None:
    added = [
        name
        for name, entry in indicator_entries.items()
        if not any("all_true" in predicate for predicate in predicates(entry))
        and any(FIELDS[term["field"]]["type"] == "flag" for term in terms_of(entry))
    ]
    assert added == []


def test_no_more_than_one_in_five_needs_a_function(indicator_entries: dict[str, Entry]) -> None:
    functions = [
        name for name, entry in indicator_entries.items() if form_of(entry)[0] == "function"
    ]
    assert functions == ["provincial_policy_documents"]
    assert len(functions) * 5 <= len(indicator_entries)


def test_a_plausible_range_is_a_range(indicator_entries: dict[str, Entry]) -> None:
    for name, entry in indicator_entries.items():
        low, high = (entry.content["plausible"][end] for end in ("from", "to"))
        if low is not None and high is not None:
            assert float(low) < float(high), name


def test_a_share_of_clusters_and_a_concentration_are_not_figures_of_one_cluster(
    indicator_entries: dict[str, Entry],
) -> None:
    grouped = ("share_of_clusters", "concentration_of", "count_of_clusters")
    for name, entry in indicator_entries.items():
        if form_of(entry)[0] in grouped:
            assert "cluster" not in entry.content["levels"], name


def test_only_carriers_and_titles_held_to_criteria_count_nought_where_they_do_not_apply(
    indicator_entries: dict[str, Entry],
) -> None:
    for name, entry in indicator_entries.items():
        fields = {term["field"] for term in terms_of(entry)}
        may_be_nought = CARRIERS & fields or (entry.content.get("levels") == [] and TITLES & fields)
        as_zero = entry.content.get("not_applicable") == "zero"
        assert as_zero <= bool(may_be_nought), name
        assert ("按零计" in entry.content["missing"]["zh"]) == as_zero, name
        assert ("counts nought" in entry.content["missing"]["en"]) == as_zero, name


def test_a_figure_with_dated_factors_says_that_nothing_is_extrapolated(
    indicator_entries: dict[str, Entry],
) -> None:
    weighted = [
        entry
        for entry in indicator_entries.values()
        if any("factor" in term for term in terms_of(entry))
    ]
    assert weighted
    for entry in weighted:
        assert "不作外推" in entry.content["missing"]["zh"], entry.name
        assert entry.content["source"].get("working_definition"), entry.name


def test_money_energy_and_research_are_tagged_for_disclosure(
    indicator_entries: dict[str, Entry],
) -> None:
    for name, entry in indicator_entries.items():
        fields = {term["field"] for term in terms_of(entry)}
        expected = {
            "money": any(FIELDS[field]["type"] == "money" for field in fields),
            "energy": bool(CARRIERS & fields),
            "rd": any(field.startswith("rd_") for field in fields),
        }
        tags = entry.content.get("tags", [])
        assert tags == [tag for tag, wanted in expected.items() if wanted], name


def test_words_are_whole_sentences_in_chinese_and_english(
    indicator_entries: dict[str, Entry],
) -> None:
    for name, entry in indicator_entries.items():
        for part in ("why", "missing"):
            assert entry.content[part]["zh"].endswith("。"), name
            assert entry.content[part]["en"].endswith((".", "?")), name
        assert not entry.content["title"]["zh"].isascii(), name


def test_an_entry_was_reviewed_on_a_real_day(indicator_entries: dict[str, Entry]) -> None:
    for entry in indicator_entries.values():
        assert date.fromisoformat(entry.content["reviewed"]).year >= 2026


def test_thirty_eight_figures_are_those_of_the_published_report(
    indicator_entries: dict[str, Entry],
) -> None:
    published = [entry for entry in indicator_entries.values() if entry.content.get("published")]
    assert len(published) == 38
    for entry in published:
        assert entry.content["source"]["document"].startswith("首批中小企业特色产业集群发展报告")


@pytest.mark.shared
def test_every_published_figure_has_its_entry_in_its_dimension_and_unit(
    indicator_entries: dict[str, Entry], published_rows: list[dict[str, str]]
) -> None:
    marked = {name for name, entry in indicator_entries.items() if entry.content.get("published")}
    assert marked == {row["id"] for row in published_rows}
    for row in published_rows:
        entry = indicator_entries[row["id"]]
        assert entry.path.parent.name == row["dimension"], row["id"]
        assert entry.content["unit"] == PUBLISHED_UNITS.get(row["unit"], row["unit"]), row["id"]


@pytest.mark.shared
def test_every_published_figure_is_printed_with_its_qualifier_and_decimals(
    indicator_entries: dict[str, Entry], published_rows: list[dict[str, str]]
) -> None:
    for row in published_rows:
        display = indicator_entries[row["id"]].content["display"]
        assert display["style"] in STYLES[row["qualifier"]], row["id"]
        if display["style"] in ("percent", "number"):
            assert display["decimals"] == len(row["value"].partition(".")[2]), row["id"]
        note = indicator_entries[row["id"]].content["source"]["note"]
        assert row["as_published"] in note, row["id"]
