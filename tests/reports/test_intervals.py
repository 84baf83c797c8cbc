"""Charts of a dot a row in the deck: every number at the end of its own row."""

from decimal import Decimal

from pptx import Presentation
from pptx.enum.chart import XL_LABEL_POSITION as POSITIONS
from pptx.util import Inches

from jiqun.base.language import Bilingual
from jiqun.charts import Series, StandingChart
from jiqun.reports.deck import intervals

SHARES = ("0.10", "0.50", "0.98")
ENDS = ("0.40", "0.80", "1.00")


def standing() -> StandingChart:
    def series(name: str, values: tuple[str, ...]) -> Series:
        labels = tuple(f"{Decimal(value):.0%}" for value in values)
        return Series(Bilingual(name, name), tuple(map(Decimal, values)), labels)

    return StandingChart(
        id="place",
        kind="standing",
        title=Bilingual("位次", "Place"),
        unit=Bilingual("", ""),
        percent=True,
        categories=tuple(Bilingual(f"指标{at}", f"Figure {at}") for at in range(len(SHARES))),
        series=(series("a", SHARES), series("b", ("0.05", "0.30", "0.90")), series("c", ENDS)),
        figures=(),
    )


def test_a_number_stands_at_the_end_of_its_span_or_by_a_dot_that_would_hide_it() -> None:
    chart = standing()
    kind, data, finish = intervals.rows(chart, "zh")
    made = Presentation()
    slide = made.slides.add_slide(made.slide_layouts[6])
    room = (Inches(1), Inches(1), Inches(8), Inches(5))
    drawn = slide.shapes.add_chart(kind, *room, data).chart
    finish(drawn, chart, "zh")
    dots, _, *spans = drawn.plots[0].series
    ends = [span.points[1].data_label for span in spans[:2]]
    assert [label.text_frame.text for label in ends] == ["10%", "50%"]
    last = dots.points[2].data_label
    assert last.text_frame.text == "98%"  # its span ends where the dot lies
    assert {label.position for label in (*ends, last)} == {POSITIONS.RIGHT}
    assert drawn.category_axis.maximum_scale > 1
