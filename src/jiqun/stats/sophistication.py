"""How rich are the places that have an industry, and the industries a place has? PRODY, EXPY."""

from typing import Any

import numpy as np
import pandas as pd

from jiqun.stats import arguments
from jiqun.stats.arguments import Floats
from jiqun.stats.refusal import ArgumentRefused
from jiqun.stats.shares import shares


def prody(place_by_industry: Any, income: Any) -> pd.Series:
    r"""Return PRODY: the income of the places that have an industry, weighted by how much it is.

    .. math:: PRODY_i = \sum_r \frac{e_{ri} / e_r}{\sum_s e_{si} / e_s}\, Y_r

    Weights are shares of the place, not of the industry: a small place counts as much as a
    large one that has the industry to the same part.

    Parameters
    ----------
    place_by_industry
        Places x industries, amounts of zero or more.
    income
        Y, one number a place, of zero or more (GDP per head as a rule); a series is matched by
        name.

    Returns
    -------
    pandas.Series
        One number an industry, in the unit of income. An industry that is nowhere is missing;
        an empty place is left out.

    Raises
    ------
    ArgumentRefused
        If a cell or an income cannot be used, or places are named otherwise.

    References
    ----------
    Hausmann, R., Hwang, J., Rodrik, D. (2007). What you export matters. Journal of Economic
    Growth 12(1), 1-25, equation 10.

    Examples
    --------
    >>> import pandas as pd, jiqun.stats as st
    >>> firms = pd.DataFrame({"lamps": [3, 1], "locks": [0, 1]}, index=["A", "B"])
    >>> st.prody(firms, pd.Series({"A": 30.0, "B": 60.0})).tolist()
    [40.0, 60.0]
    """
    frame, y = _checked(place_by_industry, income)
    return pd.Series(_prody(frame.to_numpy(), y), index=frame.columns, name="prody")


def expy(place_by_industry: Any, income: Any) -> pd.Series:
    r"""Return EXPY: the mean PRODY of a place's industries, weighted by their shares in it.

    .. math:: EXPY_r = \sum_i \frac{e_{ri}}{e_r} PRODY_i

    A place's own income enters the PRODY of its industries, the more the fewer places have
    them: hold EXPY against later growth, not against the same income.

    Parameters
    ----------
    place_by_industry, income
        As in :func:`prody`.

    Returns
    -------
    pandas.Series
        One number a place, in the unit of income. An empty place is missing.

    Raises
    ------
    ArgumentRefused
        As in :func:`prody`.

    References
    ----------
    Hausmann, R., Hwang, J., Rodrik, D. (2007). What you export matters. Journal of Economic
    Growth 12(1), 1-25, equation 11.

    Examples
    --------
    >>> import pandas as pd, jiqun.stats as st
    >>> firms = pd.DataFrame({"lamps": [3, 1], "locks": [0, 1]}, index=["A", "B"])
    >>> st.expy(firms, pd.Series({"A": 30.0, "B": 60.0})).tolist()
    [40.0, 50.0]
    """
    frame, y = _checked(place_by_industry, income)
    cells = frame.to_numpy()
    worth = np.nan_to_num(_prody(cells, y))  # an industry that is nowhere has no share anywhere
    return pd.Series(shares(cells, 1) @ worth, index=frame.index, name="expy")


def _checked(place_by_industry: Any, income: Any) -> tuple[pd.DataFrame, Floats]:
    """Return the table and one income a row, matched by name where both have names."""
    frame = arguments.table(place_by_industry, "place_by_industry")
    y = arguments.amounts(income, "income", len(frame))
    names = arguments.labels_of(income)
    if names is None or names.equals(frame.index):
        return frame, y
    where = names.get_indexer(frame.index) if names.is_unique else np.array([-1])
    if (where < 0).any():
        what = "is of places named otherwise than the table's"
        raise ArgumentRefused("income", what, "name both alike, or drop the index")
    return frame, np.ascontiguousarray(y[where])


def _prody(cells: Floats, y: Floats) -> Floats:
    parts = np.nan_to_num(shares(cells, 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((y @ parts) / parts.sum(axis=0))
