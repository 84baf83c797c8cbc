"""``jiqun responses import|list``: measures taken and findings dismissed, without a web."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jiqun.base.parts import need
from jiqun.cli import speech
from jiqun.cli.options import AsJson, InWorkspace, example
from jiqun.cli.speech import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jiqun.diagnosis.board import Links
    from jiqun.diagnosis.response_files import Imported
    from jiqun.workspace.responses import Response

Files = Annotated[
    list[Path],
    typer.Argument(
        metavar=say("文件...", "FILE..."), help=say("CSV 或 JSON 文件", "CSV or JSON files")
    ),
]
OneCluster = Annotated[str, typer.Option("--cluster", help=say("集群的编号", "the cluster's id"))]


def register(app: typer.Typer) -> None:
    """Add the group to the application."""
    group = typer.Typer(
        no_args_is_help=True,
        help=say(
            "对短板的处置：采取的举措、排除的短板。",
            "What is done about findings: measures taken, findings dismissed.",
        ),
    )
    group.command(
        "import",
        help=say(
            "导入处置记录。列名：cluster_id、kind（taken 采取举措 / dismissed 排除）、finding、"
            "measure、since、what、amount（万元，留空为不清楚）、year、reason、state（withdrawn "
            "为撤回）；一个文件要么全收，要么全不收。",
            "Import responses. Columns: cluster_id, kind (taken or dismissed), finding, measure, "
            "since, what, amount (in 10,000 yuan; empty is not known), year, reason, state "
            "(withdrawn takes one back): all or nothing of a file.",
        ),
        epilog=example("jiqun responses import taken.csv -w demo"),
    )(import_)
    group.command(
        "list",
        help=say("列出有效的处置记录。", "List the responses that stand."),
        epilog=example("jiqun responses list -w demo --cluster demo-001"),
    )(list_)
    app.add_typer(group, name="responses")


def import_(files: Files, workspace: InWorkspace, as_json: AsJson = False) -> int:
    """Import responses."""
    from jiqun.base.days import today_in_china
    from jiqun.base.readers import NATION
    from jiqun.cli.beside import links_beside
    from jiqun.diagnosis.recording import Author
    from jiqun.diagnosis.response_files import import_responses
    from jiqun.reports.sources import clusters
    from jiqun.workspace import Workspace
    from jiqun.workspace.journal import COMMAND_LINE, at_the_command_line

    need("workspace")
    opened = Workspace.open(workspace)
    author = Author(COMMAND_LINE, today_in_china(), at_the_command_line())

    def links() -> "Mapping[str, Links]":
        snapshot = opened.latest()
        return links_beside(workspace, clusters(snapshot, snapshot.years()))

    with speech.working(say("正在导入……", "importing …")):
        outcomes = import_responses(files, opened, NATION, author, links)
    speech.tell_problems(problem for outcome in outcomes for problem in outcome.problems)
    refused = [outcome for outcome in outcomes if outcome.problems]
    document = {
        "accepted": [_record(outcome) for outcome in outcomes if not outcome.problems],
        "refused": [_record(outcome) for outcome in refused],
    }
    speech.result(document, "\n".join(map(_line, outcomes)), as_json=as_json)
    return 2 if refused else 0


def list_(workspace: InWorkspace, cluster: OneCluster = "", as_json: AsJson = False) -> None:
    """List responses that stand."""
    from jiqun.workspace import Workspace
    from jiqun.workspace.responses import ResponseStore

    need("workspace")
    standing = ResponseStore(Workspace.open(workspace)).standing()
    shown = [response for response in standing if cluster in ("", response.cluster)]
    document = {"responses": [response.record() for response in shown]}
    speech.result(document, "\n".join(map(_standing, shown)), as_json=as_json)


def _record(outcome: "Imported") -> dict[str, Any]:
    return {
        "file": outcome.file,
        "recorded": [line.record() for line in outcome.recorded],
        "unchanged": outcome.unchanged,
        "problems": [problem.record() for problem in outcome.problems],
    }


def _line(outcome: "Imported") -> str:
    if outcome.problems:
        return f"{say('未接收', 'refused')}: {outcome.file}"
    new, same = len(outcome.recorded), outcome.unchanged
    counts = say(f"新记录 {new} 条，已有 {same} 条", f"{new} recorded, {same} known already")
    return f"{say('已接收', 'accepted')}: {outcome.file} ({counts})"


def _standing(one: "Response") -> str:
    said = one.said
    if one.kind == "dismissed":
        words = [say("排除", "dismissed"), said["finding"], str(said["year"]), said["reason"]]
    else:
        unknown = say("金额不详", "amount not known")
        amount = unknown if said["amount"] is None else f"{said['amount']} 万元"
        words = [said["measure"], said["finding"], said["since"], amount, said["what"]]
    return "\t".join([one.cluster, str(one.number), *words]).replace("\n", " ")
