"""The self-check of an application: verdicts, gaps and open questions under every programme."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jiqun.base.errors import Problem
from jiqun.rules import Programme, programmes_for
from jiqun.rules.assessment import Assessment, assess
from jiqun.rules.nearest import Change, ask_first, nearest
from jiqun.web.casework.clocks import today
from jiqun.web.recognition.applying import facts_of
from jiqun.web.recognition.models import Answer, Application


@dataclass(frozen=True)
class Checked:
    """An application held against one programme.

    Parameters
    ----------
    programme, assessment
        Under which, and what it says.
    changes
        The least that would meet the known criteria that are not met.
    """

    programme: Programme
    assessment: Assessment
    changes: list[Change]

    @property
    def questions(self) -> list[object]:
        """What to ask first: what is missing, in the order of what it settles."""
        return list(ask_first(self.assessment))


def check(application: Application, cells: Iterable[Answer]) -> tuple[list[Checked], list[Problem]]:
    """Hold what an application says against its programme, the national one and its province's.

    Returns
    -------
    list of Checked
        The call's own programme first.
    list of Problem
        Figures that could not be read.
    """
    facts, problems = facts_of(application, cells)
    on = min(today(), application.call.due)
    own = application.call.rules
    others = programmes_for(["national", facts.province_code, facts.prefecture_code])
    asked = [own, *(other for other in others if other.id != own.id and other.kind == own.kind)]
    return [_checked(programme, facts, on) for programme in asked if programme.covers(on)], problems


def _checked(programme: Programme, facts: object, on: date) -> Checked:
    found = assess(programme, facts, on)  # type: ignore[arg-type]
    return Checked(programme, found, nearest(found))
