"""Every row of the room."""

from jiqun.web.governance.bodies import Body, Mandate, Member, Statute

__all__ = ["Body", "Mandate", "Member", "Statute"]
