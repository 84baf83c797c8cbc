"""Places among peers."""

from decimal import Decimal

from jiqun.diagnosis.standing import standings


def values(*numbers: int) -> dict[str, Decimal]:
    return {f"{at}": Decimal(number) for at, number in enumerate(numbers)}


def test_equal_values_share_a_place_and_the_next_one_is_skipped() -> None:
    found = standings(values(1, 3, 3, 5), lower_is_better=False)
    assert [standing.place for standing in found.values()] == [4, 2, 2, 1]


def test_where_lower_is_better_the_lowest_comes_first() -> None:
    assert standings(values(1, 9), lower_is_better=True)["0"].place == 1


def test_the_median_of_an_even_number_lies_between_the_middle_two() -> None:
    assert standings(values(1, 2, 4, 9), lower_is_better=False)["3"].middle == 3


def test_a_value_by_itself_has_no_place() -> None:
    assert standings(values(7), lower_is_better=False) == {}
