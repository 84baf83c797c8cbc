"""What an office sees of a recognition of its places, beside what everybody sees."""

from functools import cached_property

from jiqun.base.language import Bilingual
from jiqun.base.readers import Reader
from jiqun.recognition.duties import Done, Duty, duties
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import today
from jiqun.web.casework.seen import Looked
from jiqun.web.recognised.filed import Filings
from jiqun.web.recognised.models import Recognition
from jiqun.workspace import Workspace

DONE = {
    Done.FILED: Bilingual("已填报", "filed"),
    Done.FILED_LATE: Bilingual("逾期填报", "filed late"),
    Done.DUE: Bilingual("待填报", "due"),
    Done.OVERDUE: Bilingual("逾期未填报", "overdue"),
    Done.NOT_CONFIGURED: Bilingual(
        "未填报（截止日期未设定）", "not filed (last day not configured)"
    ),
}


class SeenRecognition(Looked[Recognition]):
    """A recognition as one office sees it.

    Parameters
    ----------
    case, doer
        The recognition, and who looks.
    workspace
        Where its filings are.
    """

    def __init__(self, case: Recognition, doer: Doer, workspace: Workspace) -> None:
        super().__init__(case, doer)
        self._workspace = workspace

    @cached_property
    def filings(self) -> Filings:
        """The cluster's filings."""
        return Filings(self.case, self._workspace, self.doer.reader)

    @cached_property
    def duties(self) -> list[Duty]:
        """The yearly filings it asks for up to today, the last first."""
        on = today()
        found = duties(self.case.rules, self.case.held(on), self.filings.days, on)
        return found[::-1]


def recognition_for(reader: Reader, number: int) -> Recognition | None:
    """Return a recognition of a reader's places; None where it is not theirs to work on."""
    rows = Recognition.objects.for_reader(reader).select_related("definition")
    return rows.filter(pk=number).first()
