"""``jiqun discover``: candidate clusters in the register, and the dossier of one."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jiqun.cli import speech
from jiqun.cli.options import AsJson, Force, InWorkspace, example
from jiqun.cli.speech import say

if TYPE_CHECKING:
    from jiqun.discovery import Candidate

FIRST = 20
"""Candidates shown where no file is asked for."""
ENDINGS = (".xlsx", ".csv", ".json", ".parquet")
Written = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        help=say("写到 .xlsx、.csv、.json 或 .parquet", "a .xlsx, .csv, .json or .parquet"),
    ),
]
PerCounty = Annotated[
    int | None,
    typer.Option("--per-county", min=1, help=say("每县最多几个", "at most so many a county")),
]
Top = Annotated[
    int | None, typer.Option("--top", min=1, help=say("总共最多几个", "at most so many in all"))
]
Explained = Annotated[
    int | None,
    typer.Option("--explain", min=1, help=say("查看该排名的依据", "explain this rank")),
]
Kept = Annotated[
    bool,
    typer.Option(
        "--keep",
        help=say(
            "把结果保存在工作区，供管辖范围内的单位在网页上查看",
            "keep the run in the workspace, for the offices of the places to see on the site",
        ),
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(
        help=say(
            "从登记数据中发现候选集群并排序；--explain 查看某一候选的全部依据。",
            "Find candidate clusters in the register, ranked; --explain shows all behind one.",
        ),
        epilog=example(
            "jiqun discover -w demo --per-county 5 -o 候选.csv",
            "jiqun discover -w demo --per-county 5 -o candidates.csv",
        ),
    )(discover)


def discover(
    workspace: InWorkspace,
    output: Written = None,
    per_county: PerCounty = None,
    top: Top = None,
    rank: Explained = None,
    keep: Kept = False,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Find candidates, or explain one."""
    from jiqun import discovery
    from jiqun.base.files import refuse_existing
    from jiqun.reports.table_files import refuse_ending

    if rank is not None:
        with speech.working(say("正在汇总……", "gathering …")):
            dossier = discovery.explain(workspace, rank)
        speech.result(dossier.record(), dossier.text(speech.language()), as_json=as_json)
        return
    if output:
        refuse_ending(output, ENDINGS)
        refuse_existing([output], force=force)
    found, place = _found(workspace, output, per_county, top, keep=keep)
    ranked = sum(candidate.rank is not None for candidate in found)
    demo = any(candidate.demo for candidate in found)
    document = {"candidates": len(found), "ranked": ranked, "demo": demo}
    if place:
        speech.result({"file": str(place), **document}, speech.written(place), as_json=as_json)
    else:
        _show(found, document, as_json=as_json)


def _show(found: "list[Candidate]", document: dict[str, int], *, as_json: bool) -> None:
    """Show the first candidates, and how to have all of them."""
    from jiqun import discovery

    first = found[:FIRST]
    shown = {**document, "first": [discovery.row(candidate) for candidate in first]}
    text = "\n".join([*map(_line, first), _whole(len(found))])
    speech.result(shown, speech.marked(text, demo=bool(document["demo"])), as_json=as_json)


def _line(candidate: "Candidate") -> str:
    """Say a candidate in a line: rank, place, what it makes, how many firms, its quotient."""
    from jiqun.base.names import industry_name, place_name

    lang = speech.language()
    place = place_name(candidate.county_code).in_(lang)
    industry = industry_name(candidate.industry_code).in_(lang)
    numbers = say("企业 {} 家 · 区位商 {:.1f}", "firms: {} · LQ {:.1f}")
    said = numbers.format(candidate.firms, candidate.quotient)
    return f"#{candidate.rank or '–'} {place} · {candidate.label} · {industry} · {said}"


def _whole(candidates: int) -> str:
    """Say how many candidates there are, and how to have them all."""
    return say(
        "共 {} 个候选；用 -o 文件 写出全部，用 --explain 排名 查看依据。",
        "{} in all; -o FILE writes them, --explain RANK shows what is behind one.",
    ).format(candidates)


def _write(found: "list[Candidate]", output: Path) -> None:
    """Write candidates: a workbook in the reader's language, else a file for programs."""
    from jiqun import discovery
    from jiqun.cli.candidate_tables import candidate_table
    from jiqun.reports.table_files import write_table

    if output.suffix.lower() == ".xlsx":
        write_table(candidate_table(found, speech.language()), output, speech.language())
    else:
        discovery.write_candidates(found, output)


def _found(
    workspace: Path, output: Path | None, per_county: int | None, top: int | None, *, keep: bool
) -> "tuple[list[Candidate], Path | None]":
    """Find candidates, write and keep them as asked; return them, and where they are, if kept."""
    from jiqun import discovery
    from jiqun.discovery import kept

    with speech.counting_rows() as told:
        every = discovery.discover(workspace, told)
    found = discovery.limited(every, per_county, top)
    if output:
        _write(found, output)
    place = kept.keep(workspace, every) if keep else output
    return found, output or place
