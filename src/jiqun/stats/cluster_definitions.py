"""Which industries belong to one cluster? Benchmark definitions after Delgado, Porter and Stern.

Candidate groupings are made from measures of inter-industry linkage and scored by how far
industries are more related inside their cluster than to other clusters.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.cluster import hierarchy
from scipy.spatial.distance import squareform

from jiqun.base.language import Bilingual
from jiqun.base.plurals import counted
from jiqun.drawing.rankings import Ranking
from jiqun.stats import arguments
from jiqun.stats.arguments import Codes, Floats
from jiqun.stats.pictured import Pictured
from jiqun.stats.refusal import ArgumentRefused

PERCENTILE = 95.0


def locational_correlation(place_by_industry: Any) -> pd.DataFrame:
    r"""Return how each pair of industries' amounts go together over places.

    .. math:: LC_{ij} = corr_r(e_{ri}, e_{rj})

    Parameters
    ----------
    place_by_industry
        Places x industries: employment (LC-Employment) or firms (LC-Establishments).

    Returns
    -------
    pandas.DataFrame
        Industries x industries in [-1, 1], diagonal 1. An industry that does not vary over
        places is missing.

    Raises
    ------
    ArgumentRefused
        If a cell cannot be used.

    References
    ----------
    Porter, M. E. (2003). The economic performance of regions. Regional Studies 37(6-7),
    549-578.
    Delgado, M., Porter, M. E., Stern, S. (2016). Defining clusters of related industries.
    Journal of Economic Geography 16(1), 1-38.

    Examples
    --------
    >>> import pandas as pd, jiqun.stats as st
    >>> table = pd.DataFrame({"a": [1, 2, 3], "b": [2, 4, 6], "c": [3, 2, 1]})
    >>> st.locational_correlation(table).round(6).loc["a"].tolist()
    [1.0, 1.0, -1.0]
    """
    frame = arguments.table(place_by_industry, "place_by_industry")
    cells = frame.to_numpy()
    gap = arguments.deviations(cells, axis=0)
    size = np.sqrt(np.square(gap).sum(axis=0))
    size[size == 0] = np.nan
    unit = gap / size
    alike = np.clip(unit.T @ unit, -1.0, 1.0)
    np.fill_diagonal(alike, np.where(np.isnan(size), np.nan, 1.0))
    return pd.DataFrame(alike, index=frame.columns, columns=frame.columns)


def mean_linkage(measures: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the mean of several linkage measures, each standardised over pairs of industries.

    Parameters
    ----------
    measures
        Industries x industries frames with the same labels in the same order.

    Returns
    -------
    pandas.DataFrame
        Industries x industries; the diagonal is missing.

    Raises
    ------
    ArgumentRefused
        If labels differ, a measure is not symmetric, does not vary, or has missing pairs.

    References
    ----------
    Delgado, M., Porter, M. E., Stern, S. (2016). Defining clusters of related industries.
    Journal of Economic Geography 16(1), 1-38, section 3.1.

    Examples
    --------
    >>> import pandas as pd, jiqun.stats as st
    >>> link = pd.DataFrame([[1, 3, 1], [3, 1, 1], [1, 1, 1]])
    >>> st.mean_linkage([link, 10 * link]).round(3).loc[0, 1]
    np.float64(1.414)
    """
    if not measures:
        raise ArgumentRefused("measures", "is empty", "give at least one")
    parts = [_linkage(measure, f"measures[{k}]") for k, measure in enumerate(measures)]
    upper = np.triu_indices(len(parts[0]), 1)
    total = np.zeros_like(parts[0])
    for k, part in enumerate(parts):
        if not measures[k].columns.equals(measures[0].columns):
            raise ArgumentRefused(f"measures[{k}]", "has other labels", "align them")
        spread = float(part[upper].std())
        if spread <= arguments.TOLERANCE * float(np.abs(part[upper]).max()):
            raise ArgumentRefused(f"measures[{k}]", "does not vary over pairs", "leave it out")
        total += (part - part[upper].mean()) / spread
    total /= len(parts)
    np.fill_diagonal(total, np.nan)
    return pd.DataFrame(total, index=measures[0].index, columns=measures[0].columns)


@dataclass(frozen=True, repr=False)
class ClusterDefinition(Pictured):
    """A grouping of industries and how well it is borne out.

    Parameters
    ----------
    clusters
        The cluster (1, 2, …) of each industry; clusters numbered by falling size.
    scores
        The mean over measures of :func:`validation_scores`.
    candidates
        One row a candidate number of clusters: its four scores and their mean, ``vs``.
    """

    clusters: pd.Series
    scores: pd.Series
    candidates: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """Return one row an industry: the cluster it is in."""
        return self.clusters.rename("cluster").to_frame()

    def picture(self) -> Ranking:
        """Return how well each number of clusters is borne out."""
        kept, scores = self.clusters.nunique(), self.candidates["vs"]
        return Ranking.of(
            Bilingual("各种集群数的得分", "How well each number of clusters is borne out"),
            Bilingual("平均得分", "mean validation score"),
            [Bilingual(f"{count} 个集群", counted(count, "cluster")) for count in scores.index],
            scores.tolist(),
            Bilingual(
                f"取 {kept} 个集群。", f"{counted(kept, 'cluster is', 'clusters are')} kept."
            ),
        )


def benchmark_clusters(
    similarity: pd.DataFrame,
    counts: Sequence[int],
    validate_with: Mapping[str, pd.DataFrame] | None = None,
) -> ClusterDefinition:
    r"""Group industries into clusters and keep the grouping that linkages bear out best.

    For each number of clusters wanted, industries are grouped by hierarchical clustering
    (Ward's method) on the distance between their rows of similarities; each grouping is
    scored by :func:`validation_scores` against every measure, and the one with the highest
    mean score is kept (the fewer clusters at a tie).

    Parameters
    ----------
    similarity
        Industries x industries, symmetric: one measure, or :func:`mean_linkage` of several
        (co-location, input-output, occupations). The diagonal is ignored.
    counts
        The numbers of clusters to try, each from 2 to the number of industries - 1.
    validate_with
        The measures to score against; ``similarity`` itself when not given, which is lenient.

    Returns
    -------
    ClusterDefinition
        The best grouping, its scores, and the scores of all candidates. The method proposes:
        Delgado, Porter and Stern then moved outliers by hand, which is left to the expert.

    Raises
    ------
    ArgumentRefused
        If an argument cannot be used.

    References
    ----------
    Delgado, M., Porter, M. E., Stern, S. (2016). Defining clusters of related industries.
    Journal of Economic Geography 16(1), 1-38, sections 3 and 4.

    Examples
    --------
    >>> import pandas as pd, jiqun.stats as st
    >>> link = pd.DataFrame([[1, .9, .1, .2], [.9, 1, .2, .1], [.1, .2, 1, .8], [.2, .1, .8, 1]],
    ...                     index=list("abcd"), columns=list("abcd"))
    >>> st.benchmark_clusters(link, counts=[2, 3]).clusters.tolist()
    [1, 1, 2, 2]
    """
    cells = _linkage(similarity, "similarity")
    size = len(cells)
    wrong = [count for count in counts if not 2 <= count < size]
    if wrong or not counts:
        raise ArgumentRefused("counts", f"holds {wrong or 'nothing'}", f"use 2 to {size - 1}")
    measures = dict(validate_with) if validate_with else {"similarity": similarity}
    tree = hierarchy.ward(squareform(_row_distance(cells), checks=False))
    rows, groupings = [], []
    for count in sorted(set(counts)):
        grouping = _renumbered(hierarchy.fcluster(tree, count, criterion="maxclust"))
        labelled = pd.Series(grouping, index=similarity.index, name="cluster")
        scores = pd.DataFrame(
            {name: validation_scores(measure, labelled) for name, measure in measures.items()}
        ).mean(axis=1)
        groupings.append(labelled)
        rows.append(scores.rename(count))
    candidates = pd.DataFrame(rows)
    candidates["vs"] = candidates.mean(axis=1)
    candidates.index.name = "clusters"
    best = int(np.argmax(candidates["vs"].to_numpy()))
    return ClusterDefinition(groupings[best], rows[best], candidates)


def validation_scores(similarity: pd.DataFrame, clusters: pd.Series) -> pd.Series:
    r"""Return how far industries are more related inside their cluster than outside it.

    For a cluster c, within-cluster relatedness WCR is the mean similarity of pairs inside it
    and between-cluster relatedness BCR its mean similarity with each other cluster. The same
    is taken for each industry i. Each score is the share (0 to 1) of clusters, or industries,
    whose WCR is above the mean, or the 95th percentile, of its BCRs.

    Parameters
    ----------
    similarity
        Industries x industries, symmetric; the diagonal is ignored.
    clusters
        The cluster of each industry, indexed by industry.

    Returns
    -------
    pandas.Series
        ``cluster_mean``, ``cluster_p95``, ``industry_mean``, ``industry_p95``. A cluster of
        one industry has no pairs inside it: it counts as not borne out.

    Raises
    ------
    ArgumentRefused
        If an industry has no cluster, or there are fewer than two clusters.

    References
    ----------
    Delgado, M., Porter, M. E., Stern, S. (2016). Defining clusters of related industries.
    Journal of Economic Geography 16(1), 1-38, section 3.3.

    Examples
    --------
    >>> import pandas as pd, jiqun.stats as st
    >>> link = pd.DataFrame([[1, .9, .1], [.9, 1, .2], [.1, .2, 1]])
    >>> st.validation_scores(link, pd.Series([1, 1, 2])).round(3).tolist()
    [0.5, 0.5, 0.667, 0.667]
    """
    cells = _linkage(similarity, "similarity")
    aligned = clusters.reindex(similarity.index)
    codes, labels = arguments.keys(aligned, "clusters", "place every industry in a cluster")
    if len(labels) < 2:
        raise ArgumentRefused(
            "clusters", f"has {counted(len(labels), 'cluster')}", "give at least two"
        )
    member = np.eye(len(labels))[codes]
    size = member.sum(axis=0)
    np.fill_diagonal(cells, 0.0)
    to_cluster = cells @ member
    others = size - member  # an industry is not compared with itself
    with np.errstate(divide="ignore", invalid="ignore"):
        industry = to_cluster / others
        between = (member.T @ to_cluster) / (member.T @ others)
    by_cluster = _borne_out(between, np.arange(len(labels)))
    by_industry = _borne_out(industry, codes)
    names = ["cluster_mean", "cluster_p95", "industry_mean", "industry_p95"]
    return pd.Series([*by_cluster, *by_industry], index=names, name="score")


def _borne_out(relatedness: Floats, own: Codes) -> tuple[float, float]:
    """Return the shares of rows whose own column is above the others' mean and 95th percentile."""
    rows = np.arange(len(relatedness))
    within = relatedness[rows, own]
    rest = relatedness.copy()
    rest[rows, own] = np.nan
    above_mean = within > np.nanmean(rest, axis=1)
    above_most = within > np.nanpercentile(rest, PERCENTILE, axis=1)
    return float(above_mean.mean()), float(above_most.mean())


def _linkage(measure: pd.DataFrame, argument: str) -> Floats:
    """Return a symmetric measure's cells (links may be negative), the diagonal set to 0."""
    if not measure.index.equals(measure.columns):
        raise ArgumentRefused(
            argument, "has unlike rows and columns", "give one row and column each"
        )
    cells = arguments.numbers(measure, argument).copy()
    np.fill_diagonal(cells, 0.0)
    arguments.refuse_where(
        ~np.isfinite(cells),
        argument,
        "pair is missing|pairs are missing",
        "leave out industries without data",
    )
    if not np.allclose(cells, cells.T):
        raise ArgumentRefused(argument, "is not symmetric", "take the mean of both directions")
    return cells


def _row_distance(cells: Floats) -> Floats:
    """Return Euclidean distances between rows of similarities, own entries left out of both."""
    squares = np.square(cells)
    total = squares.sum(axis=1)
    product = cells @ cells.T
    both = total[:, None] + total[None, :] - 2.0 * product
    both -= squares + squares.T  # the two entries of the pair with each other
    np.fill_diagonal(both, 0.0)
    return np.asarray(np.sqrt(np.maximum(both, 0.0)))


def _renumbered(codes: Codes) -> Codes:
    """Return clusters numbered 1, 2, … by falling size, ties by their first industry."""
    labels, first, sizes = np.unique(codes, return_index=True, return_counts=True)
    order = np.lexsort((first, -sizes))
    number = np.empty(labels.max() + 1, dtype=np.int64)
    number[labels[order]] = np.arange(1, len(labels) + 1)
    return np.asarray(number[codes])
