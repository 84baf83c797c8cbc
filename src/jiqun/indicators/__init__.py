"""Floor 3: catalogue definitions and accepted cells become figures."""

from jiqun.indicators.bridge import Bridge, bridge
from jiqun.indicators.columns import ClusterColumns, Column
from jiqun.indicators.crossings import Crossing, crossing
from jiqun.indicators.engine import beside, compute, enterprises
from jiqun.indicators.figures import Figure

__all__ = [
    "Bridge",
    "ClusterColumns",
    "Column",
    "Crossing",
    "Figure",
    "beside",
    "bridge",
    "compute",
    "crossing",
    "enterprises",
]
