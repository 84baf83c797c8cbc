"""What data sharing came to in a year: by the firms whose data they are, from three on."""

from datetime import datetime

from jiqun.base.days import CHINA
from jiqun.exchange.counting import WITHHELD
from jiqun.exchange.grants.yearly import Granted, Held, grants_counted, of_year


def day(year: int, month: int = 1, number: int = 1) -> datetime:
    return datetime(year, month, number, tzinfo=CHINA)


def told(*granted: Granted, firms: str = "abcde") -> dict[str, object]:
    return {name: cell.value for name, cell in grants_counted(firms, granted).items()}


def test_no_grant_is_nought_and_two_firms_are_withheld() -> None:
    assert set(told().values()) == {0}
    found = grants_counted("abcde", [Granted("a", 9), Granted("b")])
    assert found["data_granted"].why == found["firms_granting"].why == WITHHELD
    assert found["data_uses"].why == WITHHELD  # of one firm alone


def test_uses_of_fewer_firms_than_granted_are_withheld_by_themselves() -> None:
    found = told(Granted("a", 4), Granted("b"), Granted("c"), Granted("c"))
    assert (found["data_granted"], found["firms_granting"]) == (4, 3)
    assert found["data_read"] is found["data_uses"] is None


def test_a_contribution_to_a_benchmark_is_no_grant_that_is_read() -> None:
    found = told(*(Granted(firm, 5, contributes=True) for firm in "abc"))
    assert found["firms_benchmarked"] == 3
    assert {found[name] for name in ("data_granted", "data_read", "data_uses")} == {0}


def test_firms_of_other_clusters_do_not_count() -> None:
    rows = [Granted(firm, 1) for firm in "abcxyz"]
    assert told(*rows, firms="abc")["data_granted"] == 3
    assert told(*rows, firms="q")["data_granted"] == 0


def test_a_grant_counts_in_each_year_it_holds_in_and_uses_where_they_happen() -> None:
    held = [Held("a", day(2026, 12, 31), day(2027, 1, 2), (day(2026, 12, 31), day(2027)))]
    assert of_year(held, 2026) == of_year(held, 2027) == (Granted("a", 1),)
    assert not of_year(held, 2025)
    assert not of_year([Held("a", day(2026, 12), day(2027))], 2027)  # the last moment is not in it
    assert not of_year([Held("a", day(2027, 5), day(2026, 5))], 2026)  # over before it began
