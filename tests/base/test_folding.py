"""The same fault is said once, with its count and its places."""

import json

from jiqun.base.errors import MOST_PLACES, Problem, Where, places_said
from jiqun.base.folding import folded


def in_row(row: int, value: str = "x") -> Problem:
    place = Where("001.xlsx", None, f"企业名单!A{row}", "demo-001", field="credit_code")
    return Problem("roster.unknown_county", place, {"value": value, "title": "代码"})


def of_field(code: str, name: str, title: str, **details: str) -> Problem:
    place = Where("001.xlsx", None, f"指标!D{len(name)}", "demo-001", 2022, name)
    return Problem(code, place, {"title": title, "title_en": name, **details})


def test_rows_of_one_fault_are_one_line_with_their_count_and_numbers() -> None:
    [fault] = folded([in_row(row, f"X{row}") for row in range(5, 45)])
    assert fault.text("zh").startswith(
        "001.xlsx · 企业名单!A · 40 行：第 5、6、7、8、9、10、11、12、13、14 … 行 · demo-001 · "
    )
    assert "（以企业名单!A5为例，其余同类。）" in fault.text("zh")
    assert "40 rows: 5, 6, 7" in fault.text("en")
    assert "企" not in fault.what("en").replace("企业名单!A5", "")


def test_a_fault_of_one_place_reads_as_before() -> None:
    assert folded([in_row(5)]) == [in_row(5)]
    assert "count" not in folded([in_row(5)])[0].record()


def test_fields_of_one_fault_are_named_together() -> None:
    names = {"output_total": "集群总产值", "revenue_total": "营业收入", "employment": "从业人员"}
    [fault] = folded(of_field("filings.empty", name, title) for name, title in names.items())
    assert fault.what("zh").startswith("“集群总产值”“营业收入”“从业人员”是空的")
    assert fault.what("en").startswith('"output_total", "revenue_total", "employment" is empty')
    assert "3 行：第 12、13、10 行" in fault.text("zh")


def test_many_fields_are_counted_after_the_first() -> None:
    faults = [of_field("filings.empty", f"field_{n}", f"指标{n}") for n in range(57)]
    [fault] = folded(faults)
    assert f"“指标{MOST_PLACES - 1}”“等 57 项”是空的" in fault.what("zh")


def test_warnings_with_numbers_of_their_own_stay_apart() -> None:
    jumps = [
        of_field("filings.jump", name, name, before="1", value=value, unit="家", unit_en="",
                 ratio="9")
        for name, value in (("a", "9"), ("b", "18"))
    ]  # fmt: skip
    assert len(folded(jumps)) == 2


def test_other_files_and_other_columns_stay_apart() -> None:
    other = Problem("roster.unknown_county", Where("002.xlsx", 5, field="credit_code"))
    date = Problem("roster.bad_date", Where("001.xlsx", None, "企业名单!I5", "demo-001"), {})
    assert len(folded([in_row(5), other, date, in_row(6)])) == 3


def test_a_machine_is_given_every_place_with_its_own_words() -> None:
    [fault] = folded([in_row(row, f"X{row}") for row in range(5, 45)])
    said = json.loads(json.dumps(fault.record(), ensure_ascii=False))
    assert {"code", "severity", "where", "what", "do", "count", "places"} == said.keys()
    assert said["where"]["cell"] == "企业名单!A5"
    assert (said["count"], len(said["places"])) == (40, 40)
    assert said["places"][39]["cell"] == "企业名单!A44"
    assert "“X44”" in said["places"][39]["what"]["zh"]


def test_folding_what_is_folded_changes_nothing() -> None:
    once = folded([in_row(5), in_row(6), in_row(5, "y")])
    assert folded(once) == once
    assert [len(problem.each) for problem in once] == [3]


def test_lines_of_a_text_file_are_rows() -> None:
    places = [Where("a.csv", line, cluster=f"c{line}", field="exports") for line in (2, 9)]
    assert places_said(places, "zh") == "a.csv · 2 行：第 2、9 行 · exports"
    assert places_said(places, "en") == "a.csv · 2 rows: 2, 9 · exports"
