"""What an office sees of a recognition of its places, beside what everybody sees."""

from functools import cached_property

from jiqun.base.language import Bilingual
from jiqun.base.readers import Office, Reader
from jiqun.recognition.duties import Done, Duty, duties
from jiqun.recognition.watch import Found, Kind, watch
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import today
from jiqun.web.casework.seen import Looked, Step
from jiqun.web.recognised.filed import Filings
from jiqun.web.recognised.models import (
    ENDED,
    WRITERS,
    Appeal,
    ChangeReport,
    Paper,
    Recognition,
    Review,
)
from jiqun.web.recognised.reporting import reports_of
from jiqun.web.recognised.revoking import OWN_STEPS
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


KINDS = {
    Kind.INCIDENT: Bilingual("撤销情形", "ground of revocation"),
    Kind.UNREPORTED_CHANGE: Bilingual("未报备的变动", "unreported change"),
    Kind.LATE_REPORT: Bilingual("逾期报备", "reported late"),
    Kind.CANNOT_TELL: Bilingual("无法判断", "cannot tell"),
}
MATTER_WORDS = {
    "lead_industry": Bilingual("主导产业", "lead industry"),
    "perimeter": Bilingual("空间范围", "perimeter"),
    "operator": Bilingual("运营管理机构", "operating body"),
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

    @cached_property
    def watched(self) -> list[Found]:
        """What the watch finds between the filings of its validity."""
        filed = self.filings.of_validity
        return watch(self.case.rules, self.filings.facts, filed, reports_of(self.case))

    @cached_property
    def compared(self) -> bool:
        """Whether there are two filings to compare."""
        return len(self.filings.of_validity) > 1

    @cached_property
    def papers(self) -> dict[str, list[Paper]]:
        """The papers about it that the reader sees, by kind."""
        reader, kinds = self.doer.reader, (ChangeReport, Review, Appeal)
        return {
            name: list(
                kind.objects.for_reader(reader)
                .filter(recognition=self.case)
                .select_related("definition")
            )
            for name, kind in zip(("reports", "reviews", "appeals"), kinds, strict=True)
        }

    @property
    def has_papers(self) -> bool:
        """Whether there is one."""
        return any(self.papers.values())

    @property
    def reports(self) -> bool:
        """Whether the reader may report a change: the county or the agency, while it stands."""
        return self.doer.reader.office in WRITERS and self.case.state not in ENDED

    @property
    def report_days(self) -> int | None:
        """Within how many days a change has to be reported; None where that is not configured."""
        days: int | None = self.case.rules.life.get("change_report", {}).get("within_days")
        return days

    @property
    def appeals(self) -> bool:
        """Whether the reader may appeal: the county, against what ended the recognition."""
        ended = self.case.state in ENDED and self.case.ended is not None
        open_already = any(paper.state != "withdrawn" for paper in self.papers["appeals"])
        return ended and self.doer.reader.office is Office.COUNTY and not open_already

    @property
    def own_steps(self) -> list[Step]:
        """What the reader may do with the recognition itself."""
        return [step for step in self.steps if step.verb in OWN_STEPS]


def recognition_for(reader: Reader, number: int) -> Recognition | None:
    """Return a recognition of a reader's places; None where it is not theirs to work on."""
    rows = Recognition.objects.for_reader(reader).select_related("definition")
    return rows.filter(pk=number).first()
