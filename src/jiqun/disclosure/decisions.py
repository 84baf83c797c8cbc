"""Which figures are withheld, and which are shown as printed only.

First each figure of a year by itself: fewer than three clusters or enterprises are withheld, then
the smallest of what would give them away by subtraction. Then all figures that add up the same:
output of all clusters less output of those that also report research would be the output of the
rest, so such a ratio is shown rounded, without the two sums it was divided from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from jiqun.base.definitions import indicators
from jiqun.disclosure.grounds import Asked, Grounds, Sum, reporting, sums_of
from jiqun.disclosure.rule import FEWEST_CLUSTERS, FEWEST_ENTERPRISES
from jiqun.disclosure.secrecy import secret_figures
from jiqun.disclosure.subtraction import Group, told_by
from jiqun.indicators import Figure

Cell = tuple[str, int, str, str]
"""A figure's id, year, level and key."""


def cell_of(figure: Figure) -> Cell:
    """Return which cell a figure is."""
    return figure.id, figure.year, figure.level, figure.key


@dataclass
class Decisions:
    """What one reader may not see in full.

    Parameters
    ----------
    groups
        The clusters behind each secret cell of more than one cluster.
    known
        Clusters the reader sees in full.
    firmless
        Clusters without an enterprise.
    withheld, rounded
        Cells that are not shown, and ratios shown as printed only.
    """

    groups: Mapping[Cell, Group]
    known: Group
    firmless: Group
    withheld: set[Cell] = field(default_factory=set)
    rounded: set[Cell] = field(default_factory=set)

    def told_by(self, groups: set[Group]) -> frozenset[Group]:
        """Return sums that together would tell of fewer than three clusters or enterprises."""
        found = told_by(groups)
        if not found and self.firmless:
            found = told_by(groups, self.firmless)
        return found

    def covers(self, cell: Cell) -> bool:
        """Tell whether the reader sees all that stands behind a cell."""
        return self.groups[cell] <= self.known

    def shown_sums(self) -> dict[Sum, dict[Group, list[Cell]]]:
        """Return the sums that are shown, by what they add up and over which clusters."""
        found: dict[Sum, dict[Group, list[Cell]]] = defaultdict(lambda: defaultdict(list))
        for cell in sorted(self.groups.keys() - self.withheld - self.rounded):
            for added in sums_of(indicators()[cell[0]], cell[1]):
                found[added][self.groups[cell]].append(cell)
        return found


def decide(
    figures: list[Figure],
    grounds: Grounds,
    known: Group,
    public: Decisions | None = None,
    entering: Mapping[Asked, Group] | None = None,
) -> Decisions:
    """Decide what a reader sees of figures.

    An official sees what the public sees, and its own in full. What its own takes apart of that,
    the public's edition beside its own filings takes apart as well: to show it less than everybody
    would hide nothing from it.

    Parameters
    ----------
    figures
        Of all levels, single clusters among them unless it is said which enter.
    grounds
        The clusters that filed.
    known
        Clusters the reader sees in full.
    public
        What was decided for the public, where that is known.
    entering
        The clusters that enter each figure of each year; by default as the figures say.
    """
    secret = [figure for figure in figures if _carries(figure)]
    entering = reporting(figures, grounds) if entering is None else entering
    groups = {
        cell_of(figure): grounds.behind(
            figure.year, figure.level, figure.key, entering[figure.id, figure.year]
        )
        for figure in secret
        if figure.level != "cluster"
    }
    counted = {cell_of(figure): figure.reporting for figure in secret}
    found = public or _decided(Decisions(groups, frozenset(), grounds.firmless()), counted, grounds)
    if known:
        own = Decisions(groups, known, found.firmless)
        own.withheld = {cell for cell in found.withheld if not own.covers(cell)}
        own.rounded = {cell for cell in found.rounded if not own.covers(cell)}
        found = own
    return found


def _carries(figure: Figure) -> bool:
    """Tell whether a figure has a number to keep; one without a value may still have its sums."""
    return figure.id in secret_figures() and (
        figure.value is not None or figure.numerator is not None
    )


def _decided(found: Decisions, counted: Mapping[Cell, int], grounds: Grounds) -> Decisions:
    found.withheld |= {cell for cell in found.groups if _small(cell, counted[cell], found, grounds)}
    for cells in _by_figure(found):
        _apart(cells, found)
    for _, groups in sorted(found.shown_sums().items(), key=lambda added: repr(added[0])):
        _together(groups, found)
    return found


def _by_figure(found: Decisions) -> Iterator[list[Cell]]:
    """Yield the cells of each figure of a year."""
    by_figure: dict[tuple[str, int], list[Cell]] = defaultdict(list)
    for cell in found.groups:
        by_figure[cell[:2]].append(cell)
    yield from by_figure.values()


def _small(cell: Cell, counted: int, found: Decisions, grounds: Grounds) -> bool:
    """Tell whether a cell rests on too few clusters or enterprises."""
    group = found.groups[cell]
    if min(len(group), counted) < FEWEST_CLUSTERS or _leaves_few(cell, counted):
        return True
    return grounds.firms(cell[1], group) < FEWEST_ENTERPRISES


def _leaves_few(cell: Cell, counted: int) -> bool:
    """Tell whether all but one or two clusters are added up by themselves: ten largest of 11."""
    definition = indicators()[cell[0]].definition
    left = counted - definition.top
    return definition.measure == "top_share" and 0 < left < FEWEST_CLUSTERS


def _apart(cells: list[Cell], found: Decisions) -> None:
    """Withhold further cells of a figure until nothing follows by subtraction."""
    shown = {cell for cell in cells if cell not in found.withheld}
    while told := found.told_by({found.groups[cell] for cell in shown}):
        further = min(
            (cell for cell in shown if found.groups[cell] in told),
            key=lambda cell: (len(found.groups[cell]), cell),
        )
        shown.remove(further)
        found.withheld.add(further)


def _together(groups: dict[Group, list[Cell]], found: Decisions) -> None:
    """Round ratios, else withhold, until nothing follows from all that add up the same."""
    shown = {
        group: [cell for cell in cells if cell not in found.withheld | found.rounded]
        for group, cells in groups.items()
    }
    shown = {group: cells for group, cells in shown.items() if cells}
    while told := found.told_by(set(shown)):
        further = min(told, key=lambda group: (not _ratios(shown[group]), len(group), shown[group]))
        cells = shown.pop(further)
        target = found.rounded if _ratios(cells) else found.withheld
        target.update(cells)


def _ratios(cells: list[Cell]) -> bool:
    """Tell whether cells are all quotients, which say something also without their two sums."""
    return all(len(sums_of(indicators()[cell[0]], cell[1])) > 1 for cell in cells)
