"""The fictional firms behind each cluster at the end of 2022: output, people, size, industry."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jiqun.base.codes import sectors
from jiqun.demo.allotment import BoolArray, FloatArray, IntArray, allot, stream
from jiqun.demo.places import Places
from jiqun.demo.settings import Settings
from jiqun.demo.sizes import CENTS, Sizes

LARGE_FIRM_EXCESS = 172  # people above the bound of a large firm, on average
LARGEST_SME = 985  # people
SMALLEST_OUTPUT = 12  # 万元
OWN_CLASS = 0.72  # of the leading firms make the cluster's own product; the rest a neighbouring one


@dataclass(frozen=True, slots=True)
class Firms:
    """All firms, cluster after cluster; shape ``(firms,)`` each.

    Parameters
    ----------
    cluster
        Position of the firm's cluster.
    large
        Whether it is above the SME standard.
    output
        In hundredths of 万元.
    employment
        People.
    leading
        Whether it belongs to the cluster's leading industry.
    size, industry
        Size class and GB/T 4754-2017 class.
    """

    cluster: IntArray
    large: BoolArray
    output: IntArray
    employment: IntArray
    leading: BoolArray
    size: list[str]
    industry: list[str]

    def per_cluster(self, what: IntArray | BoolArray, count: int) -> IntArray:
        """Add up a column by cluster; shape ``(clusters,)``."""
        added = np.zeros(count, dtype=np.int64)
        np.add.at(added, self.cluster, what.astype(np.int64))
        return added


def firms(place: Places, size: Sizes, seed: int) -> Firms:
    """Fill the clusters with firms that add up to their sizes exactly.

    Parameters
    ----------
    place, size
        The clusters.
    seed
        Of the demonstration.
    """
    rng = stream(seed, "firms")
    pattern = np.stack([size.smes, size.large], axis=1).ravel()
    cluster = np.repeat(np.arange(2 * len(place)) // 2, pattern)
    large = np.repeat(np.arange(2 * len(place)) % 2 == 1, pattern)
    output = np.concatenate(_outputs(place, size, rng))
    employment = _employment(place, cluster, large, output, rng)
    leading = _leading(place, cluster, large, output, rng)
    return Firms(
        cluster=cluster,
        large=large,
        output=output,
        employment=employment,
        leading=leading,
        size=_classes(place.aims, employment, output),
        industry=_industries(place, cluster, leading, rng),
    )


def _outputs(place: Places, size: Sizes, rng: np.random.Generator) -> list[IntArray]:
    bound = place.aims.size_standard["large"]["revenue"]
    parts = []
    for index in range(len(place)):
        small = np.exp(np.clip(rng.normal(0, 1.32, size.smes[index]), -3.1, 3.4))
        parts.append(allot(int(size.output_sme[index]), small, SMALLEST_OUTPUT * CENTS))
        big = rng.lognormal(0, 0.4, size.large[index])
        least = bound * CENTS * rng.uniform(1.01, 1.2, size.large[index])
        parts.append(allot(int(size.output_large[index]), big, least))
    return parts


def _employment(
    place: Places, cluster: IntArray, large: BoolArray, output: IntArray, rng: np.random.Generator
) -> IntArray:
    """Give people by output and productivity; a large firm has those of its bound and more."""
    bound = place.aims.size_standard["large"]["people"]
    noise = rng.lognormal(0, 0.42, len(output))
    weight = (output / CENTS) ** 0.76 / place.trait("productivity")[cluster] * noise
    people = np.zeros(len(output), dtype=np.int64)
    excess = LARGE_FIRM_EXCESS * int(large.sum())
    people[large] = bound + allot(excess, weight[large] ** 1.2, 2, 4000)
    rest = place.aims.published["employment"] - int(people.sum())
    people[~large] = allot(rest, weight[~large], 2, LARGEST_SME)
    return people


def _leading(
    place: Places, cluster: IntArray, large: BoolArray, output: IntArray, rng: np.random.Generator
) -> BoolArray:
    """Take smaller firms out of the leading industry until its share is as aimed at."""
    totals = np.bincount(cluster, weights=output).astype(np.int64)
    wanted = round(place.aims.published["output_leading_share"] * int(totals.sum()))
    share = np.clip(rng.normal(0.868, 0.055, len(place)), 0.70, 0.98)
    aim = allot(wanted, totals * share, totals * 0.66, totals * 0.985)
    room = totals - aim
    leading = np.ones(len(output), dtype=bool)
    for firm in rng.permutation(len(output)):
        if not large[firm] and output[firm] <= room[cluster[firm]]:
            leading[firm] = False
            room[cluster[firm]] -= output[firm]
    return leading


def _classes(aims: Settings, employment: IntArray, output: IntArray) -> list[str]:
    names = np.full(len(output), "micro", dtype=object)
    for name in ("small", "medium", "large"):
        bound = aims.size_standard[name]
        names[(employment >= bound["people"]) & (output >= bound["revenue"] * CENTS)] = name
    return [str(name) for name in names]


def _industries(
    place: Places, cluster: IntArray, leading: BoolArray, rng: np.random.Generator
) -> list[str]:
    chance: FloatArray = rng.random(len(cluster))
    pick: FloatArray = rng.random(len(cluster))
    own, others = place.industries, [_supporting(place, at) for at in range(len(place))]
    given = []
    for firm, home in enumerate(cluster.tolist()):
        if leading[firm] and chance[firm] < OWN_CLASS:
            given.append(own[home])
            continue
        pool = place.aims.sectors[place.sectors[home]]["industries"]
        pool = pool if leading[firm] else others[home]
        given.append(pool[int(pick[firm] * len(pool))])
    return given


def _supporting(place: Places, index: int) -> list[str]:
    divisions = sectors()[place.sectors[index]].divisions
    return [industry for industry in place.aims.supporting if not industry.startswith(divisions)]
