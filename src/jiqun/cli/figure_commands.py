"""``jiqun indicators`` and ``report``."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from jiqun.base.parts import need
from jiqun.cli import speech
from jiqun.cli.exit_codes import DONE, REFUSED
from jiqun.cli.named import cluster_named, province_code, read_audience
from jiqun.cli.options import (
    AsJson,
    Force,
    OfVintage,
    OfYear,
    Output,
    ReadBy,
    UnderWorkspace,
    example,
)
from jiqun.cli.speech import say

Wide = Annotated[
    bool,
    typer.Option(
        "--wide",
        help=say("宽表：一地一行、一个指标一列", "wide: one row a place, one column an indicator"),
    ),
]


OfRegion = Annotated[
    str,
    typer.Option(
        "--of",
        help=say(
            "覆盖哪个省（名称或区划代码，如 330000）；不写为全国",
            "a province, by its name or code; else the nation",
        ),
    ),
]
OfCluster = Annotated[
    str,
    typer.Option(
        "--cluster", help=say("覆盖哪一个集群（编号或名称）", "one cluster, by its id or name")
    ),
]


class Level(StrEnum):
    """Where figures are computed."""

    nation = "nation"
    macro_region = "macro_region"
    province = "province"
    sector = "sector"
    cluster = "cluster"


OnItsChain = Annotated[
    bool,
    typer.Option(
        "--chains",
        help=say(
            "一个集群的报告：先把导入的名录放到它的产业链上，图中标出各环节的企业数",
            "of one cluster: place the imported register on its chain first, and show the firms of "
            "each link in the picture",
        ),
    ),
]
PLAIN_REPORTS = (".json", ".xlsx")
"""Endings of reports that need no fonts and no writers of their own."""


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(
        help=say(
            "测算指标并写成表格（.xlsx、.csv、.json、.parquet）。",
            "Compute indicators and write them as a table (.xlsx, .csv, .json, .parquet).",
        ),
        epilog=example(
            "jiqun indicators -w demo --year 2022 --by province -o 省.csv",
            "jiqun indicators -w demo --year 2022 --by province -o provinces.csv",
        ),
    )(indicators)
    app.command(
        help=say(
            "由发布版本生成发展报告（.json、.html、.pptx、.pdf、.xlsx、.docx）；"
            "默认为中文，--lang en 为英文。",
            "Make the development report from a vintage (.json, .html, .pptx, .pdf, .xlsx, .docx): "
            "in Chinese, or with --lang en in English.",
        ),
        epilog=example(
            "jiqun report -w demo --year 2022 --of 330000 -o 浙江.html",
            "jiqun report -w demo --year 2022 --of 330000 --lang en -o zhejiang.html",
        ),
    )(report)


def indicators(
    workspace: UnderWorkspace,
    year: OfYear,
    by: Annotated[
        Level,
        typer.Option("--by", help=say("层级", "the level")),
    ],
    output: Output,
    force: Force = False,
    vintage: OfVintage = "",
    audience: ReadBy = "nation",
    wide: Wide = False,
    as_json: AsJson = False,
) -> int:
    """Compute indicators."""
    from jiqun.base.files import refuse_existing
    from jiqun.disclosure import Edition
    from jiqun.reports.figure_files import Origin, refuse_figures, write_figures
    from jiqun.reports.sources import figures_of, open_snapshot

    refuse_existing([output], force=force)
    refuse_figures(output, wide=wide)
    need("workspace")
    snapshot = open_snapshot(workspace, year, vintage, latest=True)
    with speech.working(say("正在测算……", "computing …")):
        figures = figures_of(Edition(snapshot, read_audience(audience)), year, [by.value])
    origin = Origin.of(snapshot, year)
    write_figures(figures, output, origin, speech.language(), wide=wide)
    document = {
        "file": str(output),
        "figures": len(figures),
        "vintage": snapshot.vintage or None,
        "demo": origin.demo,
    }
    return _written(document, output, as_json=as_json)


def report(
    workspace: UnderWorkspace,
    year: OfYear,
    output: Output,
    of: OfRegion = "",
    cluster: OfCluster = "",
    force: Force = False,
    vintage: OfVintage = "",
    audience: ReadBy = "nation",
    chains: OnItsChain = False,
    as_json: AsJson = False,
) -> int:
    """Make the development report."""
    from jiqun.base.files import refuse_existing
    from jiqun.cli.beside import beside_a_cluster
    from jiqun.disclosure import Edition
    from jiqun.reports import write_report
    from jiqun.reports.coverage import coverage_of
    from jiqun.reports.figure_files import Origin
    from jiqun.reports.sources import open_snapshot

    refuse_existing([output], force=force)
    need("workspace" if output.suffix.lower() in PLAIN_REPORTS else "reports")
    snapshot = open_snapshot(workspace, year, vintage, latest=False)
    with speech.working(say("正在生成报告……", "writing the report …")):
        reader = read_audience(audience)
        if cluster:
            cluster = cluster_named(cluster, Origin.of(snapshot, year).clusters)
        coverage = coverage_of(Edition(snapshot, reader), year, province_code(of), cluster)
    known = beside_a_cluster(workspace, snapshot, reader, (year, cluster), chains=chains)
    with speech.working(say("正在生成报告……", "writing the report …")):
        lang = speech.written_language()
        made = write_report(snapshot, year, output, reader, coverage, lang, known)
    origin = {"vintage": made.vintage, "vintage_sha256": made.sha256, "demo": made.demo}
    return _written({"file": str(output), **origin}, output, as_json=as_json)


def _written(document: dict[str, Any], output: Path, *, as_json: bool) -> int:
    """Say what was written; and which definitions of the catalogue are bad and thus not in it."""
    from jiqun.base.definitions import definition_faults

    faults = definition_faults()
    if faults:
        document["problems"] = [fault.record() for fault in faults]
    speech.result(document, speech.written(output), as_json=as_json)
    speech.tell_problems(faults)
    return REFUSED if faults else DONE
