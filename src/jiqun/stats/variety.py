"""How varied a place's mix of industries is, and at which level of the classification."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import xlogy

from jiqun.base.plurals import counted
from jiqun.stats import arguments
from jiqun.stats.refusal import ArgumentRefused
from jiqun.stats.shares import shares


def entropy(place_by_industry: Any) -> pd.Series:
    r"""Return Shannon's entropy of each place's industry shares.

    .. math:: H_r = -\sum_i p_{ri} \ln p_{ri} \in [0, \ln I]

    Parameters
    ----------
    place_by_industry
        Places x industries, amounts of zero or more. A zero adds nothing.

    Returns
    -------
    pandas.Series
        One number a place, in nats (EconGeo's ``entropy`` counts in bits: divide by ln 2).
        An empty place gives missing.

    References
    ----------
    Shannon, C. E. (1948). A mathematical theory of communication. Bell System Technical
    Journal 27(3), 379-423, section 6.

    Examples
    --------
    >>> import pandas as pd, jiqun.stats as st
    >>> st.entropy(pd.DataFrame({"lamps": [5, 0], "locks": [5, 7]})).round(6).tolist()
    [0.693147, 0.0]
    """
    frame = arguments.table(place_by_industry, "place_by_industry")
    part = shares(frame.to_numpy(), 1)
    return pd.Series(np.abs(xlogy(part, part).sum(axis=1)), index=frame.index, name="entropy")


def related_variety(place_by_industry: Any, sector_of: Mapping[Any, Any]) -> pd.DataFrame:
    r"""Split each place's variety into that between sectors and that inside them.

    .. math:: UV_r = -\sum_s P_{rs} \ln P_{rs}, \qquad
              RV_r = \sum_s P_{rs} \Big( -\sum_{i \in s} \tfrac{p_{ri}}{P_{rs}}
              \ln \tfrac{p_{ri}}{P_{rs}} \Big), \qquad H_r = UV_r + RV_r

    Parameters
    ----------
    place_by_industry
        Places x industries, amounts of zero or more.
    sector_of
        The sector of each industry (two digits of the code for four, say).

    Returns
    -------
    pandas.DataFrame
        One row a place: ``related`` (inside sectors), ``unrelated`` (between them) and
        ``entropy`` (their sum), in nats. An empty place gives missing.

    Raises
    ------
    ArgumentRefused
        If an industry has no sector.

    References
    ----------
    Frenken, K., Van Oort, F., Verburg, T. (2007). Related variety, unrelated variety and
    regional economic growth. Regional Studies 41(5), 685-697, equations 1-4.

    Examples
    --------
    >>> import pandas as pd, jiqun.stats as st
    >>> firms = pd.DataFrame({"3871": [5], "3872": [5], "3351": [10]}, index=["Guzhen"])
    >>> st.related_variety(firms, {"3871": "38", "3872": "38", "3351": "33"}).round(4)
            related  unrelated  entropy
    Guzhen   0.3466     0.6931   1.0397
    """
    frame = arguments.table(place_by_industry, "place_by_industry")
    without = [name for name in frame.columns if name not in sector_of]
    if without:
        raise ArgumentRefused(
            "sector_of",
            f"{counted(len(without), 'industry has', 'industries have')} no sector, "
            f"{without[0]!r} first",
            "name the sector of every industry",
        )
    said = pd.Series([sector_of[name] for name in frame.columns], frame.columns, dtype=object)
    codes, labels = arguments.keys(said, "sector_of", "name the sector of every industry")
    member = np.eye(len(labels))[codes]
    part = shares(frame.to_numpy(), 1)
    sector = part @ member
    whole = np.abs(xlogy(part, part).sum(axis=1))
    between = np.abs(xlogy(sector, sector).sum(axis=1))
    related = np.maximum(whole - between, 0.0)
    return pd.DataFrame(
        {"related": related, "unrelated": between, "entropy": whole}, index=frame.index
    )
