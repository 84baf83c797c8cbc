"""Errors are part of the interface: where, what, why, what to do; in both languages."""

import json

import pytest

from jiqun.base.errors import NotFound, Problem, Refused, Severity, Where, errors_only, shown


def test_a_problem_says_the_place_outermost_first() -> None:
    where = Where("a.csv", line=7, cluster="demo-001", year=2022, field="exports")
    assert where.text("zh") == "a.csv · 第 7 行 · demo-001 · 2022 · exports"
    assert where.text("en") == "a.csv · line 7 · demo-001 · 2022 · exports"
    assert Where().text("zh") == ""


def test_a_problem_says_place_what_and_what_to_do_in_one_line() -> None:
    problem = Problem("filings.unknown_field", Where("a.json", field="output"))
    assert problem.text("zh") == "a.json · output：表式里没有这个指标。 请核对指标代码。"
    assert (
        problem.text("en") == "a.json · output: the form has no such field. Check the field's id."
    )


def test_only_errors_refuse() -> None:
    codes = ("filings.unknown_field", "filings.jump", "filings.restated")
    problems = [Problem(code) for code in codes]
    severities = [problem.severity for problem in problems]
    assert severities == [Severity.ERROR, Severity.WARNING, Severity.NOTE]
    assert errors_only(problems) == problems[:1]


def test_a_record_is_json_in_both_languages_and_leaves_empty_places_out() -> None:
    problem = Problem("filings.unknown_cluster", Where("a.csv", cluster="x"))
    said = json.loads(json.dumps(problem.record()))
    assert said["where"] == {"file": "a.csv", "cluster": "x"}
    assert said["code"] == "filings.unknown_cluster"
    assert set(said["what"]) == set(said["do"]) == {"zh", "en"}


@pytest.mark.parametrize("said", ["a\nb", "a\x00b", "a\x1b[31mb", "a\u202eb", "a\ud800b", "a\tb"])
def test_what_an_input_said_is_shown_in_one_printable_line(said: str) -> None:
    for text in (shown(said), Where(field=said).text("zh"), Where(cluster=said).text("en")):
        assert text.isprintable()
        text.encode()


def test_what_an_input_said_is_shortened_and_its_braces_are_only_text() -> None:
    long = Problem("filings.numeral_unit", details={"value": "9" * 9999, "title_en": "{x}",
                                                    "title": "{0}", "unit": "家"})  # fmt: skip
    assert len(long.text("zh")) < 200
    assert "{0}" in long.text("zh")


def test_a_value_nested_too_deep_to_print_is_shown_as_dots() -> None:
    nested: list[object] = []
    for _ in range(5000):
        nested = [nested]
    assert shown(nested) == "…"


def test_a_refusal_carries_every_problem_and_prints_them() -> None:
    refused = Refused([Problem("filings.empty_file"), Problem("filings.no_file")])
    assert len(refused.problems) == 2
    assert str(refused).count("\n") == 1
    assert "no such file" in str(NotFound(Problem("filings.no_file")))
