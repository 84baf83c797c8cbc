"""Small pictures say the numbers they draw."""

import re
from decimal import Decimal
from statistics import median

import pytest

from jiqun.charts.small import strip


@pytest.mark.parametrize("numbers", [[1, 4, 10, 11], [1, 5, 10], [3, 3, 4, 9, 9, 12]])
def test_the_median_written_is_the_median_drawn_and_that_of_every_page(numbers: list[int]) -> None:
    values = [Decimal(number) for number in numbers]
    drawing = strip(values, lambda value: f"{value:f}", "en", "made up")
    (written,) = re.findall(r">median ([\d.]+)<", drawing)
    (drawn,) = re.findall(r'class="median" x1="([\d.]+)"', drawing)
    assert Decimal(written) == median(values)
    share = (median(values) - min(values)) / (max(values) - min(values))
    assert float(drawn) == pytest.approx(8 + 344 * float(share), abs=0.06)


def test_the_ends_written_are_the_least_and_the_most() -> None:
    drawing = strip([Decimal(5), Decimal(1), Decimal(3)], lambda v: f"{v:f}", "zh", "编造")
    assert re.findall(r">([^<>]+)</text>", drawing) == ["1", "中位 3", "5"]
