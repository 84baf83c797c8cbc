"""Concentration beyond darts thrown at the map, given the sizes of an industry's plants."""

import numpy as np
import pandas as pd

from jiqun.stats.plants import plant_sums


def ellison_glaeser(
    plants: pd.DataFrame,
    industry: str = "industry",
    region: str = "region",
    employment: str = "employment",
) -> pd.DataFrame:
    r"""Return Ellison and Glaeser's index of geographic concentration of each industry.

    .. math:: G = \sum_r (s_r - x_r)^2, \quad H = \sum_k z_k^2, \quad
              \gamma = \frac{G - (1 - \sum x^2) H}{(1 - \sum x^2)(1 - H)}, \quad
              z = \frac{G - (1 - \sum x^2) H}{\sqrt{V}}

    .. math:: V = 2 [H^2 (X_2 - 2 X_3 + X_2^2) - Z_4 (X_2 - 4 X_3 + 3 X_2^2)]

    with :math:`s_r` a region's share of the industry's employment, :math:`x_r` of all
    employment in the frame, :math:`z_k` a plant's share of its industry,
    :math:`X_p = \sum_r x_r^p`, :math:`Z_4 = \sum_k z_k^4`.

    Parameters
    ----------
    plants
        One row a plant. Integer and categorical keys are fastest.
    industry, region, employment
        The names of its columns. Employment is any amount of zero or more.

    Returns
    -------
    pandas.DataFrame
        One row an industry, sorted by its key: ``gamma``, ``g``, ``hhi``, ``z``, ``plants``.
        A plant with zero employment counts in ``plants`` and in nothing else. An industry of
        one plant, and every industry when all employment lies in one region, has a missing
        gamma (0/0); an industry without employment has everything missing but ``plants``.

    Raises
    ------
    ArgumentRefused
        If a column or key is missing, or an employment missing or negative.

    References
    ----------
    Ellison, G., Glaeser, E. L. (1997). Geographic concentration in U.S. manufacturing
    industries: a dartboard approach. Journal of Political Economy 105(5), 889-927,
    equation 5 (p. 899) and the variance on p. 907.

    Examples
    --------
    >>> import pandas as pd, jiqun.stats as st
    >>> plants = pd.DataFrame({"industry": ["lamps"] * 3 + ["locks"] * 3,
    ...                        "region": ["A", "A", "B", "B", "B", "A"],
    ...                        "employment": [10, 10, 10, 10, 10, 10]})
    >>> st.ellison_glaeser(plants).round(4)
               gamma       g     hhi       z  plants
    industry
    lamps    -0.3333  0.0556  0.3333 -0.5774       3
    locks    -0.3333  0.0556  0.3333 -0.5774       3
    """
    sums = plant_sums(plants, industry, region, employment)
    own, everything = sums.shares()
    x2, x3 = float(np.sum(everything**2)), float(np.sum(everything**3))
    g = np.square(own - everything).sum(axis=1)
    h = sums.herfindahl
    excess = g - (1.0 - x2) * h
    spread = 2.0 * (h**2 * (x2 - 2.0 * x3 + x2**2) - sums.fourth * (x2 - 4.0 * x3 + 3.0 * x2**2))
    with np.errstate(divide="ignore", invalid="ignore"):
        gamma = excess / ((1.0 - x2) * (1.0 - h))
        z = np.where(spread > 0, excess / np.sqrt(np.maximum(spread, 0.0)), np.nan)
    gamma[(h >= 1.0) | (x2 >= 1.0)] = np.nan
    columns = {"gamma": gamma, "g": g, "hhi": h, "z": z, "plants": sums.plants}
    return pd.DataFrame(columns, index=sums.industries.rename(industry))


def maurel_sedillot(
    plants: pd.DataFrame,
    industry: str = "industry",
    region: str = "region",
    employment: str = "employment",
) -> pd.DataFrame:
    r"""Return Maurel and Sédillot's index of geographic concentration of each industry.

    .. math:: p = \frac{\sum_r s_r^2 - \sum_r x_r^2}{1 - \sum_r x_r^2}, \qquad
              \hat\gamma = \frac{p - H}{1 - H}

    :math:`\hat\gamma` estimates the probability that two plants of an industry choose the
    same place on purpose; symbols as in :func:`ellison_glaeser`.

    Parameters
    ----------
    plants
        One row a plant.
    industry, region, employment
        The names of its columns.

    Returns
    -------
    pandas.DataFrame
        One row an industry: ``gamma``, ``p``, ``hhi``, ``plants``; missing as in
        :func:`ellison_glaeser`.

    Raises
    ------
    ArgumentRefused
        If a column or key is missing, or an employment missing or negative.

    References
    ----------
    Maurel, F., Sédillot, B. (1999). A measure of the geographic concentration in French
    manufacturing industries. Regional Science and Urban Economics 29(5), 575-604,
    equations 8-9.

    Examples
    --------
    >>> import pandas as pd, jiqun.stats as st
    >>> plants = pd.DataFrame({"industry": ["lamps"] * 3 + ["locks"] * 3,
    ...                        "region": ["A", "A", "B", "B", "B", "A"],
    ...                        "employment": [10, 10, 10, 10, 10, 10]})
    >>> st.maurel_sedillot(plants)["gamma"].round(4).tolist()
    [-0.3333, -0.3333]
    """
    sums = plant_sums(plants, industry, region, employment)
    own, everything = sums.shares()
    x2, h = float(np.sum(everything**2)), sums.herfindahl
    with np.errstate(divide="ignore", invalid="ignore"):
        p = (np.square(own).sum(axis=1) - x2) / (1.0 - x2)
        gamma = (p - h) / (1.0 - h)
    gamma[(h >= 1.0) | (x2 >= 1.0)] = np.nan
    columns = {"gamma": gamma, "p": p, "hhi": h, "plants": sums.plants}
    return pd.DataFrame(columns, index=sums.industries.rename(industry))
