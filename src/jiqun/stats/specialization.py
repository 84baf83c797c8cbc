"""In what does a place specialise? One number a place.

Every function takes a places-by-industries frame of counts or amounts (firms, persons,
yuan: any one unit). A zero is a zero. A place or industry whose total is zero has no shares:
its results are missing (NaN), never zero. Missing and negative cells are refused.
"""

from typing import Any

import numpy as np
import pandas as pd

from jiqun.stats import arguments
from jiqun.stats.quotients import gini_of_quotients, quotients
from jiqun.stats.shares import gaps_from_whole, shares, squared_shares


def krugman_specialization(place_by_industry: Any) -> pd.Series:
    r"""Return how far each place's industry mix is from that of all places together.

    .. math:: K_r = \sum_i |e_{ri}/e_r - e_i/e| \in [0, 2)

    Parameters
    ----------
    place_by_industry
        Places x industries, amounts of zero or more.

    Returns
    -------
    pandas.Series
        One number a place; 0 for the common mix. An empty place gives missing.

    References
    ----------
    Krugman, P. (1991). Geography and Trade. MIT Press, pp. 75-76.

    Examples
    --------
    >>> import pandas as pd, jiqun.stats as st
    >>> st.krugman_specialization(pd.DataFrame({"lamps": [30, 10], "locks": [10, 30]})).tolist()
    [0.5, 0.5]
    """
    frame = arguments.table(place_by_industry, "place_by_industry")
    return pd.Series(gaps_from_whole(frame.to_numpy(), 1), index=frame.index, name="krugman")


def hoover_specialization(place_by_industry: Any) -> pd.Series:
    r"""Return the share of each place's amount that would have to change industry.

    .. math:: H_r = \tfrac12 \sum_i |e_{ri}/e_r - e_i/e| \in [0, 1)

    Half of Krugman's index; also called the coefficient of specialisation.

    Parameters
    ----------
    place_by_industry
        Places x industries, amounts of zero or more.

    Returns
    -------
    pandas.Series
        One number a place. An empty place gives missing.

    References
    ----------
    Hoover, E. M. (1936). The measurement of industrial localization. Review of Economics
    and Statistics 18(4), 162-171.

    Examples
    --------
    >>> import pandas as pd, jiqun.stats as st
    >>> st.hoover_specialization(pd.DataFrame({"lamps": [30, 10], "locks": [10, 30]})).tolist()
    [0.25, 0.25]
    """
    return (krugman_specialization(place_by_industry) / 2.0).rename("hoover")


def herfindahl_specialization(place_by_industry: Any) -> pd.Series:
    r"""Return the sum of squared industry shares of each place.

    .. math:: HHI_r = \sum_i (e_{ri}/e_r)^2 \in (0, 1]

    Parameters
    ----------
    place_by_industry
        Places x industries, amounts of zero or more.

    Returns
    -------
    pandas.Series
        One number a place, 1 for a place of one industry. An empty place gives missing.

    References
    ----------
    Hirschman, A. O. (1964). The paternity of an index. American Economic Review 54(5), 761.

    Examples
    --------
    >>> import pandas as pd, jiqun.stats as st
    >>> st.herfindahl_specialization(pd.DataFrame({"lamps": [30, 0], "locks": [10, 7]})).tolist()
    [0.625, 1.0]
    """
    frame = arguments.table(place_by_industry, "place_by_industry")
    return pd.Series(squared_shares(frame.to_numpy(), 1), index=frame.index, name="herfindahl")


def hachman_index(place_by_industry: Any) -> pd.Series:
    r"""Return how like the whole each place is: the reciprocal of its mean location quotient.

    .. math:: 1 / \sum_i LQ_{ri}\, e_{ri}/e_r \in (0, 1]

    Parameters
    ----------
    place_by_industry
        Places x industries, amounts of zero or more.

    Returns
    -------
    pandas.Series
        One number a place, 1 for the common mix. An empty place gives missing; an empty
        industry is left out.

    References
    ----------
    Hachman, F. C. (1995), as in: Moore, E. (2001), Economic Diversity in Utah, Utah
    Governor's Office of Planning and Budget.

    Examples
    --------
    >>> import pandas as pd, jiqun.stats as st
    >>> st.hachman_index(pd.DataFrame({"lamps": [30, 10], "locks": [10, 30]})).tolist()
    [0.8, 0.8]
    """
    frame = arguments.table(place_by_industry, "place_by_industry")
    cells = frame.to_numpy()
    mean = np.nansum(quotients(cells) * shares(cells, 1), axis=1)
    with np.errstate(divide="ignore"):
        result = np.where(cells.sum(axis=1) > 0, 1.0 / mean, np.nan)
    return pd.Series(result, index=frame.index, name="hachman")


def gini_specialization(place_by_industry: Any) -> pd.Series:
    r"""Return the Gini coefficient of each place's location quotients.

    .. math:: G_r = \frac{2}{n^2 \bar R} \sum_k k (R_{(k)} - \bar R)

    with the place's *n* quotients in rising order. Industries that are empty everywhere are
    left out.

    Parameters
    ----------
    place_by_industry
        Places x industries, amounts of zero or more.

    Returns
    -------
    pandas.Series
        One number a place. An empty place gives missing.

    References
    ----------
    Ceapraz, I. L. (2008). The concepts of specialisation and spatial concentration and the
    process of economic integration. Romanian Journal of Regional Science 2(1), 68-93.

    Examples
    --------
    >>> import pandas as pd, jiqun.stats as st
    >>> st.gini_specialization(pd.DataFrame({"lamps": [30, 10], "locks": [10, 30]})).tolist()
    [0.25, 0.25]
    """
    frame = arguments.table(place_by_industry, "place_by_industry")
    return pd.Series(gini_of_quotients(frame.to_numpy(), 1), index=frame.index, name="gini")
