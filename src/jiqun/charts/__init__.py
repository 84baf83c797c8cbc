"""Floor 5: figures become charts.

A chart is a catalogue entry. With a report's numbers it becomes one
:class:`~jiqun.charts.model.Chart`, and the page, the deck, the PDF and the workbook draw that one.
"""

from jiqun.charts.build import build
from jiqun.charts.entries import ChartEntry, chart_entries
from jiqun.charts.model import Chart, Series
from jiqun.charts.numbers import Numbers

__all__ = ["Chart", "ChartEntry", "Numbers", "Series", "build", "chart_entries"]
