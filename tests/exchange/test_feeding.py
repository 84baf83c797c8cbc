"""What the yearly filing takes from a closed year: what follows, and nothing else."""

from jiqun.base.forms import YEARLY, form_for
from jiqun.exchange.closing import cells_of
from jiqun.exchange.feeding import NOT_FROM_HERE, suggestions
from jiqun.exchange.outcomes import Happened, Requested, outcomes_of

FIRMS = frozenset("abcdef")
YEAR = 2026


def closed(*requests: Requested) -> dict[str, object]:
    """Return the values of a closed year as its document holds them."""
    cells = cells_of(outcomes_of(FIRMS, Happened(requests=requests)), YEAR)
    return {
        name: cell["said"] or {"status": cell["status"], "reason": cell["reason"]}
        for name, cell in cells.items()
    }


def test_solutions_that_three_firms_finished_say_yes_with_what_is_behind() -> None:
    rows = [Requested(firm, finished=True) for firm in "aabc"]
    found = suggestions(closed(*rows))
    assert list(found) == ["digital_solution_service"]
    because = found["digital_solution_service"].because
    assert because.zh == "名单中有 3 家企业完成了 4 项数字化解决方案"
    assert because.en == "digital solutions finished: 4, by firms of the list: 3"


def test_solutions_of_two_firms_say_nothing() -> None:
    rows = [Requested(firm, finished=firm != "c") for firm in "abc"]
    assert suggestions(closed(*rows)) == {}


def test_nothing_finished_is_no_no() -> None:
    assert suggestions(closed(*(Requested(firm) for firm in "abcd"))) == {}
    assert suggestions({}) == {}


def test_every_field_that_is_told_of_is_one_of_the_yearly_filing() -> None:
    fields = form_for(YEARLY, YEAR).fields
    assert {"digital_solution_service", *NOT_FROM_HERE} <= fields.keys()
