"""Requests for services as their pages show them."""

from jiqun.base.language import Bilingual
from jiqun.base.readers import Office, Reader
from jiqun.services.kinds import services
from jiqun.web.accounts.offices import party_of
from jiqun.web.casework.models import moment_said
from jiqun.web.casework.verbs import Verb, verbs_of, waits_for
from jiqun.web.services.models import ServiceRequest

NOT_BY_A_BUTTON = ("ask", "lapse", "strand")
"""Steps that come of something else."""


class SeenRequest:
    """A request as one of its parties sees it."""

    def __init__(self, row: ServiceRequest, reader: Reader) -> None:
        self.row, self.reader = row, reader

    @property
    def state(self) -> Bilingual:
        """Where it stands."""
        return self.row.standing.standing.title

    @property
    def is_asker(self) -> bool:
        """Whether the reader is the firm that asked: it alone sees its grade."""
        return self.reader.office is Office.FIRM and self.reader.credit_code == self.row.asker

    @property
    def waits(self) -> bool:
        """Whether it is the reader's turn."""
        return waits_for(self.row, party_of(self.reader))

    @property
    def grade(self) -> Bilingual | None:
        """How content the firm was; None to everybody else, and where it did not say."""
        if self.row.grade is None or not self.is_asker:
            return None
        unknown = Bilingual(str(self.row.grade), str(self.row.grade))
        return services().grades.get(self.row.grade, unknown)

    @property
    def starts(self) -> str:
        """When it is to be given, as the day and minute in China."""
        return moment_said(self.row.starts) if self.row.starts else ""

    @property
    def verbs(self) -> list[Verb]:
        """What the reader may do with it."""
        return verbs_of(self.row, self.reader, NOT_BY_A_BUTTON)

    def may(self, verb: str) -> bool:
        """Tell whether the reader may take a step with it."""
        return any(known.name == verb for known in self.verbs)
