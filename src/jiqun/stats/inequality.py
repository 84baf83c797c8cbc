"""How unequal is a list of amounts? Gini, Theil's two indices, and what groups explain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import xlogy

from jiqun.base.language import Bilingual
from jiqun.drawing.rankings import Ranking
from jiqun.stats import arguments
from jiqun.stats.arguments import Floats
from jiqun.stats.pictured import Pictured
from jiqun.stats.refusal import ArgumentRefused


def gini(amounts: ArrayLike, weights: ArrayLike | None = None) -> float:
    r"""Return the Gini coefficient: twice the area between the Lorenz curve and the diagonal.

    .. math:: G = 1 - \sum_k w_{(k)} (L_k + L_{k-1})

    over amounts in rising order, :math:`w` the weights' shares, :math:`L` the cumulated
    shares of :math:`w \cdot amount`. Not corrected for small samples: the largest value for
    *n* equal weights is :math:`1 - 1/n`.

    Parameters
    ----------
    amounts
        *n* amounts of zero or more; zeros count.
    weights
        *n* weights (population, say), equal if not given.

    Returns
    -------
    float
        Between 0 and 1; missing if all amounts are zero.

    Raises
    ------
    ArgumentRefused
        If an amount or weight is missing or negative.

    References
    ----------
    Cowell, F. (2011). Measuring Inequality, 3rd ed. Oxford University Press, pp. 23-24, 155.

    Examples
    --------
    >>> import jiqun.stats as st
    >>> st.gini([1, 1, 1, 1]), st.gini([0, 0, 0, 1])
    (0.0, 0.75)
    """
    values = arguments.amounts(amounts, "amounts")
    weight = _weights(weights, values)
    order = np.argsort(values, kind="stable")
    share = weight[order] / weight.sum()
    income = share * values[order]
    if income.sum() == 0:
        return float("nan")
    lorenz = np.cumsum(income) / income.sum()
    below = np.concatenate([[0.0], lorenz[:-1]])
    return max(0.0, float(1.0 - np.sum(share * (lorenz + below))))


def theil(amounts: ArrayLike, weights: ArrayLike | None = None) -> float:
    r"""Return Theil's T: the mean of relative amounts times their logarithm.

    .. math:: T = \sum_k w_k \frac{y_k}{\mu} \ln \frac{y_k}{\mu} \in [0, \ln n]

    Zeros count and add nothing to the sum (:math:`0 \ln 0 = 0`).

    Parameters
    ----------
    amounts
        *n* amounts of zero or more.
    weights
        *n* weights, equal if not given.

    Returns
    -------
    float
        In nats; missing if all amounts are zero.

    Raises
    ------
    ArgumentRefused
        If an amount or weight is missing or negative.

    References
    ----------
    Theil, H. (1967). Economics and Information Theory. North-Holland, pp. 91-97.

    Examples
    --------
    >>> import jiqun.stats as st
    >>> st.theil([2, 2]), round(st.theil([0, 2]), 6)
    (0.0, 0.693147)
    """
    values, share, mean = _about_the_mean(amounts, weights)
    if mean == 0:
        return float("nan")
    return float(share @ xlogy(values / mean, values / mean))


def mean_log_deviation(amounts: ArrayLike, weights: ArrayLike | None = None) -> float:
    r"""Return Theil's L: the mean logarithm of the mean over the amount.

    .. math:: L = \sum_k w_k \ln (\mu / y_k) \in [0, \infty)

    Parameters
    ----------
    amounts
        *n* amounts of zero or more; a zero of positive weight makes L infinite.
    weights
        *n* weights, equal if not given.

    Returns
    -------
    float
        In nats; missing if all amounts are zero.

    Raises
    ------
    ArgumentRefused
        If an amount or weight is missing or negative.

    References
    ----------
    Theil, H. (1967). Economics and Information Theory. North-Holland, pp. 125-127.

    Examples
    --------
    >>> import jiqun.stats as st
    >>> round(st.mean_log_deviation([1, 3]), 6)
    0.143841
    """
    values, share, mean = _about_the_mean(amounts, weights)
    if mean == 0:
        return float("nan")
    if (values[share > 0] == 0).any():
        return float("inf")
    kept = share > 0
    return float(share[kept] @ np.log(mean / values[kept]))


@dataclass(frozen=True, repr=False)
class TheilParts(Pictured):
    """Theil's T split into what lies between groups and what lies within them.

    Parameters
    ----------
    total, between, within
        ``total = between + within``, in nats.
    groups
        One row a group: ``share`` of the amount, ``theil`` inside it, ``contribution``
        (share x theil), ``between`` (its term of the sum between groups).
    """

    total: float
    between: float
    within: float
    groups: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """Return one row a group, a copy of ``groups``."""
        return self.groups.copy()

    def picture(self) -> Ranking:
        """Return the parts: between groups, and within each."""
        inside = self.groups["contribution"].sort_values(ascending=False, kind="stable")
        share = self.between / self.total if self.total else 0.0
        names = [Bilingual(f"{group} 组内", f"within {group}") for group in inside.index]
        return Ranking.of(
            Bilingual("泰尔指数的分解", "Theil's index in its parts"),
            Bilingual("奈特", "nats"),
            [Bilingual("组间", "between groups"), *names],
            [self.between, *inside.tolist()],
            Bilingual(f"组间占 {share:.1%}。", f"{share:.1%} lies between groups."),
        )


def theil_decomposition(
    amounts: ArrayLike, groups: ArrayLike, weights: ArrayLike | None = None
) -> TheilParts:
    r"""Split Theil's T exactly into inequality between groups and within them.

    .. math:: T = \sum_g q_g \ln \frac{q_g}{p_g} + \sum_g q_g T_g

    with :math:`q_g` the group's share of the amount and :math:`p_g` of the weight.

    Parameters
    ----------
    amounts
        *n* amounts of zero or more, not all zero.
    groups
        *n* labels (provinces, say).
    weights
        *n* weights, equal if not given.

    Returns
    -------
    TheilParts
        The sums and one row a group, in order of label. A group whose amounts or weights are
        all zero (an uninhabited county) has a missing ``theil`` and contributes nothing.

    Raises
    ------
    ArgumentRefused
        If an amount, weight or label is missing, an amount negative, or all amounts zero.

    References
    ----------
    Theil, H. (1967). Economics and Information Theory. North-Holland, pp. 94-96.

    Examples
    --------
    >>> import jiqun.stats as st
    >>> parts = st.theil_decomposition([1, 3, 4, 4], ["east", "east", "west", "west"])
    >>> round(parts.between, 6), round(parts.within, 6), round(parts.total, 6)
    (0.056633, 0.043604, 0.100237)
    """
    values = arguments.amounts(amounts, "amounts")
    weight = _weights(weights, values)
    codes, labels = arguments.keys(groups, "groups", "name every group", len(values))
    if weight @ values == 0:
        raise ArgumentRefused("amounts", "are all zero", "give some positive amount")
    count = len(labels)
    income = np.bincount(codes, weight * values, count) / float(weight @ values)
    population = np.bincount(codes, weight, count) / weight.sum()
    inside = np.array(
        [
            theil(values[codes == g], weight[codes == g]) if population[g] > 0 else np.nan
            for g in range(count)
        ],
        dtype=np.float64,
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        between = np.where(income > 0, income * np.log(income / population), 0.0)
    within = np.where(income > 0, income * inside, 0.0)
    rows = pd.DataFrame(
        {"share": income, "theil": inside, "contribution": within, "between": between},
        index=pd.Index(labels, name="group"),
    )
    return TheilParts(theil(values, weight), float(between.sum()), float(within.sum()), rows)


def _about_the_mean(amounts: ArrayLike, weights: ArrayLike | None) -> tuple[Floats, Floats, float]:
    """Return checked amounts, the weights' shares and the weighted mean."""
    values = arguments.amounts(amounts, "amounts")
    weight = _weights(weights, values)
    share = weight / weight.sum()
    return values, share, float(share @ values)


def _weights(weights: ArrayLike | None, values: Floats) -> Floats:
    if len(values) == 0:
        raise ArgumentRefused("amounts", "is empty", "give at least one")
    if weights is None:
        return np.ones(len(values))
    weight = arguments.amounts(weights, "weights", len(values))
    if weight.sum() == 0:
        raise ArgumentRefused("weights", "are all zero", "give some positive weight")
    return weight
