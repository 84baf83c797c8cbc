"""Floor 5: figures become charts.

A chart is a catalogue entry. With a report's numbers it becomes one
:class:`~jiqun.charts.model.Chart`, and the page, the deck, the PDF and the workbook draw that one.
Each kind is a module of :mod:`jiqun.charts.kinds`.
"""

from jiqun.charts.building import build, read_chart
from jiqun.charts.entries import chart_entries
from jiqun.charts.entry import ChartEntry
from jiqun.charts.kinds import KINDS, MADE
from jiqun.charts.kinds.bubbles import specialisation_bubble
from jiqun.charts.kinds.distances import kd_chart
from jiqun.charts.kinds.found import FoundChart
from jiqun.charts.kinds.heat import coagglomeration_chart
from jiqun.charts.kinds.network import product_space_chart
from jiqun.charts.kinds.standing import StandingChart
from jiqun.charts.model import Chart, Series
from jiqun.charts.numbers import Numbers
from jiqun.charts.small import pair_bars, strip

__all__ = [
    "KINDS",
    "MADE",
    "Chart",
    "ChartEntry",
    "FoundChart",
    "Numbers",
    "Series",
    "StandingChart",
    "build",
    "chart_entries",
    "coagglomeration_chart",
    "kd_chart",
    "pair_bars",
    "product_space_chart",
    "read_chart",
    "specialisation_bubble",
    "strip",
]
