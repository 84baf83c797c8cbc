"""``jiqun roster import``."""

from pathlib import Path
from typing import Annotated, Any

import typer

from jiqun.base.parts import need
from jiqun.base.plurals import counted
from jiqun.cli import speech
from jiqun.cli.options import AsJson, InWorkspace, example
from jiqun.cli.speech import say

Files = Annotated[
    list[Path],
    typer.Argument(metavar=say("文件...", "FILE..."), help=say("企业名单文件", "files of firms")),
]


def register(app: typer.Typer) -> None:
    """Add the group to the application."""
    group = typer.Typer(
        no_args_is_help=True,
        help=say("企业名单：导入、与填报核对。", "Lists of firms: import, tie."),
    )
    group.callback()(_group)
    group.command(
        "import",
        help=say(
            "导入企业名单（CSV 等文本、各类电子表格或填报工作簿），与最近一年的填报核对；"
            "一个文件要么全收，要么全不收。",
            "Import lists of firms (texts, any workbooks) and tie them to the latest filings: "
            "all or nothing of a file.",
        ),
        epilog=example("jiqun roster import roster.csv -w demo"),
    )(import_)
    app.add_typer(group, name="roster")


def _group() -> None:
    """Keep ``import`` a command of the group while it is the only one."""


def import_(
    files: Files,
    workspace: InWorkspace,
    reason: Annotated[
        str,
        typer.Option(
            "--reason",
            help=say(
                "名单与填报不一致的原因；不给原因则不接收",
                "why lists differ from filings; without it such a file is refused",
            ),
        ),
    ] = "",
    cluster: Annotated[
        str,
        typer.Option(
            "--cluster",
            metavar=say("<编号>", "ID"),
            help=say(
                "名单里没写集群编号时，整份属于哪个集群", "the cluster of rows that name none"
            ),
        ),
    ] = "",
    as_json: AsJson = False,
) -> int:
    """Import lists of firms."""
    from jiqun.filings.rosters import import_rosters
    from jiqun.workspace import Workspace

    need("workspace")
    opened = Workspace.open(workspace)
    outcomes = import_rosters(files, opened, reason, speech.progress, cluster=cluster)
    speech.tell_problems(problem for outcome in outcomes for problem in outcome.problems)
    refused = [outcome for outcome in outcomes if outcome.refused]
    document = {
        "accepted": [_record(outcome) for outcome in outcomes if not outcome.refused],
        "refused": [_record(problem) for problem in refused],
    }
    speech.result(document, _text(outcomes), as_json=as_json)
    return 2 if refused else 0


def _record(one: Any) -> dict[str, Any]:
    return {
        "file": one.file,
        "firms": one.firms,
        "stored": one.stored,
        "ties": [
            {"cluster": cluster, "year": year, **row.record()}
            for (cluster, year), rows in one.ties.items()
            for row in rows
        ],
        "problems": [problem.record() for problem in one.problems],
    }


def _text(outcomes: list[Any]) -> str:
    """Say what was accepted, and show a table of what does not tie."""
    lines = []
    for outcome in outcomes:
        if outcome.refused:
            lines.append(f"{say('未接收', 'refused')}: {outcome.file}")
        else:
            firms, lists = sum(outcome.firms.values()), len(outcome.stored)
            counts = say(
                f"{len(outcome.firms)} 个集群，{firms} 家企业，{lists} 份名单有更新",
                f"{counted(len(outcome.firms), 'cluster')}, {counted(firms, 'firm')}, "
                f"{counted(lists, 'list')} new or changed",
            )
            lines.append(f"{say('已接收', 'accepted')}: {outcome.file} ({counts})")
        lines += _differences(outcome)
    return "\n".join(lines)


def _differences(one: Any) -> list[str]:
    apart = [
        (cluster, str(year), row.figure, str(row.filed), row.counted_text, str(row.difference))
        for (cluster, year), rows in one.ties.items()
        for row in rows
        if row.ties is False
    ]
    if not apart:
        return []
    head = (
        say("集群", "cluster"), say("年份", "year"), say("指标", "figure"), say("填报", "filed"),
        say("名单", "list"), say("相差", "difference"),
    )  # fmt: skip
    return ["\t".join(row) for row in (head, *apart)]
