"""Floor 4: one gate. What a reader may see of figures, cells, crossings, bridges and revisions.

Every function asks for the reader; none has a default.
"""

from jiqun.disclosure.bridges import ShownBridge
from jiqun.disclosure.cells import sees_cell
from jiqun.disclosure.edition import GROUPED, Edition
from jiqun.disclosure.figures import disclose
from jiqun.disclosure.secrecy import field_is_secret, secret_figures

__all__ = [
    "GROUPED",
    "Edition",
    "ShownBridge",
    "disclose",
    "field_is_secret",
    "secret_figures",
    "sees_cell",
]
