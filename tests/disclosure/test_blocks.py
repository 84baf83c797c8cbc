"""Figures blurred into blocks: whatever readers put together, three clusters stay unknown."""

from decimal import Decimal
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from jiqun.disclosure.blocks import blocks, blurred
from jiqun.disclosure.subtraction import told_by

values = st.dictionaries(
    st.integers(0, 99).map(lambda number: f"c{number:02}"),
    st.tuples(st.integers(0, 50).map(Decimal), st.sampled_from("pqrst")),
    max_size=60,
)


@given(values)
def test_every_block_hides_three_from_any_two_provinces_together(
    made: dict[str, tuple[Decimal, str]],
) -> None:
    numbers = {name: number for name, (number, _) in made.items()}
    places = {name: place for name, (_, place) in made.items()}
    found = blocks(numbers, places)
    assert sorted(name for block in found for name in block) in ([], sorted(numbers))
    groups = [frozenset(block) for block in found]
    for pair in combinations("pqrst", 2):
        known = {name for name, place in places.items() if place in pair}
        assert told_by(groups, known) == frozenset()


@given(values)
def test_who_knows_a_block_knows_no_figure_of_it_to_within_a_tenth(
    made: dict[str, tuple[Decimal, str]],
) -> None:
    """Narrow blocks told the figures of where clusters lie close together to within 1 to 4 %."""
    numbers = {name: number for name, (number, _) in made.items()}
    found = blocks(numbers, {name: place for name, (_, place) in made.items()})
    ends = [(numbers[block[0]], numbers[block[-1]]) for block in found]
    for least, most in ends if len(ends) > 1 else []:
        assert most - least >= most / 10


@given(values)
def test_blurring_keeps_the_sum_and_the_order(made: dict[str, tuple[Decimal, str]]) -> None:
    numbers = {name: number for name, (number, _) in made.items()}
    found = blurred(numbers, {name: place for name, (_, place) in made.items()})
    if found:
        assert abs(sum(found.values()) - sum(numbers.values())) < Decimal("1e-20")
        ordered = sorted(numbers, key=lambda name: (numbers[name], name))
        told = [found[name] for name in ordered]
        assert told == sorted(told)
