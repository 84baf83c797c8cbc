"""``jiqun demo``: the demonstration workspace, built through the front door, and served."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jiqun.base.parts import PARTS, need
from jiqun.base.plurals import counted
from jiqun.cli import speech
from jiqun.cli.options import AsJson, example
from jiqun.cli.serve_commands import serve as serve_workspace
from jiqun.cli.speech import say

if TYPE_CHECKING:
    from jiqun.demo.build import Built


Folder = Annotated[
    Path, typer.Argument(metavar=say("文件夹", "DIR"), help=say("文件夹", "the folder"))
]
Served = Annotated[
    bool,
    typer.Option("--serve/--no-serve", help=say("生成后打开本机网页服务", "serve it afterwards")),
]
Port = Annotated[int, typer.Option("--port", help=say("端口", "the port"))]
Again = Annotated[
    bool,
    typer.Option(
        "--force",
        help=say(
            "重建已有的演示；里面有您自己的内容时不重建",
            "build a demonstration that is there again, unless it holds content of yours",
        ),
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(
        help=say(
            "生成演示工作区（100 个虚构集群，全部标明演示数据）并在本机打开报告。",
            "Build the demonstration (100 fictional clusters, marked everywhere) and serve it.",
        ),
        epilog=example("jiqun demo demo --no-serve"),
    )(demo)


def demo(
    folder: Folder,
    serve: Served = True,
    port: Port = 8000,
    again: Again = False,
    as_json: AsJson = False,
) -> None:
    """Build the demonstration workspace and serve its pages."""
    need("web" if serve else "reports")
    from jiqun.demo.build import build

    with_people = not PARTS["web"].absent()
    if again and with_people:
        _refuse_worked_in(folder)
    with speech.working(say("正在生成演示工作区……", "building the demonstration …")):
        made = build(folder, again=again)
        passwords = _people_of(folder) if with_people else {}
    document = {
        "workspace": str(folder),
        "filings": made.filings,
        "firms": made.firms,
        "vintage": made.vintage,
        "vintage_sha256": made.vintage_sha256,
        "report": str(made.page),
        "new": made.new,
        "passwords": passwords,
    }
    speech.result(document, _text(folder, made, passwords), as_json=as_json)
    if serve:
        serve_workspace(folder, port)


def _refuse_worked_in(folder: Path) -> None:
    from jiqun.web.demonstration import refuse_worked_in

    refuse_worked_in(folder)


def _people_of(folder: Path) -> dict[str, str]:
    from jiqun.web.demonstration import people_of

    return people_of(folder)


def _text(folder: Path, made: "Built", passwords: dict[str, str]) -> str:
    kept = say("（原样保留；--force 重建）", " (kept as it was; --force builds it again)")
    what = say(
        f"演示工作区：{folder}（{made.filings} 份填报，{made.firms} 家虚构企业，"
        f"版本 {made.vintage}）",
        f"demonstration: {folder} ({counted(made.filings, 'filing')}, "
        f"{counted(made.firms, 'fictional firm')}, "
        f"vintage {made.vintage})",
    )
    page = say(f"报告：{made.page}", f"report: {made.page}")
    lines = [f"{what}{'' if made.new else kept}", page]
    if passwords:
        lines.append(
            say(
                "演示账号（密码随机生成，只显示这一次；之后可用 jiqun user reset 重置）：",
                "accounts of the demonstration (passwords made at random, shown this once; "
                "jiqun user reset gives new ones):",
            )
        )
        lines += [f"  {login:<12}{password}" for login, password in passwords.items()]
    return "\n".join(lines)
