"""Floor 5: figures become charts.

A chart is a catalogue entry. With a report's numbers it becomes one
:class:`~jiqun.charts.model.Chart`, and the page, the deck, the PDF and the workbook draw that one.
"""

from jiqun.charts.bubbles import specialisation_bubble
from jiqun.charts.build import build
from jiqun.charts.entries import ChartEntry, chart_entries
from jiqun.charts.heat import coagglomeration_chart
from jiqun.charts.localization import kd_chart
from jiqun.charts.model import Chart, Series
from jiqun.charts.networks import product_space_chart
from jiqun.charts.numbers import Numbers
from jiqun.charts.small import pair_bars, strip

__all__ = [
    "Chart",
    "ChartEntry",
    "Numbers",
    "Series",
    "build",
    "chart_entries",
    "coagglomeration_chart",
    "kd_chart",
    "pair_bars",
    "product_space_chart",
    "specialisation_bubble",
    "strip",
]
