"""Windows: rectangles and polygons."""

import numpy as np
import pytest

import jiqun.stats as st

OUTLINE = [(0, 0), (10, 0), (10, 10), (0, 10)]
HOLE = [(2, 2), (4, 2), (4, 4), (2, 4)]


def test_a_polygon_is_the_same_either_way_round_and_closed_or_not():
    areas = {
        st.polygon(ring, [hole]).area
        for ring in (OUTLINE, OUTLINE[::-1], [*OUTLINE, OUTLINE[0]])
        for hole in (HOLE, HOLE[::-1])
    }
    assert areas == {96.0}


def test_a_point_lies_inside_on_the_edge_or_outside():
    window = st.polygon(OUTLINE, [HOLE])
    x, y = np.array([[1, 5, 3, 2, 11, 10, 0], [1, 5, 3, 3, 5, 10, 5]], float)
    assert window.holds(np.array([x, y])).tolist() == [True, True, False, True, False, True, True]
    assert window.depth(np.array([[1.0], [3.0]])).tolist() == [1.0]


class Shape:
    """A polygon as geographic libraries hand it on."""

    __geo_interface__ = {  # noqa: RUF012 - as theirs is
        "type": "MultiPolygon",
        "coordinates": [[OUTLINE, HOLE], [[(20, 0), (21, 0), (20, 1)]]],
    }


def test_shapes_of_geographic_libraries_are_taken():
    assert st.polygon(Shape()).area == 96.5
    x, y = [1.0, 2.0, 20.2], [1.0, 1.0, 0.2]
    ours = st.ripley_k(x, y, [2], window=st.polygon(Shape()), correction="isotropic")
    assert st.ripley_k(x, y, [2], window=Shape(), correction="isotropic").k == ours.k


@pytest.mark.parametrize(
    ("make", "match"),
    [
        (lambda: st.rectangle(0, 0, 0, 1), "has no area"),
        (lambda: st.polygon([(0, 0), (1, 1)]), "outline: has no area"),
        (lambda: st.polygon([(0, 0), (1, 1), (1, 0), (0, 1)]), "outline: the side from .* crosses"),
        (lambda: st.polygon([(0, 0), (4, 4), (6, 1), (0, 4)]), "crosses another"),
        (lambda: st.polygon([1, 2, 3]), "is no list of corners"),
        (lambda: st.polygon(HOLE, [OUTLINE]), "leave nothing"),
        (
            lambda: st.ripley_k([1, 30], [1, 1], [1], window=st.rectangle(0, 0, 9, 9)),
            "1 point lies outside",
        ),
        (lambda: st.ripley_k([1, 3], [1, 1], [1], correction="isotropic"), "window: is needed"),
        (lambda: st.ripley_k([1, 3], [1, 1], [1]), "area: is None.*window=rectangle"),
        (lambda: st.ripley_k([1, 3], [1, 1], [1], window=(0, 0, 9, 9)), "window: is of type tuple"),
        (
            lambda: st.ripley_k([1, 3], [1, 1], [1], 80, window=st.rectangle(0, 0, 9, 9)),
            "the window's 81",
        ),
    ],
)
def test_what_is_no_window_is_refused(make, match):
    with pytest.raises(st.ArgumentRefused, match=match):
        make()
