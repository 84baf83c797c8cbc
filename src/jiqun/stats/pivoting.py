"""From a long table to places x industries: what the statistics of places ask for."""

from typing import Any

import numpy as np
import pandas as pd

from jiqun.stats import arguments, frames
from jiqun.stats.frames import column
from jiqun.stats.refusal import ArgumentRefused


def pivot(
    rows: pd.DataFrame,
    place: Any = "place",
    industry: Any = "industry",
    amount: Any = None,
) -> pd.DataFrame:
    """Return a places-by-industries table of a long one: amounts added up, or rows counted.

    Parameters
    ----------
    rows
        One row a firm, a plant, or a pair of place and industry; of pandas, Polars or Arrow.
    place, industry
        The names of its columns.
    amount
        The name of the column added up (persons, yuan), zero or more; rows are counted when not
        given.

    Returns
    -------
    pandas.DataFrame
        Places x industries, both sorted, in the amount's unit; 0 where no row stands. Every
        function of this package that takes ``place_by_industry`` takes it.

    Raises
    ------
    ArgumentRefused
        If a column is not there or stands twice, a place, industry or amount is missing, an
        amount is negative, or the table would not fit in memory.

    Examples
    --------
    >>> import pandas as pd, jiqun.stats as st
    >>> firms = pd.DataFrame({"town": ["Guzhen", "Guzhen", "Xiaolan"],
    ...                       "makes": ["lamps", "lamps", "locks"], "staff": [30, 12, 7]})
    >>> st.pivot(firms, "town", "makes", "staff")
    makes    lamps  locks
    town
    Guzhen    42.0    0.0
    Xiaolan    0.0    7.0
    """
    rows = frames.framed(rows, "rows")
    if len(rows) == 0:
        raise ArgumentRefused("rows", "is empty", "give at least one row")
    places, place_labels = arguments.keys(
        column(rows, place, "place"), "place", "drop or name these rows"
    )
    industries, industry_labels = arguments.keys(
        column(rows, industry, "industry"), "industry", "drop or name these rows"
    )
    shape = (len(place_labels), len(industry_labels))
    arguments.fits(shape, "rows")
    worth = None if amount is None else arguments.amounts(column(rows, amount, "amount"), "amount")
    cells = np.bincount(places * shape[1] + industries, worth, shape[0] * shape[1])
    return pd.DataFrame(
        cells.reshape(shape).astype(np.float64),
        index=place_labels.rename(place),
        columns=industry_labels.rename(industry),
    )
