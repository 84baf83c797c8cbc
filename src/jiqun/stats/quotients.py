"""How much more of an industry is in a place than everywhere: location quotients.

Every function takes a places-by-industries frame of counts or amounts (firms, persons,
yuan: any one unit). A zero is a zero. A place or industry whose total is zero has no shares:
its results are missing (NaN), never zero. Missing and negative cells are refused.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from jiqun.base.language import Bilingual
from jiqun.drawing.rankings import Ranking
from jiqun.stats import arguments
from jiqun.stats.arguments import Floats
from jiqun.stats.pictured import Pictured
from jiqun.stats.refusal import ArgumentRefused


def location_quotient(place_by_industry: Any) -> pd.DataFrame:
    r"""Return how many times its expected share each industry has in each place.

    .. math:: LQ_{ri} = \frac{e_{ri} / e_r}{e_i / e}

    Parameters
    ----------
    place_by_industry
        Places x industries, amounts of zero or more.

    Returns
    -------
    pandas.DataFrame
        Places x industries, a pure number; 1 where the place has just its share. An empty
        place or industry gives missing.

    Raises
    ------
    ArgumentRefused
        If a cell is missing, negative or not a number, or a label stands twice.

    References
    ----------
    Isard, W. (1960). Methods of Regional Analysis. MIT Press, pp. 123-126.
    Balassa, B. (1965). Trade liberalisation and "revealed" comparative advantage.
    The Manchester School 33(2), 99-123.

    Examples
    --------
    >>> import pandas as pd, jiqun.stats as st
    >>> firms = pd.DataFrame({"lamps": [30, 10], "locks": [10, 30]}, index=["Guzhen", "Xiaolan"])
    >>> st.location_quotient(firms)
             lamps  locks
    Guzhen     1.5    0.5
    Xiaolan    0.5    1.5
    """
    frame = arguments.table(place_by_industry, "place_by_industry")
    return pd.DataFrame(quotients(frame.to_numpy()), index=frame.index, columns=frame.columns)


def quotients(cells: Floats) -> Floats:
    """Return location quotients of an array of places x industries."""
    place = cells.sum(axis=1)
    industry = cells.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        result = cells * (place.sum() / industry)
        result /= place[:, None]
    result[:, industry == 0] = np.nan
    return np.asarray(result)


@dataclass(frozen=True, repr=False)
class QuotientInterval(Pictured):
    """Location quotients with their uncertainty, each places x industries.

    Parameters
    ----------
    estimate
        The quotient.
    lower, upper
        The ends of the interval.
    level
        The confidence (or probability) the interval was made for.
    method
        How it was made, with the values of its parameters.
    """

    estimate: pd.DataFrame
    lower: pd.DataFrame
    upper: pd.DataFrame
    level: float
    method: str

    def to_frame(self) -> pd.DataFrame:
        """Return one row a place and industry: the quotient and the ends of its interval."""
        places, industries = self.estimate.index, self.estimate.columns
        labels = pd.MultiIndex.from_product([places, industries], names=["place", "industry"])
        numbers = {
            name: getattr(self, name).to_numpy().ravel() for name in ("estimate", "lower", "upper")
        }
        return pd.DataFrame(numbers, index=labels).reset_index()

    def picture(self) -> Ranking:
        """Return the quotients whose lower ends are highest: what is surely above its share."""
        lowest = self.lower.to_numpy()
        order = np.argsort(-lowest, axis=None, kind="stable")  # what is missing comes last
        best = order[: int(np.isfinite(lowest).sum())]
        rows, columns = np.unravel_index(best, lowest.shape)
        places, industries = self.lower.index[rows], self.lower.columns[columns]
        estimate, low, high = (
            frame.to_numpy().ravel()[best].tolist()
            for frame in (self.estimate, self.lower, self.upper)
        )
        percent = f"{self.level * 100:g}%"
        surely = int((lowest > 1.0).sum())
        return Ranking.of(
            Bilingual(f"区位商及其 {percent} 区间", f"Location quotients with {percent} intervals"),
            Bilingual("区位商（1 为应有份额）", "location quotient (1: the expected share)"),
            [f"{place} · {industry}" for place, industry in zip(places, industries, strict=True)],
            estimate,
            Bilingual(f"{surely} 个下限高于 1。", f"The lower ends of {surely} are above 1."),
            low=low,
            high=high,
            level=1.0,
        )


def location_quotient_interval(place_by_industry: Any, level: float = 0.95) -> QuotientInterval:
    r"""Return location quotients with exact Poisson intervals.

    The count :math:`e_{ri}` is taken as Poisson with mean :math:`\theta E_{ri}`,
    :math:`E_{ri} = e_r e_i / e`; the interval for :math:`\theta` is Garwood's:
    :math:`[\chi^2_{\alpha/2}(2e)/2E,\ \chi^2_{1-\alpha/2}(2e+2)/2E]`. Use counts (firms or
    plants), not yuan: the width depends on the unit.

    Parameters
    ----------
    place_by_industry
        Places x industries, counts.
    level
        Confidence, between 0 and 1.

    Returns
    -------
    QuotientInterval
        A zero count has the lower end 0 and a positive upper end; an empty place or
        industry gives missing.

    Raises
    ------
    ArgumentRefused
        If a cell or the level cannot be used.

    References
    ----------
    Garwood, F. (1936). Fiducial limits for the Poisson distribution. Biometrika 28, 437-442.
    Moineddin, R., Beyene, J., Boyle, E. (2003). On the location quotient confidence interval.
    Geographical Analysis 35(3), 249-256 (for the question; they use a normal approximation).

    Examples
    --------
    >>> import pandas as pd, jiqun.stats as st
    >>> firms = pd.DataFrame({"lamps": [30, 10], "locks": [10, 30]}, index=["Guzhen", "Xiaolan"])
    >>> interval = st.location_quotient_interval(firms)
    >>> [end.loc["Guzhen", "lamps"].round(3).item() for end in (interval.lower, interval.upper)]
    [1.012, 2.141]
    """
    from scipy import stats

    frame = arguments.table(place_by_industry, "place_by_industry")
    tail = (1.0 - arguments.fraction(level, "level")) / 2.0
    cells = frame.to_numpy()
    expected = expectations(cells)
    lower = stats.chi2.ppf(tail, 2.0 * cells) / 2.0 / expected
    upper = stats.chi2.ppf(1.0 - tail, 2.0 * cells + 2.0) / 2.0 / expected
    lower = np.where((cells == 0) & np.isfinite(expected), 0.0, lower)
    return _interval(frame, cells / expected, lower, upper, level, "Poisson, exact (Garwood 1936)")


def location_quotient_shrunk(place_by_industry: Any, level: float = 0.95) -> QuotientInterval:
    r"""Return location quotients drawn towards 1 as far as the counts are small.

    Empirical Bayes: :math:`e_{ri} \sim Poisson(\theta E_{ri})`,
    :math:`\theta \sim Gamma(a, a)` with mean 1, one *a* for the whole table found by maximum
    likelihood. The estimate is the posterior mean :math:`(e + a) / (E + a)`, the interval the
    posterior's quantiles. A place with three firms no longer tops the list by chance.

    Parameters
    ----------
    place_by_industry
        Places x industries, counts.
    level
        Posterior probability of the interval, between 0 and 1.

    Returns
    -------
    QuotientInterval
        ``method`` states the *a* found. An empty place or industry gives missing.

    Raises
    ------
    ArgumentRefused
        If a cell or the level cannot be used, or all cells are zero.

    References
    ----------
    Clayton, D., Kaldor, J. (1987). Empirical Bayes estimates of age-standardized relative
    risks for use in disease mapping. Biometrics 43(3), 671-681, section 3.

    Examples
    --------
    >>> import pandas as pd, jiqun.stats as st
    >>> firms = pd.DataFrame({"lamps": [2, 300], "locks": [0, 700]}, index=["small", "large"])
    >>> float(st.location_quotient(firms).loc["small", "lamps"].round(2))
    3.32
    >>> bool(st.location_quotient_shrunk(firms).estimate.loc["small", "lamps"] < 2.0)
    True
    """
    from scipy import special

    frame = arguments.table(place_by_industry, "place_by_industry")
    tail = (1.0 - arguments.fraction(level, "level")) / 2.0
    cells = frame.to_numpy()
    expected = expectations(cells)
    shape = _gamma_shape(cells, expected)
    posterior, rate = cells + shape, expected + shape
    lower = special.gammaincinv(posterior, tail) / rate
    upper = special.gammaincinv(posterior, 1.0 - tail) / rate
    method = f"gamma-Poisson empirical Bayes, a = {shape:.6g}"
    return _interval(frame, posterior / rate, lower, upper, level, method)


def expectations(cells: Floats) -> Floats:
    """Return what each cell would hold if places had equal mixes; missing in empty margins."""
    place, industry = cells.sum(axis=1), cells.sum(axis=0)
    if place.sum() == 0:
        raise ArgumentRefused("place_by_industry", "is all zero", "give some amounts")
    expected = np.outer(place, industry) / place.sum()
    expected[expected == 0] = np.nan
    return np.asarray(expected)


def _gamma_shape(cells: Floats, expected: Floats) -> float:
    """Return the gamma parameter of greatest marginal (negative binomial) likelihood."""
    from scipy import optimize, special

    known = np.isfinite(expected)
    count, mean = cells[known], expected[known]

    def loss(log_shape: float) -> float:
        a = np.exp(log_shape)
        terms = special.gammaln(count + a) - special.gammaln(a) + a * np.log(a)
        return -float(np.sum(terms - (count + a) * np.log(mean + a)))

    found = optimize.minimize_scalar(
        loss, bounds=(-7.0, 14.0), method="bounded", options={"xatol": 1e-8}
    )
    return float(np.exp(found.x))


def _interval(
    frame: pd.DataFrame, estimate: Floats, lower: Floats, upper: Floats, level: float, method: str
) -> QuotientInterval:
    def framed(cells: Floats) -> pd.DataFrame:
        return pd.DataFrame(cells, index=frame.index, columns=frame.columns)

    return QuotientInterval(framed(estimate), framed(lower), framed(upper), level, method)


def gini_of_quotients(cells: Floats, axis: int) -> Floats:
    """Return the Gini coefficient of location quotients along an axis, empty margins left out."""
    lines = quotients(cells)
    lines = lines if axis == 1 else lines.T
    kept = lines[:, ~np.isnan(lines).all(axis=0)]
    n = kept.shape[1]
    ordered = np.sort(kept, axis=1)
    mean = ordered.mean(axis=1)
    rank = np.arange(1, n + 1)
    with np.errstate(invalid="ignore"):
        return np.asarray(2.0 / (n**2 * mean) * ((ordered - mean[:, None]) @ rank))
