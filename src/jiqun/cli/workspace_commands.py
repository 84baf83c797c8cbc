"""``jiqun init``, ``release``, ``diff`` and ``doctor``."""

from pathlib import Path
from typing import Annotated, Any

import typer

from jiqun.cli import speech
from jiqun.cli.options import AsJson, InWorkspace, OfYear, example
from jiqun.cli.speech import say


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(
        help=say("新建一个空的工作区。", "Make an empty workspace."),
        epilog=example("jiqun init demo"),
    )(init)
    app.command(
        help=say(
            "把已接收的填报冻结为一个发布版本（不可改、有编号和哈希）。",
            "Freeze the accepted submissions as a vintage: immutable, numbered, hashed.",
        ),
        epilog=example("jiqun release -w demo --year 2022 --note 首次发布"),
    )(release)
    app.command(
        help=say("逐格列出两个发布版本的差别。", "List what changed between two vintages."),
        epilog=example("jiqun diff -w demo 2022-v1 2022-v2"),
    )(diff)
    app.command(
        help=say(
            "检查安装：引擎、字体、目录文件。", "Check what is installed: engines, fonts, files."
        ),
        epilog=example("jiqun doctor"),
    )(doctor)


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=say("文件夹", "the folder"))],
    as_json: AsJson = False,
) -> None:
    """Make an empty workspace."""
    from jiqun.workspace import Workspace

    made = Workspace.create(folder)
    text = say(f"已新建工作区 {made.folder}", f"made the workspace {made.folder}")
    speech.result({"workspace": str(made.folder)}, text, as_json=as_json)


def release(
    workspace: InWorkspace,
    year: OfYear,
    note: Annotated[str, typer.Option("--note", help=say("版本说明", "why it is made"))] = "",
    as_json: AsJson = False,
) -> None:
    """Freeze a vintage."""
    from jiqun.workspace import Workspace
    from jiqun.workspace import release as freeze

    with speech.working(say("正在冻结版本……", "freezing …")):
        made, new = freeze(Workspace.open(workspace), year, note)
    said = (
        say(f"已发布 {made.id}", f"released {made.id}")
        if new
        else say(
            f"自 {made.id} 以来没有变化，未新增版本", f"nothing changed since {made.id}; none made"
        )
    )
    document = {name: getattr(made, name) for name in type(made).__slots__} | {"new": new}
    count = say(f"{made.submissions} 份填报", f"{made.submissions} submissions")
    text = f"{said} · {count} · sha256 {made.sha256[:12]}…"
    speech.result(document, text, as_json=as_json)


def diff(
    workspace: InWorkspace,
    one: Annotated[str, typer.Argument(metavar="V1", help=say("较早的版本", "the older"))],
    other: Annotated[str, typer.Argument(metavar="V2", help=say("较新的版本", "the newer"))],
    as_json: AsJson = False,
) -> None:
    """Show what changed between two vintages, cell by cell."""
    from jiqun.workspace import Workspace
    from jiqun.workspace.vintages import differences, vintage_snapshot, vintages

    store = Workspace.open(workspace)
    found = differences(vintage_snapshot(store, one), vintage_snapshot(store, other))
    notes = {each.id: each.note for each in vintages(store)}
    document = {
        "from": one,
        "to": other,
        "note": notes[other],
        "changed": len(found),
        "cells": [_shown(row) for row in found],
    }
    lines = [_line(row) for row in found] or [say("没有差别", "no difference")]
    speech.result(document, "\n".join(lines), as_json=as_json)


def doctor(as_json: AsJson = False) -> int:
    """Check what is installed."""
    from jiqun.cli.health import checks

    found = checks()
    lines = [f"{'✓' if one['ok'] else '✗'} {one['name']}: {one['found']}" for one in found]
    speech.result({"checks": found}, "\n".join(lines), as_json=as_json)
    return 0 if all(one["ok"] or one["optional"] for one in found) else 1


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "before": _cell(row["before"]), "after": _cell(row["after"])}


def _cell(said: dict[str, Any] | None) -> dict[str, Any] | None:
    return said and {name: value for name, value in said.items() if value not in (None, "")}


def _line(row: dict[str, Any]) -> str:
    place = f"{row['cluster_id']} {row['year']} {row['field']}"
    if row["period"] == "previous":
        place += say("（上年数）", " (year before)")
    return f"{place}: {_text(row['before'])} → {_text(row['after'])}"


def _text(said: dict[str, Any] | None) -> str:
    if said is None:
        return say("（无）", "(none)")
    from jiqun.base.quantities import choice_of

    chosen = choice_of(said["value"], said["status"], said["reason"])
    return chosen or str(said["value"] if said["value"] is not None else said["status"])
