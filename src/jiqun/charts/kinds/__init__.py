"""The kinds of charts: each a module that makes, draws, lists and says its own.

A new kind is a module here with its class in :data:`KINDS`, its word in the schema of charts, and
entries in ``catalog/charts``.
"""

from jiqun.charts.kinds.bars import BarChart
from jiqun.charts.kinds.bridge import BridgeChart
from jiqun.charts.kinds.bubbles import BubbleChart
from jiqun.charts.kinds.distances import DistanceChart
from jiqun.charts.kinds.found import FoundChart
from jiqun.charts.kinds.heat import HeatMap
from jiqun.charts.kinds.interval import IntervalChart
from jiqun.charts.kinds.network import NetworkChart
from jiqun.charts.kinds.parts import PartsChart
from jiqun.charts.kinds.places import PlacesChart
from jiqun.charts.kinds.standing import StandingChart
from jiqun.charts.kinds.strip import StripChart
from jiqun.charts.model import Chart

CLASSES: tuple[type[Chart], ...] = (
    BarChart,
    PartsChart,
    IntervalChart,
    StripChart,
    BridgeChart,
    PlacesChart,
    DistanceChart,
    BubbleChart,
    NetworkChart,
    HeatMap,
)
DIAGNOSED: tuple[type[Chart], ...] = (FoundChart, StandingChart)
"""Made from a diagnosis, and from no entry."""
KINDS: dict[str, type[Chart]] = {kind: chart for chart in CLASSES for kind in chart.kinds}
"""What makes and draws each kind, by its word in the catalogue."""
MADE: dict[str, type[Chart]] = {kind: chart for chart in DIAGNOSED for kind in chart.kinds}
"""What draws the kinds that no entry has."""
