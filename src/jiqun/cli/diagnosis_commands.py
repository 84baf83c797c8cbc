"""``jiqun diagnose``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jiqun.base.parts import need
from jiqun.cli import speech
from jiqun.cli.named import cluster_named, read_audience
from jiqun.cli.options import (
    AsJson,
    Force,
    OfVintage,
    OfYear,
    ReadBy,
    UnderWorkspace,
    example,
)
from jiqun.cli.speech import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jiqun.base.readers import Reader
    from jiqun.diagnosis.board import Links
    from jiqun.diagnosis.diagnose import Diagnosis
    from jiqun.diagnosis.fitting import Fitted
    from jiqun.diagnosis.following import Followed
    from jiqun.diagnosis.places import Place
    from jiqun.workspace import Snapshot

OneCluster = Annotated[
    str, typer.Option("--cluster", help=say("集群的编号或名称", "the cluster's id or name"))
]
WithChains = Annotated[
    bool,
    typer.Option(
        "--chains",
        help=say(
            "先把导入的名录放到产业链上，数各集群缺失和单一企业的环节（约十几秒）",
            "place the imported register on the chains first, and count missing and single links "
            "(some ten seconds)",
        ),
    ),
]
PLACES_ENDINGS = (".csv", ".xlsx", ".parquet")
MOST_MEASURES = 5
"""Measures that the text names; JSON has all of them."""
PerhapsJsonFile = Annotated[
    Path | None,
    typer.Option("-o", "--output", help=say("另写成 .json 文件", "also write a .json file")),
]


PerhapsPlaces = Annotated[
    Path | None,
    typer.Option(
        "--places",
        help=say(
            "另把每项指标历年在可比集群中的位次写成表（.csv、.xlsx、.parquet）",
            "also write the place among peers in every indicator and year as a table (.csv, .xlsx, "
            ".parquet)",
        ),
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(
        help=say(
            "诊断集群：与可比集群相比弱在哪里，依据、把握各有多少。",
            "Diagnose clusters: where they are weak beside comparable ones, on what evidence.",
        ),
        epilog=example("jiqun diagnose -w demo --year 2022 --cluster demo-001"),
    )(diagnose)


def diagnose(
    workspace: UnderWorkspace,
    year: OfYear,
    cluster: OneCluster = "",
    vintage: OfVintage = "",
    audience: ReadBy = "nation",
    chains: WithChains = False,
    output: PerhapsJsonFile = None,
    places: PerhapsPlaces = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Diagnose clusters."""
    from jiqun.base.files import write_atomically
    from jiqun.cli.beside import links_beside
    from jiqun.diagnosis.records import document
    from jiqun.reports.sources import clusters, open_snapshot

    _refuse_files(output, places, force=force)
    need("workspace")
    reader = read_audience(audience)
    snapshot = open_snapshot(workspace, year, vintage, latest=True)
    profiles = clusters(snapshot, [year])
    links = links_beside(workspace, profiles) if chains else {}
    wanted = cluster_named(cluster, {filed.cluster_id: filed.name for filed in profiles})
    with speech.working(say("正在诊断……", "diagnosing …")):
        found = _diagnosed(workspace, snapshot, reader, (year, wanted), links)
        placed = _placed(snapshot, reader, wanted) if wanted or places else None
    if places is not None:
        from jiqun.cli.place_tables import write_places

        write_places(found, placed or {}, places, speech.language())
        speech.tell(speech.written(places))
    made = document(found, year, snapshot.vintage, speech.language(), placed)
    if output is not None:
        write_atomically(output, speech.json_text(made).encode())
        speech.tell(speech.written(output))
    text = "" if as_json else speech.marked("\n\n".join(map(_page, found)), demo=made["demo"])
    speech.result(made, text, as_json=as_json)


def _refuse_files(output: Path | None, places: Path | None, *, force: bool) -> None:
    """Refuse files of a kind that is not written, or that are there already, before any work."""
    from jiqun.base.files import refuse_existing
    from jiqun.reports.table_files import refuse_ending

    for file, endings in ((output, (".json",)), (places, PLACES_ENDINGS)):
        if file is not None:
            refuse_ending(file, endings)
            refuse_existing([file], force=force)


def _placed(
    snapshot: "Snapshot", reader: "Reader", cluster: str
) -> "Mapping[str, Sequence[Place]]":
    """Find places among peers in every indicator and year."""
    from jiqun.diagnosis.places import places
    from jiqun.disclosure import Compared

    return places(Compared(snapshot, reader), cluster)


def _diagnosed(
    workspace: Path,
    snapshot: "Snapshot",
    reader: "Reader",
    wanted: tuple[int, str],
    links: "dict[str, Links]",
) -> "list[Diagnosis]":
    """Diagnose a year, or one cluster of it, with what the workspace knows beside the filings."""
    from jiqun.cli.beside import special_lines
    from jiqun.clusters.roster_store import RosterStore
    from jiqun.diagnosis.board import Outside
    from jiqun.diagnosis.diagnose import diagnose as hold
    from jiqun.workspace import Workspace
    from jiqun.workspace.released_responses import responses_in
    from jiqun.workspace.responses import ResponseStore

    opened, vintage = Workspace.open(workspace), snapshot.vintage
    return hold(
        snapshot,
        reader,
        *wanted,
        outside=Outside(
            RosterStore(opened).known().keys(), links, special_lines(workspace, snapshot, reader)
        ),
        responses=responses_in(opened, vintage) if vintage else ResponseStore(opened).standing(),
    )


def _page(diagnosis: "Diagnosis") -> str:
    """Return a cluster's diagnosis as people read it: what is found, then what cannot be told."""
    from jiqun.diagnosis.words import evidence_lines

    lang = speech.language()
    step = diagnosis.step
    few = say("可比集群不足", "too few comparable clusters")
    basis = few if step is None else step.title.in_(lang)
    chance = f"{diagnosis.expected_by_chance:.1f}"
    lines = [
        f"{diagnosis.cluster} · {diagnosis.name}",
        say(
            f"可比集群 {len(diagnosis.peers)} 个（{basis}）；"
            f"明显落后 {diagnosis.by_peers} 项，仅凭偶然约 {chance} 项",
            f"comparable clusters: {len(diagnosis.peers)} ({basis}); far behind them: "
            f"{diagnosis.by_peers}, {chance} by chance alone",
        ),
    ]
    present = [found for found in diagnosis.findings if found.verdict == "present"]
    dismissed = say("（已排除）", " (dismissed)")
    for found in sorted(present, key=lambda found: (-found.severity, found.finding.id)):
        said = say(
            f"程度 {found.severity:.2f}，把握 {found.confidence:.2f}",
            f"severity {found.severity:.2f}, confidence {found.confidence:.2f}",
        )
        mark = dismissed if found.dismissed else ""
        lines.append(f"  ✗ {found.finding.title.in_(lang)}{mark} — {said}")
        lines += [f"      {line}" for line in evidence_lines(found, lang)]
    unknown = [found for found in diagnosis.findings if found.verdict == "cannot_tell"]
    lines += [f"  ? {found.finding.title.in_(lang)}" for found in unknown]
    lines += [_measure(fit) for fit in diagnosis.measures[:MOST_MEASURES]]
    lines += [line for taken in diagnosis.taken for line in _taken(taken)]
    return "\n".join(lines)


def _measure(fit: "Fitted") -> str:
    """Return a measure as people read it: what, by whom, for what."""
    lang = speech.language()
    weak = say("、", ", ").join(answered.title.in_(lang) for answered in fit.answered)
    acts = fit.measure.actors
    said = say(f"由{acts.zh}；针对：", f"by {acts.en}; answers: ")
    return f"  → {fit.measure.title.in_(lang)} — {said}{weak}"


def _taken(followed: "Followed") -> list[str]:
    """Return a measure taken as people read it: since when, and what its indicators did."""
    from jiqun.diagnosis.following import NO_PROOF, READINGS, WHYS

    lang = speech.language()
    since = followed.taken.since.isoformat()
    lines = [f"  ✓ {followed.title.in_(lang)} — {say(f'自 {since}', f'since {since}')}"]
    for trace in followed.traces:
        why = f" ({WHYS[trace.why].in_(lang)})" if trace.why else ""
        lines.append(f"      {trace.title.in_(lang)}: {READINGS[trace.reading].in_(lang)}{why}")
    return [*lines, f"      {NO_PROOF.in_(lang)}"] if followed.traces else lines
