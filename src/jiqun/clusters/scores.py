"""Points of an evaluation: bands of a figure, or one of several grades; added up by group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jiqun.base.language import Bilingual

Fact = Decimal | int | bool | str | None
TOTAL = "score"


@dataclass(frozen=True, slots=True)
class Scored:
    """An indicator that earns points.

    Parameters
    ----------
    id, title
        Its name, and in words.
    group
        The partial score its points belong to.
    bands
        Bound and points, best first; empty where it is graded.
    rising
        Whether more is better: a bound is reached from above it, else from below.
    otherwise
        The points of a figure that reaches no bound.
    grades
        Points by grade; empty where it has bands.
    instead
        Another fact with bands of its own; the better of the two counts.
    """

    id: str
    title: Bilingual
    group: str
    bands: tuple[tuple[Decimal, int], ...] = ()
    rising: bool = True
    otherwise: int = 0
    grades: Mapping[str, int] | None = None
    instead: "Scored | None" = None

    @property
    def most(self) -> int:
        """The most points it can earn."""
        graded = list(self.grades.values()) if self.grades is not None else []
        banded = [points for _, points in self.bands]
        return max(self.otherwise, *graded, *banded)

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts it reads."""
        return (self.id, *(self.instead.facts if self.instead else ()))

    def range(self, facts: Mapping[str, Fact]) -> tuple[int, int]:
        """Return the least and the most points it can earn: equal where that is known.

        Examples
        --------
        >>> spent = Scored("rd_spend", Bilingual("研发", "R&D"), "g", ((Decimal(500), 10),),
        ...                instead=Scored("rd_share", Bilingual("", ""), "g", ((Decimal(10), 10),)))
        >>> spent.range({"rd_share": 10}), spent.range({"rd_spend": 100}), spent.range({})
        ((10, 10), (0, 10), (0, 10))
        """
        points = self.points(facts.get(self.id))
        least, most = (0, self.most) if points is None else (points, points)
        if self.instead is None:
            return least, most
        other = self.instead.range(facts)
        return max(least, other[0]), max(most, other[1])

    def points(self, fact: Fact) -> int | None:
        """Return the points a fact earns; None where it is missing or no grade of the list.

        Examples
        --------
        >>> share = Scored("rd_share", Bilingual("研发", "R&D"), "innovation",
        ...                ((Decimal(5), 20), (Decimal(3), 15)))
        >>> share.points(5), share.points(Decimal("4.99")), share.points(0), share.points(None)
        (20, 15, 0, None)
        """
        if fact is None:
            return None
        if self.grades is not None:
            return self.grades.get(str(fact))
        if isinstance(fact, str):
            return None
        for bound, points in self.bands:
            if fact >= bound if self.rising else fact <= bound:
                return points
        return self.otherwise


def scores(scored: Sequence[Scored], facts: Mapping[str, Fact]) -> dict[str, int]:
    """Return the partial scores and the total that follow from the facts.

    Parameters
    ----------
    scored
        The indicators.
    facts
        Values and grades by indicator.

    Returns
    -------
    dict
        Only the sums whose every indicator is known.
    """
    earned = [(measure.group, _known(*measure.range(facts))) for measure in scored]
    groups = dict.fromkeys(group for group, _ in earned)
    sums = {name: [points for group, points in earned if group == name] for name in groups}
    sums[TOTAL] = [points for _, points in earned]
    known = {
        name: [point for point in points if point is not None] for name, points in sums.items()
    }
    return {name: sum(known[name]) for name, points in sums.items() if known[name] == points != []}


def _known(least: int, most: int) -> int | None:
    return least if least == most else None


def read_scored(name: str, said: Mapping[str, Any]) -> Scored:
    """Read an indicator from the catalogue."""
    bands = said.get("at_least") or said.get("at_most") or {}
    return Scored(
        name,
        Bilingual.of(said),
        said["group"],
        tuple((Decimal(bound), points) for bound, points in bands.items()),
        "at_most" not in said,
        said.get("otherwise", 0),
        said.get("one_of"),
        _instead(said),
    )


def _instead(said: Mapping[str, Any]) -> Scored | None:
    other = said.get("or")
    if other is None:
        return None
    return read_scored(other["fact"], {**said, "or": None, "at_least": other["at_least"]})
