"""Whatever the chain: boxes apart and on paper, words in their boxes, ways from box to box."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiqun.chains.chain import STAGES, Chain
from jiqun.chains.layout import HEAD, LEFT, LETTERS, RIGHT, WIDTH, Box, Layout, lay_out
from jiqun.chains.loading import chains
from jiqun.chains.ordering import crossings, ordered
from jiqun.chains.spacing import spaced
from jiqun.drawing.canvas import reach
from tests.chains.made_up import any_chain

LEAST = 11.0
"""Letters smaller than this nobody reads."""


def overlap(one: Box, other: Box) -> bool:
    return (
        one.left < other.left + other.width
        and other.left < one.left + one.width
        and one.top < other.top + other.height
        and other.top < one.top + one.height
    )


def check(chain: Chain, layout: Layout) -> None:
    boxes = layout.boxes
    assert [box.node for box in boxes] == list(chain.nodes)
    assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]
    for box in boxes:
        assert 0 <= box.left <= box.left + box.width <= layout.width + 0.2
        assert HEAD - 0.1 <= box.top <= box.top + box.height <= layout.height + 0.1
        assert all(reach(line, LETTERS) <= box.width - LEFT - RIGHT + 0.1 for line in box.lines)
        assert "".join(box.lines).replace(" ", "") == box.node.title.zh.replace(" ", "")


@settings(max_examples=150, deadline=None)
@given(any_chain())
def test_no_box_lies_on_another_or_off_the_paper(chain: Chain) -> None:
    check(chain, lay_out(chain))


@settings(max_examples=60, deadline=None)
@given(any_chain())
def test_a_way_leads_from_box_to_box_and_through_none_between(chain: Chain) -> None:
    layout = lay_out(chain)
    boxes = {box.node.id: box for box in layout.boxes}
    for way in layout.ways:
        start, end = boxes[way.link.start], boxes[way.link.end]
        assert way.points[0][0] == pytest.approx(start.left + start.width)
        assert way.points[-1][0] == end.left
        assert end.top < way.points[-1][1] < end.top + end.height
        for _, height in way.points[1:-1]:
            assert HEAD <= height <= layout.height
        for (left, height), _ in zip(way.points[1:-1:2], way.points[2:-1:2], strict=True):
            beside = [box for box in layout.boxes if box.left == left]
            assert not [box for box in beside if box.top < height < box.top + box.height]


@settings(deadline=None)
@given(any_chain(most=20))
def test_the_same_chain_has_the_same_layout(chain: Chain) -> None:
    assert lay_out(chain) == lay_out(chain)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", sorted(chains()))
def test_every_chain_of_the_catalogue_fits_a_page_of_1280_pixels(name: str, lang: str) -> None:
    layout = lay_out(chains()[name], lang)  # type: ignore[arg-type]
    assert layout.width == WIDTH < 1280
    assert LETTERS >= LEAST
    stages = [stage for stage in STAGES if chains()[name].of_stage(stage)]
    assert [column.title for column in layout.columns] == [STAGES[stage] for stage in stages]


def test_an_order_without_crossings_is_found_where_there_is_one() -> None:
    layers = [[0, 1, 2], [3, 4, 5], [6, 7]]
    edges = [(0, 5), (1, 4), (2, 3), (5, 6), (4, 6), (3, 7)]
    assert crossings(layers, edges) == 5
    assert crossings(ordered(layers, edges), edges) == 0


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(-50, 150), st.floats(0.1, 5)), min_size=1, max_size=12))
def test_places_keep_their_gaps_and_stay_on_the_line(wishes: list[tuple[float, float]]) -> None:
    wanted, weights = zip(*wishes, strict=True)
    places = spaced(wanted, weights, [5.0] * len(wishes), 100.0)
    for before, after in zip([0.0, *places], places, strict=False):
        assert after - before >= 5 - 1e-9
    assert places[-1] <= 100 + 1e-9


def test_places_are_where_they_are_wanted_as_far_as_there_is_room() -> None:
    """By hand: 10 and 12 move apart alike about 11; of three times the weight, the first less."""
    assert spaced([10, 12, 40], [1, 1, 1], [0, 4, 4], 50) == [9, 13, 40]
    assert spaced([10, 12], [3, 1], [0, 4], 50) == [9.5, 13.5]
