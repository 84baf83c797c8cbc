"""Joint projects in a closed year: each once, from three firms on, what is told alone."""

from datetime import date

from jiqun.base.forms import form_for
from jiqun.exchange.closing import OUTCOMES
from jiqun.exchange.cooperation.closed import Begun, projects_counted
from jiqun.exchange.cooperation.counting import Brought

DAY = date(2026, 5, 1)


def patent(number: str, *owners: str, project: str = "1") -> Brought:
    sizes = dict.fromkeys(owners, "small")
    return Brought(project, "patent", "invention", number, "一种齿形", DAY, sizes)


def values(firms: str, begun: list[Begun], results: list[Brought]) -> dict[str, object]:
    return {name: cell.value for name, cell in projects_counted(firms, begun, results).items()}


def test_every_cell_is_of_the_form() -> None:
    assert projects_counted((), (), ()).keys() <= form_for(OUTCOMES, 2026).fields.keys()


def test_what_several_firms_do_together_counts_once() -> None:
    begun = [Begun(frozenset("ab"), finished=True), Begun(frozenset("bz")), Begun(frozenset("cd"))]
    found = values("abcd", begun, [])
    assert (found["joint_begun"], found["firms_joint"]) == (3, 4)
    assert found["joint_finished"] is None  # one firm stands behind it
    results = [patent("1", "a", "b"), patent("1", "b", project="2"), patent("2", "b"),
               patent("3", "c"), patent("4", "z")]  # fmt: skip
    assert values("abcd", begun, results)["joint_patents"] == 3


def test_fewer_than_three_firms_are_told_as_nothing() -> None:
    begun = [Begun(frozenset("ab")), Begun(frozenset("ab")), Begun(frozenset("ab"))]
    found = values("ab", begun, [patent("1", "a"), patent("2", "a"), patent("3", "b")])
    assert found == {
        "joint_begun": None, "joint_finished": 0, "firms_joint": None, "joint_patents": None,
        "joint_standards": 0,
    }  # fmt: skip
