"""The installation of a call's people with a large firm, a small one and an institute.

Run as ``python -m tests.browser.cooperating FOLDER PORT``.
"""

import sys
from pathlib import Path

from tests.browser.calling import make, serve
from tests.browser.sharing import add_firms
from tests.web.cooperation.projects import CODES

if __name__ == "__main__":
    make(Path(sys.argv[1]))
    add_firms(CODES)
    serve(Path(sys.argv[1]), int(sys.argv[2]))
