"""Small made worlds of clusters, and everything an attacker may subtract from what is shown."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from jiqun.base.definitions import indicators
from jiqun.base.quantities import Status
from jiqun.base.readers import PUBLIC, Reader
from jiqun.disclosure.bridges import ShownBridge, beside_own, seen_bridge
from jiqun.disclosure.crossings import Crossed, beyond_own, withheld_meetings
from jiqun.disclosure.decisions import Decisions, decide
from jiqun.disclosure.figures import shown_by
from jiqun.disclosure.grounds import Grounds, Place, plain_sum
from jiqun.disclosure.sums import ShownSums
from jiqun.indicators import Bridge, Figure

PROVINCES = {"330000": "east", "320000": "east", "110000": "east", "420000": "central"}
LEVELS = ("nation", "macro_region", "province", "sector", "cluster")
YEAR = 2022
MADE_OF = {
    "output_total": ("output_total", None),
    "revenue_total": ("revenue_total", None),
    "rd_spend_total": ("rd_spend_total", None),
    "rd_intensity": ("rd_spend_total", "revenue_total"),
    "output_growth": ("output_total", "before"),
}
"""What the test itself says a figure is made of: numerator, and denominator where there is one."""


@dataclass(frozen=True)
class Cluster:
    """A made cluster: where it counts, and which of its fields it did not file."""

    id: str
    county: str
    sector: str
    absent: frozenset[tuple[int, str]]
    firms: int | None = 100

    def key(self, level: str) -> str:
        province = f"{self.county[:2]}0000"
        keys = {"nation": "CN", "macro_region": PROVINCES[province], "province": province}
        return {**keys, "sector": self.sector, "cluster": self.id}[level]

    def amount(self, year: int, field: str) -> int | None:
        """Return a number unlike any other, or None where it was not filed."""
        if (year, field) in self.absent:
            return None
        return 1000 + sum(ord(letter) ** 2 for letter in f"{self.id}{field}{year}")


Unknown = tuple[str, int]
Equation = tuple[Unknown, frozenset[str]]
"""A field and year, and the clusters whose sum is known."""


@dataclass
class World:
    """Clusters, their figures of two years, and what one reader is shown of them."""

    clusters: list[Cluster]

    @property
    def grounds(self) -> Grounds:
        places = {
            cluster.id: Place(
                cluster.county, {level: cluster.key(level) for level in LEVELS}, cluster.firms
            )
            for cluster in self.clusters
        }
        return Grounds({YEAR: places, YEAR - 1: places})

    def sides(self, name: str, year: int) -> list[Unknown]:
        above, below = MADE_OF[name]
        if below is None:
            return [(above, year)]
        return [(above, year), (above, year - 1) if below == "before" else (below, year)]

    def entering(self, name: str, year: int, level: str, key: str) -> frozenset[str]:
        return frozenset(
            cluster.id
            for cluster in self.clusters
            if cluster.key(level) == key
            and all(cluster.amount(at, field) is not None for field, at in self.sides(name, year))
        )

    def figures(self, names: Iterable[str] = MADE_OF) -> list[Figure]:
        return [
            self._figure(name, year, level, key)
            for name in names
            for year in (YEAR - 1, YEAR)
            for level in LEVELS
            for key in sorted({cluster.key(level) for cluster in self.clusters})
        ]

    def _figure(self, name: str, year: int, level: str, key: str) -> Figure:
        entering = self.entering(name, year, level, key)
        sums = [
            Decimal(
                sum(
                    cluster.amount(at, field) or 0
                    for cluster in self.clusters
                    if cluster.id in entering
                )
            )
            for field, at in self.sides(name, year)
        ]
        there = bool(entering)
        value = sums[0] / sums[1] if len(sums) > 1 and sums[1] else sums[0]
        return Figure(
            id=name, indicator=indicators()[name].id, level=level, key=key, year=year,
            value=value if there else None, unit=indicators()[name].unit,
            status=Status.REPORTED if there else Status.MISSING,
            numerator=sums[0] if there else None,
            denominator=sums[1] if there and len(sums) > 1 else None,
            reporting=len(entering), expected=len(self.clusters), not_applicable=0, method="made",
        )  # fmt: skip

    def bridge(self, field: str) -> Bridge:
        now = frozenset(
            cluster.id for cluster in self.clusters if cluster.amount(YEAR, field) is not None
        )
        then = frozenset(
            cluster.id for cluster in self.clusters if cluster.amount(YEAR - 1, field) is not None
        )
        behind = {
            "before": then, "restated": frozenset[str](), "left": then - now, "grown": now & then,
            "entered": now - then, "after": now,
        }  # fmt: skip
        total = Decimal(1)
        return Bridge(
            field=field, before=total, restated=total, left=total, grown=total, entered=total,
            after=total, like_for_like=total, behind=behind, restatements=[],
        )  # fmt: skip

    def crossed(self, field: str, levels: tuple[str, str] = ("sector", "macro_region")) -> Crossed:
        now: dict[tuple[str, str], set[str]] = {}
        both: dict[tuple[str, str], set[str]] = {}
        for cluster in self.clusters:
            if cluster.amount(YEAR, field) is not None:
                meeting = (cluster.key(levels[0]), cluster.key(levels[1]))
                now.setdefault(meeting, set()).add(cluster.id)
                given = cluster.amount(YEAR - 1, field) is not None
                both.setdefault(meeting, set()).update({cluster.id} if given else ())
        frozen = [{at: frozenset(ids) for at, ids in held.items()} for held in (now, both)]
        years = plain_sum(field, YEAR), plain_sum(field, YEAR - 1)
        return Crossed(frozen[0], frozen[1], years[0], years[1])

    def decided(self, reader: Reader) -> tuple[list[Figure], Decisions]:
        figures, grounds = self.figures(), self.grounds
        return figures, decide(figures, grounds, grounds.known_to(reader))

    def equations(self, reader: Reader) -> list[Equation]:
        """Return every sum the reader is shown: by figures, then a bridge, then a crossing."""
        figures, decisions = self.decided(reader)
        _, public = self.decided(PUBLIC)
        sums, known = ShownSums(public), decisions.known
        field = "output_total"
        bridge = self.bridge(field)
        step = beside_own(seen_bridge(bridge, YEAR, sums, public), bridge, known)
        crossed = self.crossed(field)
        hidden = beyond_own(withheld_meetings(crossed, sums, public), crossed.now, known)
        found = [sum_ for figure in shown_by(figures, decisions) for sum_ in self._told(figure)]
        found += self._stepped(field, step)
        for meeting in crossed.now.keys() - hidden:
            found += [((field, YEAR), crossed.now[meeting]), ((field, YEAR), crossed.both[meeting])]
            found += [((field, YEAR - 1), crossed.both[meeting])]
        return found

    def _told(self, figure: Figure) -> list[Equation]:
        """Return the sums a figure gives: those it prints, or its value where it has no other."""
        entering = self.entering(figure.id, figure.year, figure.level, figure.key)
        sides = self.sides(figure.id, figure.year)
        numbers = [figure.numerator, figure.denominator]
        return [(side, entering) for side, number in zip(sides, numbers, strict=False) if number]

    def _stepped(self, field: str, shown: ShownBridge) -> list[Equation]:
        behind = self.bridge(field).behind
        years = {"before": (YEAR - 1,), "left": (YEAR - 1,), "after": (YEAR,), "entered": (YEAR,)}
        years["grown"] = (YEAR, YEAR - 1)
        return [
            ((field, year), behind[step])
            for step, amount in shown.steps.items()
            if amount is not None and behind[step]
            for year in years.get(step, ())
        ]


def told(equations: Iterable[Equation], known: Collection[str]) -> list[tuple[str, ...]]:
    """Return one or two clusters outside ``known`` of whom some combination says something.

    By brute force: a combination rests on a pair alone exactly where leaving the pair's columns
    out lowers the rank.
    """
    found = []
    by_unknown: dict[Unknown, set[frozenset[str]]] = {}
    for unknown, group in equations:
        by_unknown.setdefault(unknown, set()).add(group.difference(known))
    for unknown, groups in by_unknown.items():
        names = sorted(frozenset().union(*groups))
        whole = rank(groups, names)
        for few in [(name,) for name in names] + list(combinations(names, 2)):
            if rank(groups, [name for name in names if name not in few]) < whole:
                found.append((*map(str, unknown), *few))
    return found


def rank(groups: Iterable[frozenset[str]], names: list[str]) -> int:
    """Return the rank of sums over some clusters, exactly, in fractions."""
    rows = [[Fraction(name in group) for name in names] for group in groups]
    done = 0
    for column in range(len(names)):
        chosen = next((at for at in range(done, len(rows)) if rows[at][column]), None)
        if chosen is None:
            continue
        rows[done], rows[chosen] = rows[chosen], rows[done]
        for at in range(done + 1, len(rows)):
            times = rows[at][column] / rows[done][column]
            if times:
                rows[at] = [
                    mine - times * top for mine, top in zip(rows[at], rows[done], strict=True)
                ]
        done += 1
    return done
