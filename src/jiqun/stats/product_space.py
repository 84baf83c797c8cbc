"""Which industries go together? Co-occurrence in places, proximity, relatedness and density."""

from typing import Any

import numpy as np
import pandas as pd

from jiqun.stats import arguments
from jiqun.stats.arguments import Floats, Singles
from jiqun.stats.refusal import ArgumentRefused

NORMALISATIONS = ("association", "cosine", "jaccard", "probability")


def specialized(place_by_industry: Any, threshold: float = 1.0) -> pd.DataFrame:
    r"""Return in which industries each place is specialised: LQ of the threshold or more.

    .. math:: M_{ri} = [LQ_{ri} \ge t]

    Parameters
    ----------
    place_by_industry
        Places x industries, amounts of zero or more.
    threshold
        t, above 0; a quotient of just t counts, up to a relative 1e-12, so that no unit decides
        (EconGeo asks for more than 1, py-ecomplexity for 1 or more).

    Returns
    -------
    pandas.DataFrame
        Places x industries of booleans. Empty places and industries are specialised in
        nothing.

    Raises
    ------
    ArgumentRefused
        If a cell is missing or negative.

    References
    ----------
    Hidalgo, C. A., Klinger, B., Barabási, A.-L., Hausmann, R. (2007). The product space
    conditions the development of nations. Science 317, 482-487, supplement p. 4.

    Examples
    --------
    >>> import pandas as pd, jiqun.stats as st
    >>> st.specialized(pd.DataFrame({"lamps": [30, 10], "locks": [10, 30]})).to_numpy().tolist()
    [[True, False], [False, True]]
    """
    frame = arguments.table(place_by_industry, "place_by_industry")
    arguments.positive(threshold, "threshold")
    return pd.DataFrame(
        presence(frame.to_numpy(), threshold), index=frame.index, columns=frame.columns
    )


def presence(cells: Floats, threshold: float = 1.0) -> Any:
    """Return presence flags, decided by products; a quotient within 1e-12 of the threshold counts.

    Amounts with decimals are not held exactly, so that without a tolerance a quotient of just 1
    would be there in one unit and not in another.
    """
    if not cells.flags.c_contiguous:
        return np.ascontiguousarray(presence(np.ascontiguousarray(cells.T), threshold).T)
    cells = np.ldexp(cells, -int(np.frexp(cells.max(initial=0.0))[1]))  # changes no digit
    place, industry = cells.sum(axis=1), cells.sum(axis=0)
    total = cells.sum() / (threshold * (1.0 - arguments.TOLERANCE))
    found = np.empty(cells.shape, dtype=np.bool_)
    for row, share in enumerate(place):
        found[row] = (cells[row] * total >= share * industry) & (cells[row] > 0)
    return found


def cooccurrence(presence_by_place: Any) -> pd.DataFrame:
    r"""Return in how many places each pair of industries is present.

    .. math:: C = B'B, \quad C_{ii} = 0

    Parameters
    ----------
    presence_by_place
        Places x industries, 0/1 or booleans (amounts give a weighted count).

    Returns
    -------
    pandas.DataFrame
        Industries x industries, symmetric, with a zero diagonal.

    Raises
    ------
    ArgumentRefused
        If a cell is missing or negative.

    References
    ----------
    Hidalgo et al. (2007). Science 317, 482-487. EconGeo's ``co.occurrence``.

    Examples
    --------
    >>> import pandas as pd, jiqun.stats as st
    >>> st.cooccurrence(pd.DataFrame({"a": [1, 1], "b": [1, 0]})).to_numpy().tolist()
    [[0.0, 1.0], [1.0, 0.0]]
    """
    frame = arguments.table(presence_by_place, "presence_by_place")
    cells = frame.to_numpy()
    together = cells.T @ cells
    np.fill_diagonal(together, 0.0)
    return pd.DataFrame(together, index=frame.columns, columns=frame.columns)


def proximity(place_by_industry: Any) -> pd.DataFrame:
    r"""Return the proximity of each pair of industries in the product space.

    .. math:: \phi_{ij} = \frac{\sum_r M_{ri} M_{rj}}{\max(u_i, u_j)}, \quad u_i = \sum_r M_{ri}

    the smaller of the two conditional probabilities of being specialised in one industry
    given the other; M is LQ of 1 or more.

    Parameters
    ----------
    place_by_industry
        Places x industries, amounts of zero or more.

    Returns
    -------
    pandas.DataFrame
        Industries x industries in [0, 1], diagonal 1. An industry no place is specialised in
        is missing throughout.

    Raises
    ------
    ArgumentRefused
        If a cell is missing or negative.

    References
    ----------
    Hidalgo, C. A., Klinger, B., Barabási, A.-L., Hausmann, R. (2007). Science 317, 482-487,
    equation 1.

    Examples
    --------
    >>> import pandas as pd, jiqun.stats as st
    >>> table = pd.DataFrame({"a": [8, 8, 1], "b": [7, 1, 1], "c": [1, 1, 9]})
    >>> st.proximity(table).round(2).to_numpy().tolist()
    [[1.0, 0.5, 0.0], [0.5, 1.0, 0.0], [0.0, 0.0, 1.0]]
    """
    frame = arguments.table(place_by_industry, "place_by_industry")
    return pd.DataFrame(
        proximities(presence(frame.to_numpy()).astype(np.float32)),
        index=frame.columns,
        columns=frame.columns,
    )


def proximities(present: Singles) -> Floats:
    """Return proximities of a 0/1 array (single precision: counts below 2^24 are exact)."""
    together = present.T @ present
    ubiquity = together.diagonal().astype(np.float64)
    ubiquity[ubiquity == 0] = np.nan
    result = np.empty(together.shape)
    for i, own in enumerate(ubiquity):
        np.divide(together[i], np.maximum(ubiquity, own), out=result[i])
    return result


def relatedness(cooccurrence: Any, normalise: str = "association") -> pd.DataFrame:
    r"""Return the relatedness of each pair of industries: co-occurrence, normalised.

    With :math:`S_i = \sum_{j \ne i} C_{ij}` and :math:`T = \sum_i S_i`:

    ===========  ==================================================================
    association  :math:`C_{ij} T / (S_i S_j)`
    cosine       :math:`C_{ij} / \sqrt{S_i S_j}`
    jaccard      :math:`C_{ij} / (S_i + S_j - C_{ij})`
    probability  :math:`C_{ij} \big/ \big[\big(\frac{S_i}{T}\frac{S_j}{T - S_i}
                 + \frac{S_j}{T}\frac{S_i}{T - S_j}\big) \frac{T}{2}\big]`
    ===========  ==================================================================

    Parameters
    ----------
    cooccurrence
        Industries x industries, symmetric up to a relative 1e-12, counts of zero or more; the
        diagonal is ignored.
    normalise
        One of the four names.

    Returns
    -------
    pandas.DataFrame
        Industries x industries, symmetric, zero diagonal. An industry that never co-occurs
        is missing throughout.

    Raises
    ------
    ArgumentRefused
        If the frame is not square or symmetric, a cell is missing or negative, or the name
        is unknown.

    References
    ----------
    van Eck, N. J., Waltman, L. (2009). How to normalize cooccurrence data? Journal of the
    American Society for Information Science and Technology 60(8), 1635-1651.
    Steijn, M. P. A. (2021). Improvement on the association strength: implementing a
    probabilistic measure based on combinations without repetition. Quantitative Science
    Studies 2(2), 778-794.

    Examples
    --------
    >>> import pandas as pd, jiqun.stats as st
    >>> together = pd.DataFrame([[0, 2, 1], [2, 0, 1], [1, 1, 0]], list("abc"), list("abc"))
    >>> st.relatedness(together, "jaccard").round(3).loc["a"].tolist()
    [0.0, 0.5, 0.25]
    """
    arguments.choice(normalise, "normalise", NORMALISATIONS)
    frame = arguments.square(cooccurrence, "cooccurrence")
    c = frame.to_numpy(copy=True)
    if not np.allclose(c, c.T, rtol=arguments.TOLERANCE, atol=0.0):
        raise ArgumentRefused("cooccurrence", "is not symmetric", "give counts of pairs")
    c = (c + c.T) / 2.0
    np.fill_diagonal(c, 0.0)
    s = c.sum(axis=0)
    total = s.sum()
    s = np.where(s > 0, s, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        if normalise == "association":
            result = c * (total / np.outer(s, s))
        elif normalise == "cosine":
            result = c / np.sqrt(np.outer(s, s))
        elif normalise == "jaccard":
            result = c / (np.add.outer(s, s) - c)
        else:
            one_then_other = np.outer(s / (total - s), s) / total
            result = c / ((one_then_other + one_then_other.T) * (total / 2.0))
    return pd.DataFrame(result, index=frame.index, columns=frame.columns)


def relatedness_density(presence_by_place: Any, relatedness: Any) -> pd.DataFrame:
    r"""Return how much of each industry's relatedness is to industries a place already has.

    .. math:: D_{ri} = 100 \frac{\sum_j B_{rj} R_{ji}}{\sum_j R_{ji}}

    Parameters
    ----------
    presence_by_place
        Places x industries, 0/1 or booleans.
    relatedness
        Industries x industries, same labels in the same order; missing counts as unrelated.

    Returns
    -------
    pandas.DataFrame
        Places x industries, per cent. An industry related to nothing is missing.

    Raises
    ------
    ArgumentRefused
        If the labels do not match or a cell cannot be used.

    References
    ----------
    Boschma, R., Balland, P.-A., Kogler, D. F. (2015). Relatedness and technological change in
    cities. Industrial and Corporate Change 24(1), 223-250, p. 232.

    Examples
    --------
    >>> import pandas as pd, jiqun.stats as st
    >>> related = pd.DataFrame([[0, 3, 1], [3, 0, 1], [1, 1, 0]], list("abc"), list("abc"))
    >>> has = pd.DataFrame([[1, 0, 0]], columns=list("abc"))
    >>> st.relatedness_density(has, related).to_numpy().tolist()
    [[0.0, 75.0, 50.0]]
    """
    has = arguments.table(presence_by_place, "presence_by_place")
    arguments.refuse_where(
        ~np.isin(has.to_numpy(), (0.0, 1.0)),
        "presence_by_place",
        "cell is neither 0 nor 1|cells are neither 0 nor 1",
        "give flags: jiqun.stats.specialized makes them of amounts",
        has.index,
        has.columns,
    )
    filled = relatedness.fillna(0.0) if isinstance(relatedness, pd.DataFrame) else relatedness
    frame = arguments.square(filled, "relatedness")
    if not frame.columns.equals(has.columns):
        raise ArgumentRefused("relatedness", "has other labels than the industries", "align them")
    near = frame.to_numpy()
    whole = near.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        density = 100.0 * (has.to_numpy() @ near) / whole
    density[:, whole == 0] = np.nan
    return pd.DataFrame(density, index=has.index, columns=has.columns)
