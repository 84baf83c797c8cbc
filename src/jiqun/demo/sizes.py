"""How large the fictional clusters are in 2022: output and number of firms.

Sizes are heavy-tailed: the quantiles of a lognormal, dealt out by a score of sector, part of the
country and chance. So every seed has its few very large clusters and its many middling ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from jiqun.demo.allotment import FloatArray, IntArray, allot, stream
from jiqun.demo.places import Places

CENTS = 100  # money and quantities are held in hundredths of the form's unit
SPREAD = 0.78  # of the logarithm of output
SMALLEST = (460_000, 560_000)  # 万元: the two smallest clusters, and all others
LARGE_FIRM_OUTPUT = 56_000  # 万元 at least on average, so that each can reach its bound


@dataclass(frozen=True, slots=True)
class Sizes:
    """Output in hundredths of 万元 and numbers of firms; shape ``(clusters,)`` each."""

    output_sme: IntArray
    output_large: IntArray
    smes: IntArray
    large: IntArray


def sizes(place: Places, seed: int) -> Sizes:
    """Deal out the published totals of output and firms to the clusters.

    Parameters
    ----------
    place
        The clusters.
    seed
        Of the demonstration.
    """
    rng, aim = stream(seed, "sizes"), place.aims.published
    weight = _heavy_tailed(place, rng)
    total = round(CENTS * aim["output_sme"] / aim["output_sme_share"])
    smallest = np.where(np.argsort(np.argsort(weight)) < 2, *SMALLEST)
    floor = smallest * CENTS * rng.uniform(1, 1.07, len(place))
    output = allot(total, weight, floor)
    share = np.clip(rng.normal(0.847, 0.075, len(place)), 0.66, 0.965)
    most = np.minimum(output * 0.972, output - 60_000 * CENTS)
    output_sme = allot(CENTS * aim["output_sme"], output * share, output * 0.64, most)
    output_large = output - output_sme
    large = allot(
        aim["enterprises_total"] - aim["sme_total"],
        output_large**0.85 * rng.lognormal(0, 0.15, len(place)),
        1,
        output_large // (LARGE_FIRM_OUTPUT * CENTS),
    )
    firms = output_sme**0.55 * place.trait("firms") * place.region("firms")
    smes = allot(aim["sme_total"], firms * rng.lognormal(0, 0.26, len(place)), 52, 1400)
    return Sizes(output_sme, output_large, smes, large)


def _heavy_tailed(place: Places, rng: np.random.Generator) -> FloatArray:
    count = len(place)
    bell = NormalDist()
    quantiles = np.exp([SPREAD * bell.inv_cdf((rank + 0.5) / count) for rank in range(count)])
    score = np.log(place.trait("output") * place.region("output")) + rng.normal(0, 0.62, count)
    dealt = np.empty(count)
    dealt[np.argsort(score, kind="stable")] = quantiles * rng.lognormal(0, 0.03, count)
    return dealt
