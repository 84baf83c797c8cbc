"""Floor 4: one gate. What a reader may see of figures, cells, crossings, bridges and revisions.

Every function asks for the reader; none has a default.
"""

from jiqun.disclosure.bridges import ShownBridge
from jiqun.disclosure.cells import sees_cell
from jiqun.disclosure.comparing import Compared, FiledBy, FiledCell, StandIns
from jiqun.disclosure.edition import GROUPED, Counting, Edition
from jiqun.disclosure.figures import disclose
from jiqun.disclosure.provincial import seen_by, shown_to
from jiqun.disclosure.secrecy import field_is_secret, secret_figures

__all__ = [
    "GROUPED",
    "Compared",
    "Counting",
    "Edition",
    "FiledBy",
    "FiledCell",
    "ShownBridge",
    "StandIns",
    "disclose",
    "field_is_secret",
    "secret_figures",
    "seen_by",
    "sees_cell",
    "shown_to",
]
