"""Growth options: industries a place could grow into, and the places that are like it."""

from typing import Any

import numpy as np
import pandas as pd

from jiqun.stats import arguments
from jiqun.stats.capabilities import complexity
from jiqun.stats.product_space import presence
from jiqun.stats.quotients import quotients
from jiqun.stats.refusal import ArgumentRefused
from jiqun.stats.shares import shares

SIMILARITIES = ("cosine", "correlation", "overlap")


def growth_options(place_by_industry: Any, place: Any, top: int | None = None) -> pd.DataFrame:
    """Return the industries a place is not specialised in, nearest to what it has first.

    An option is *near* when much of what is related to it is already there (density), and
    *rewarding* when it is complex (PCI) and opens further options (outlook gain). They are
    shown side by side and not mixed into one score; rows are sorted by density.

    Parameters
    ----------
    place_by_industry
        Places x industries, amounts of zero or more.
    place
        The label of one place.
    top
        How many rows; all when not given.

    Returns
    -------
    pandas.DataFrame
        One row an industry: ``density`` and its ``rank``, ``pci``, ``gain`` (outlook gain),
        ``lq`` (what is there already), ``places`` (how many are specialised in it) and
        ``because``, the up to three specialisations of the place most proximate to it.

    Raises
    ------
    ArgumentRefused
        If the place is not in the table or is specialised in nothing, or a cell cannot be
        used.

    References
    ----------
    Hausmann, R. et al. (2014). The Atlas of Economic Complexity. MIT Press, pp. 52-55.
    Balland, P.-A., Boschma, R., Crespo, J., Rigby, D. L. (2019). Smart specialization policy
    in the European Union. Regional Studies 53(9), 1252-1268 (relatedness and complexity as
    two axes).

    Examples
    --------
    >>> import pandas as pd, jiqun.stats as st
    >>> table = pd.DataFrame([[5, 5, 5, 5], [0, 5, 5, 5], [0, 0, 5, 5], [0, 0, 0, 5]],
    ...                      index=list("ABCD"), columns=["lamps", "bulbs", "glass", "sand"])
    >>> st.growth_options(table, "C", top=1)[["density", "places", "because"]]
           density  places   because
    bulbs     0.25       2  (glass,)
    """
    frame = arguments.table(place_by_industry, "place_by_industry")
    row = _row_of(frame, place)
    found = complexity(frame)
    if found.diversity[place] == 0:
        raise ArgumentRefused("place", f"{place!r} is specialised in nothing", "choose another")
    own = quotients(frame.to_numpy())[row]
    has = presence(frame.to_numpy())[row]
    near = found.proximity.to_numpy()[has]
    names = frame.columns[has]
    order = np.argsort(-near, axis=0, kind="stable")[:3]
    options = pd.DataFrame(
        {
            "density": found.density.loc[place],
            "pci": found.pci,
            "gain": found.cog.loc[place],
            "lq": own,
            "places": found.ubiquity,
            "because": [
                tuple(names[k] for k in order[:, i] if near[k, i] > 0) for i in range(len(own))
            ],
        }
    )[~has & found.pci.notna().to_numpy()]
    options = options.sort_values("density", ascending=False, kind="stable")
    options.insert(1, "rank", options["density"].rank(ascending=False, method="min").astype(int))
    shown = len(options) if top is None else arguments.whole(top, "top", 1)
    return pd.DataFrame(options.head(shown))


def _row_of(frame: pd.DataFrame, place: Any) -> int:
    """Return the position of a place; a part of a label of several levels names none."""
    try:
        row = frame.index.get_loc(place)
    except (KeyError, TypeError, ValueError):
        row = None
    if not isinstance(row, int):
        raise ArgumentRefused("place", f"{place!r} is not in the table", "use one of its rows")
    return row


def place_similarity(place_by_industry: Any, measure: str = "cosine") -> pd.DataFrame:
    r"""Return how alike the industry mixes of each pair of places are.

    With p the place's industry shares: ``cosine`` :math:`p_a \cdot p_b / |p_a||p_b|`,
    ``correlation`` (Pearson's, of the shares), ``overlap``
    :math:`\sum_i \min(p_{ai}, p_{bi}) = 1 - \tfrac12 \sum_i |p_{ai} - p_{bi}|` (Krugman's
    dissimilarity turned round).

    Parameters
    ----------
    place_by_industry
        Places x industries, amounts of zero or more.
    measure
        ``cosine``, ``correlation`` or ``overlap``.

    Returns
    -------
    pandas.DataFrame
        Places x places, symmetric, diagonal 1. An empty place is missing throughout.

    Raises
    ------
    ArgumentRefused
        If a cell cannot be used or the measure is unknown.

    References
    ----------
    Krugman, P. (1991). Geography and Trade. MIT Press, pp. 75-76 (overlap).
    Finger, J. M., Kreinin, M. E. (1979). A measure of export similarity and its possible
    uses. Economic Journal 89, 905-912 (overlap of shares).

    Examples
    --------
    >>> import pandas as pd, jiqun.stats as st
    >>> st.place_similarity(pd.DataFrame([[3, 1], [1, 3]]), "overlap").to_numpy().tolist()
    [[1.0, 0.5], [0.5, 1.0]]
    """
    arguments.choice(measure, "measure", SIMILARITIES)
    frame = arguments.table(place_by_industry, "place_by_industry")
    part = shares(frame.to_numpy(), 1)
    if measure == "overlap":
        alike = np.stack([np.minimum(row, part).sum(axis=1) for row in part])
    else:
        if measure == "correlation":
            part = arguments.deviations(part, axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            unit = part / np.linalg.norm(part, axis=1, keepdims=True)
        alike = unit @ unit.T
    empty = np.isnan(part).any(axis=1)
    np.fill_diagonal(alike, np.where(empty, np.nan, 1.0))
    return pd.DataFrame(alike, index=frame.index, columns=frame.index)
