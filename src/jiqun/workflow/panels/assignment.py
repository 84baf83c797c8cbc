"""Who judges what: an integer programme over conflicts and loads, the same for the same seed.

Every application gets so many experts, none in conflict with it, none beyond their load. What
cannot be met is not an error: the programme leaves as little open as possible and says where and
why. The network is a transport problem, whose optimum is whole by itself, so the solver never
branches.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Literal

from jiqun.workflow.draws import drawn, lot

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.optimize import Bounds, LinearConstraint

Pair = tuple[str, str]
"""An application and an expert."""
FIRST_CHOICES = 12
"""Experts offered to an application at first, by the draw; more where that is not enough."""
LACKING = 1000.0
"""What a place left open costs; a change of a standing assignment costs 1."""
PART = 1e-6
"""The largest part of a place that is taken for rounding."""


@dataclass(frozen=True, slots=True)
class Panel:
    """What is to be assigned.

    Parameters
    ----------
    applications
        The applications.
    loads
        How many applications each expert takes at most.
    conflicts
        Pairs kept apart.
    experts_each
        How many experts an application gets.
    seed
        A published text; it decides between assignments that are equally good.
    """

    applications: Sequence[str]
    loads: Mapping[str, int]
    conflicts: Collection[Pair] = frozenset()
    experts_each: int = 3
    seed: str = ""

    def allows(self, pair: Pair) -> bool:
        """Tell whether an expert may judge an application."""
        return pair not in self.conflicts and self.loads.get(pair[1], 0) > 0


@dataclass(frozen=True, slots=True)
class Shortfall:
    """An application with too few experts.

    Parameters
    ----------
    application
        Which.
    lacking
        How many experts.
    free
        How many experts have no conflict with it and a load above nought.
    why
        ``conflicts``: fewer are free of conflict than it needs; ``load``: those who are have their
        hands full.
    """

    application: str
    lacking: int
    free: int
    why: Literal["conflicts", "load"]


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who judges what.

    Parameters
    ----------
    pairs
        Applications and experts.
    shortfalls
        What could not be met.
    """

    pairs: frozenset[Pair]
    shortfalls: tuple[Shortfall, ...] = field(default=())

    def experts_of(self, application: str) -> list[str]:
        """Return the experts of an application, in the order of their names."""
        return sorted(expert for name, expert in self.pairs if name == application)


def assign(panel: Panel) -> Assignment:
    """Assign experts to applications.

    Parameters
    ----------
    panel
        What is to be assigned.

    Examples
    --------
    >>> panel = Panel(["a1", "a2"], {"e1": 2, "e2": 1, "e3": 1}, {("a1", "e1")}, 1, "2026")
    >>> sorted(assign(panel).pairs)
    [('a1', 'e3'), ('a2', 'e2')]
    >>> assign(Panel(["a1"], {"e1": 1}, {("a1", "e1")}, 1)).shortfalls
    (Shortfall(application='a1', lacking=1, free=0, why='conflicts'),)
    """
    return _best(panel, frozenset(), frozenset())


def reassign(
    panel: Panel, standing: Collection[Pair], given: Collection[Pair] = frozenset()
) -> Assignment:
    """Assign again with as few changes as possible, after experts or applications dropped out.

    Parameters
    ----------
    panel
        As it is now: an expert who is excluded or ill has gone from ``loads``, a conflict that came
        up is among ``conflicts``, an application that was withdrawn is gone.
    standing
        The assignment so far.
    given
        Pairs whose scores are in: they stay, unless the panel no longer allows them.

    Examples
    --------
    >>> panel = Panel(["a1", "a2"], {"e1": 2, "e3": 2}, experts_each=1)
    >>> sorted(reassign(panel, {("a1", "e1"), ("a2", "e2")}).pairs)
    [('a1', 'e1'), ('a2', 'e3')]
    """
    there = set(panel.applications)
    kept = frozenset(pair for pair in standing if pair[0] in there and panel.allows(pair))
    return _best(panel, kept, kept.intersection(given))


def _best(panel: Panel, standing: frozenset[Pair], fixed: frozenset[Pair]) -> Assignment:
    """Offer each application a few experts, and more only where that leaves a place open in vain.

    How many places can be filled at all is the greatest flow over every pair: where a few choices
    reach it, more would change nothing. The flow is found without the programme, in a second.
    """
    first = _solved(panel, _choices(panel, standing, FIRST_CHOICES), standing, fixed)
    if not first.shortfalls:
        return first
    fillable = _fillable(panel)
    for most in (4 * FIRST_CHOICES, len(panel.loads)):
        if len(first.pairs) >= fillable:
            break
        first = _solved(panel, _choices(panel, standing, most), standing, fixed)
    return first


def _fillable(panel: Panel) -> int:
    """Return how many places can be filled at most, of all that there are."""
    import numpy as np
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import maximum_flow

    rows = {name: number for number, name in enumerate(sorted(panel.applications))}
    columns = {name: number for number, name in enumerate(sorted(panel.loads))}
    free = np.ones((len(rows), len(columns)), dtype=bool)
    for name, expert in panel.conflicts:
        if name in rows and expert in columns:
            free[rows[name], columns[expert]] = False
    chosen, by = free.nonzero()
    first, end = len(rows) + 1, len(rows) + len(columns) + 1  # the source is 0, then applications
    wanted, loads = np.arange(1, first), np.arange(first, end)
    at = np.concatenate([np.zeros_like(wanted), chosen + 1, loads])
    to = np.concatenate([wanted, by + first, np.full_like(loads, end)])
    each, one = np.full_like(wanted, panel.experts_each), np.ones_like(chosen)
    room = np.concatenate([each, one, [panel.loads[expert] for expert in columns]])
    graph = csr_array((room.astype(np.int32), (at, to)), shape=(end + 1, end + 1))
    return int(maximum_flow(graph, 0, end).flow_value)


def _choices(panel: Panel, standing: frozenset[Pair], most: int) -> list[Pair]:
    """Return the pairs the programme may choose from: those that stand and those drawn.

    Experts stand in the order the seed draws them; each application begins one further round, so
    that everybody is offered to about equally many.
    """
    experts = drawn(panel.seed, panel.loads)
    found = set(standing)
    for place, application in enumerate(drawn(panel.seed, panel.applications)):
        first = place * panel.experts_each % max(len(experts), 1)
        offered = ((application, expert) for expert in experts[first:] + experts[:first])
        found.update(islice(filter(panel.allows, offered), most))
    return sorted(found)


def _solved(
    panel: Panel, pairs: Sequence[Pair], standing: frozenset[Pair], fixed: frozenset[Pair]
) -> Assignment:
    """Solve the programme over some pairs: as few places open, then as few changes, as can be."""
    import numpy as np
    from scipy.optimize import Bounds

    if not panel.applications:
        return Assignment(frozenset())
    names = sorted(panel.applications)
    count, opened = len(pairs), len(names)
    chosen_or_not = [_cost(panel, pair, standing) for pair in pairs]
    found = _whole(
        np.array(chosen_or_not + [LACKING] * opened),
        Bounds(
            np.array([float(pair in fixed) for pair in pairs] + [0.0] * opened),
            np.array([1.0] * count + [float(panel.experts_each)] * opened),
        ),
        _limits(panel, names, pairs, fixed),
    )
    places = found.round().astype(int).tolist()
    taken = frozenset(pair for pair, place in zip(pairs, places, strict=False) if place)
    lacking = dict(zip(names, places[count:], strict=True))
    return Assignment(taken, tuple(_shortfalls(panel, lacking)))


def _whole(
    costs: "NDArray[np.float64]", bounds: "Bounds", limits: "LinearConstraint"
) -> "NDArray[np.float64]":
    """Return the cheapest whole numbers: those of the transport problem without asking for them.

    Its corners are whole, and the solver ends at one; where rounding of its own left a part of a
    place over, it is asked for whole numbers.
    """
    import numpy as np
    from scipy.optimize import milp

    exact = {"mip_rel_gap": 0.0}
    for whole in (0, 1):
        asked = np.full(len(costs), whole)
        solved = milp(costs, integrality=asked, bounds=bounds, constraints=limits, options=exact)
        found: NDArray[np.float64] = solved.x
        if bool((abs(found - found.round()) < PART).all()):
            break
    return found


def _limits(
    panel: Panel, names: Sequence[str], pairs: Sequence[Pair], fixed: frozenset[Pair]
) -> "LinearConstraint":
    """Return what must hold: each application its experts or an open place, nobody overloaded.

    Scores that are in stand even where a load or a number of experts was lowered since.
    """
    import numpy as np
    from scipy.optimize import LinearConstraint
    from scipy.sparse import csr_array

    given = Counter(application for application, _ in fixed)
    taken = Counter(expert for _, expert in fixed)
    rows = {name: row for row, name in enumerate(names)}
    loads = {name: len(names) + row for row, name in enumerate(sorted(panel.loads))}
    at = [rows[application] for application, _ in pairs] + [loads[expert] for _, expert in pairs]
    along = [*range(len(pairs)), *range(len(pairs)), *range(len(pairs), len(pairs) + len(names))]
    shape = (len(rows) + len(loads), len(pairs) + len(names))
    matrix = csr_array((np.ones(len(along)), ([*at, *rows.values()], along)), shape=shape)
    wanted = [float(max(panel.experts_each, given[name])) for name in names]
    most = [float(max(panel.loads[name], taken[name])) for name in loads]
    return LinearConstraint(matrix, np.array(wanted + [0.0] * len(loads)), np.array(wanted + most))


def _cost(panel: Panel, pair: Pair, standing: frozenset[Pair]) -> float:
    """Return 0 for what stands; for what is new 1, and a thousandth at most by the draw."""
    if pair in standing:
        return 0.0
    return 1.0 + int(lot(panel.seed, "\n".join(pair))[:4], 16) / 0xFFFF / 1000


def _shortfalls(panel: Panel, open_places: Mapping[str, int]) -> Iterable[Shortfall]:
    for application, lacking in open_places.items():
        if lacking:
            free = sum(panel.allows((application, expert)) for expert in panel.loads)
            few = free < panel.experts_each
            yield Shortfall(application, lacking, free, "conflicts" if few else "load")
