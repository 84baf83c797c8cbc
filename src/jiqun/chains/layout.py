"""Where the nodes of a chain stand on paper: a column a stage, few crossings, no box on another.

A flow that goes past a stage has a lane of its own between the boxes there; flows of one node
share it. The same chain, language and width give the same layout to the last digit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from jiqun.base.language import Bilingual, Lang
from jiqun.chains.chain import STAGES, Chain, Link, Node
from jiqun.chains.ordering import Edge, ordered
from jiqun.chains.spacing import spaced
from jiqun.drawing.canvas import reach

Point = tuple[float, float]
WIDTH = 1252.0
"""Of a page of 1,280 pixels without its margins."""
LETTERS, LINE = 12.0, 15.0
"""The size of a box's words, and from one line of them to the next."""
BETWEEN, WIDEST = 54.0, 250.0
"""From one column to the next, and a box's greatest width."""
PAD, LEFT, RIGHT = 4.0, 9.0, 33.0
"""Room within a box: above and below its words, before them, and behind them for a number."""
APART, LANE, LANES_APART = 7.0, 2.0, 4.0
"""From box to box, how high a lane is, and from lane to lane."""
HEAD = 30.0
"""What a column's title takes."""
ROUNDS = 8
"""Times every height is drawn to those it is joined to, forth and back."""
STRAIGHT = 4.0
"""How much more a lane's way counts than a box's: a long line should not wind."""


@dataclass(frozen=True, slots=True)
class Column:
    """A stage's column: its title, and where it stands."""

    title: Bilingual
    left: float
    width: float


@dataclass(frozen=True, slots=True)
class Box:
    """A node's box, and its title in lines that fit."""

    node: Node
    left: float
    top: float
    width: float
    height: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A flow's way from box to box; it enters and leaves every point level."""

    link: Link
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A chain on paper, from nought to its width and height."""

    width: float
    height: float
    columns: tuple[Column, ...]
    boxes: tuple[Box, ...]
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class _Graph:
    """Nodes and lanes by number, in layers; ``passed`` are the numbers a flow goes through."""

    layers: list[list[int]]
    edges: list[Edge]
    passed: list[list[int]]


def lay_out(chain: Chain, lang: Lang = "zh", width: float = WIDTH) -> Layout:
    """Lay a chain out.

    Parameters
    ----------
    chain
        With its flows running to later stages.
    lang
        Of the words, by which boxes are as high as they are.
    width
        In pixels.

    Examples
    --------
    >>> from jiqun.chains.loading import chains
    >>> found = lay_out(chains()["cranes"])
    >>> [column.title.zh for column in found.columns][:2], len(found.boxes), found.width
    (['原材料', '材料与零部件'], 32, 1252.0)
    """
    columns = _columns(chain, width)
    wide = columns[0].width
    lines = [folded(node.title.in_(lang), wide - LEFT - RIGHT, LETTERS) for node in chain.nodes]
    graph = _graph(chain)
    heights = dict(enumerate(2 * PAD + LINE * len(words) for words in lines))
    order = ordered(graph.layers, graph.edges)
    middles, tallest = _middles(order, graph.edges, heights)
    column = {number: at for at, things in enumerate(order) for number in things}
    boxes = tuple(
        Box(
            node,
            columns[column[at]].left,
            round(HEAD + middles[at] - heights[at] / 2, 1),
            wide,
            heights[at],
            lines[at],
        )
        for at, node in enumerate(chain.nodes)
    )
    ways = _ways(chain, boxes, [[middles[lane] for lane in lanes] for lanes in graph.passed])
    return Layout(width, round(HEAD + tallest, 1), columns, boxes, ways)


def folded(words: str, room: float, size: float) -> tuple[str, ...]:
    """Return words in lines no wider than the room, broken at blanks and between Chinese letters.

    Examples
    --------
    >>> folded("Trolleys and travel gear", 90, 12), folded("小车运行机构", 40, 12)
    (('Trolleys and', 'travel gear'), ('小车运', '行机构'))
    >>> folded("incompressible", 40, 12)
    ('incom', 'pressi', 'ble')
    """
    lines, line = [], ""
    for piece in _pieces(words):
        if line and reach((line + piece).rstrip(), size) > room:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
        while len(line) > 1 and reach(line.rstrip(), size) > room:
            kept = next(at for at in range(len(line) - 1, 0, -1) if _fits(line[:at], room, size))
            lines.append(line[:kept])
            line = line[kept:].lstrip()
    return (*lines, line.rstrip()) if line.strip() or not lines else tuple(lines)


def _fits(words: str, room: float, size: float) -> bool:
    return len(words) == 1 or reach(words, size) <= room


def _pieces(words: str) -> Iterator[str]:
    """Yield what no line is broken within: a Chinese letter, a word with the blank behind it."""
    piece = ""
    for letter in words:
        if piece and (ord(letter) > 0x2E7F or ord(piece[-1]) > 0x2E7F or piece[-1] == " "):
            yield piece
            piece = ""
        piece += letter
    yield piece


def _columns(chain: Chain, width: float) -> tuple[Column, ...]:
    """Return a column a stage that has nodes, alike in width, over the whole width."""
    titles = [title for stage, title in STAGES.items() if chain.of_stage(stage)]
    wide = min((width - BETWEEN * (len(titles) - 1)) / len(titles), WIDEST)
    step = (width - wide) / max(len(titles) - 1, 1)
    return tuple(
        Column(title, round(step * at, 1), round(wide, 1)) for at, title in enumerate(titles)
    )


def _graph(chain: Chain) -> _Graph:
    """Return nodes and lanes in layers; a node's flows share its lane in each layer they pass."""
    stages = [stage for stage in STAGES if chain.of_stage(stage)]
    number = {node.id: at for at, node in enumerate(chain.nodes)}
    layer = {at: stages.index(node.stage) for at, node in enumerate(chain.nodes)}
    layers: list[list[int]] = [[] for _ in stages]
    for at, depth in layer.items():
        layers[depth].append(at)
    lanes: dict[tuple[int, int], int] = {}
    edges: dict[Edge, None] = {}
    passed = []
    for link in chain.links:
        start, end = number[link.start], number[link.end]
        between = range(layer[start] + 1, layer[end])
        for depth in between:
            if (start, depth) not in lanes:
                lanes[start, depth] = len(chain.nodes) + len(lanes)
                layers[depth].append(lanes[start, depth])
        through = [lanes[start, depth] for depth in between]
        steps = [start, *through, end]
        edges.update(dict.fromkeys(pairwise(steps)))
        passed.append(through)
    return _Graph(layers, list(edges), passed)


def _middles(
    order: Sequence[Sequence[int]], edges: Sequence[Edge], heights: Mapping[int, float]
) -> tuple[dict[int, float], float]:
    """Return how far down the middle of each thing is, and how high the tallest layer."""
    gaps = [_gaps(things, heights) for things in order]
    tall = [sum(gap) + _half(things[-1], heights) for things, gap in zip(order, gaps, strict=True)]
    tallest = max(tall)
    found: dict[int, float] = {}
    for things, gap, high in zip(order, gaps, tall, strict=True):
        down = (tallest - high) / 2
        for thing, step in zip(things, gap, strict=True):
            down += step
            found[thing] = down
    behind, ahead = defaultdict(list), defaultdict(list)
    for start, end in edges:
        behind[end].append(start)
        ahead[start].append(end)
    forth = list(range(len(order)))
    for at in range(2 * ROUNDS):
        joined = (behind, ahead)[at % 2]
        for depth in forth[:: -1 if at % 2 else 1]:
            things = order[depth]
            wanted = [_mean(found, joined[thing], found[thing]) for thing in things]
            weights = [1.0 if thing in heights else STRAIGHT for thing in things]
            last = tallest - _half(things[-1], heights)
            places = spaced(wanted, weights, gaps[depth], last)
            found.update(zip(things, places, strict=True))
    return found, tallest


def _mean(found: Mapping[int, float], near: Sequence[int], otherwise: float) -> float:
    return sum(found[other] for other in near) / len(near) if near else otherwise


def _half(thing: int, heights: Mapping[int, float]) -> float:
    return heights.get(thing, LANE) / 2


def _gaps(things: Sequence[int], heights: Mapping[int, float]) -> list[float]:
    """Return from the middle of each thing to that of the next, from the top for the first."""
    found = [_half(things[0], heights)]
    for one, other in pairwise(things):
        lanes = one not in heights and other not in heights
        apart = LANES_APART if lanes else APART
        found.append(_half(one, heights) + apart + _half(other, heights))
    return found


def _ways(chain: Chain, boxes: Sequence[Box], lanes: Sequence[Sequence[float]]) -> tuple[Way, ...]:
    """Return each flow's way: from the middle of a box, through lanes, to a place on the next."""
    at = {box.node.id: box for box in boxes}
    lefts = sorted({box.left for box in boxes})
    bare = []
    for link, heights in zip(chain.links, lanes, strict=True):
        start = at[link.start]
        depth = lefts.index(start.left)
        points = [(start.left + start.width, start.top + start.height / 2)]
        for step, down in enumerate(heights, 1):
            left = lefts[depth + step]
            points += [(left, HEAD + down), (left + start.width, HEAD + down)]
        bare.append(points)
    ends = _ends(chain, at, [points[-1][1] for points in bare])
    return tuple(
        Way(link, tuple((round(x, 1), round(y, 1)) for x, y in [*points, end]))
        for link, points, end in zip(chain.links, bare, ends, strict=True)
    )


def _ends(chain: Chain, boxes: Mapping[str, Box], heights: Sequence[float]) -> list[Point]:
    """Return where each flow reaches its box: spread over its side as they come, top to bottom."""
    coming: defaultdict[str, list[int]] = defaultdict(list)
    for number in sorted(range(len(heights)), key=lambda number: heights[number]):
        coming[chain.links[number].end].append(number)
    found: dict[int, Point] = {}
    for name, numbers in coming.items():
        box = boxes[name]
        step = box.height / (len(numbers) + 1)
        for place, number in enumerate(numbers, 1):
            found[number] = (box.left, box.top + step * place)
    return [found[number] for number in range(len(heights))]
