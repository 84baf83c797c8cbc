"""``jiqun chain gaps``: what a place has of a chain, what it lacks, who nearby could help."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jiqun.base.parts import need
from jiqun.cli import speech
from jiqun.cli.options import AsJson, Force, InWorkspace
from jiqun.cli.speech import say

if TYPE_CHECKING:
    from jiqun.chains.gaps import Gaps, NodeGap
    from jiqun.drawing.pictures import Picture

DRAWN = (".svg", ".pdf", ".pptx")
ENDINGS = (".json", ".csv", *DRAWN)
NAMED = 3
"""Specialists and neighbours named in a line."""
OfChain = Annotated[
    str, typer.Option("--chain", help=say("产业链的代码或名称", "the chain's id or title"))
]
InCounties = Annotated[
    list[str],
    typer.Option(
        "--county",
        help=say(
            "区县的代码或名称；集群跨几个区县就写几次",
            "a county's code or name; once for each county of a cluster's perimeter",
        ),
    ),
]
Written = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        help=say(
            "写到 .json 或 .csv，或画成 .svg、.pdf、.pptx",
            "a .json or .csv; or draw it: an .svg, .pdf or .pptx",
        ),
    ),
]


def gaps(
    workspace: InWorkspace,
    chain: OfChain,
    county: InCounties,
    output: Written = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Show gaps."""
    from jiqun.base.files import refuse_existing
    from jiqun.chains.gaps import gaps as held_against
    from jiqun.chains.loading import chain_named
    from jiqun.chains.perimeters import counties_meant
    from jiqun.chains.placing import place
    from jiqun.reports.table_files import refuse_ending

    if output is not None:
        refuse_ending(output, ENDINGS)
        refuse_existing([output], force=force)
    need("workspace")
    wanted, counties = chain_named(chain), counties_meant(county)
    with speech.counting_rows() as told:
        placed = place(workspace, [wanted], told)
    found = held_against(placed, wanted, counties)
    if output is not None:
        _write(found, output)
        speech.tell(speech.written(output))
    speech.result(_record(found), speech.marked(_page(found), demo=found.demo), as_json=as_json)


def _record(found: "Gaps") -> dict[str, Any]:
    return {
        "demo": found.demo,
        "chain": found.chain.id,
        "counties": list(found.counties),
        "register": {
            "firms": found.held.firms,
            "makers": found.held.makers,
            "readable": found.held.readable,
            "enough": found.told,
        },
        "links": None if found.links is None else asdict(found.links),
        "nodes": [_node(node) for node in found.nodes],
    }


def _node(found: "NodeGap") -> dict[str, Any]:
    lang = speech.language()
    return {
        "node": found.node.id,
        "title": found.node.title.in_(lang),
        "stage": found.node.stage,
        "core": found.node.core,
        "firms": found.firms,
        "state": found.state.code,
        "specialists": [
            {
                "name": firm.name,
                "code": firm.code,
                "tier": firm.tier or None,
                "thing": firm.thing,
                "strength": firm.strength,
            }
            for firm in found.specialists
        ],
        "neighbours": [
            {
                "county": near.county,
                "name": _county(near.county),
                "firms": near.firms,
                "kilometres": near.kilometres,
                "approximate": near.approximate,
                "same_province": near.same_province,
            }
            for near in found.neighbours
        ],
    }


def _county(code: str) -> str:
    from jiqun.base.names import region_name

    return region_name(code).in_(speech.language())


def _page(found: "Gaps") -> str:
    """Return the gaps as people read them: what the register holds, then stage by stage."""
    from jiqun.chains.chain import STAGES

    lang = speech.language()
    places = say("、", ", ").join(_county(county) for county in found.counties)
    held = found.held
    lines = [
        f"{places} · {found.chain.title.in_(lang)}",
        say(
            f"登记企业 {held.firms} 家，其中制造 {held.makers} 家",
            f"firms in the register: {held.firms}, of them makers: {held.makers}",
        ),
        _verdict(found),
    ]
    by_id = {node.node.id: node for node in found.nodes}
    for stage, title in STAGES.items():
        lines.append(title.in_(lang))
        lines += [_line(by_id[node.id]) for node in found.chain.of_stage(stage)]
    return "\n".join(lines)


def _verdict(found: "Gaps") -> str:
    links = found.links
    if links is None:
        return say(
            "登记的制造企业太少，没有企业的节点说不清是不是缺",
            "too few makers in the register: of a node without a firm nobody can tell",
        )
    return say(
        f"关键环节 {links.links} 个：没有企业 {links.missing} 个，仅一家 {links.single_firm} 个",
        f"key links: {links.links}; without a firm: {links.missing}; "
        f"with a single firm: {links.single_firm}",
    )


def _line(found: "NodeGap") -> str:
    """Say a node in a line: its state, its specialists, who nearby has it."""
    from jiqun.chains.states import State

    lang, gap = speech.language(), say("、", ", ")
    mark = "★" if found.node.core else "·"
    firms = "?" if found.state is State.UNKNOWN else str(found.firms)
    words = [f"  {mark} {found.node.title.in_(lang)} {firms}"]
    if found.state is not State.SEVERAL:
        words.append(found.state.value.in_(lang))
    if found.specialists:
        firms_named = [
            firm.name + (f"（{firm.tier}）" if firm.tier else "") for firm in found.specialists
        ]
        words.append(say("专家：", "specialists: ") + gap.join(firms_named[:NAMED]))
    if found.neighbours:
        near = [
            f"{_county(place.county)} {place.firms} "
            f"({'≈' * place.approximate}{place.kilometres:.0f} km)"
            for place in found.neighbours[:NAMED]
        ]
        words.append(say("邻近：", "nearby: ") + gap.join(near))
    return " · ".join(words)


def _write(found: "Gaps", output: Path) -> None:
    """Write the whole record, a row a node, or the picture."""
    from jiqun.base.csv_files import csv_bytes
    from jiqun.base.files import write_atomically
    from jiqun.base.json_files import indented_json

    if output.suffix.lower() in DRAWN:
        draw(_picture(found), output)
    elif output.suffix.lower() == ".json":
        write_atomically(output, indented_json(_record(found)).encode())
    else:
        rows = [_row(node) | {"demo": found.demo} for node in _record(found)["nodes"]]
        write_atomically(output, csv_bytes(rows, list(rows[0])))


def _row(node: dict[str, Any]) -> dict[str, Any]:
    """Return a node as a row: names of firms and counties in one cell each."""
    firms = "; ".join(firm["name"] for firm in node["specialists"])
    near = "; ".join(f"{place['county']} {place['firms']}" for place in node["neighbours"])
    return {**node, "specialists": firms, "neighbours": near}


def draw(picture: "Picture", output: Path) -> None:
    """Write a picture in the form its file's name ends in."""
    from jiqun.base.files import write_atomically
    from jiqun.reports.picture_files import picture_file

    ending = output.suffix.lower()
    if ending != ".svg":
        need("reports")
    write_atomically(output, picture_file(picture, ending, speech.language()))


def _picture(found: "Gaps") -> "Picture":
    from jiqun.base.language import Bilingual
    from jiqun.base.names import region_name
    from jiqun.chains.picture import ChainPicture

    names = [region_name(county) for county in found.counties]
    place = Bilingual("、".join(name.zh for name in names), ", ".join(name.en for name in names))
    if found.demo:
        place = Bilingual(f"{place.zh}（演示数据）", f"{place.en} (demonstration)")
    return ChainPicture.of(found.chain, found.firms, place)
