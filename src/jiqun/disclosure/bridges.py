"""Bridges between two years: steps that would tell of fewer than three clusters are not shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from jiqun.base.definitions import indicators
from jiqun.disclosure.decisions import Cell, Decisions
from jiqun.disclosure.figures import to_digits
from jiqun.disclosure.grounds import NATION, Sum, plain_sum, sums_of
from jiqun.disclosure.subtraction import Group
from jiqun.disclosure.sums import ShownSums
from jiqun.indicators import Bridge


@dataclass(frozen=True)
class ShownBridge:
    """A bridge as a reader may see it.

    Parameters
    ----------
    field
        What is added up.
    steps
        Amount by step, in order; None where it is withheld.
    clusters
        How many clusters stand behind each step.
    like_for_like
        Growth over the clusters with both years; None where there is none or it is withheld.
    restatements
        One row a restated cluster the reader may know of: id, as filed, as given now.
    drawn
        The bridge, where every step may be drawn.
    """

    field: str
    steps: dict[str, Decimal | None]
    clusters: dict[str, int]
    like_for_like: Decimal | None
    restatements: list[tuple[str, Decimal, Decimal]]
    drawn: Bridge | None


def whole_bridge(found: Bridge) -> ShownBridge:
    """Return a bridge with nothing withheld."""
    steps: dict[str, Decimal | None] = {**found.steps}
    return ShownBridge(
        found.field, steps, found.clusters, found.like_for_like, found.restatements, found
    )


def seen_bridge(found: Bridge, year: int, sums: ShownSums, decisions: Decisions) -> ShownBridge:
    """Return a bridge with the steps a reader may see; they join the shown sums.

    Parameters
    ----------
    found
        From :func:`jiqun.indicators.bridge`.
    year
        Its later year.
    sums, decisions
        Of the reader's edition.
    """
    now, then = plain_sum(found.field, year), plain_sum(found.field, year - 1)
    behind = found.behind
    totals = {
        "after": sums.admit({now: {behind["after"]}}),
        "before": sums.admit({then: {behind["before"]}}),
    }
    growth = _growth(found, year, sums, decisions)
    within = {
        now: {behind["grown"], behind["entered"]},
        then: {behind["grown"], behind["left"]},
        ("restated", found.field, year): {behind["restated"]},
    }
    whole = all(totals.values()) and sums.admit(within)
    shown = {name for name in behind if whole or totals.get(name)}
    steps = {name: step if name in shown else None for name, step in found.steps.items()}
    return ShownBridge(
        field=found.field,
        steps=steps,
        clusters=found.clusters,
        like_for_like=growth,
        restatements=[],
        drawn=found if whole else None,
    )


def beside_own(shown: ShownBridge, found: Bridge, known: Group) -> ShownBridge:
    """Return the bridge an official sees: the public's, and the steps that are its own alone.

    Parameters
    ----------
    shown, found
        As the public sees it, and in full.
    known
        The clusters the official sees in full.
    """
    own = {name for name, group in found.behind.items() if group and group <= known}
    steps = {name: step if name in own else shown.steps[name] for name, step in found.steps.items()}
    return replace(
        shown,
        steps=steps,
        like_for_like=found.like_for_like if "grown" in own else shown.like_for_like,
        restatements=[row for row in found.restatements if row[0] in known],
        drawn=None if None in steps.values() else found,
    )


def _growth(found: Bridge, year: int, sums: ShownSums, decisions: Decisions) -> Decimal | None:
    """Return growth as the figure that shows it does, or if none does where it tells of nobody."""
    years = (plain_sum(found.field, year), plain_sum(found.field, year - 1))
    cell = _growth_figure(years, year)
    if cell in decisions.withheld or found.like_for_like is None:
        return None
    if cell in decisions.rounded:
        return to_digits(found.like_for_like)
    both = found.behind["grown"]
    return found.like_for_like if sums.admit({added: {both} for added in years}) else None


def _growth_figure(years: tuple[Sum, Sum], year: int) -> Cell | None:
    """Return the nation's figure that shows the growth of a sum."""
    for entry in indicators().values():
        if entry.definition.form == "growth_of" and sums_of(entry, year) == list(years):
            return entry.figure, year, "nation", NATION
    return None
