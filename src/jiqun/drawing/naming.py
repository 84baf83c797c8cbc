"""Names beside marks, put where they cover neither each other nor another mark."""

from __future__ import annotations

from collections.abc import Sequence

from jiqun.drawing.canvas import SMALL, Canvas, breadth

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""
AWAY = 4.0
ON_A_LINE = (0.5, 0.38, 0.62, 0.28, 0.72)
"""Parts of a line's way where its number may stand."""
EVERYWHERE, SIDES = 10, 4
"""How many places a name may take: beside a mark and towards its corners, or beside it alone."""


def name_marks(
    canvas: Canvas,
    spots: Sequence[Point],
    radii: Sequence[float],
    names: Sequence[str],
    within: Box,
    size: float = SMALL,
    taken: Sequence[Box] = (),
) -> None:
    """Write a name beside each mark, the largest mark first.

    Parameters
    ----------
    canvas
        What is drawn on.
    spots, radii, names
        One a mark, circles.
    within
        Where names may stand.
    size
        Of the letters.
    taken
        What stands there already.
    """
    boxes, order = _boxes(spots, radii, names, within, size, taken, EVERYWHERE)
    for at in order:
        canvas.text((boxes[at][0], boxes[at][3] - size * 0.2), names[at], size=size)


def sides(
    spots: Sequence[Point],
    radii: Sequence[float],
    names: Sequence[str],
    within: Box,
    size: float,
    taken: Sequence[Box] = (),
) -> list[int]:
    """Return on which side of its mark each name stands: 0 right, 1 left, 2 above, 3 below.

    Parameters
    ----------
    spots, radii, names, within, size, taken
        As of :func:`name_marks`.

    Examples
    --------
    >>> sides([(0, 0), (30, 0)], [5, 5], ["lamps", "locks"], (-99, -99, 99, 99), 10)
    [1, 0]
    """
    boxes, _ = _boxes(spots, radii, names, within, size, taken, SIDES)
    return [
        _places(spot, radius, breadth(name, size), size).index(box)
        for spot, radius, name, box in zip(spots, radii, names, boxes, strict=True)
    ]


def _boxes(
    spots: Sequence[Point],
    radii: Sequence[float],
    names: Sequence[str],
    within: Box,
    size: float,
    taken: Sequence[Box],
    choices: int,
) -> tuple[list[Box], list[int]]:
    """Return where each name stands, and the order they were placed in."""
    marks = [
        (x - radius, y - radius, x + radius, y + radius)
        for (x, y), radius in zip(spots, radii, strict=True)
    ]
    order = [at for _, at in sorted((-radius, at) for at, radius in enumerate(radii))]
    placed: dict[int, Box] = {}
    for at in order:
        others = [
            *taken,
            *placed.values(),
            *(box for place, box in enumerate(marks) if place != at),
        ]
        places = _places(spots[at], radii[at], breadth(names[at], size), size)
        placed[at] = _best(places[:choices], others, within)
    return [placed[at] for at in range(len(spots))], order


def _places(spot: Point, radius: float, wide: float, size: float) -> list[Box]:
    """Return where a name may stand: right, left, above, below, and towards the corners."""
    x, y = spot
    near, far = radius + AWAY, radius * 0.75 + AWAY
    high = size * 1.15
    corners = [
        (x + near, y - high / 2),
        (x - near - wide, y - high / 2),
        (x - wide / 2, y - near - high),
        (x - wide / 2, y + near),
        (x + far, y - far - high / 2),
        (x + far, y + far - high / 2),
        (x - far - wide, y - far - high / 2),
        (x - far - wide, y + far - high / 2),
        (x - wide / 2, y - near - 2.2 * high),
        (x - wide / 2, y + near + 1.2 * high),
    ]
    return [(left, top, left + wide, top + high) for left, top in corners]


def _best(places: Sequence[Box], others: Sequence[Box], within: Box) -> Box:
    """Return the place that covers least, the first of equals."""

    def covered(place: Box) -> float:
        beyond = (
            max(within[0] - place[0], 0)
            + max(within[1] - place[1], 0)
            + max(place[2] - within[2], 0)
            + max(place[3] - within[3], 0)
        )
        return round(beyond * 40 + sum(_overlap(place, other) for other in others), 1)

    return min(places, key=covered)


def _overlap(one: Box, other: Box) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide * high if wide > 0 and high > 0 else 0.0


def places_on_lines(
    lines: Sequence[tuple[Point, Point]], numbers: Sequence[str], size: float
) -> list[tuple[float, Box]]:
    """Return where on its line each number stands, none on another.

    Parameters
    ----------
    lines, numbers
        Both ends, and what is written on it.
    size
        Of the letters.

    Returns
    -------
    list of tuple
        The part of the way from the first end to the other, and the room taken.

    Examples
    --------
    >>> cross = [((0, 0), (100, 100)), ((0, 100), (100, 0))]
    >>> [part for part, _ in places_on_lines(cross, ["0.27", "0.50"], 9)]
    [0.5, 0.38]
    """
    taken: list[Box] = []
    parts = []
    for ((a, b), (c, d)), number in zip(lines, numbers, strict=True):
        boxes = [
            _room((a + part * (c - a), b + part * (d - b)), number, size) for part in ON_A_LINE
        ]
        covered = [sum(_overlap(box, other) for other in taken) for box in boxes]
        best = covered.index(min(covered))
        taken.append(boxes[best])
        parts.append((ON_A_LINE[best], boxes[best]))
    return parts


def _room(middle: Point, text: str, size: float) -> Box:
    """Return the room a number centred on a point takes, with a little about it."""
    half, high = breadth(text, size) / 2 + 2, size * 0.62
    x, y = middle
    return x - half, y - high, x + half, y + high
