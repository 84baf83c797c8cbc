"""The installation of a call's people with a university, a firm and a large one.

Run as ``python -m tests.browser.talents FOLDER PORT``.
"""

import sys
from pathlib import Path

from tests.browser.calling import make, serve
from tests.browser.sharing import add_firms

BODIES = {
    "institute": "123300004700951234",
    "renter": "91330110MA28000011",
    "large": "91410783MA28000027",
}
"""A university's code begins with 1: no business register gave it."""

if __name__ == "__main__":
    make(Path(sys.argv[1]))
    add_firms(BODIES)
    serve(Path(sys.argv[1]), int(sys.argv[2]))
