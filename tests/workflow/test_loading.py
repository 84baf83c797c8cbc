"""A workflow that does not hold is refused at its line, with what to do."""

from pathlib import Path

import pytest

from jiqun.base.errors import NotFound
from jiqun.base.files import catalogue_path
from jiqun.workflow.loading import read_workflows, workflow

FILING = catalogue_path("workflows", "filing.yaml").read_text(encoding="utf-8")


def line_of(text: str, part: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if part in line)


def faults(tmp_path: Path, text: str) -> list[tuple[str, int | None]]:
    file = tmp_path / "filing.yaml"
    file.write_text(text, encoding="utf-8")
    found, problems = read_workflows([file])
    assert not (found and problems)
    for problem in problems:
        assert "{" not in problem.text("zh") + problem.text("en")
    return [(problem.code, problem.where.line) for problem in problems]


def changed(old: str, new: str) -> str:
    assert FILING.count(old) >= 1, old
    return FILING.replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new", "code", "at"),
    [
        (
            "verb: take_up, by: [county], to: draft",
            "verb: take_up, by: [county], to: drafts",
            "workflow.unknown_name",
            "to: drafts",
        ),
        (
            "from: [withdrawn], verb: take_up",
            "from: [gone], verb: take_up",
            "workflow.unknown_name",
            "from: [gone]",
        ),
        (
            "verb: begin, by: [county, agency]",
            "verb: begin, by: [county, mayor]",
            "workflow.unknown_name",
            "mayor",
        ),
        (
            "verb: begin, by: [county, agency]",
            "verb: start, by: [county, agency]",
            "workflow.unknown_name",
            "verb: start",
        ),
        (
            "holder: [prefecture, province]",
            "holder: [town, province]",
            "workflow.unknown_name",
            "town",
        ),
        (
            "stops: [filing, correction], starts",
            "stops: [filling], starts",
            "workflow.unknown_name",
            "filling",
        ),
        (
            "cells: {open: all, to: [county, agency]}",
            "cells: {open: all, to: [mayor]}",
            "workflow.unknown_name",
            "mayor",
        ),
        ("office: prefecture,", "office: town,", "catalogue.bad_value", "office: town"),
        (
            "  withdrawn: {",
            "  lost: {title: {zh: 遗失, en: lost}, holder: [county]}\n  withdrawn: {",
            "workflow.unreachable",
            "lost",
        ),
        (
            "verb: correct, by: [county, holder], reason: true, revision: true",
            "verb: correct, by: [county, holder], reason: true",
            "workflow.unsealed",
            "verb: correct",
        ),
        (
            "by: [prefecture], when: {prefecture: present}",
            "by: [province], when: {prefecture: present}",
            "workflow.not_its_own",
            "to: endorsed_by_prefecture",
        ),
        (
            "when: {prefecture: absent, nation: present}, to: endorsed_by_province",
            "when: {nation: present}, to: endorsed_by_province",
            "workflow.twofold",
            "when: {nation: present}, to: endorsed_by_province",
        ),
        (
            "endorsed: [prefecture, province], acceptance: true}",
            "endorsed: [province], acceptance: true}",
            "workflow.unendorsed",
            "endorsed: [province], acceptance: true}",
        ),
        (
            "accepted: {title: {zh: 已接收, en: accepted}, holder: [nation, province]",
            "accepted: {title: {zh: 已接收, en: accepted}, holder: [nation]",
            "workflow.unheld",
            "accepted: {title",
        ),
        (
            "working_days: {prefecture: null, province: null, nation: null}",
            "working_days: {prefecture: null, province: null}",
            "workflow.no_days",
            "verb: endorse, by: [province], when: {prefecture: absent",
        ),
        (
            "verb: accept, by: [nation], to: accepted, stops: [review]",
            "verb: accept, by: [nation], to: accepted",
            "workflow.never_stops",
            "review: {title",
        ),
    ],
)
def test_a_fault_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, code: str, at: str
) -> None:
    text = changed(old, new)
    assert (code, line_of(text, at)) in faults(tmp_path, text)


def test_a_state_that_leads_nowhere_is_a_dead_end(tmp_path: Path) -> None:
    text = changed("  - {from: [to_reconcile], verb: reconcile, by: [county], to: draft}\n", "")
    text = text.replace("withdrawn, to_reconcile], verb: import", "withdrawn], verb: import")
    assert ("workflow.dead_end", line_of(text, "to_reconcile: {title")) in faults(tmp_path, text)


def test_the_catalogue_s_own_workflow_has_no_fault(tmp_path: Path) -> None:
    assert faults(tmp_path, FILING) == []


def test_a_faulty_file_does_not_take_the_others_with_it(tmp_path: Path) -> None:
    wrong, right = tmp_path / "wrong.yaml", tmp_path / "right.yaml"
    wrong.write_text(changed("to: opened", "to: shut"), encoding="utf-8")
    right.write_text(FILING, encoding="utf-8")
    found, problems = read_workflows([wrong, right])
    assert list(found) == ["right"]
    assert {problem.where.file for problem in problems} == {"wrong.yaml"}


def test_an_unknown_workflow_is_not_found_and_those_there_are_are_named() -> None:
    with pytest.raises(NotFound, match="filing"):
        workflow("invented")


def test_the_version_does_not_change_with_the_layout(tmp_path: Path) -> None:
    file = tmp_path / "filing.yaml"
    file.write_text(
        "# another comment\n" + FILING.replace("{from: ", "{  from:   "), encoding="utf-8"
    )
    found, _ = read_workflows([file])
    assert found["filing"].version == workflow("filing").version


def test_an_option_may_not_be_called_like_a_slot(tmp_path: Path) -> None:
    options = "options:\n  county: {zh: 县级, en: a county's own}\n\ndeadlines:"
    found = faults(tmp_path, changed("deadlines:", options))
    assert "workflow.option_is_slot" in [code for code, _ in found]


def test_a_deadline_that_is_not_defined_holds_up_no_step(tmp_path: Path) -> None:
    text = changed("verb: take_up, by: [county],", "verb: take_up, by: [county], until: never,")
    assert ("workflow.unknown_name", line_of(text, "until: never")) in faults(tmp_path, text)
