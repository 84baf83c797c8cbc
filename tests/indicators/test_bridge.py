"""From last year's total to this year's: restated, left, grown and entered apart."""

from decimal import Decimal

from jiqun.indicators import bridge
from tests.made import filing


def test_every_step_of_the_bridge_is_told_apart(accepted):
    snapshot = accepted(
        filing("test-001", 2021, output_total="2400000"),
        filing("test-001", 2022, output_total="2600000", previous={"output_total": "2500000"}),
        filing("test-002", 2021, output_total="3000000"),
        filing("test-003", 2022, output_total="4000000"),
    )
    found = bridge(snapshot, 2022)
    assert (found.before, found.restated, found.left) == (5400000, 100000, 3000000)
    assert (found.grown, found.entered, found.after) == (100000, 4000000, 6600000)
    assert found.like_for_like == Decimal("0.04")
    assert found.restatements == [("test-001", 2400000, 2500000)]


def test_the_steps_add_up_exactly(demonstration):
    from jiqun.workspace import Workspace

    snapshot = Workspace.open(demonstration).latest()
    for field in ("output_total", "exports", "revenue_total"):
        found = bridge(snapshot, 2022, field)
        reached = found.before + found.restated - found.left + found.grown + found.entered
        assert reached == found.after


def test_the_bridges_growth_is_the_published_figure(demonstration):
    from jiqun.indicators import compute
    from jiqun.workspace import Workspace

    snapshot = Workspace.open(demonstration).latest()
    (figure,) = compute(snapshot, [2022], ["nation"], only=["output_growth"])
    assert bridge(snapshot, 2022).like_for_like == figure.value
