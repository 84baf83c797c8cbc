"""Too few simulations for the level asked are said; enough are not."""

import warnings

import numpy as np
import pytest

import jiqun.stats as st
from jiqun.stats.envelopes import band_of, fewest_simulations

X, Y = np.random.default_rng(0).uniform(0, 100, (2, 60))
MEMBER = np.arange(60) < 20


@pytest.mark.parametrize(("level", "fewest"), [(0.9, 19), (0.95, 39), (0.99, 199), (0.999, 1999)])
def test_a_level_asks_for_so_many_simulations_at_least(level: float, fewest: int) -> None:
    assert fewest_simulations(level) == fewest


@pytest.mark.parametrize(("simulations", "warned"), [(19, True), (38, True), (39, False)])
def test_bands_of_too_few_simulations_say_so_to_who_called(simulations: int, warned: bool) -> None:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        st.ripley_k_envelope(X, Y, MEMBER, [10, 20], 10_000, simulations=simulations)
        st.diggle_chetwynd(X, Y, MEMBER, [10, 20], 10_000, simulations=simulations)
    few = [warning for warning in told if issubclass(warning.category, st.SimulationsWarning)]
    assert len(few) == (2 if warned else 0)
    assert all(warning.filename == __file__ for warning in few)
    assert all("39 or more" in str(warning.message) for warning in few)


def test_with_just_enough_the_local_band_is_the_range_of_the_simulations() -> None:
    simulated = np.random.default_rng(0).normal(size=(39, 4))
    band = band_of(np.zeros(4), simulated, 0.95)
    assert np.allclose(band.lower, simulated.min(axis=0))
    assert np.allclose(band.upper, simulated.max(axis=0))
