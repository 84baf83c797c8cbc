"""A paper about a recognition as one reader sees it."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from jiqun.base.definitions import every_indicator
from jiqun.base.errors import Problem
from jiqun.base.forms import YEARLY, family
from jiqun.base.language import Bilingual
from jiqun.recognition import reviews
from jiqun.recognition.promises import target_unit
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import today
from jiqun.web.casework.seen import Looked, Step
from jiqun.web.recognised.filed import Filings
from jiqun.web.recognised.models import Appeal, ChangeReport, Paper, Review
from jiqun.web.recognised.reporting import in_words
from jiqun.web.recognised.reviewing import WITH_RECOGNITION, verdict
from jiqun.web.recognition.criteria_seen import SeenCriterion
from jiqun.workspace import Workspace

TITLES: Mapping[str, Bilingual] = {
    "reports": Bilingual("重大变动报备", "Report of a major change"),
    "reviews": Bilingual("期满复核", "Review at the end of validity"),
    "appeals": Bilingual("申诉", "Appeal"),
}
ANSWERS: Mapping[str, Bilingual] = {
    "met": Bilingual("符合", "met"),
    "not_met": Bilingual("不符合", "not met"),
    "cannot_tell": Bilingual("无法判断", "cannot tell"),
    "discretion": Bilingual("由复核机关掌握", "at the reviewer's discretion"),
}


def verdict_words() -> dict[str, Any]:
    """Return what the table of a review's verdict is written with, now or of a past day."""
    return {
        "answers": ANSWERS,
        "target_fields": family(YEARLY).fields,
        "figures": every_indicator(),
        "target_unit": target_unit,
    }


KEPT: Mapping[str, Bilingual] = {
    "opinion": Bilingual("审核意见", "opinion of the first review"),
    "checked_on_site": Bilingual("实地核查记录", "record of the check on site"),
    "decision": Bilingual("决定及理由", "the decision and why"),
}
"""Texts that steps leave on a paper."""


class SeenPaper(Looked[Paper]):
    """A paper as one reader sees it.

    Parameters
    ----------
    case, doer
        The paper, and who looks.
    workspace
        Where the cluster's filings are.
    """

    def __init__(self, case: Paper, doer: Doer, workspace: Workspace) -> None:
        super().__init__(case, doer)
        self._workspace = workspace

    @property
    def steps(self) -> list[Step]:
        """What the reader may do now, but for what is done with the recognition."""
        return [step for step in super().steps if step.verb != WITH_RECOGNITION]

    @property
    def open(self) -> bool:
        """Whether the reader writes it now."""
        return self.case.open_to(self.doer)

    @property
    def fields(self) -> list[tuple[str, Bilingual, str]]:
        """What it asks: the field, in words, and what the reader sees of it."""
        said = self.case.shown_to(self.doer.reader)
        return [(name, title, said.get(name, "")) for name, title in self.case.asked_of.items()]

    @property
    def kept(self) -> list[tuple[Bilingual, str]]:
        """Texts that steps left on it."""
        return [
            (title, text) for name, title in KEPT.items() if (text := getattr(self.case, name, ""))
        ]

    @property
    def report(self) -> ChangeReport | None:
        """The paper, where it is a change report."""
        return self.case if isinstance(self.case, ChangeReport) else None

    def in_words(self, said: str) -> Bilingual:
        """Return what a change report says of its matter, codes with what they stand for."""
        return in_words(self.report.matter, said) if self.report else Bilingual(said, said)

    @property
    def appeal(self) -> Appeal | None:
        """The paper, where it is an appeal."""
        return self.case if isinstance(self.case, Appeal) else None

    @cached_property
    def verdict(self) -> "reviews.Review | Problem | None":
        """What the facts say of a review; None for other papers, and where nothing was filed."""
        if not isinstance(self.case, Review):
            return None
        filings = Filings(self.case.recognition, self._workspace, self.doer.reader)
        return verdict(self.case, filings, today())

    @property
    def found(self) -> "reviews.Review | None":
        """The verdict, where the facts allow one."""
        return self.verdict if isinstance(self.verdict, reviews.Review) else None

    @property
    def criteria(self) -> list[SeenCriterion]:
        """Each criterion with its value, its number, and why it is open where it is."""
        found = self.found.assessment if self.found else None
        return [SeenCriterion(found, verdict) for verdict in found.verdicts] if found else []

    @property
    def no_verdict(self) -> Problem | None:
        """Why there is none."""
        return self.verdict if isinstance(self.verdict, Problem) else None
