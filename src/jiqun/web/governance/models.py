"""Every row of the room."""

from jiqun.web.governance.bodies import Body, Mandate, Member, Statute
from jiqun.web.governance.motions import Ballot, Motion, Opened, Place, Remark, Vote
from jiqun.web.governance.sittings import Draw, Meeting, Resolution

__all__ = [
    "Ballot",
    "Body",
    "Draw",
    "Mandate",
    "Meeting",
    "Member",
    "Motion",
    "Opened",
    "Place",
    "Remark",
    "Resolution",
    "Statute",
    "Vote",
]
