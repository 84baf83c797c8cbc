"""How concentrated over places is an industry? One number an industry.

Every function takes a places-by-industries frame of amounts of zero or more. Places that are
empty in every industry are left out; an industry that is empty everywhere gives missing.
For indices that allow for the sizes of plants see :func:`jiqun.stats.ellison_glaeser`.
"""

from typing import Any

import numpy as np
import pandas as pd

from jiqun.stats import arguments
from jiqun.stats.quotients import gini_of_quotients
from jiqun.stats.shares import gaps_from_whole, shares, shares_of_whole, squared_shares


def krugman_concentration(place_by_industry: Any) -> pd.Series:
    r"""Return how far each industry's spread over places is from that of all industries.

    .. math:: K_i = \sum_r |e_{ri}/e_i - e_r/e| \in [0, 2)

    Parameters
    ----------
    place_by_industry
        Places x industries, amounts of zero or more.

    Returns
    -------
    pandas.Series
        One number an industry; 0 where it is spread like everything else.

    References
    ----------
    Krugman, P. (1991). Geography and Trade. MIT Press, pp. 75-76.

    Examples
    --------
    >>> import pandas as pd, jiqun.stats as st
    >>> st.krugman_concentration(pd.DataFrame({"lamps": [30, 10], "locks": [10, 30]})).tolist()
    [0.5, 0.5]
    """
    frame = arguments.table(place_by_industry, "place_by_industry")
    return pd.Series(gaps_from_whole(frame.to_numpy(), 0), index=frame.columns, name="krugman")


def hoover_concentration(place_by_industry: Any) -> pd.Series:
    r"""Return the share of each industry that would have to move to be spread like the whole.

    .. math:: H_i = \tfrac12 \sum_r |e_{ri}/e_i - e_r/e| \in [0, 1)

    Parameters
    ----------
    place_by_industry
        Places x industries, amounts of zero or more.

    Returns
    -------
    pandas.Series
        One number an industry (a fraction; some packages print it times 100).

    References
    ----------
    Hoover, E. M. (1936). The measurement of industrial localization. Review of Economics
    and Statistics 18(4), 162-171.

    Examples
    --------
    >>> import pandas as pd, jiqun.stats as st
    >>> st.hoover_concentration(pd.DataFrame({"lamps": [30, 10], "locks": [10, 30]})).tolist()
    [0.25, 0.25]
    """
    return (krugman_concentration(place_by_industry) / 2.0).rename("hoover")


def herfindahl_concentration(place_by_industry: Any) -> pd.Series:
    r"""Return the sum of squared place shares of each industry.

    .. math:: HHI_i = \sum_r (e_{ri}/e_i)^2 \in (0, 1]

    Parameters
    ----------
    place_by_industry
        Places x industries, amounts of zero or more.

    Returns
    -------
    pandas.Series
        One number an industry.

    References
    ----------
    Hirschman, A. O. (1964). The paternity of an index. American Economic Review 54(5), 761.

    Examples
    --------
    >>> import pandas as pd, jiqun.stats as st
    >>> st.herfindahl_concentration(pd.DataFrame({"lamps": [30, 10], "locks": [0, 7]})).tolist()
    [0.625, 1.0]
    """
    frame = arguments.table(place_by_industry, "place_by_industry")
    return pd.Series(squared_shares(frame.to_numpy(), 0), index=frame.columns, name="herfindahl")


def gini_concentration(place_by_industry: Any) -> pd.Series:
    r"""Return the Gini coefficient of each industry's location quotients, places counting alike.

    .. math:: G_i = \frac{2}{n^2 \bar R} \sum_k k (R_{(k)} - \bar R)

    with the industry's *n* quotients in rising order. :func:`locational_gini` weights places
    by their size instead.

    Parameters
    ----------
    place_by_industry
        Places x industries, amounts of zero or more.

    Returns
    -------
    pandas.Series
        One number an industry.

    References
    ----------
    Ceapraz, I. L. (2008). The concepts of specialisation and spatial concentration and the
    process of economic integration. Romanian Journal of Regional Science 2(1), 68-93.

    Examples
    --------
    >>> import pandas as pd, jiqun.stats as st
    >>> st.gini_concentration(pd.DataFrame({"lamps": [30, 10], "locks": [10, 30]})).tolist()
    [0.25, 0.25]
    """
    frame = arguments.table(place_by_industry, "place_by_industry")
    return pd.Series(gini_of_quotients(frame.to_numpy(), 0), index=frame.columns, name="gini")


def locational_gini(place_by_industry: Any) -> pd.Series:
    r"""Return the locational Gini of each industry against the distribution of everything.

    Twice the area between the diagonal and the Lorenz curve of the industry's place shares
    :math:`s_r` against the places' shares of everything :math:`x_r`, places in rising order of
    :math:`s_r / x_r`:

    .. math:: G_i = 1 - \sum_r (X_r - X_{r-1})(S_r + S_{r-1}) \in [0, 1)

    Krugman's (1991) and EconGeo's ``locational.Gini`` is the area itself, half of this;
    EconGeo's ``Hoover.Gini`` is this, rounded to three decimals.

    Parameters
    ----------
    place_by_industry
        Places x industries, amounts of zero or more.

    Returns
    -------
    pandas.Series
        One number an industry; 0 where it is spread like everything else.

    References
    ----------
    Krugman, P. (1991). Geography and Trade. MIT Press, pp. 54-59.
    Hoover, E. M. (1936). Review of Economics and Statistics 18(4), 162-171.

    Examples
    --------
    >>> import pandas as pd, jiqun.stats as st
    >>> st.locational_gini(pd.DataFrame({"lamps": [30, 10], "locks": [10, 30]})).tolist()
    [0.25, 0.25]
    """
    frame = arguments.table(place_by_industry, "place_by_industry")
    cells = frame.to_numpy()
    cells = cells[cells.sum(axis=1) > 0]
    everything = shares_of_whole(cells, 0)[:, 0]
    own = shares(cells, 0).T
    order = np.argsort(own / everything, axis=1, kind="stable")
    heights = np.cumsum(np.take_along_axis(own, order, axis=1), axis=1)
    below = np.concatenate([np.zeros((len(own), 1)), heights[:, :-1]], axis=1)
    doubled = ((heights + below) * everything[order]).sum(axis=1)
    return pd.Series(1.0 - doubled, index=frame.columns, name="locational_gini")
