"""Every row of the room."""

from jiqun.web.governance.bodies import Body, Mandate, Member, Statute
from jiqun.web.governance.motions import Ballot, Motion, Opened, Place, Remark, Vote

__all__ = [
    "Ballot",
    "Body",
    "Mandate",
    "Member",
    "Motion",
    "Opened",
    "Place",
    "Remark",
    "Statute",
    "Vote",
]
