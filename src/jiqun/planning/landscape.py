"""Which county has which industry, how industries go together, and how complex they are."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from jiqun.planning.settings import settings
from jiqun.stats.capabilities import Complexity, EigengapWarning, SignWarning, complexity
from jiqun.stats.diversification import place_similarity
from jiqun.stats.product_space import relatedness_density
from jiqun.stats.quotients import location_quotient_shrunk
from jiqun.stats.refusal import ArgumentRefused

if TYPE_CHECKING:
    from jiqun.planning.register import Register


@dataclass(frozen=True)
class Landscape:
    """Counties and industries of a register that holds enough of both.

    Parameters
    ----------
    firms
        Counties x industries, counts.
    quotient
        The same, location quotients drawn towards 1 (empirical Bayes).
    has
        The same, whether the county has the industry: so many firms, and its share surely above
        the register's.
    method
        How quotients were drawn.
    """

    firms: pd.DataFrame
    quotient: pd.DataFrame
    has: pd.DataFrame
    method: str

    @cached_property
    def worked_out(self) -> tuple[Complexity | None, bool]:
        """Complexity with proximity, and whether its order is settled.

        It is not where eigenvalues are too close, or diversity does not tell which end is high;
        None where too few counties and industries are left for it.
        """
        with warnings.catch_warnings(record=True) as heard:
            warnings.simplefilter("always")
            try:
                found = complexity(self.firms)
            except ArgumentRefused:
                return None, False
        unsettled = (EigengapWarning, SignWarning)
        return found, not any(issubclass(said.category, unsettled) for said in heard)

    @property
    def complexity(self) -> Complexity | None:
        """Complexity of counties and industries, and the proximity of industries.

        Over quotients of 1 or more, as the papers have it. Hidalgo, C. A. et al. (2007). Science
        317, 482-487 (proximity); Hidalgo, C. A., Hausmann, R. (2009). PNAS 106(26), 10570-10575.
        """
        return self.worked_out[0]

    @cached_property
    def density(self) -> pd.DataFrame | None:
        """Counties x industries: the share of an industry's proximity that a county has, 0 to 1.

        Of what a county surely has, so that no chance firm counts: of several ways that were tried
        on the register's own past, the one that told most of what came (docs/planning.md).

        Hidalgo et al. (2007), equation 2; Hidalgo, C. A. et al. (2018). The principle of
        relatedness. Unifying Themes in Complex Systems IX, 451-457. In Chinese places: Zhu, S.,
        He, C., Zhou, Y. (2017). How to jump further and catch up? Journal of Economic Geography
        17(3), 521-545.
        """
        if self.complexity is None:
            return None
        return relatedness_density(self.has.astype("float64"), self.complexity.proximity) / 100.0

    @cached_property
    def alike(self) -> pd.DataFrame:
        """Counties x counties: the overlap of their mixes of industries, 0 to 1.

        Krugman, P. (1991). Geography and Trade. MIT Press, pp. 75-76, turned round.
        """
        return place_similarity(self.firms, "overlap")

    @cached_property
    def lead(self) -> pd.Series:
        """The lead industry of each county: of those it has, the most firms x log of quotient.

        Missing where it has none; of equals the lower code.
        """
        with np.errstate(divide="ignore"):
            score = (self.firms * np.log(self.quotient)).where(self.has)
        known = score.dropna(how="all")
        return known.idxmax(axis=1).reindex(self.firms.index)


def landscape(register: Register, until: int | None = None) -> Landscape | None:
    """Return what a register, or what was registered up to a year, tells of the counties it tells.

    Parameters
    ----------
    register
        Counted.
    until
        The last year of registration that counts; all, and firms without a year, when not given.

    Returns
    -------
    Landscape or None
        None where it tells nothing of any county. Industries of too few firms are left out, then
        counties of too few makers.
    """
    return landscape_of(register.until(until))


def landscape_of(firms: pd.DataFrame) -> Landscape | None:
    """Return the same of a table of firms, counties x industries.

    Examples
    --------
    Of 60 makers each, one county makes lamps and the other locks:

    >>> table = pd.DataFrame({"387": [55, 5], "335": [5, 55]}, index=["A", "B"])
    >>> landscape_of(table).has.to_numpy().tolist()
    [[True, False], [False, True]]
    """
    wanted = settings()
    makers = firms.sum(axis=1)
    common = firms.columns[firms.sum() >= wanted.fewest_of_industry]
    kept = firms.loc[makers >= wanted.fewest_makers, common]
    kept = kept.loc[kept.sum(axis=1) > 0, kept.sum() > 0]
    if kept.empty:
        return None
    shrunk = location_quotient_shrunk(kept, wanted.probability)
    has = (kept >= wanted.fewest_firms) & (shrunk.lower >= 1.0)
    return Landscape(kept, shrunk.estimate, has, shrunk.method)


def row_of(frame: pd.DataFrame, county: str) -> pd.Series[Any]:
    """Return a county's row of a table by its industries.

    Examples
    --------
    >>> row_of(pd.DataFrame({"387": [1, 2]}, index=["A", "B"]), "B").to_dict()
    {'387': 2}
    """
    return pd.Series(
        frame.to_numpy()[frame.index.get_indexer(pd.Index([county]))[0]], frame.columns
    )


def own_of(scape: Landscape, county: str) -> list[str]:
    """Return the industries a county has, in the order of codes."""
    has = row_of(scape.has, county)
    return [str(industry) for industry in has.index[has.to_numpy(dtype=bool)]]
