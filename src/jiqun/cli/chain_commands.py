"""``jiqun chain``: the maps of industry chains, and the firms of a register on their nodes."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jiqun.base.parts import need
from jiqun.cli import speech
from jiqun.cli.chain_gaps import draw, gaps
from jiqun.cli.options import AsJson, Force, InWorkspace, example
from jiqun.cli.speech import say

if TYPE_CHECKING:
    from jiqun.chains.chain import Chain
    from jiqun.chains.placing import Placements

ENDINGS = (".csv", ".parquet")
PICTURES = (".svg", ".pdf", ".pptx")
OneChain = Annotated[
    str,
    typer.Argument(
        metavar=say("产业链", "CHAIN"),
        help=say("产业链的代码或名称", "the chain's id or title"),
    ),
]
PerhapsChain = Annotated[
    str,
    typer.Option(
        "--chain", help=say("只看这一条，代码或名称", "this one only, by its id or title")
    ),
]
Written = Annotated[
    Path | None,
    typer.Option("-o", "--output", help=say("写到 .csv 或 .parquet", "a .csv or .parquet")),
]


Drawn = Annotated[
    Path | None,
    typer.Option(
        "-o", "--output", help=say("画成 .svg、.pdf 或 .pptx", "draw it: an .svg, .pdf or .pptx")
    ),
]


def register(app: typer.Typer) -> None:
    """Add the group to the application."""
    group = typer.Typer(
        no_args_is_help=True,
        help=say("产业链图谱：节点、环节、企业。", "Industry chains: nodes, flows, firms."),
    )
    group.command(
        "list",
        help=say("列出全部产业链。", "List every chain."),
        epilog=example("jiqun chain list --json"),
    )(list_)
    group.command(
        help=say(
            "查看一条产业链：各环节的节点（★ 为关键环节）和它们供给什么。",
            "Show a chain: the nodes of each stage (a star marks key links) and what they feed.",
        ),
        epilog=example("jiqun chain show 起重机械", "jiqun chain show cranes -o cranes.svg"),
    )(show)
    group.command(
        help=say(
            "把登记企业放到产业链的节点上，逐条写明理由。",
            "Place the firms of the register on the nodes of chains, each with the reasons.",
        ),
        epilog=example("jiqun chain place -w demo --chain cranes -o cranes.csv"),
    )(place)
    group.command(
        help=say(
            "一地在一条产业链上有什么、缺什么：每个节点的企业数，缺失和仅一家的关键环节，配套专家，"
            "邻近可补的区县；登记太少时说不清。",
            "What a place has of a chain and what it lacks: firms on each node, key links that are "
            "missing or have a single firm, specialists, counties nearby that could fill a gap; "
            "where the register holds too little, it cannot tell.",
        ),
        epilog=example(
            "jiqun chain gaps -w demo --chain cranes --county 410783",
            "jiqun chain gaps -w demo --chain cranes --county 410783 -o cranes.svg",
        ),
    )(gaps)
    app.add_typer(group, name="chain")


def list_(as_json: AsJson = False) -> None:
    """List the chains."""
    from jiqun.chains.loading import chains

    lang = speech.language()
    rows = [
        {
            "id": chain.id,
            "title": chain.title.in_(lang),
            "nodes": len(chain.nodes),
            "core": len(chain.core),
            "clusters": list(chain.clusters),
        }
        for chain in chains().values()
    ]
    line = say(
        "{id} · {title} · 节点 {nodes}，关键 {core}", "{id} · {title} · nodes: {nodes}, key: {core}"
    )
    speech.result({"chains": rows}, "\n".join(line.format(**row) for row in rows), as_json=as_json)


def show(
    chain: OneChain, output: Drawn = None, force: Force = False, as_json: AsJson = False
) -> None:
    """Show a chain, and draw it where somebody wants it drawn."""
    from jiqun.base.files import refuse_existing
    from jiqun.chains.loading import chain_named
    from jiqun.chains.picture import ChainPicture
    from jiqun.reports.table_files import refuse_ending

    if output is not None:
        refuse_ending(output, PICTURES)
        refuse_existing([output], force=force)
    found = chain_named(chain)
    if output is not None:
        draw(ChainPicture.of(found), output)
        speech.tell(speech.written(output))
    speech.result(_record(found), _page(found), as_json=as_json)


def _record(chain: "Chain") -> dict[str, Any]:
    lang = speech.language()
    nodes = [
        {
            "id": node.id,
            "title": node.title.in_(lang),
            "stage": node.stage,
            "core": node.core,
            "classes": list(node.classes),
            "terms": list(node.terms),
            "excluded": list(node.excluded),
            "phrases": list(node.phrases),
            "source": node.source or None,
        }
        for node in chain.nodes
    ]
    links = [
        {
            "start": link.start,
            "end": link.end,
            "flow": link.flow.in_(lang),
            "source": link.source or None,
        }
        for link in chain.links
    ]
    about = {"id": chain.id, "title": chain.title.in_(lang), "about": chain.about.in_(lang)}
    return {**about, "clusters": list(chain.clusters), "nodes": nodes, "links": links}


def _page(chain: "Chain") -> str:
    """Return a chain as people read it: stage by stage, what each node feeds after it."""
    from jiqun.chains.chain import STAGES

    lang, gap = speech.language(), say("、", ", ")
    feeds: dict[str, list[str]] = {}
    for link in chain.links:
        feeds.setdefault(link.start, []).append(chain.by_id[link.end].title.in_(lang))
    lines = [f"{chain.title.in_(lang)} · {chain.about.in_(lang)}"]
    for stage, title in STAGES.items():
        lines.append(title.in_(lang))
        for node in chain.of_stage(stage):
            mark = "★" if node.core else "·"
            onward = f" → {gap.join(feeds[node.id])}" if node.id in feeds else ""
            lines.append(f"  {mark} {node.title.in_(lang)}{onward}")
    return "\n".join(lines)


def place(
    workspace: InWorkspace,
    chain: PerhapsChain = "",
    output: Written = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Place firms."""
    from jiqun.base.files import refuse_existing
    from jiqun.chains.loading import chain_named, chains
    from jiqun.chains.placing import place as placed_on
    from jiqun.reports.table_files import refuse_ending

    if output is not None:
        refuse_ending(output, ENDINGS)
        refuse_existing([output], force=force)
    need("workspace")
    wanted = [chain_named(chain)] if chain else list(chains().values())
    with speech.counting_rows() as told:
        found = placed_on(workspace, wanted, told)
    if output is not None:
        _write(found, output)
        speech.tell(speech.written(output))
    document = _counted(found)
    speech.result(document, speech.marked(_counts(found), demo=found.demo), as_json=as_json)


def _counted(found: "Placements") -> dict[str, Any]:
    """Return how many firms stand on each node, beside what the register holds."""
    numbers = _firms_by_node(found)
    nodes = [
        {"chain": chain.id, "node": node.id, "core": node.core, "firms": numbers[chain.id, node.id]}
        for chain in found.chains
        for node in chain.nodes
    ]
    about = {"demo": found.demo, "firms": found.firms, "placed": found.placed}
    return {**about, "without_county": found.without_county, "nodes": nodes}


def _firms_by_node(found: "Placements") -> dict[tuple[str, str], int]:
    from collections import Counter

    columns = (found.table["chain"].to_pylist(), found.table["node"].to_pylist())
    return Counter(zip(*columns, strict=True))


def _counts(found: "Placements") -> str:
    lang, numbers = speech.language(), _firms_by_node(found)
    lines = [
        say(
            f"登记企业 {found.firms} 家，在链上 {found.placed} 家；"
            f"{found.without_county} 家没有可认的区县",
            f"firms in the register: {found.firms}; on a chain: {found.placed}; "
            f"without a known county: {found.without_county}",
        )
    ]
    for chain in found.chains:
        lines.append(chain.title.in_(lang))
        lines += [
            f"  {'★' if node.core else '·'} {node.title.in_(lang)} {numbers[chain.id, node.id]}"
            for node in chain.nodes
        ]
    return "\n".join(lines)


def _write(found: "Placements", output: Path) -> None:
    """Write one row a firm and node; of a demonstration every row says so."""
    from jiqun.base.arrow import pa
    from jiqun.base.csv_files import csv_bytes
    from jiqun.base.files import write_atomically
    from jiqun.workspace.spans import parquet_bytes

    marks = pa.array([found.demo] * found.table.num_rows, pa.bool_())
    table = found.table.append_column("demo", marks)
    if output.suffix.lower() == ".parquet":
        write_atomically(output, parquet_bytes(table))
        return
    write_atomically(output, csv_bytes(table.to_pylist(), table.schema.names))
