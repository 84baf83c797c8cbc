"""Of local files that are right by themselves and wrong together only these are left out."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from jiqun.base.errors import Problem
from jiqun.base.own_catalogue import NONE, in_force, install
from jiqun.installation import settle
from jiqun.workspace import Workspace

ENTERED = 'entered: {by: 处内 张三, date: "2026-03-01", document: 某工信〔2026〕1号}\n'
OLDER, NEWER = (f"forms/sme-cluster-annual/{version}.yaml" for version in (2022, 2026))
RULE = "rules/national/sme-cluster.yaml"
EIGHT = ENTERED + (
    "parameters:\n  output_each_year:\n    unit: 亿元\n"
    '    values: [{since: "2022-09-13", value: "8", article: 第三条, source: [local]}]\n'
)


def brand(unit: str, kind: str, title: str = "区域品牌价值") -> str:
    """Return a form that adds a field of its own."""
    said = f"zh: {title}, en: brand value, unit: {unit}, type: {kind}"
    place = "dimension: leading_industry, optional: true"
    return f"{ENTERED}fields:\n  - {{id: brand_value, {said}, {place}}}\n"


MONEY, COUNT = brand("万元", "money"), brand("家", "count")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Path]:
    yield Workspace.create(tmp_path / "w").folder
    install(NONE)


def settled(workspace: Path, **files: str) -> list[Problem]:
    """Write files by their short names, and return what of them is refused."""
    places = {"older": OLDER, "newer": NEWER, "rule": RULE}
    for name, text in files.items():
        path = workspace / "catalog" / places[name]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return settle(workspace).problems


def conflicts(problems: list[Problem]) -> set[tuple[str, str]]:
    """Return which file is told of which other."""
    return {
        (fault.where.file, fault.details["other"])
        for fault in problems
        if fault.code == "installation.conflict"
    }


def test_two_that_conflict_are_named_to_each_other_and_a_good_one_goes_on(
    workspace: Path,
) -> None:
    problems = settled(workspace, older=MONEY, newer=COUNT, rule=EIGHT)
    older, newer = f"w/catalog/{OLDER}", f"w/catalog/{NEWER}"
    assert conflicts(problems) == {(older, newer), (newer, older)}
    assert set(in_force().files) == {RULE}


def test_one_that_conflicts_with_what_held_is_refused_and_a_good_change_goes_on(
    workspace: Path,
) -> None:
    assert settled(workspace, older=MONEY) == []
    problems = settled(workspace, newer=COUNT, rule=EIGHT)
    assert conflicts(problems) == {(f"w/catalog/{NEWER}", f"w/catalog/{OLDER}")}
    assert set(in_force().files) == {OLDER, RULE}


def test_two_that_conflict_go_back_to_what_last_held(workspace: Path) -> None:
    assert settled(workspace, older=MONEY, newer=MONEY) == []
    assert settled(workspace, older=COUNT, newer=brand("台", "count"), rule=EIGHT)
    assert in_force().files[OLDER] == in_force().files[NEWER] == MONEY.encode()
    assert RULE in in_force().files


def test_one_that_is_bad_by_itself_is_no_conflict(workspace: Path) -> None:
    problems = settled(workspace, older=MONEY.replace("type:", "typ:"), newer=MONEY, rule=EIGHT)
    assert conflicts(problems) == set()
    assert set(in_force().files) == {NEWER, RULE}
