"""Which fictional firms hold which title, since when, and when each joined its cluster."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from jiqun.demo.allotment import BoolArray, FloatArray, IntArray, allot, best, stream
from jiqun.demo.firms import Firms
from jiqun.demo.places import Places
from jiqun.demo.sizes import CENTS, Sizes

QUALITY = ("single_champion", "little_giant", "srdi", "innovative")  # high-tech is not counted
TIERS = (*QUALITY, "hightech")
NEVER = 0  # a firm without the title; real days are ordinals far above
LITTLE_GIANT_CHAMPIONS = 24  # of the champions among SMEs; the others are innovative SMEs
UNLIKELY = 1e9  # taken off a score to keep a firm out


@dataclass(frozen=True, slots=True)
class Careers:
    """When each firm got a title and joined its cluster; shape ``(firms,)`` each.

    Parameters
    ----------
    awarded
        By tier, the ordinal of the day of award, or nought.
    entered
        The ordinal of the day the firm belongs to the present perimeter's clusters.
    included
        The same, but not before the perimeter reached the firm.
    extended
        By year, the clusters whose perimeter grew; shape ``(clusters,)``.
    """

    awarded: dict[str, IntArray]
    entered: IntArray
    included: IntArray
    extended: dict[int, BoolArray]

    def inside(self, year: int, perimeter: int) -> BoolArray:
        """Mark the firms there at the end of a year, on the perimeter of another."""
        late = (self.included > year_end(perimeter)) & (self.included != self.entered)
        inside: BoolArray = (self.entered <= year_end(year)) & ~late
        return inside

    def holds(self, tier: str, year: int) -> BoolArray:
        """Mark the firms that hold a title at the end of a year."""
        held: BoolArray = (self.awarded[tier] != NEVER) & (self.awarded[tier] <= year_end(year))
        return held


def year_end(year: int) -> int:
    """Return the ordinal of the last day of a year."""
    return date(year, 12, 31).toordinal()


def careers(place: Places, size: Sizes, firm: Firms, seed: int) -> Careers:
    """Give titles and days to the firms so that the published counts come out.

    Parameters
    ----------
    place, size, firm
        The clusters and their firms.
    seed
        Of the demonstration.
    """
    merit = _merit(place, firm, stream(seed, "merit"))
    held = _titles(place, size, firm, merit, stream(seed, "titles"))
    awarded = _awards(place.aims.batches, held, firm, stream(seed, "awards"))
    rng = stream(seed, "entries")
    entered = _entries(place, merit, held, rng)
    extended, included = _extensions(place, firm, entered, rng)
    return Careers(awarded, entered, included, extended)


def _merit(place: Places, firm: Firms, rng: np.random.Generator) -> FloatArray:
    """Score firms: larger ones in clusters that do more research come first."""
    research = np.log(place.trait("research") * place.region("research"))[firm.cluster]
    score: FloatArray = np.log(firm.output / CENTS) + research + rng.normal(0, 0.9, len(research))
    return score


def _titles(
    place: Places, size: Sizes, firm: Firms, merit: FloatArray, rng: np.random.Generator
) -> dict[str, BoolArray]:
    """Choose the holders of each title."""
    count = _counts(place, size, rng)
    held = {name: np.zeros(len(merit), dtype=bool) for name in TIERS}
    for index in range(len(place)):
        members = np.flatnonzero((firm.cluster == index) & ~firm.large)
        mine = {name: int(values[index]) for name, values in count.items()}
        _in_cluster(held, members, merit, mine, rng)
    _large_holders(place, firm, merit, held, rng)
    _champions(place, merit, held, rng)
    quality = np.any([held[name] for name in QUALITY], axis=0)
    chance = rng.normal(0, 0.9, len(merit))
    held["hightech"] = best(
        place.aims.invented["hightech_enterprises"], merit + chance + 1.3 * quality
    )
    return held


def _counts(place: Places, size: Sizes, rng: np.random.Generator) -> dict[str, IntArray]:
    """Share the published numbers of titles out to the clusters."""
    aim, count = place.aims.published, len(place)
    research = place.trait("research") * place.region("research")
    innovative = allot(
        aim["innovative_smes"],
        size.smes * research**0.75 * rng.lognormal(0, 0.25, count),
        8,
        size.smes * 0.5,
    )
    srdi = allot(aim["srdi_smes"], innovative * rng.lognormal(0, 0.22, count), 3, innovative * 0.8)
    outside = allot(aim["quality_smes"]["outside_innovative"], srdi, 0, srdi * 0.4)
    giants = allot(
        aim["little_giants"] - aim["quality_smes"]["large_little_giants"],
        srdi * research**0.5 * rng.lognormal(0, 0.35, count),
        0,
        srdi * 0.6,
    )
    return {"innovative": innovative, "srdi": srdi, "outside": outside, "little_giant": giants}


def _in_cluster(
    held: dict[str, BoolArray],
    members: IntArray,
    merit: FloatArray,
    count: dict[str, int],
    rng: np.random.Generator,
) -> None:
    """Mark the holders in one cluster: giants within 专精特新, these mostly within innovative."""
    ranked = members[np.argsort(-merit[members], kind="stable")]
    pool = ranked[: count["innovative"] + count["outside"]]
    outside = rng.permutation(min(2 * count["srdi"], len(pool)))[: count["outside"]]
    innovative = np.delete(pool, outside)
    held["innovative"][innovative] = True
    noisy = merit[innovative] + rng.normal(0, 0.5, len(innovative))
    inside = innovative[best(count["srdi"] - count["outside"], noisy)]
    srdi = np.concatenate([pool[outside], inside])
    held["srdi"][srdi] = True
    noisy = merit[srdi] + rng.normal(0, 0.4, len(srdi))
    held["little_giant"][srdi[best(count["little_giant"], noisy)]] = True


def _large_holders(
    place: Places,
    firm: Firms,
    merit: FloatArray,
    held: dict[str, BoolArray],
    rng: np.random.Generator,
) -> None:
    """Let some large firms be champions, and a few little giants: nesting is no law."""
    aim = place.aims.published["quality_smes"]
    score = merit + rng.gumbel(0, 1.2, len(merit)) - UNLIKELY * ~firm.large
    champions, giants = aim["large_champions"], aim["large_little_giants"]
    order = np.argsort(-score, kind="stable")
    held["single_champion"][order[:champions]] = True
    room = firm.per_cluster(held["srdi"], len(place)) - firm.per_cluster(
        held["little_giant"], len(place)
    )
    roomy = [
        place for place in order[champions : champions + 60] if room[firm.cluster[place]] > giants
    ]
    held["little_giant"][roomy[:giants]] = True


def _champions(
    place: Places, merit: FloatArray, held: dict[str, BoolArray], rng: np.random.Generator
) -> None:
    """Fill the champions up with SMEs, most of them little giants."""
    aim = place.aims.published
    rest = aim["single_champions"] - aim["quality_smes"]["large_champions"]
    score = merit + rng.gumbel(0, 1.0, len(merit))
    giants = held["little_giant"] & held["srdi"]
    others = held["innovative"] & ~held["little_giant"]
    held["single_champion"] |= best(LITTLE_GIANT_CHAMPIONS, score - UNLIKELY * ~giants)
    held["single_champion"] |= best(rest - LITTLE_GIANT_CHAMPIONS, score - UNLIKELY * ~others)


def _awards(
    batches: dict[str, dict[str, float]],
    held: dict[str, BoolArray],
    firm: Firms,
    rng: np.random.Generator,
) -> dict[str, IntArray]:
    """Draw the days of award; a little giant was 专精特新 before."""
    awarded, dates = {}, {}
    for tier, shares in batches.items():
        days = dates[tier] = [date.fromisoformat(day).toordinal() for day in sorted(shares)]
        share = np.array([shares[day] for day in sorted(shares)])
        drawn = rng.choice(np.array(days, dtype=np.int64), len(firm.cluster), p=share / share.sum())
        awarded[tier] = np.where(held[tier], drawn, NEVER)
    giants = awarded["little_giant"]
    giants[held["little_giant"] & firm.large] = max(dates["little_giant"])
    both = held["little_giant"] & held["srdi"]
    latest = np.array(dates["srdi"])[np.searchsorted(dates["srdi"], giants[both]) - 1]
    awarded["srdi"][both] = np.minimum(awarded["srdi"][both], latest)
    return awarded


def _entries(
    place: Places, merit: FloatArray, held: dict[str, BoolArray], rng: np.random.Generator
) -> IntArray:
    """Draw the days of joining; late comers are smaller and hold no old titles."""
    entered = rng.integers(date(2013, 1, 1).toordinal(), year_end(2020), len(merit)) + 1
    settled = held["srdi"] | held["single_champion"] | held["little_giant"]
    barred = (settled | (merit > np.quantile(merit, 0.97))).astype(float) * UNLIKELY
    for year, share in sorted(place.aims.invented["entered"].items(), reverse=True):
        score = rng.gumbel(0, 1.0, len(merit)) - 0.25 * merit - barred
        late = best(round(share * len(merit)), score)
        entered[late] = rng.integers(year_end(year - 1), year_end(year), int(late.sum())) + 1
        barred[late] += UNLIKELY
    return entered


def _extensions(
    place: Places, firm: Firms, entered: IntArray, rng: np.random.Generator
) -> tuple[dict[int, BoolArray], IntArray]:
    """Let a few clusters take in a neighbouring park, each at most once."""
    aim = place.aims.invented
    order = iter(rng.permutation(len(place)).tolist())
    included, extended = entered.copy(), {}
    for year, number in aim["extended"].items():
        extended[year] = np.zeros(len(place), dtype=bool)
        day = date(year, 3, 15).toordinal()
        for index in (next(order) for _ in range(number)):
            extended[year][index] = True
            older = np.flatnonzero((firm.cluster == index) & (entered <= year_end(year - 1)))
            share = rng.uniform(aim["extension"]["low"], aim["extension"]["high"])
            included[rng.permutation(older)[: round(share * len(older))]] = day
    return extended, included
