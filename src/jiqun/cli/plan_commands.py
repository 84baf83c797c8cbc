"""``jiqun plan``: what a county could grow into, and how far lead industries stand apart."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jiqun.base.parts import need
from jiqun.cli import speech
from jiqun.cli.options import AsJson, Force, UnderWorkspace, example
from jiqun.cli.speech import say

if TYPE_CHECKING:
    from jiqun.planning.ahead import Ahead
    from jiqun.planning.options import Option

FIRST = 15
"""Options, or counties, shown where no file is asked for."""
ENDINGS = (".xlsx", ".csv", ".json", ".parquet")
DRAWN = (".svg", ".pdf", ".pptx")


class Order(StrEnum):
    """What options are put in order by: the keys of :data:`jiqun.planning.options.BY`."""

    DENSITY = "density"
    COMPLEXITY = "complexity"
    GAIN = "gain"
    NEARBY = "nearby"
    FOOTHOLD = "foothold"


County = Annotated[
    str, typer.Option("--county", help=say("区县的代码或名称", "a county's code or name"))
]
Planned = Annotated[
    str,
    typer.Option(
        "--industry",
        help=say(
            "拟作为主导产业的行业，代码或名称；不写就用本县现有的",
            "the industry planned as the lead, by code or name; the county's own without it",
        ),
    ),
]
By = Annotated[
    Order,
    typer.Option(
        "--by",
        help=say(
            "按什么排：density（关联度密度）、complexity（复杂度）、gain（带来的前景）、nearby（邻近有的县）、foothold（本县已有的份额）",
            "the order: density (of relatedness), complexity, gain (of outlook), nearby (counties "
            "that have it) or foothold (what is there already)",
        ),
    ),
]
Top = Annotated[int | None, typer.Option("--top", min=1, help=say("最多几个", "at most so many"))]
Written = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        help=say(
            "写成 .xlsx、.csv、.json、.parquet，或画成 .svg、.pdf、.pptx",
            "write an .xlsx, .csv, .json or .parquet, or draw an .svg, .pdf or .pptx",
        ),
    ),
]
Table = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        help=say("写成 .xlsx、.csv、.json 或 .parquet", "a .xlsx, .csv, .json or .parquet"),
    ),
]


def register(app: typer.Typer) -> None:
    """Add the group to the application."""
    group = typer.Typer(
        no_args_is_help=True,
        help=say(
            "前瞻规划：可以发展什么，与别人有多像。",
            "Planning ahead: what to grow into, how alike others are.",
        ),
    )
    group.command(
        help=say(
            "一个县可以发展哪些还没有的产业：与已有产业多相近、多复杂、别处多拥挤、最近的强县多远、"
            "产业链还缺什么；主导产业与别的县有多像，怎样拉开。登记数据没有覆盖或太少时说不清。",
            "What a county could grow into: how near to what it has, how complex, how crowded, how "
            "far the nearest strong places are, what its chains lack; how alike other lead "
            "industries are, and what would set it apart. Where the register holds too little, "
            "it cannot tell.",
        ),
        epilog=example(
            "jiqun plan ahead -w demo --county 340181",
            "jiqun plan ahead -w demo --county 340181 -o options.csv",
        ),
    )(ahead)
    group.command(
        help=say(
            "各县的主导产业和差异化指数，最雷同的在前。",
            "The lead industry and differentiation index of every county, the least apart first.",
        ),
        epilog=example(
            "jiqun plan leads -w demo -o 主导产业.csv", "jiqun plan leads -w demo -o leads.csv"
        ),
    )(leads)
    app.add_typer(group, name="plan")


def ahead(
    workspace: UnderWorkspace,
    county: County,
    industry: Planned = "",
    by: By = Order.DENSITY,
    top: Top = None,
    output: Written = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Plan ahead for one county."""
    from jiqun.chains.perimeters import counties_meant
    from jiqun.planning.ahead import plan_ahead
    from jiqun.planning.naming import industry_meant
    from jiqun.planning.options import ordered
    from jiqun.planning.records import document

    _refuse(output, (*ENDINGS, *DRAWN), force=force)
    need("workspace")
    [code] = counties_meant([county])
    lead = industry_meant(industry) if industry else ""
    with speech.working(say("正在计算……", "working it out …")):
        found = plan_ahead(workspace, code, lead)
    options = ordered(found.options, by.value)[:top]
    made = document(found, options, speech.language())
    if output is not None:
        _write(found, options, made, output)
        speech.tell(speech.written(output))
    text = speech.marked(_page(found, options), demo=found.demo)
    speech.result(made, text, as_json=as_json)


def leads(
    workspace: UnderWorkspace,
    top: Top = None,
    output: Table = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Show the lead industries of all counties."""
    from jiqun.planning.ahead import Planner
    from jiqun.planning.records import lead_rows

    _refuse(output, ENDINGS, force=force)
    need("workspace")
    with speech.working(say("正在计算……", "working it out …")):
        planner = Planner.over(workspace)
        rows = lead_rows(planner, speech.language())[:top]
    demo = planner.register.demo
    if output is not None:
        from jiqun.cli.plan_tables import write_leads

        write_leads(rows, output, speech.language(), demo=demo)
        speech.tell(speech.written(output))
    lines = [_lead(row) for row in rows[:FIRST]]
    lines.append(
        say(f"共 {len(rows)} 县；用 -o 文件 写出全部", f"in all: {len(rows)}; -o FILE writes them")
    )
    document = {"demo": demo, "counties": rows}
    speech.result(document, speech.marked("\n".join(lines), demo=demo), as_json=as_json)


def _refuse(output: Path | None, endings: tuple[str, ...], *, force: bool) -> None:
    """Refuse a file before any work: of a kind that is not written, or there already."""
    from jiqun.base.files import refuse_existing
    from jiqun.reports.table_files import refuse_ending

    if output is not None:
        refuse_ending(output, endings)
        refuse_existing([output], force=force)


def _write(found: "Ahead", options: "list[Option]", made: dict[str, Any], output: Path) -> None:
    """Write the plan whole, its options as a table, or the picture of them."""
    from jiqun.base.files import write_atomically
    from jiqun.planning.records import option_row
    from jiqun.planning.words import SPACE, coverage_text, joined, unrelated_text

    ending, lang = output.suffix.lower(), speech.language()
    if ending == ".json":
        write_atomically(output, speech.json_text(made).encode())
    elif ending in DRAWN:
        _draw(found, output)
    else:
        from jiqun.cli.plan_tables import write_options

        rows = [option_row(option, found, rank, lang) for rank, option in enumerate(options, 1)]
        about = [coverage_text(found), *([unrelated_text(found)] if found.unrelated else [])]
        write_options(rows, joined(about, SPACE), output, lang, demo=found.demo)


def _draw(found: "Ahead", output: Path) -> None:
    """Draw the options; of a county that cannot be told there is nothing to draw."""
    from jiqun.base.errors import NotFound, Problem
    from jiqun.cli.chain_gaps import draw
    from jiqun.planning.picture import picture_of
    from jiqun.planning.words import unrelated_text

    picture = picture_of(found)
    if picture is None:
        why = unrelated_text(found) if found.unrelated else found.verdict.value
        details = {"why": why.zh, "why_en": why.en}
        raise NotFound(Problem("planning.nothing_to_draw", details=details))
    draw(picture, output)


def _lead(row: dict[str, Any]) -> str:
    """Say a county's lead industry in a line."""
    index = (
        f"{row['low']:.2f}" if row["low"] == row["high"] else f"{row['low']:.2f}–{row['high']:.2f}"
    )
    return say(
        f"{index} · {row['province']}{row['county']} · {row['industry']} · 企业 "
        f"{row['firms']} 家 · 同类县 {row['look_alikes']}（本省 {row['in_province']}）",
        f"{index} · {row['county']}, {row['province']} · {row['industry']} · firms: "
        f"{row['firms']} · look-alikes: {row['look_alikes']} (in the province: "
        f"{row['in_province']})",
    )


def _page(found: "Ahead", options: "list[Option]") -> str:
    """Return a plan as people read it."""
    from jiqun.base.names import place_name
    from jiqun.planning.ahead import Verdict
    from jiqun.planning.words import (
        NO_FORECAST,
        coverage_text,
        held_text,
        links_text,
        unrelated_text,
    )

    lang = speech.language()
    lines = [
        place_name(found.county).in_(lang),
        coverage_text(found).in_(lang),
        held_text(found).in_(lang),
    ]
    if found.verdict is not Verdict.TOLD:
        return "\n".join([*lines, say("说不清：", "cannot tell: ") + found.verdict.value.in_(lang)])
    lines += _standing(found)
    lines.append(say("还没有的产业：", "industries it does not have:"))
    lines += [line for option in options[:FIRST] for line in _option(option)]
    if found.unrelated:
        lines.append(unrelated_text(found).in_(lang))
    shown = [links_text(links).in_(lang) for links in (found.links or {}).values()]
    if shown:
        lines += [say("有关产业链：", "chains they belong to:"), *(f"  {line}" for line in shown)]
    return "\n".join([*lines, NO_FORECAST.in_(lang)])


def _standing(found: "Ahead") -> list[str]:
    """Say what a county has, and how far its lead industry stands apart."""
    from jiqun.base.names import industry_name
    from jiqun.planning.settings import settings
    from jiqun.planning.words import (
        apart_text,
        basis_text,
        has_text,
        index_text,
        lever_texts,
        look_alike_text,
    )

    lang = speech.language()
    lines = [say("已有的产业：", "it has: ") + has_text(found).in_(lang)]
    apart, levers = found.differentiation, found.levers
    if apart is None or levers is None:
        return lines
    name, basis = industry_name(apart.industry).in_(lang), basis_text(apart).in_(lang)
    index, others = index_text(apart.index), apart_text(apart).in_(lang)
    lines += [
        say(f"主导产业：{name}（{basis}）", f"lead industry: {name} ({basis})"),
        say(f"差异化指数：{index} · {others}", f"differentiation index: {index} · {others}"),
    ]
    alike = [look_alike_text(other).in_(lang) for other in apart.look_alikes[: settings().alike]]
    lines += [f"  {say('、', ', ').join(alike)}"] if alike else []
    return [*lines, *(f"  → {text.in_(lang)}" for text in lever_texts(levers))]


def _option(option: "Option") -> list[str]:
    """Say an option in two lines: where it stands, and why."""
    from jiqun.base.names import industry_name
    from jiqun.planning.words import because_text, crowding_text, place_text

    lang, gap = speech.language(), say("、", ", ")
    near = gap.join(place_text(place).in_(lang) for place in option.nearest) or "—"
    first = say(
        f"#{option.density_rank} {industry_name(option.industry).zh} · {option.road.value.zh} · "
        f"关联度密度 {option.density:.3f} · 复杂度 {option.complexity:.2f} · "
        f"本县 {option.firms} 家",
        f"#{option.density_rank} {industry_name(option.industry).en} · {option.road.value.en} · "
        f"density {option.density:.3f} · complexity {option.complexity:.2f} · "
        f"firms here: {option.firms}",
    )
    crowded = crowding_text(option.crowding).in_(lang)
    return [
        f"  {first}",
        f"     {crowded} · " + say("最近：", "nearest: ") + near,
        "     " + say("因为：", "because of: ") + because_text(option).in_(lang),
    ]
