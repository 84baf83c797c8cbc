"""``jiqun publish``: make what the public reads before anybody asks for it."""

import typer

from jiqun.base.parts import need
from jiqun.cli import speech
from jiqun.cli.options import AsJson, InWorkspace, example
from jiqun.cli.speech import say


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(
        help=say(
            "预先生成公众页面所用的数据和报告页（每个发布版本一次；已有的不再生成）。",
            "Make the tables and the report page that the public reads, once a vintage; what is "
            "there stays.",
        ),
        epilog=example("jiqun publish -w demo"),
    )(publish)


def publish(workspace: InWorkspace, as_json: AsJson = False) -> None:
    """Make what the public reads of every vintage."""
    need("web")
    from jiqun.web.explore.publishing import pieces
    from jiqun.web.explore.shelf import open_shelf

    found = pieces(open_shelf(workspace))
    made = [
        {"vintage": piece.vintage, "what": piece.what.removeprefix("."), "made": piece.make()}
        for piece in speech.progress(found, say("正在生成公众页面……", "making what is public …"))
    ]
    lines = [_line(row["vintage"], row["what"], made=bool(row["made"])) for row in made]
    nothing = say("还没有发布版本（jiqun release）", "nothing released yet (jiqun release)")
    speech.result({"published": made}, "\n".join(lines or [nothing]), as_json=as_json)


def _line(vintage: object, what: object, *, made: bool) -> str:
    tables = what == "tables"
    shown = say("数据" if tables else "报告页", "tables" if tables else "report page")
    done = say("已生成", "made") if made else say("已有", "there already")
    return f"{vintage} {shown}{say('：', ': ')}{done}"
