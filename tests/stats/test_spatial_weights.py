"""Neighbours from coordinates, borders and other libraries' weights."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

import jiqun.stats as st
from jiqun.stats.spatial_weights import weights_of

X, Y = np.random.default_rng(5).uniform(0, 100, (2, 200))


def test_the_nearest_are_those_of_all_distances_sorted():
    distance = np.hypot(X[:, None] - X, Y[:, None] - Y)
    np.fill_diagonal(distance, np.inf)
    expected = np.argsort(distance, axis=1, kind="stable")[:, :5]
    found = st.nearest_neighbours(X, Y, 5).matrix.toarray() > 0
    assert all(
        set(row) == set(np.flatnonzero(has)) for row, has in zip(expected, found, strict=True)
    )


def test_equally_near_places_are_taken_in_their_order():
    x, y = [0, 1, -1, 0, 0], [0, 0, 0, 1, -1]
    first = st.nearest_neighbours(x, y, 2).matrix.toarray()[0]
    assert first.tolist() == [0, 1, 1, 0, 0]


def test_places_on_one_spot_are_neighbours_of_each_other_and_not_of_themselves():
    found = st.nearest_neighbours([1] * 7, [2] * 7, 3)
    assert found.neighbours.tolist() == [3] * 7
    assert not found.matrix.diagonal().any()


def test_a_place_just_at_the_distance_is_within_it_on_plane_and_sphere():
    assert st.distance_band([0, 3], [0, 4], 5.0).neighbours.tolist() == [1, 1]
    degree = 6371.0088 * np.pi / 180.0
    band = st.distance_band([0, 1], [0, 0], degree, coordinates="geographic")
    assert band.neighbours.tolist() == [1, 1]
    band = st.distance_band([0, 1], [0, 0], degree * 0.999, coordinates="geographic")
    assert band.islands.all()


def test_a_border_said_once_or_twice_is_one_border():
    once = st.contiguity([("A", "B")], ["A", "B", "C"])
    twice = st.contiguity([("A", "B"), ("B", "A")], ["A", "B", "C"])
    assert once.matrix.toarray().tolist() == twice.matrix.toarray().tolist()
    assert once.islands.tolist() == [False, False, True]
    with pytest.raises(st.ArgumentRefused, match=r"pairs: 1 pair names .*\('A', 'D'\)"):
        st.contiguity([("A", "D")], ["A", "B"])
    with pytest.raises(st.ArgumentRefused, match="'A' is its own neighbour"):
        st.contiguity([("A", "A")], ["A", "B"])


class Graph:
    """What of libpysal's W and Graph is looked at."""

    sparse = sparse.csr_matrix(np.array([[0, 1.0], [1.0, 0]]))
    id_order = ("a", "b")


def test_weights_of_other_libraries_are_taken():
    table = pd.DataFrame([[0, 1.0], [1.0, 0]], list("ab"), list("ab"))
    for given in (table, Graph(), sparse.coo_matrix(table.to_numpy()), table.to_numpy()):
        assert weights_of(given).matrix.toarray().tolist() == [[0, 1], [1, 0]]
    assert list(weights_of(Graph()).labels) == ["a", "b"]


@pytest.mark.parametrize(
    ("given", "match"),
    [
        ([[0, -1], [1, 0]], "missing, infinite or negative"),
        ([[0, np.nan], [1, 0]], "missing, infinite or negative"),
        ([[1, 1], [1, 0]], "place 0 is its own neighbour"),
        ([[0, 1, 0], [1, 0, 0]], r"has shape \(2, 3\)"),
        ("near", "are no table of numbers"),
    ],
)
def test_what_is_no_weights_is_refused(given: object, match: str):
    with pytest.raises(st.ArgumentRefused, match=match):
        st.moran([1, 2], given)


def test_rows_are_standardised_without_touching_what_was_given():
    given = st.distance_band(X, Y, 20)
    row = given.standardised("row")
    np.testing.assert_allclose(row.matrix.sum(axis=1)[~row.islands], 1.0)
    assert set(given.matrix.data) == {1.0}
