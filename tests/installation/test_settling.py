"""A right file takes effect and is marked; a bad one is refused whole, the last good goes on."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from jiqun.base.errors import NotFound, Problem, Refused, Where
from jiqun.base.forms import YEARLY, form_for
from jiqun.base.own_catalogue import LOCAL, NONE, in_force, install
from jiqun.base.yaml_files import LARGEST_YAML
from jiqun.installation import own_files, problems_of, settle, states, trial, undo
from jiqun.installation.settling import UNDONE
from jiqun.rules import programme
from jiqun.workspace import Workspace

ENTERED = 'entered: {by: 处内 张三, date: "2026-03-01", document: 某工信〔2026〕1号}\n'
RULE = "rules/national/sme-cluster.yaml"
EIGHT = ENTERED + (
    "parameters:\n  output_each_year:\n    unit: 亿元\n"
    '    values: [{since: "2022-09-13", value: "8", article: 第三条, source: [local]}]\n'
)
FORM = f"forms/{YEARLY}/2022.yaml"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Path]:
    """Make an empty workspace; no catalogue outlasts the test."""
    yield Workspace.create(tmp_path / "w").folder
    install(NONE)


def write(workspace: Path, name: str, text: str) -> None:
    path = workspace / "catalog" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def threshold() -> str:
    return str(programme("national/sme-cluster").parameters["output_each_year"].values[-1].value)


def test_without_a_folder_nothing_holds_and_nothing_is_written(workspace: Path) -> None:
    before = sorted(workspace.iterdir())
    assert settle(workspace).own.files == {}
    assert sorted(workspace.iterdir()) == before


def test_a_number_of_one_s_own_holds_and_carries_who_when_and_the_document(
    workspace: Path,
) -> None:
    shipped = threshold()
    write(workspace, RULE, EIGHT)
    assert settle(workspace).problems == []
    found = programme("national/sme-cluster").parameters["output_each_year"]
    assert (threshold(), found.origin) == ("8", LOCAL)
    assert found.entered is not None
    assert found.entered.document == "某工信〔2026〕1号"
    untouched = programme("national/sme-cluster").parameters["land_area"]
    assert (untouched.origin, untouched.entered) == ("national", None)
    install(NONE)
    assert threshold() == shipped != "8"


@pytest.mark.parametrize(
    ("bad", "line", "code"),
    [
        (EIGHT.replace("value:", "valu:"), 5, "catalogue.key_unknown"),
        (EIGHT.replace(ENTERED, ""), 1, "catalogue.not_entered"),
        (EIGHT.replace("date:", "on:"), 1, "catalogue.key_not_text"),
        (EIGHT + "  nonsense: [", 7, "catalogue.not_yaml"),
        ("- a list", None, "catalogue.not_a_mapping"),
    ],
)
def test_a_bad_file_is_refused_whole_with_its_line_while_the_last_good_goes_on(
    workspace: Path, bad: str, line: int | None, code: str
) -> None:
    write(workspace, RULE, EIGHT)
    settle(workspace)
    write(workspace, RULE, bad)
    problems = settle(workspace).problems
    assert code in {problem.code for problem in problems}
    assert {problem.where.file for problem in problems} == {f"w/catalog/{RULE}"}
    if line is not None:
        assert line in {problem.where.line for problem in problems}
    assert threshold() == "8"
    install(NONE)  # as another process begins
    assert settle(workspace).problems == problems
    assert threshold() == "8"


@pytest.mark.parametrize("number", ["9" * 16, "9" * 5000, "0." + "1" * 13, "1e9", "NaN"])
def test_a_number_too_long_to_be_a_threshold_is_refused(workspace: Path, number: str) -> None:
    shipped = threshold()
    write(workspace, RULE, EIGHT.replace('"8"', f'"{number}"'))
    (problem,) = settle(workspace).problems
    assert problem.where.field == "parameters/output_each_year/values/0/value"
    assert threshold() == shipped


def test_one_bad_file_never_takes_a_good_one_with_it(workspace: Path) -> None:
    write(workspace, RULE, EIGHT)
    write(workspace, "rules/yunnan/sme-cluster.yaml", ENTERED + "nonsense: 1\n")
    problems = settle(workspace).problems
    assert {problem.where.file for problem in problems} == {
        "w/catalog/rules/yunnan/sme-cluster.yaml"
    }
    assert threshold() == "8"


def test_a_file_with_no_place_in_a_catalogue_is_named(workspace: Path) -> None:
    write(workspace, "messages/rules.yaml", ENTERED)
    (problem,) = settle(workspace).problems
    assert problem.code == "installation.no_place"
    assert "rules/*/*.yaml" in problem.todo("zh")


def test_a_field_may_become_more_secret_and_never_less(workspace: Path) -> None:
    form = form_for(YEARLY, 2022)
    open_field = next(field.id for field in form.fields.values() if field.sensitivity == "open")
    secret = next(field.id for field in form.fields.values() if field.sensitivity == "confidential")
    write(workspace, FORM, f"{ENTERED}fields:\n  - {{id: {secret}, sensitivity: open}}\n")
    (problem,) = settle(workspace).problems
    assert (problem.code, problem.details["field"]) == ("installation.less_secret", secret)
    raised = f"{ENTERED}fields:\n  - {{id: {open_field}, sensitivity: confidential}}\n"
    write(workspace, FORM, raised)
    assert settle(workspace).problems == []
    assert form_for(YEARLY, 2022).fields[open_field].sensitivity == "confidential"


def test_a_shipped_field_stays_what_it_is(workspace: Path) -> None:
    write(workspace, FORM, f"{ENTERED}fields:\n  - {{id: output_total, unit: 家, type: count}}\n")
    assert "installation.field_changed" in {problem.code for problem in settle(workspace).problems}


def test_a_field_of_one_s_own_stands_in_the_form_and_says_so(workspace: Path) -> None:
    text = (
        "fields:\n  - {id: brand_value, after: output_total, zh: 区域品牌价值, en: brand value, "
        "unit: 万元, type: money, dimension: leading_industry, optional: true}\n"
    )
    write(workspace, FORM, ENTERED + text)
    assert settle(workspace).problems == []
    fields = form_for(YEARLY, 2022).fields
    assert fields["brand_value"].title.zh == "区域品牌价值（本地）"
    assert fields["brand_value"].sensitivity == "confidential"
    assert list(fields).index("brand_value") == list(fields).index("output_total") + 1


def test_undo_goes_back_step_by_step_and_puts_the_folder_back(workspace: Path) -> None:
    write(workspace, RULE, EIGHT)
    settle(workspace)
    write(workspace, RULE, EIGHT.replace('"8"', '"9"'))
    settle(workspace)
    write(workspace, RULE, "nonsense")
    undo(workspace)  # what never held goes first
    settle(workspace)
    assert threshold() == "9"
    undo(workspace)
    settle(workspace)
    assert threshold() == "8"
    assert '"8"' in (workspace / "catalog" / RULE).read_text(encoding="utf-8")
    undo(workspace)
    settle(workspace)
    assert in_force().files == {}
    assert not (workspace / "catalog" / RULE).exists()


def broken(path: Path, kind: str) -> None:
    """Let something that cannot be read stand in the place of a file."""
    path.unlink(missing_ok=True)
    match kind:
        case "pipe":
            os.mkfifo(path)
        case "link to nothing":
            path.symlink_to("nowhere")
        case "link to a folder":
            path.symlink_to(path.parent)
        case "folder":
            path.mkdir()
        case "too large":
            path.write_bytes(b"#" * (LARGEST_YAML + 1))


UNREAD = ["pipe", "link to nothing", "link to a folder", "folder", "too large"]


@pytest.mark.parametrize("kind", UNREAD)
def test_what_cannot_be_read_leaves_the_last_good_in_force(workspace: Path, kind: str) -> None:
    write(workspace, RULE, EIGHT)
    settle(workspace)
    broken(workspace / "catalog" / RULE, kind)
    (problem,) = settle(workspace).problems
    assert problem.where.file == f"w/catalog/{RULE}"
    assert threshold() == "8"
    (workspace / "catalog" / RULE).rename(workspace / "catalog" / "rules" / "own.txt")
    settle(workspace)
    assert in_force().files == {}  # taken away: that is a wish


def test_a_file_read_while_it_is_written_leaves_the_last_good_in_force(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changing(path: Path, _: int) -> bytes:
        raise Refused([Problem("inputs.changed", Where(file=path.name))])

    write(workspace, RULE, EIGHT)
    settle(workspace)
    monkeypatch.setattr("jiqun.installation.folder.read_input", changing)
    assert [problem.code for problem in settle(workspace).problems] == ["inputs.changed"]
    assert threshold() == "8"


@pytest.mark.parametrize("place", ["catalog", "catalog/rules", "catalog/rules/national"])
def test_a_link_in_the_place_of_a_folder_is_named_and_the_last_good_goes_on(
    workspace: Path, place: str
) -> None:
    write(workspace, RULE, EIGHT)
    settle(workspace)
    (workspace / place).rename(workspace / "aside")
    (workspace / place).symlink_to("nowhere" if place == "catalog" else workspace / "aside")
    (problem,) = settle(workspace).problems
    assert problem.where.file == f"w/{place}"
    assert threshold() == "8"
    undo(workspace)
    assert not (workspace / place).is_symlink()
    assert settle(workspace).problems == []
    assert threshold() == "8"


@pytest.mark.parametrize("kind", UNREAD)
def test_undo_takes_back_what_cannot_be_read_and_not_the_last_good_change(
    workspace: Path, kind: str
) -> None:
    for number in "89":
        write(workspace, RULE, EIGHT.replace('"8"', f'"{number}"'))
        settle(workspace)
    bad = workspace / "catalog" / "rules" / "national" / "other.yaml"
    broken(bad, kind)
    if kind == "folder":  # what lies in it may be dear to somebody
        with pytest.raises(Refused):
            undo(workspace)
    else:
        undo(workspace)
        assert not os.path.lexists(bad)
    settle(workspace)
    assert threshold() == "9"


@pytest.mark.parametrize(
    "listed",
    [
        {"files": None},
        {"files": [RULE]},
        {"files": {RULE: 5}},
        {"files": {RULE: "../../secret"}},
        {"files": {"../../escaped.yaml": ""}},
        {"files": {"rules/../escaped.yaml": ""}},
        {"files": {"messages/own.yaml": ""}},
    ],
)
def test_a_forged_list_of_what_held_is_refused_and_leads_nowhere(
    workspace: Path, listed: dict[str, object]
) -> None:
    write(workspace, RULE, EIGHT)
    settle(workspace)
    path = workspace / ".catalog" / "states.json"
    said = json.loads(path.read_text(encoding="utf-8"))
    (sha256,) = said["states"][0]["files"].values()
    filled = json.loads(json.dumps(listed).replace('""', f'"{sha256}"'))
    said["states"].insert(0, {**said["states"][0], **filled})
    path.write_text(json.dumps(said), encoding="utf-8")
    with pytest.raises(Refused, match="damaged"):
        undo(workspace)
    assert not list(workspace.parent.rglob("escaped.yaml"))


def test_a_list_of_what_held_that_nests_without_end_is_called_damaged(workspace: Path) -> None:
    write(workspace, RULE, EIGHT)
    settle(workspace)
    (workspace / ".catalog" / "states.json").write_text("[" * 100_000, encoding="utf-8")
    assert [problem.code for problem in problems_of(workspace)] == ["installation.damaged"]


def test_what_was_written_and_never_held_is_set_aside_by_undo(workspace: Path) -> None:
    write(workspace, RULE, "nonsense")
    settle(workspace)
    undo(workspace)
    assert not (workspace / "catalog" / RULE).exists()
    assert (workspace / UNDONE / RULE).read_text(encoding="utf-8") == "nonsense"
    assert problems_of(workspace) == []


def test_undo_of_nothing_says_so(workspace: Path) -> None:
    with pytest.raises(NotFound):
        undo(workspace)


def test_what_was_kept_and_damaged_is_noticed(workspace: Path) -> None:
    write(workspace, RULE, EIGHT)
    settle(workspace)
    assert problems_of(workspace) == []
    (sha256,) = states(workspace)[-1].files.values()
    (workspace / ".catalog" / sha256).write_bytes(b"forged")
    assert [problem.code for problem in problems_of(workspace)] == ["installation.damaged"]
    with pytest.raises(Refused):
        settle(workspace)


def test_a_trial_keeps_nothing(workspace: Path) -> None:
    write(workspace, RULE, EIGHT)
    assert list(trial(workspace).own.files) == [RULE]
    assert states(workspace) == []
    assert in_force() is NONE


def test_the_list_says_what_is_added_and_what_amended(workspace: Path) -> None:
    write(workspace, RULE, EIGHT)
    settle(workspace)
    (row,) = own_files()
    assert (row.name, row.amends, row.parts) == (RULE, True, ("parameters/output_each_year",))
    assert row.entered.by == "处内 张三"


def test_a_folder_that_cannot_be_written_to_is_read_all_the_same(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("jiqun.installation.history.write_atomically", refuse)
    write(workspace, RULE, EIGHT)
    assert settle(workspace).problems == []
    assert threshold() == "8"
