"""The installation of a call's people with two firms that share slots.

Run as ``python -m tests.browser.sharing FOLDER PORT``.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

from tests.browser.calling import PASSWORD, make, serve

from jiqun.base.readers import Office

FIRMS = {"owner": "91330106MA2800000X", "renter": "91330110MA28000011"}


def add_firms(codes: Mapping[str, str] = FIRMS) -> None:
    """Give firms and institutions an account each."""
    from jiqun.web.accounts import people
    from jiqun.web.filing.accepting import INSTALLATION

    for login, code in codes.items():
        person = people.add_person(login, PASSWORD, INSTALLATION)
        people.appoint(person, Office.FIRM, code, INSTALLATION)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
    add_firms()
    serve(Path(sys.argv[1]), int(sys.argv[2]))
