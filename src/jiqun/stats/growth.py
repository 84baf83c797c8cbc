"""Why did a place grow? Its share, its mix of industries, or the place itself: shift-share."""

from typing import Any

import numpy as np
import pandas as pd

from jiqun.stats import arguments
from jiqun.stats.refusal import ArgumentRefused

METHODS = ("classic", "esteban_marquillas")


def shift_share(before: Any, after: Any, method: str = "classic") -> pd.DataFrame:
    r"""Split each place's growth into the nation's, its industry mix's and its own.

    .. math:: \Delta e_{ri} = \underbrace{e_{ri} g}_{national}
              + \underbrace{e_{ri} (g_i - g)}_{mix}
              + \underbrace{e_{ri} (g_{ri} - g_i)}_{local}

    with growth rates of everything (g), the industry and the industry in the place. In
    Esteban-Marquillas' version the local term is taken on the amount the place would have
    with the nation's mix, :math:`\hat e_{ri} = e_r e_i / e`, and the rest,
    :math:`(e_{ri} - \hat e_{ri})(g_{ri} - g_i)`, is the ``allocation`` effect.

    Parameters
    ----------
    before, after
        Places x industries at two dates, same labels, amounts of zero or more.
    method
        ``classic`` or ``esteban_marquillas``.

    Returns
    -------
    pandas.DataFrame
        One row a place and industry: ``before``, ``after``, ``national``, ``mix``, ``local``
        (and ``allocation``), in the unit of the amounts; the effects add up to the change.
        An industry that appears in a place (0 before) has its whole amount in ``local``
        (classic), for it has no growth rate; Esteban-Marquillas' split is missing there.
        An industry that appears in the nation counts the same way.

    Raises
    ------
    ArgumentRefused
        If labels differ, a cell is missing or negative, or ``before`` is all zero.

    References
    ----------
    Dunn, E. S. (1960). A statistical and analytical technique for regional analysis. Papers
    in Regional Science 6(1), 97-112.
    Esteban-Marquillas, J. M. (1972). A reinterpretation of shift-share analysis. Regional and
    Urban Economics 2(3), 249-255.

    Examples
    --------
    >>> import pandas as pd, jiqun.stats as st
    >>> before = pd.DataFrame({"lamps": [100, 100], "locks": [100, 100]}, index=["A", "B"])
    >>> after = pd.DataFrame({"lamps": [150, 130], "locks": [100, 100]}, index=["A", "B"])
    >>> st.shift_share(before, after).loc["A"]
           before  after  national   mix  local
    lamps   100.0  150.0      20.0  20.0   10.0
    locks   100.0  100.0      20.0 -20.0    0.0
    """
    arguments.choice(method, "method", METHODS)
    first = arguments.table(before, "before")
    last = arguments.table(after, "after")
    if not first.index.equals(last.index) or not first.columns.equals(last.columns):
        raise ArgumentRefused("after", "has other labels than before", "align them")
    old, new = first.to_numpy(), last.to_numpy()
    if old.sum() == 0:
        raise ArgumentRefused("before", "is all zero", "give some amounts")
    everything = new.sum() / old.sum() - 1.0
    with np.errstate(divide="ignore", invalid="ignore"):
        industry = np.where(old.sum(axis=0) > 0, new.sum(axis=0) / old.sum(axis=0) - 1.0, 0.0)
        own = new / old - 1.0
    parts = {
        "before": old,
        "after": new,
        "national": old * everything,
        "mix": old * (industry - everything),
        "local": new - old - old * industry,
    }
    if method == "esteban_marquillas":
        usual = np.outer(old.sum(axis=1), old.sum(axis=0)) / old.sum()
        lead = np.where(old > 0, own - industry, np.where(new > 0, np.nan, 0.0))
        parts["local"] = usual * lead
        parts["allocation"] = (old - usual) * lead
    rows = pd.MultiIndex.from_product([first.index, first.columns])
    return pd.DataFrame({name: cells.ravel() for name, cells in parts.items()}, index=rows)
