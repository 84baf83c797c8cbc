"""``jiqun cite``: what to cite where a statistic is used."""

from typing import Annotated

import typer

from jiqun.base.errors import NotFound, Problem
from jiqun.cli import speech
from jiqun.cli.options import AsJson, example
from jiqun.cli.speech import say

Statistic = Annotated[
    str,
    typer.Argument(
        metavar=say("统计方法", "STATISTIC"),
        help=say(
            "jiqun.stats 的函数名；不写则列出全部", "a function of jiqun.stats; all where not given"
        ),
        show_default=False,
    ),
]


AsBibtex = Annotated[
    bool,
    typer.Option("--bibtex", help=say("写成 BibTeX 条目", "as entries of BibTeX")),
]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(
        help=say(
            "说明使用某项统计方法时应引用的文献和本软件。",
            "Say what to cite where a statistic is used: its papers, and this program.",
        ),
        epilog=example("jiqun cite ellison_glaeser --bibtex"),
    )(cite)


def cite(statistic: Statistic = "", bibtex: AsBibtex = False, as_json: AsJson = False) -> None:
    """Say what to cite."""
    from jiqun.stats.citations import PROGRAM, bibliography, citation, like, statistics

    if statistic and statistic not in statistics():
        near = like(statistic)
        details = {"statistic": statistic, "like": ", ".join(near)}
        raise NotFound(Problem(f"parts.no_statistic{'_but' if near else ''}", details=details))
    found = [citation(name) for name in ([statistic] if statistic else statistics())]
    document = {
        "program": PROGRAM,
        "statistics": [
            {"statistic": cited.statistic, "title": cited.title, "works": list(cited.works)}
            for cited in found
        ],
    }
    if bibtex and not as_json:
        speech.result(
            None, bibliography(work for cited in found for work in cited.works), as_json=False
        )
        return
    lines = []
    for cited in found:
        lines += [cited.statistic, *(f"  {work}" for work in cited.works)]
    speech.result(document, "\n".join([*lines, PROGRAM]), as_json=as_json)
