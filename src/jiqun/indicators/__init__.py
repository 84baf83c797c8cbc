"""Floor 3: catalogue definitions and accepted cells become figures."""

from jiqun.indicators.bridge import Bridge, bridge
from jiqun.indicators.crossings import Crossing, crossing, withholding
from jiqun.indicators.disclosure import NATION, PUBLIC, Audience, audience, disclose
from jiqun.indicators.engine import beside, compute, enterprises
from jiqun.indicators.figures import Figure

__all__ = [
    "NATION",
    "PUBLIC",
    "Audience",
    "Bridge",
    "Crossing",
    "Figure",
    "audience",
    "beside",
    "bridge",
    "compute",
    "crossing",
    "disclose",
    "enterprises",
    "withholding",
]
