"""A chain as a picture, with what a place has of each node told by shape and number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from jiqun.base.language import Bilingual, Lang
from jiqun.chains.chain import STAGES, Chain
from jiqun.chains.layout import HEAD, LEFT, LETTERS, LINE, PAD, Box, Layout, lay_out
from jiqun.chains.states import State, state_of
from jiqun.drawing import palette
from jiqun.drawing.canvas import USUAL, Canvas, reach
from jiqun.drawing.pictures import MARGIN, Picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BAR, CORNER = 4.0, 9.0
"""The bar of a node with a single firm, and the corner of a key link."""
SAMPLE, LEGEND = 26.0, 30.0
"""The width of a box in the legend, and what the legend takes."""
NUMBER = Bilingual("右侧数字：企业数", "number: firms")
KEY = Bilingual("关键环节", "key link")


class Look(NamedTuple):
    """How the boxes of a state look: ground, edge, the edge's dashes."""

    fill: str
    edge: str
    dash: str = ""


PLAIN = Look(palette.PAPER, palette.SOFT)
LOOKS = {
    State.SEVERAL: Look("D3E1EF", palette.NOW),
    State.ONE: Look("FBEBDD", palette.WARM),
    State.NONE: Look(palette.PAPER, palette.WARM, "5 3"),
    State.UNKNOWN: Look(palette.PALE, palette.SOFT, "1.5 2.5"),
}
"""Told apart without colour: a full edge, a bar at the left, dashes, dots."""


class Row(NamedTuple):
    """A node in the table beside the picture."""

    stage: str
    node: str
    key: bool
    firms: int | None
    state: State | None
    feeds: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ChainPicture(Picture):
    """A chain, stage by stage.

    Parameters
    ----------
    chain
        What is drawn.
    firms
        How many firms a place has on each node, None where nobody can tell; None altogether
        where the chain is drawn by itself.

    Examples
    --------
    >>> from jiqun.chains.loading import chains
    >>> picture = ChainPicture.of(chains()["cranes"])
    >>> picture.svg("en").startswith("<svg"), picture.rows("en")[0].node
    (True, 'Steel plate and sections')
    """

    chain: Chain
    firms: Mapping[str, int | None] | None = None
    width: float = field(default=1280.0, repr=False)

    @classmethod
    def of(
        cls,
        chain: Chain,
        firms: Mapping[str, int | None] | None = None,
        place: Bilingual | None = None,
    ) -> ChainPicture:
        """Return the picture of a chain, or of what a place has of it."""
        title = Bilingual(f"{chain.title.zh}产业链", f"Industry chain: {chain.title.en}")
        if place is not None:
            title = Bilingual(f"{place.zh}·{title.zh}", f"{title.en}, {place.en}")
        finding = chain.about if firms is None else _counted(chain, firms)
        return cls(title=title, finding=finding, chain=chain, firms=firms)

    def state(self, node: str) -> State | None:
        """Return what the place has of a node; None where the chain is drawn by itself."""
        return None if self.firms is None else state_of(self.firms.get(node))

    def look(self, node: str) -> Look:
        """Return how a node's box looks."""
        state = self.state(node)
        return PLAIN if state is None else LOOKS[state]

    def number(self, node: str) -> str:
        """Return what stands at the right of a node's box."""
        if self.firms is None:
            return ""
        firms = self.firms.get(node)
        return "?" if firms is None else str(firms)

    def layout(self, lang: Lang) -> Layout:
        """Return where everything stands, within the margins and below the legend."""
        return lay_out(self.chain, lang, self.width - 2 * MARGIN)

    def rows(self, lang: Lang) -> list[Row]:
        """Return the same as a table, stage by stage."""
        title = {node.id: node.title.in_(lang) for node in self.chain.nodes}
        return [
            Row(
                STAGES[stage].in_(lang),
                title[node.id],
                node.core,
                None if self.firms is None else self.firms.get(node.id),
                self.state(node.id),
                tuple(title[link.end] for link in self.chain.links if link.start == node.id),
            )
            for stage in STAGES
            for node in self.chain.of_stage(stage)
        ]

    def draw_on(self, canvas: Canvas, top: float) -> None:
        """Draw the legend, a column a stage, flows, and boxes over them."""
        layout = self.layout(canvas.lang)
        canvas.height = top + LEGEND + layout.height + 4.0
        self._draw_legend(canvas, top + 3.0)
        top += LEGEND
        for column in layout.columns:
            title = column.title.in_(canvas.lang)
            room = (column.left - 7, top, column.width + 14, layout.height + 4)
            canvas.bar(room, palette.PALE, "stage")
            middle = column.left + column.width / 2
            at = (middle, top + HEAD - 14)
            canvas.text(at, title, "middle", palette.SOFT, USUAL, "stage-title", "600")
        for way in layout.ways:
            points = [(x, y + top) for x, y in way.points]
            canvas.curve(points, palette.BEFORE, 1.0, "flow")
        for box in layout.boxes:
            self._draw_box(canvas, box, top)

    def _draw_box(self, canvas: Canvas, box: Box, top: float) -> None:
        node = box.node
        room = (box.left, box.top + top, box.width, box.height)
        draw_frame(canvas, room, self.look(node.id), self.state(node.id), core=node.core)
        down = room[1] + PAD + LETTERS * 0.93
        for at, line in enumerate(box.lines):
            canvas.text((box.left + LEFT, down + LINE * at), line, size=LETTERS, kind="node")
        if number := self.number(node.id):
            right = (box.left + box.width - 6, room[1] + box.height / 2 + 4)
            canvas.text(right, number, "end", palette.INK, USUAL, "firms", "600")
        canvas.hint(room, " · ".join(self._said(node.id, canvas.lang)))

    def _said(self, node: str, lang: Lang) -> list[str]:
        """Return what a pointer resting on a node is told."""
        state, found = self.state(node), self.chain.by_id[node]
        key = [KEY.in_(lang)] if found.core else []
        return [found.title.in_(lang), *key, *([] if state is None else [state.value.in_(lang)])]

    def _draw_legend(self, canvas: Canvas, top: float) -> None:
        looks: list[tuple[Bilingual, Look, State | None]] = []
        if self.firms is not None:
            looks = [(state.value, look, state) for state, look in LOOKS.items()]
        left = 2.0
        for name, look, state in [*looks, (KEY, PLAIN, None)]:
            box = (left, top, SAMPLE, 14.0)
            draw_frame(canvas, box, look, state, core=name is KEY)
            left = _named(canvas, name, left + SAMPLE + 6, top)
        if looks:
            _named(canvas, NUMBER, left, top)

    def plot_on(self, ax: Axes, lang: Lang) -> None:
        """Draw the same on axes of Matplotlib."""
        from matplotlib.patches import Rectangle

        layout = self.layout(lang)
        for way in layout.ways:
            ax.plot(*zip(*way.points, strict=True), color=f"#{palette.BEFORE}", linewidth=0.6)
        for box in layout.boxes:
            look = self.look(box.node.id)
            frame = Rectangle(
                (box.left, box.top),
                box.width,
                box.height,
                facecolor=f"#{look.fill}",
                edgecolor=f"#{palette.INK if box.node.core else look.edge}",
                linewidth=1.6 if box.node.core else 0.8,
                linestyle="--" if look.dash else "-",
                zorder=2,
            )
            ax.add_patch(frame)
            words = "\n".join(box.lines) + f"  {self.number(box.node.id)}".rstrip()
            middle = (box.left + LEFT, box.top + box.height / 2)
            ax.annotate(words, middle, va="center", fontsize=7, zorder=3)
        ax.set_xlim(0, layout.width)
        ax.set_ylim(layout.height, 0)
        ax.set_axis_off()


def draw_frame(
    canvas: Canvas,
    box: tuple[float, float, float, float],
    look: Look,
    state: State | None,
    *,
    core: bool,
) -> None:
    """Draw a box of a state; a key link has a thick edge and a corner."""
    left, top, wide, high = box
    edge = palette.INK if core else look.edge
    canvas.box(box, look.fill, edge, 1.8 if core else 1.0, "box", look.dash)
    if state is State.ONE:
        canvas.bar((left + 1.5, top + 2, BAR, high - 4), palette.WARM, "single")
    if core:
        right = left + wide
        corner = [(right - CORNER, top), (right, top), (right, top + CORNER)]
        canvas.area(corner, palette.INK, "key")


def _named(canvas: Canvas, name: Bilingual, left: float, top: float) -> float:
    """Write a name of the legend, and return where the next begins."""
    words = name.in_(canvas.lang)
    canvas.text((left, top + 11), words, colour=palette.SOFT, size=USUAL)
    return left + reach(words, USUAL) + 20


def _counted(chain: Chain, firms: Mapping[str, int | None]) -> Bilingual:
    """Say how many nodes are of each state, and which key links nobody makes."""
    states = {node.id: state_of(firms.get(node.id)) for node in chain.nodes}
    count = Counter(states.values())
    zh = "，".join(f"{state.value.zh} {count[state]}" for state in LOOKS)
    en = "; ".join(f"{state.value.en.lower()}: {count[state]}" for state in LOOKS)
    lacking = [node.title for node in chain.core if states[node.id] is State.NONE]
    if lacking:
        zh += f"。缺少的关键环节：{'、'.join(title.zh for title in lacking)}"
        en += f". Key links without a firm: {', '.join(title.en for title in lacking)}"
    return Bilingual(f"{len(chain.nodes)} 个节点：{zh}。", f"Nodes: {len(chain.nodes)}; {en}.")
