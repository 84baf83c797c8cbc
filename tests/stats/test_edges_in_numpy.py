"""Where Numba is not installed NumPy gives the same numbers, edges corrected or not."""

import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

import jiqun.stats as st
from jiqun.stats import edge_correction, neighbours, second_order, windows
from jiqun.stats.compilation import Kernel
from jiqun.stats.windows import Window

STANDING_IN = (
    (edge_correction, "_close_pairs"),
    (edge_correction, "_counted"),
    (edge_correction, "_counted_from_within"),
    (edge_correction, "_overlaps"),
    (edge_correction, "_seen_shares"),
    (neighbours, "_add_counts"),
    (neighbours, "_add_masses"),
    (second_order, "_spread"),
    (windows, "_depths"),
    (windows, "_inside"),
)
CHANCE = np.random.default_rng(5)
X, Y = CHANCE.integers(0, 30, (2, 150)).astype(float)  # many at one spot, many just so far apart
MEMBER = CHANCE.random(150) < 0.4
WEIGHTS = CHANCE.random(150)
R = np.array([1.0, 2.0, 3.0, 5.0, 8.0])
SQUARE = st.rectangle(-1, -1, 31, 31)
ODD = st.polygon([(-1, -1), (40, -2), (31, 31), (-2, 40)], [[(32, 5), (33, 5), (33, 6), (32, 6)]])
COMPUTED: dict[str, Callable[[], Any]] = {
    **{
        f"k {correction} {name}": lambda correction=correction, window=window: (
            st.ripley_k(X, Y, r=R, window=window, correction=correction).k
        )
        for correction in ("none", "translation", "isotropic", "border")
        for name, window in (("square", SQUARE), ("odd", ODD))
    },
    "k on the globe": lambda: (
        st.ripley_k(X + 100, Y, r=R * 100, area=1e7, coordinates="geographic").k
    ),
    "g": lambda: st.pair_correlation(X, Y, R, window=ODD, correction="isotropic").g,
    "d": lambda: st.diggle_chetwynd(X, Y, MEMBER, R, 1000, simulations=39).global_upper,
    "m": lambda: st.marcon_puech(X, Y, WEIGHTS, MEMBER, ~MEMBER, R).m,
}


@pytest.fixture
def uncompiled(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let every kernel that has a stand-in use it."""
    for module, name in STANDING_IN:
        kernel = getattr(module, name)
        assert kernel._plain is not kernel._function
        monkeypatch.setattr(module, name, kernel._plain)
    for module in (edge_correction, neighbours, second_order, windows):
        for name, found in list(vars(module).items()):
            if isinstance(found, Kernel):
                monkeypatch.setattr(module, name, found._plain)
    yield


@pytest.mark.parametrize("name", COMPUTED)
def test_numpy_gives_what_the_compiled_kernels_give(
    name: str, request: pytest.FixtureRequest
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        compiled = np.asarray(COMPUTED[name]())
        request.getfixturevalue("uncompiled")
        plain = np.asarray(COMPUTED[name]())
    assert np.isfinite(compiled).any()
    np.testing.assert_allclose(plain, compiled, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("window", [SQUARE, ODD], ids=["square", "odd"])
def test_depths_and_what_lies_inside_are_the_same(
    window: Window, request: pytest.FixtureRequest
) -> None:
    place = np.stack([X * 1.5 - 5, Y * 1.5 - 5])
    compiled = window.holds(place), window.depth(place)
    request.getfixturevalue("uncompiled")
    assert (window.holds(place) == compiled[0]).all()
    np.testing.assert_allclose(window.depth(place), compiled[1], rtol=1e-12)
