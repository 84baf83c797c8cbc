"""``jiqun carbon``: a firm's carbon account of a year."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jiqun.cli import speech
from jiqun.cli.options import AsJson, example
from jiqun.cli.speech import say

if TYPE_CHECKING:
    from jiqun.exchange.carbon.account import Account, Figure, Line

Said = Annotated[
    Path,
    typer.Argument(
        metavar=say("文件", "FILE"),
        help=say("一家企业一年的用能，JSON", "what a firm burnt and bought in a year, JSON"),
    ),
]


def register(app: typer.Typer) -> None:
    """Add the group to the application."""
    group = typer.Typer(
        no_args_is_help=True,
        help=say("碳账户：一家企业的碳排放。", "Carbon accounts: what a firm emits."),
    )
    group.callback()(_group)
    group.command(
        help=say(
            "按年核算一家企业的范围一，以及范围二的两种算法（基于位置、基于市场），每个数旁边写明因子、年份、"
            "来源和不确定度，两种算法不相加。没有填写的是“不知道”，不当作零；没有当年因子时用最近已知的并注明。",
            "Account for a firm's year: scope 1, and scope 2 by place and by market, each figure "
            "with its factor, the factor's year and source, and its uncertainty; the two of scope "
            "2 are never added. What is not said is not known, which is not nought; where a year "
            "has no factor the last known is taken, and marked.",
        ),
        epilog=example("jiqun carbon account firm.json", "jiqun carbon account firm.json --json"),
    )(account)
    app.add_typer(group, name="carbon")


def _group() -> None:
    """Keep the group a group while it has one command."""


def account(file: Said, as_json: AsJson = False) -> None:
    """Account for one firm's year."""
    from jiqun.base.errors import NotFound, Problem, Where
    from jiqun.exchange.carbon.account import account as account_of
    from jiqun.exchange.carbon.activity import read_activity_file
    from jiqun.exchange.carbon.told import record

    if not file.exists():
        raise NotFound(Problem("filings.no_file", Where(file=str(file))))
    activity = read_activity_file(file)
    found = account_of(activity)
    made = record(activity, found, speech.language())
    speech.result(made, _page(found, made), as_json=as_json)


def _page(found: "Account", made: dict[str, Any]) -> str:
    """Return the account as a person reads it."""
    lines = [say(f"{found.year} 年碳账户", f"carbon account of {found.year}"), made["covers"]]
    for figure in found.figures:
        lines += _figure(figure)
    return "\n".join([*lines, *(say("说明：", "note: ") + note for note in made["notes"])])


def _figure(figure: "Figure") -> list[str]:
    from jiqun.exchange.carbon.told import doubt_said, tonnes

    title = figure.title.in_(speech.language())
    if figure.tonnes is None:
        least = tonnes(figure.least)
        head = say(
            f"{title}：不清楚，已知部分 {least} 吨", f"{title}: cannot tell; known {least} t"
        )
    else:
        total = tonnes(figure.tonnes)
        doubt = doubt_said(figure.doubt).in_(speech.language())
        head = say(
            f"{title}：{total} 吨（不确定度 {doubt}）", f"{title}: {total} t (uncertainty {doubt})"
        )
    missing = [f"  ? {why.in_(speech.language())}" for why in figure.why]
    return [head, *(_line(line) for line in figure.lines), *missing]


def _line(line: "Line") -> str:
    from jiqun.base.units import symbol
    from jiqun.exchange.carbon.told import factor_said, tonnes

    lang = speech.language()
    amount = "?" if line.amount is None else f"{line.amount:,f} {symbol(line.unit).in_(lang)}"
    factor = "?" if line.taken is None else factor_said(line.taken).in_(lang)
    total = "?" if line.tonnes is None else f"{tonnes(line.tonnes)} {say('吨', 't')}"
    source = "" if line.taken is None else f"\n      {line.taken.source}"
    return f"  {line.title.in_(lang)}  {amount} × {factor} = {total}{source}"
