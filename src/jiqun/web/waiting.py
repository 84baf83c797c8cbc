"""Everything that waits for an office, room by room: for its own page, and for the day's letter.

Named by cluster, call and number only: what is said here may leave the site by mail, figures and
scores may not.
"""

from jiqun.base.errors import Problem
from jiqun.web.accounts.offices import Doer
from jiqun.web.byproducts import market as byproducts
from jiqun.web.challenges import market as challenges
from jiqun.web.closing import returning as closing
from jiqun.web.cooperation import market as cooperation
from jiqun.web.filing import waiting as filing
from jiqun.web.governance import waiting as governance
from jiqun.web.grants import market as grants
from jiqun.web.recognised import waiting as recognised
from jiqun.web.recognition import waiting as recognition
from jiqun.web.services import market as services
from jiqun.web.slots import waiting as slots
from jiqun.web.solutions import market as solutions

MOST = 20
"""What is told one by one; of the others the number."""
ROOMS = (
    filing,
    recognition,
    recognised,
    slots,
    solutions,
    grants,
    byproducts,
    challenges,
    cooperation,
    closing,
    services,
    governance,
)


def waiting_for(doer: Doer) -> list[Problem]:
    """Return what waits for an office, of filings first."""
    found = [problem for room in ROOMS for problem in room.waiting_for(doer)]
    if len(found) > MOST:
        return [*found[:MOST], Problem("mail.more", details={"count": len(found) - MOST})]
    return found
