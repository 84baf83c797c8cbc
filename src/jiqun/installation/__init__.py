"""What one installation makes its own: a catalogue beside the shipped one.

The files lie in the workspace's ``catalog/`` folder, at the places and by the schemas of the
shipped ones. A file takes effect when everything it touches is right; a bad one is refused whole,
with its line, and the last good one of its place goes on.
"""

from jiqun.installation.history import State, problems_of, states
from jiqun.installation.listing import Own, own_files
from jiqun.installation.settling import Settled, settle, trial, undo

__all__ = [
    "Own",
    "Settled",
    "State",
    "own_files",
    "problems_of",
    "settle",
    "states",
    "trial",
    "undo",
]
