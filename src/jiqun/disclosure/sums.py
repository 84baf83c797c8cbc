"""The sums a reader sees already, against which everything further is held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from jiqun.disclosure.decisions import Decisions
from jiqun.disclosure.grounds import Sum
from jiqun.disclosure.subtraction import Group


class ShownSums:
    """What an edition shows so far: figures first, then bridges and crossings as they are asked.

    Parameters
    ----------
    decisions
        On the figures of the edition.
    """

    def __init__(self, decisions: Decisions) -> None:
        self._decisions = decisions
        self._groups: dict[Sum, set[Group]] = defaultdict(set)
        for added, groups in decisions.shown_sums().items():
            self._groups[added] = set(groups)

    def groups(self, added: Sum) -> set[Group]:
        """Return the groups of clusters over which a sum is shown."""
        return self._groups.get(added, set())

    def told_with(self, further: Mapping[Sum, set[Group]]) -> dict[Sum, frozenset[Group]]:
        """Return, by sum, the groups that would tell of too few if these were shown besides."""
        found = {
            added: self._decisions.told_by(self.groups(added) | groups)
            for added, groups in further.items()
        }
        return {added: told for added, told in found.items() if told}

    def add(self, further: Mapping[Sum, set[Group]]) -> None:
        """Count further sums as shown."""
        for added, groups in further.items():
            self._groups[added] |= groups

    def admit(self, further: Mapping[Sum, set[Group]]) -> bool:
        """Count further sums as shown where they tell of nobody; say whether they may be."""
        wanted = {added: {group for group in groups if group} for added, groups in further.items()}
        if self.told_with(wanted):
            return False
        self.add(wanted)
        return True
