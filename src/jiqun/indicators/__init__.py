"""Floor 3: catalogue definitions and accepted cells become figures."""

from jiqun.indicators.bridge import Bridge, bridge
from jiqun.indicators.disclosure import NATION, PUBLIC, Audience, audience, disclose
from jiqun.indicators.engine import beside, compute, enterprises
from jiqun.indicators.figures import Figure

__all__ = [
    "NATION",
    "PUBLIC",
    "Audience",
    "Bridge",
    "Figure",
    "audience",
    "beside",
    "bridge",
    "compute",
    "disclose",
    "enterprises",
]
