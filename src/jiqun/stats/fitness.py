"""Places by the industries hardest to have, and industries by the weakest place that has them."""

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from jiqun.base.language import Bilingual
from jiqun.base.plurals import counted
from jiqun.drawing.rankings import Ranking
from jiqun.stats import arguments, in_numpy
from jiqun.stats.arguments import Codes, Floats
from jiqun.stats.compilation import compiled_or
from jiqun.stats.in_numpy import FAINTEST
from jiqun.stats.pictured import Pictured
from jiqun.stats.product_space import presence
from jiqun.stats.refusal import ArgumentRefused

FEWEST_ROUNDS = 20
MOST_ROUNDS = 10_000
AHEAD = 10.0
"""The order is settled if nothing would pass another within so many times the rounds done."""


class FitnessWarning(UserWarning):
    """The order of places by fitness is not settled."""


@dataclass(frozen=True, repr=False)
class Fitness(Pictured):
    """Fitness of places and complexity of industries.

    Parameters
    ----------
    fitness
        One number a place, mean 1 over those that are specialised in something.
    complexity
        One number an industry, mean 1 over those some place is specialised in.
    diversity, ubiquity
        How many specialisations a place has; how many places an industry has.
    rounds
        How often the two were computed from each other.
    settled
        Whether the order of places was going to stay.
    """

    fitness: pd.Series
    complexity: pd.Series
    diversity: pd.Series
    ubiquity: pd.Series
    rounds: int
    settled: bool

    def to_frame(self) -> pd.DataFrame:
        """Return one row a place, the fittest first."""
        frame = pd.DataFrame({"fitness": self.fitness, "diversity": self.diversity})
        return frame.sort_values("fitness", ascending=False, kind="stable")

    def picture(self) -> Ranking:
        """Return the fittest places."""
        best = self.fitness.dropna().sort_values(ascending=False, kind="stable")
        still = "" if self.settled else "尚未"
        return Ranking.of(
            Bilingual("适合度", "Fitness"),
            Bilingual("适合度（平均为 1）", "fitness (mean 1)"),
            best.index.tolist(),
            best.tolist(),
            Bilingual(
                f"迭代 {self.rounds} 次，名次{still or '已'}稳定。",
                f"{counted(self.rounds, 'round')}; "
                f"the order is {'' if self.settled else 'not '}settled.",
            ),
        )


def fitness_complexity(
    place_by_industry: Any, *, threshold: float = 1.0, rounds: int | None = None
) -> Fitness:
    r"""Return fitness of places and complexity of industries (Tacchella and others).

    With M = [LQ >= 1], from ones on,

    .. math:: \tilde F_r^{(n)} = \sum_i M_{ri} Q_i^{(n-1)}, \qquad
              \tilde Q_i^{(n)} = \frac{1}{\sum_r M_{ri} / F_r^{(n-1)}},

    each divided by its mean. An industry is complex if even the weakest place that has it is
    fit; unlike PCI one unfit place with it makes it simple. Fitness of places with easy
    industries only goes to 0 with the rounds, so numbers depend on their count, and only their
    order settles.

    Parameters
    ----------
    place_by_industry
        Places x industries, amounts of zero or more.
    threshold
        The quotient from which a place is specialised, above 0.
    rounds
        How many; until the order of places is settled when not given: until, growth going on
        as it does, none passes another within ten times the rounds done (at least 20 rounds,
        at most 10,000). The bound of ten is ours.

    Returns
    -------
    Fitness
        A place specialised in nothing, and an industry no place is specialised in, are left
        out of the computation and missing in the result.

    Raises
    ------
    ArgumentRefused
        If a cell is missing or negative, or nothing is specialised.

    Warns
    -----
    FitnessWarning
        If the order is not settled.

    References
    ----------
    Tacchella, A., Cristelli, M., Caldarelli, G., Gabrielli, A., Pietronero, L. (2012). A new
    metrics for countries' fitness and products' complexity. Scientific Reports 2, 723.
    Pugliese, E., Zaccaria, A., Pietronero, L. (2016). On the convergence of the
    fitness-complexity algorithm. European Physical Journal Special Topics 225(10), 1893-1911
    (when the order is settled).

    Examples
    --------
    >>> import pandas as pd, jiqun.stats as st
    >>> table = pd.DataFrame([[5, 5, 5, 5], [0, 5, 5, 5], [0, 0, 5, 5], [0, 0, 0, 5]],
    ...                      index=list("ABCD"))
    >>> found = st.fitness_complexity(table, rounds=20)
    >>> found.fitness.idxmax(), found.complexity.idxmax()
    ('A', 0)
    """
    frame = arguments.table(place_by_industry, "place_by_industry")
    arguments.positive(threshold, "threshold")
    wanted = None if rounds is None else arguments.whole(rounds, "rounds", 1)
    m = presence(frame.to_numpy(), threshold)
    diversity, ubiquity = m.sum(axis=1), m.sum(axis=0)
    places, industries = diversity > 0, ubiquity > 0
    if not places.any():
        raise ArgumentRefused("place_by_industry", "has no specialisation", "give some amounts")
    fit, hard, done, settled = _iterated(m[np.ix_(places, industries)], wanted)
    if not settled and wanted is None:
        warnings.warn(
            f"the order of places is not settled after {counted(done, 'round')}: "
            "some will pass others yet; read close ones as equal",
            FitnessWarning,
            stacklevel=2,
        )
    return Fitness(
        _over(fit, places, frame.index, "fitness"),
        _over(hard, industries, frame.columns, "complexity"),
        pd.Series(diversity, index=frame.index, name="diversity"),
        pd.Series(ubiquity, index=frame.columns, name="ubiquity"),
        done,
        settled,
    )


def _over(values: Floats, kept: Any, labels: pd.Index, name: str) -> pd.Series:
    whole = np.full(len(labels), np.nan)
    whole[kept] = values
    return pd.Series(whole, index=labels, name=name)


def _iterated(m: Any, rounds: int | None) -> tuple[Floats, Floats, int, bool]:
    """Return fitness, complexity, the rounds done, and whether the order is settled."""
    starts = np.concatenate(([0], np.cumsum(m.sum(axis=1))))
    industries = np.nonzero(m)[1].astype(np.uint32)  # no sign to look at in the loop
    fit, hard, done = np.ones(m.shape[0]), np.ones(m.shape[1]), 0
    last = MOST_ROUNDS if rounds is None else rounds
    more = min(FEWEST_ROUNDS, last) if rounds is None else rounds
    while True:
        before, fit, hard = _repeated(starts, industries, fit, hard, more)
        done, more = done + more, 1
        settled = _next_passing(before, fit, done) > AHEAD * done
        if settled or done == last:
            return fit, hard, done, settled


@compiled_or(in_numpy.rounds_of_fitness)
def _repeated(
    starts: Codes, industries: Any, fit: Floats, hard: Floats, rounds: int
) -> tuple[Floats, Floats, Floats]:
    """Return fitness of the round before, fitness and complexity, both sums in one pass a round.

    ``industries[starts[place]:starts[place + 1]]`` are those a place is specialised in.
    """
    before, fit, hard, burden = np.empty_like(fit), fit.copy(), hard.copy(), np.empty_like(hard)
    for _ in range(rounds):
        before[:] = fit
        burden[:] = 0.0
        for place in range(len(fit)):
            weakness, found = 1.0 / max(before[place], FAINTEST), 0.0
            for at in range(starts[place], starts[place + 1]):
                found += hard[industries[at]]
                burden[industries[at]] += weakness
            fit[place] = found
        hard[:] = 1.0 / burden
        fit /= fit.mean()
        hard /= hard.mean()
    return before, fit, hard


def _next_passing(before: Floats, fit: Floats, done: int) -> float:
    """Return the round in which a place next passes another, growth going on as it does.

    Fitness goes as a power of the rounds; of neighbours in the order, the lower one passes if
    its power is larger.
    """
    order = np.argsort(fit, kind="stable")
    low, high = order[:-1], order[1:]
    known = (fit[low] > 0) & (before[low] > 0) & (done > 1)
    low, high = low[known], high[known]
    power = np.log(fit / np.where(before > 0, before, 1.0), where=fit > 0, out=np.zeros(len(fit)))
    power /= np.log(done / max(done - 1.0, 1e-9)) if done > 1 else 1.0
    gap = np.log(fit[high]) - np.log(fit[low])
    gain = power[low] - power[high]
    passing = (gain > arguments.TOLERANCE) & (gap > arguments.TOLERANCE)
    if not passing.any():
        return float("inf")
    return float(done * np.exp(min(float((gap[passing] / gain[passing]).min()), 700.0)))
