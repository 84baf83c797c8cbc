"""Floor 4: one gate. What a reader may see of figures, cells, crossings, bridges and revisions.

Every function asks for the reader; none has a default.
"""

from jiqun.disclosure.bridges import ShownBridge, seen_bridge
from jiqun.disclosure.cells import sees_cell
from jiqun.disclosure.crossings import seen_crossing, withholding
from jiqun.disclosure.figures import disclose, published_figures, seen_figures
from jiqun.disclosure.secrecy import field_is_secret, secret_figures

__all__ = [
    "ShownBridge",
    "disclose",
    "field_is_secret",
    "published_figures",
    "secret_figures",
    "seen_bridge",
    "seen_crossing",
    "seen_figures",
    "sees_cell",
    "withholding",
]
