"""``jiqun catalog list|check|undo``: the catalogue of one installation."""

from typing import TYPE_CHECKING, Any

import typer

from jiqun.base.errors import Refused, errors_only
from jiqun.cli import speech
from jiqun.cli.options import AsJson, InPlainWorkspace, InWorkspace, example
from jiqun.cli.speech import say

if TYPE_CHECKING:
    from jiqun.installation import Own


def register(app: typer.Typer) -> None:
    """Add the group to the application."""
    group = typer.Typer(
        no_args_is_help=True,
        help=say(
            "本地目录：在工作区的 catalog 文件夹里增改办法、数值、指标、判断、图、字段、日历。",
            "The local catalogue: programmes, thresholds, indicators, claims, charts, fields and "
            "calendars added or amended in the workspace's folder catalog.",
        ),
    )
    for name, command, zh, en in (
        (
            "list",
            list_own,
            "列出本地目录中生效的文件：增加还是修改、何人何时依据什么录入。",
            "List the local files in force: what they add or amend, who entered them, when, on "
            "which document.",
        ),
        (
            "check",
            check,
            "检查 catalog 文件夹，一次列出全部问题；有问题则退出码为 2。",
            "Check the folder catalog and list every problem; exit code 2 where there is one.",
        ),
        (
            "undo",
            undo,
            "撤销本地目录的上一次改动，文件夹一并恢复。",
            "Undo the last change of the local catalogue; the folder is put back too.",
        ),
    ):
        shown = example(f"jiqun catalog {name} -w demo")
        group.command(name, help=say(zh, en), epilog=shown)(command)
    app.add_typer(group, name="catalog")


def list_own(workspace: InWorkspace, as_json: AsJson = False) -> None:
    """List what of the local catalogue is in force."""
    from jiqun.installation import own_files, states

    rows = own_files()
    held = states(workspace)
    document = {
        "files": [row.record() for row in rows],
        "state": held[-1].number if held else 0,
        "since": held[-1].since if held else None,
    }
    text = "\n".join(map(_line, rows)) or say(
        "本地目录为空：全部沿用软件所带的目录", "no local catalogue: all is as shipped"
    )
    speech.result(document, text, as_json=as_json)


def _line(row: "Own") -> str:
    kind = say("修改", "amends") if row.amends else say("增加", "adds")
    entered = row.entered
    said = say(
        f"{entered.by}，{entered.date}，依据 {entered.document}",
        f"by {entered.by} on {entered.date}, from {entered.document}",
    )
    parts = say("：", ": ") + ", ".join(row.parts) if row.amends else ""
    return f"{row.name} · {kind}{parts} · {said}"


def check(workspace: InPlainWorkspace, as_json: AsJson = False) -> int:
    """Check the folder, whatever of it is in force already."""
    from jiqun.installation import trial
    from jiqun.workspace import Workspace

    Workspace.open(workspace)
    with speech.working(say("正在检查本地目录……", "checking the local catalogue …")):
        found = trial(workspace)
    if errors_only(found.problems):
        raise Refused(found.problems)
    document: dict[str, Any] = {"files": sorted(found.own.files), "problems": []}
    count = len(found.own.files)
    text = say(f"{count} 个本地文件，没有问题", f"{count} local files, nothing wrong")
    speech.result(document, text, as_json=as_json)
    return 0


def undo(workspace: InPlainWorkspace, as_json: AsJson = False) -> None:
    """Go back to what held before."""
    from jiqun.installation import undo as go_back
    from jiqun.installation.settling import UNDONE
    from jiqun.workspace import Workspace

    Workspace.open(workspace)
    now = go_back(workspace)
    document = {"state": now.number, "since": now.since, "files": sorted(now.files)}
    text = say(
        f"已撤销；现有 {len(now.files)} 个本地文件生效。从未生效的文件移到 {UNDONE}",
        f"undone; {len(now.files)} local files are in force now; what never was lies in {UNDONE}",
    )
    speech.result(document, text, as_json=as_json)
