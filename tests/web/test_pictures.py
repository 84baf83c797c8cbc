"""The site's own drawings: values beside the number they are held against."""

import re
from decimal import Decimal

from jiqun.web.explore.pictures import Held, against


def widths(drawing: str, kind: str) -> list[float]:
    found = re.findall(rf'<rect class="{kind}"[^>]*width="([0-9.]+)"', drawing)
    return [float(wide) for wide in found]


def limit(drawing: str) -> float:
    (found,) = re.findall(r'<line class="limit" x1="([0-9.]+)"', drawing)
    return float(found)


def held(low: str, high: str = "", *, enough: bool = True) -> Held:
    return Held("2022", Decimal(low), Decimal(high or low), enough)


def test_a_bar_reaches_the_line_exactly_where_the_value_is_the_number() -> None:
    drawing = against([held("40")], Decimal(40), "")
    assert widths(drawing, "now") == [limit(drawing)]


def test_a_bar_is_drawn_from_nought_in_proportion() -> None:
    drawing = against([held("10", enough=False)], Decimal(40), "")
    assert abs(widths(drawing, "down")[0] * 4 - limit(drawing)) < 0.3


def test_a_range_is_drawn_to_its_low_end_and_pale_to_its_high_end() -> None:
    drawing = against([held("5", "9")], Decimal(10), "")
    (sure,), (perhaps,) = widths(drawing, "now"), widths(drawing, "span")
    assert abs(sure / perhaps - 5 / 4) < 0.02


def test_a_fall_is_drawn_to_the_left_of_nought() -> None:
    drawing = against([held("-5", enough=False)], Decimal(10), "")
    axis = re.search(r'<line class="axis" x1="([0-9.]+)"', drawing)
    assert axis is not None
    assert float(axis.group(1)) == widths(drawing, "down")[0] > 0


def test_a_title_is_escaped() -> None:
    assert "<b>" not in against([held("1")], Decimal(1), "<b>")
