"""Steps of a bridge that would tell of one or two clusters are not shown."""

from dataclasses import replace
from decimal import Decimal

from jiqun.base.readers import PUBLIC, Reader, reader_named
from jiqun.disclosure.bridges import ShownBridge, beside_own, seen_bridge, whole_bridge
from jiqun.disclosure.sums import ShownSums
from tests.disclosure.worlds import YEAR, Cluster, World


def world(entered: int, stayed: int = 6) -> World:
    new = frozenset({(YEAR - 1, "output_total")})
    return World(
        [Cluster(f"c{at}", "320505", "light", frozenset()) for at in range(stayed)]
        + [Cluster(f"n{at}", "330106", "light", new) for at in range(entered)]
    )


def seen(made: World, reader: Reader = PUBLIC, restated: int = 0) -> ShownBridge:
    _, decisions = made.decided(PUBLIC)
    found = made.bridge("output_total")
    again = sorted(found.behind["grown"])[:restated]
    rows = [(cluster, Decimal(1), Decimal(2)) for cluster in again]
    behind = {**found.behind, "restated": frozenset(again)}
    found = replace(found, behind=behind, restatements=rows, like_for_like=Decimal("0.17299999"))
    public = seen_bridge(found, YEAR, ShownSums(decisions), decisions)
    return beside_own(public, found, made.grounds.known_to(reader))


def test_a_bridge_of_enough_clusters_is_shown_whole() -> None:
    found = seen(world(entered=3), restated=3)
    assert found.drawn is not None
    assert None not in found.steps.values()
    assert found.like_for_like == Decimal("0.17299999")
    assert found.restatements == [], "who restated is not the public's to know"


def test_one_entrant_closes_the_steps_and_growth_is_as_printed() -> None:
    found = seen(world(entered=1))
    assert found.drawn is None
    assert {step for step, amount in found.steps.items() if amount is None} == {
        "restated", "left", "grown", "entered",
    }  # fmt: skip
    assert found.like_for_like == Decimal("0.173"), "else this year's total less it is the entrant"


def test_one_restatement_closes_the_steps_too() -> None:
    assert seen(world(entered=3), restated=1).drawn is None


def test_a_total_of_two_clusters_is_not_shown() -> None:
    found = seen(world(entered=0, stayed=2))
    assert set(found.steps.values()) == {None}
    assert found.like_for_like is None


def test_a_province_sees_a_step_of_its_own_and_its_own_restatements() -> None:
    public, found = (
        seen(world(entered=3), reader, restated=1) for reader in (PUBLIC, reader_named("320000"))
    )
    own = {step for step in found.steps if public.steps[step] != found.steps[step]}
    assert own == {"restated", "grown"}
    assert [row[0] for row in found.restatements] == ["c0"]


def test_a_province_is_shown_a_step_everybody_is_even_where_its_own_takes_it_apart() -> None:
    """Two entrants beyond its own: the public's page beside its filings tells them as well."""
    new = frozenset({(YEAR - 1, "output_total")})
    stayed = [("320505", 6), ("330106", 6)]
    entered = [("320505", 3), ("330106", 2)]
    made = World(
        [
            Cluster(f"{kind}{county}{at}", county, "light", absent)
            for kind, absent, counts in (("c", frozenset(), stayed), ("n", new, entered))
            for county, count in counts
            for at in range(count)
        ]
    )
    assert seen(made).drawn is not None
    assert seen(made, reader_named("320000")).steps == seen(made).steps


def test_growth_that_is_withheld_as_a_figure_is_withheld_in_the_bridge() -> None:
    made = world(entered=3)
    _, decisions = made.decided(PUBLIC)
    decisions.withheld.add(("output_growth", YEAR, "nation", "CN"))
    found = made.bridge("output_total")
    assert seen_bridge(found, YEAR, ShownSums(decisions), decisions).like_for_like is None


def test_the_nation_sees_a_bridge_whole() -> None:
    found = world(entered=1).bridge("output_total")
    assert whole_bridge(found).drawn is found
