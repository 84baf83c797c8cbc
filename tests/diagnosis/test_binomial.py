"""The exact interval of a share, against another way to work it out."""

import numpy as np
import pytest
from scipy.special import betaincinv

from jiqun.diagnosis.binomial import least_share


@pytest.mark.parametrize("confidence", [0.9, 0.95])
def test_the_lower_end_is_the_quantile_of_a_beta_distribution(confidence: float) -> None:
    hits, of = (part.ravel() for part in np.meshgrid(np.arange(61), np.arange(1, 61)))
    hits, of = hits[hits <= of], of[hits <= of]
    found = least_share(hits, of, confidence)
    expected = betaincinv(np.maximum(hits, 1), of - hits + 1, (1 - confidence) / 2)
    assert found == pytest.approx(np.where(hits == 0, 0.0, expected), abs=1e-13)


def test_of_nothing_there_is_no_share() -> None:
    assert np.isnan(least_share(np.array([0]), np.array([0]))).all()
