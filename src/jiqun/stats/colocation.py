"""Which industries choose the same regions? Pairwise co-agglomeration."""

import numpy as np
import pandas as pd

from jiqun.stats import arguments
from jiqun.stats.plants import plant_sums

REFERENCES = ("total", "mean")


def coagglomeration(
    plants: pd.DataFrame,
    industry: str = "industry",
    region: str = "region",
    employment: str = "employment",
    reference: str = "total",
) -> pd.DataFrame:
    r"""Return the co-agglomeration index of every pair of industries.

    .. math:: \gamma^c_{ij} = \frac{\sum_r (s_{ri} - x_r)(s_{rj} - x_r)}{1 - \sum_r x_r^2}

    For a pair, Ellison and Glaeser's (1997) group index reduces exactly to this: the terms in
    plant sizes cancel.

    Parameters
    ----------
    plants
        One row a plant (or one a region and industry: plant sizes do not matter here).
    industry, region, employment
        The names of its columns.
    reference
        What :math:`x_r` is: ``total``, the region's share of all employment (Ellison and
        Glaeser 1997), or ``mean``, the mean of its shares over industries (Ellison, Glaeser
        and Kerr 2010).

    Returns
    -------
    pandas.DataFrame
        Industries x industries, symmetric, sorted by key; positive where two industries
        choose the same regions more than everything does. The diagonal is the same
        expression, :math:`G_i / (1 - \sum x^2)`, which is raw concentration; the industry's
        own index, with plant sizes, is :func:`ellison_glaeser`. An industry without
        employment is missing throughout.

    Raises
    ------
    ArgumentRefused
        If a column or key is missing, or an employment missing or negative.

    References
    ----------
    Ellison, G., Glaeser, E. L. (1997). Journal of Political Economy 105(5), 889-927, p. 913.
    Ellison, G., Glaeser, E. L., Kerr, W. R. (2010). What causes industry agglomeration?
    American Economic Review 100(3), 1195-1213, equation 1.

    Examples
    --------
    >>> import pandas as pd, jiqun.stats as st
    >>> plants = pd.DataFrame({"industry": ["lamps", "bulbs", "locks"], "region": ["A", "A", "B"],
    ...                        "employment": [10, 10, 20]})
    >>> st.coagglomeration(plants)
              bulbs  lamps  locks
    industry
    bulbs       1.0    1.0   -1.0
    lamps       1.0    1.0   -1.0
    locks      -1.0   -1.0    1.0
    """
    arguments.choice(reference, "reference", REFERENCES)
    sums = plant_sums(plants, industry, region, employment)
    own, everything = sums.shares()
    if reference == "mean":
        everything = np.nanmean(own, axis=0)
    room = 1.0 - float(np.sum(everything**2))
    gap = own - everything
    with np.errstate(divide="ignore", invalid="ignore"):
        together = (gap @ gap.T) / room if room > 0 else np.full((len(own), len(own)), np.nan)
    labels = sums.industries.rename(industry)
    return pd.DataFrame(together, index=labels, columns=sums.industries)
