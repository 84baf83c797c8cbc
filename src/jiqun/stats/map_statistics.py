"""One number of a whole map, held against chance."""

from dataclasses import dataclass
from math import erfc, sqrt

import numpy as np
import pandas as pd

from jiqun.base.language import Bilingual
from jiqun.drawing.axes import rounded
from jiqun.drawing.spots import Plane, Spots
from jiqun.stats import arguments
from jiqun.stats.arguments import Floats
from jiqun.stats.pictured import Pictured

NAMES = {"I": "Moran", "C": "Geary", "G": "Getis-Ord"}
ALIKE, UNLIKE = (
    Bilingual("相邻的地方相似", "neighbours are alike"),
    Bilingual("相邻的地方相异", "neighbours differ"),
)
LARGE, SMALL = (
    Bilingual("高值相聚", "large values gather"),
    Bilingual("低值相聚", "small values gather"),
)
MEANINGS = {
    "I": (ALIKE, UNLIKE),
    "C": (UNLIKE, ALIKE),
    "G": (LARGE, SMALL),
}
"""What it means that a statistic is above its expectation, and below."""


@dataclass(frozen=True, repr=False)
class SpatialAutocorrelation(Pictured):
    """One number of a whole map, held against chance.

    Parameters
    ----------
    statistic
        ``I``, ``C`` or ``G``.
    value
        What was found.
    expected
        Under the null that values could be at any place.
    variance_normal, z_normal, p_normal
        Under the null that values are normal (not of G).
    variance_random, z_random, p_random
        Under the null that the values are dealt at random.
    p_value
        Of ``simulations`` random deals, two-sided; missing where there are none.
    simulations, seed
        As asked for.
    places
        How many took part: those that are or have a neighbour.
    values, lag
        Standardised values, and the weighted sums of the neighbours' (of G their means): what a
        scatterplot shows.
    method
        What was computed.
    """

    statistic: str
    value: float
    expected: float
    variance_normal: float
    z_normal: float
    p_normal: float
    variance_random: float
    z_random: float
    p_random: float
    p_value: float
    simulations: int
    seed: int
    places: int
    values: Floats
    lag: Floats
    method: str

    def to_frame(self) -> pd.DataFrame:
        """Return the numbers in one row."""
        left_out = ("values", "lag", "method")
        row = {name: value for name, value in vars(self).items() if name not in left_out}
        return pd.DataFrame([row])

    def __float__(self) -> float:
        return self.value

    @property
    def finding(self) -> Bilingual:
        """What was found, in a sentence: alike, unlike or as chance has it, at 5 %."""
        p = self.p_random if np.isnan(self.p_value) else self.p_value
        above, below = MEANINGS[self.statistic]
        words = above if self.value > self.expected else below
        if not p <= 0.05:
            words = Bilingual("与随机没有显著差别", "no different from chance")
        value, expected, p_shown = (
            f"{rounded(number, 3):f}" for number in (self.value, self.expected, p)
        )
        name = self.statistic
        return Bilingual(
            f"{name} = {value}，期望 {expected}（p = {p_shown}）：{words.zh}。",
            f"{name} = {value}, expected {expected} (p = {p_shown}): {words.en}.",
        )

    def picture(self) -> Plane:
        """Return each place's value against its neighbours'; of I the line's slope is I."""
        name = f"{NAMES[self.statistic]} {self.statistic}"
        places = Spots(Bilingual("地方", "places"), self.values.tolist(), self.lag.tolist())
        return Plane(
            title=Bilingual(f"{name}：各地与其邻居", f"{name}: places and their neighbours"),
            finding=self.finding,
            along=Bilingual("本地的值（标准差）", "value (standard deviations)"),
            up=Bilingual("邻居的值（标准差）", "neighbours' values (standard deviations)"),
            groups=[places],
            crossing=(0.0, 0.0),
            slope=self.value if self.statistic == "I" else None,
        )


def folded(simulated: Floats, observed: float) -> float:
    """Return twice the smaller share of simulations as far out, the observed one among them."""
    slack = arguments.TOLERANCE * max(abs(observed), float(np.abs(simulated).max()))
    above = int((simulated >= observed - slack).sum())
    below = int((simulated <= observed + slack).sum())
    return min(1.0, 2.0 * (min(above, below) + 1) / (len(simulated) + 1))


def held(
    statistic: str,
    value: float,
    expected: float,
    variances: tuple[float, float],
    p_value: float,
    simulations: int,
    seed: int,
    values: Floats,
    lag: Floats,
    method: str,
) -> SpatialAutocorrelation:
    """Hold a statistic against its moments."""
    normal, random = ((value - expected) / sqrt(v) if v > 0 else float("nan") for v in variances)
    return SpatialAutocorrelation(
        statistic, value, expected, variances[0], normal, two_sided(normal), variances[1], random,
        two_sided(random), p_value, simulations, seed, len(values), values, lag, method,
    )  # fmt: skip


def two_sided(z: float) -> float:
    """Return the two-sided p-value of a standard normal number.

    Examples
    --------
    >>> round(two_sided(1.959963984540054), 6)
    0.05
    """
    return erfc(abs(z) / sqrt(2.0))
