"""``jiqun init``, ``release``, ``diff`` and ``doctor``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jiqun.base.parts import need
from jiqun.base.plurals import counted
from jiqun.cli import speech
from jiqun.cli.options import (
    AsJson,
    Force,
    InWorkspace,
    OfYear,
    PerhapsOutput,
    example,
    refuse_output,
)
from jiqun.cli.speech import say

if TYPE_CHECKING:
    from jiqun.base.language import Lang
    from jiqun.base.readers import Reader
    from jiqun.workspace import Workspace


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
        epilog=example(
            "jiqun release -w demo --year 2022 --note 首次发布",
            "jiqun release -w demo --year 2022 --note first",
        ),
    )(release)
    app.command(
        help=say("逐格列出两个发布版本的差别。", "List what changed between two vintages."),
        epilog=example("jiqun diff -w demo 2022-v1 2022-v2"),
    )(diff)
    app.command(
        help=say(
            "检查安装：各部分、引擎、字体、网页资源、目录文件；加 -w 再看一个工作区的数据库，"
            "加 --deep -w 核对它的全部哈希。缺了必需的，退出码为 1。",
            "Check what is installed: parts, engines, fonts, assets, files; with -w the databases "
            "of a workspace too, with --deep -w every hash of it. Exit code 1 where something "
            "needed is not right.",
        ),
        epilog=example("jiqun doctor --deep -w demo"),
    )(doctor)


def init(
    folder: Annotated[
        Path, typer.Argument(metavar=say("文件夹", "DIR"), help=say("文件夹", "the folder"))
    ],
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

    need("workspace")
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
    if new:
        speech.tell(
            say(
                "公众页面可用 jiqun publish 预先生成；运行中的 jiqun serve 会自动生成。",
                "jiqun publish makes the public's pages; a running jiqun serve does by itself",
            )
        )
    count = say(f"{made.submissions} 份填报", counted(made.submissions, "submission"))
    text = f"{said} · {count} · sha256 {made.sha256[:12]}…"
    speech.result(document, text, as_json=as_json)


def diff(
    workspace: InWorkspace,
    one: Annotated[str, typer.Argument(metavar="V1", help=say("较早的版本", "the older"))],
    other: Annotated[str, typer.Argument(metavar="V2", help=say("较新的版本", "the newer"))],
    output: PerhapsOutput = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Show what changed between two vintages, cell by cell."""
    from jiqun.base.readers import NATION
    from jiqun.cli.difference_pages import difference_table, line
    from jiqun.cli.response_changes import changed_responses, response_line
    from jiqun.workspace import Workspace
    from jiqun.workspace.vintages import vintage_snapshot, vintages

    refuse_output(output, force=force)
    store = Workspace.open(workspace)
    lang = speech.language()
    found = _differences(store, one, other, NATION)
    answered = changed_responses(store, one, other, NATION)
    demo = vintage_snapshot(store, other).is_demonstration()
    notes = {vintage.id: vintage.note for vintage in vintages(store)}
    document = {
        "from": one,
        "to": other,
        "note": notes[other],
        "demo": demo,
        "changed": len(found),
        "cells": [_shown(row, lang) for row in found],
        "responses": [changed.record() for changed in answered],
    }
    cells = [line(difference, lang) for difference in found]
    lines = [*cells, *(response_line(changed, lang) for changed in answered)]
    text = "\n".join(lines) or say("没有差别", "no difference")
    speech.result(document, speech.marked(text, demo=demo), as_json=as_json)
    if output:
        from jiqun.reports.table_files import write_table

        write_table(difference_table(found, one, other, lang, demo=demo), output, lang)
        speech.tell(speech.written(output))


def _differences(
    store: "Workspace", one: str, other: str, reader: "Reader"
) -> list[dict[str, Any]]:
    """Return the cells that differ and the reader sees, with cluster's name and filer's reason."""
    from jiqun.disclosure import seen_by, sees_cell
    from jiqun.workspace.differences import differences
    from jiqun.workspace.questions import filed_headers
    from jiqun.workspace.vintages import revision_reasons, vintage_snapshot

    older, newer = (seen_by(vintage_snapshot(store, vintage), reader) for vintage in (one, other))
    columns = ("cluster_id", "year", "name", "county_code")
    headers = newer.rows(filed_headers, columns=columns)
    filed = {(row["cluster_id"], row["year"]): row for row in headers}
    reasons = revision_reasons(store, newer)
    found = []
    for row in differences(older, newer):
        place = row["cluster_id"], row["year"]
        header = filed.get(place, {"name": "", "county_code": ""})
        if sees_cell(row["field"], row["cluster_id"], header["county_code"], reader):
            found.append({**row, "name": header["name"], "why": reasons.get(place, "")})
    return found


Looked = Annotated[
    Path | None,
    typer.Option("-w", "--workspace", help=say("工作区文件夹", "the workspace's folder")),
]
Deep = Annotated[
    bool,
    typer.Option(
        "--deep",
        help=say(
            "核对工作区里填报、数据表、名单、发布版本和登记数据的每个哈希",
            "check every hash of documents, tables, lists, vintages and the register",
        ),
    ),
]
Rebuilt = Annotated[
    bool,
    typer.Option(
        "--rebuild",
        help=say(
            "由原始文档重建损坏的数据表、发布版本和登记表",
            "make damaged tables, vintages and register tables again from what they are of",
        ),
    ),
]


def doctor(
    workspace: Looked = None,
    deep: Deep = False,
    rebuild: Rebuilt = False,
    as_json: AsJson = False,
) -> int:
    """Check what is installed, or a workspace."""
    from jiqun.cli import audit_commands
    from jiqun.cli.health import checks

    if (deep or rebuild) and workspace is None:
        words = say("--deep 和 --rebuild 须有 -w", "--deep and --rebuild go with -w")
        raise typer.BadParameter(words)
    if workspace and rebuild:
        return audit_commands.rebuild(workspace, as_json=as_json)
    if workspace and deep:
        return audit_commands.deep(workspace, as_json=as_json)
    found = checks(workspace)
    document = {"checks": [check.record() for check in found]}
    speech.result(document, "\n".join(check.text() for check in found), as_json=as_json)
    return 0 if all(check.ok or check.optional for check in found) else 1


def _shown(row: dict[str, Any], lang: "Lang") -> dict[str, Any]:
    from jiqun.base.rule_reasons import reason_said

    row = {**row, "why": reason_said(row["why"]).in_(lang)}
    return {**row, "before": _cell(row["before"]), "after": _cell(row["after"])}


def _cell(said: dict[str, Any] | None) -> dict[str, Any] | None:
    return said and {name: value for name, value in said.items() if value not in (None, "")}
