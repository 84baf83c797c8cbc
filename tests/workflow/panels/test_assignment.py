"""Nobody judges in conflict or beyond their load; the same seed gives the same panel."""

from hypothesis import given, settings
from hypothesis import strategies as st

from jiqun.workflow.panels.assignment import Assignment, Pair, Panel, assign, reassign


@st.composite
def panels(draw: st.DrawFn) -> Panel:
    applications = [f"a{number}" for number in range(draw(st.integers(0, 12)))]
    experts = [f"e{number}" for number in range(draw(st.integers(0, 9)))]
    pairs = [(application, expert) for application in applications for expert in experts]
    conflicts = draw(st.sets(st.sampled_from(pairs))) if pairs else set()
    loads = {expert: draw(st.integers(0, 6)) for expert in experts}
    return Panel(applications, loads, conflicts, draw(st.integers(1, 3)), draw(st.text(max_size=3)))


def held(panel: Panel, found: Assignment) -> None:
    """Hold an assignment against the panel, without the code that made it."""
    assert not found.pairs & set(panel.conflicts)
    for expert, load in panel.loads.items():
        assert sum(name == expert for _, name in found.pairs) <= load
    lacking = {shortfall.application: shortfall.lacking for shortfall in found.shortfalls}
    for application in panel.applications:
        count = sum(name == application for name, _ in found.pairs)
        assert count + lacking.get(application, 0) == panel.experts_each


def greatest(panel: Panel) -> int:
    """Count how many places can be filled, by growing paths: Ford and Fulkerson, by hand."""
    given_to: dict[str, list[str]] = {expert: [] for expert in panel.loads}

    def place(application: str, seen: set[str]) -> bool:
        for expert, taken in given_to.items():
            if expert in seen or (application, expert) in panel.conflicts or application in taken:
                continue
            seen.add(expert)
            if len(taken) < panel.loads[expert]:
                taken.append(application)
                return True
            for other in taken:
                if place(other, seen):
                    taken.remove(other)
                    taken.append(application)
                    return True
        return False

    return sum(place(a, set()) for a in panel.applications for _ in range(panel.experts_each))


@settings(max_examples=60, deadline=None)
@given(panel=panels())
def test_no_conflict_and_no_load_is_ever_violated(panel: Panel) -> None:
    found = assign(panel)
    held(panel, found)
    assert assign(panel) == found


@settings(max_examples=60, deadline=None)
@given(panel=panels())
def test_no_place_is_left_open_that_could_be_filled(panel: Panel) -> None:
    assert len(assign(panel).pairs) == greatest(panel)


@settings(max_examples=40, deadline=None)
@given(panel=panels(), data=st.data())
def test_a_panel_mended_midway_keeps_what_was_given_and_holds_again(
    panel: Panel, data: st.DataObject
) -> None:
    before = assign(panel)
    gone = data.draw(st.sampled_from([*panel.loads, "nobody"]))
    rest = {expert: load for expert, load in panel.loads.items() if expert != gone}
    smaller = Panel(panel.applications, rest, panel.conflicts, panel.experts_each, panel.seed)
    scored: set[Pair] = set()
    if before.pairs:
        scored = data.draw(st.sets(st.sampled_from(sorted(before.pairs))))
    after = reassign(smaller, before.pairs, scored)
    held(smaller, after)
    assert {pair for pair in scored if pair[1] != gone} <= after.pairs


def test_replacing_one_expert_changes_only_their_applications() -> None:
    panel = Panel([f"a{n}" for n in range(30)], {f"e{n}": 12 for n in range(10)}, seed="7")
    before = assign(panel)
    rest = {expert: load for expert, load in panel.loads.items() if expert != "e3"}
    after = reassign(Panel(panel.applications, rest, seed="7"), before.pairs)
    lost = {pair for pair in before.pairs if pair[1] == "e3"}
    assert before.pairs - after.pairs == lost
    assert len(after.pairs - before.pairs) == len(lost)
    assert after.shortfalls == ()


def test_a_changed_seed_gives_another_panel_as_good() -> None:
    names = [f"a{n}" for n in range(30)]
    loads = {f"e{n}": 12 for n in range(10)}
    panels_ = [assign(Panel(names, loads, seed=seed)) for seed in ("1", "2")]
    assert panels_[0].pairs != panels_[1].pairs
    assert [len(found.pairs) for found in panels_] == [90, 90]


def test_the_order_applications_and_experts_come_in_changes_nothing() -> None:
    names = [f"a{n}" for n in range(20)]
    loads = {f"e{n}": 9 for n in range(8)}
    turned = Panel(names[::-1], dict(reversed(loads.items())), seed="1")
    assert assign(Panel(names, loads, seed="1")).pairs == assign(turned).pairs


def test_what_cannot_be_met_says_which_application_and_why() -> None:
    conflicts = {("a1", "e1"), ("a1", "e2")}
    found = assign(Panel(["a1", "a2"], {"e1": 2, "e2": 2, "e3": 2}, conflicts))
    (lacking,) = found.shortfalls
    assert (lacking.application, lacking.lacking, lacking.free, lacking.why) == (
        "a1", 2, 1, "conflicts",
    )  # fmt: skip
    (busy,) = assign(Panel(["a1", "a2"], {"e1": 1}, experts_each=1)).shortfalls
    assert (busy.lacking, busy.free, busy.why) == (1, 1, "load")


def test_scores_that_are_in_stand_though_a_load_was_lowered() -> None:
    given_pairs = {("a1", "e1"), ("a2", "e1")}
    found = reassign(Panel(["a1", "a2"], {"e1": 1}, experts_each=1), given_pairs, given_pairs)
    assert found.pairs == given_pairs


def test_scores_given_in_a_conflict_that_came_up_do_not_stand() -> None:
    pair = ("a1", "e1")
    panel = Panel(["a1"], {"e1": 1, "e2": 1}, {pair}, 1)
    assert reassign(panel, {pair}, {pair}).pairs == {("a1", "e2")}
