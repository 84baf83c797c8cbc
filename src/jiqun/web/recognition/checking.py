"""The self-check of an application: what it says, held against every programme in force there."""

from collections.abc import Iterable

from jiqun.base.errors import Problem
from jiqun.recognition.self_checks import SelfCheck, self_check
from jiqun.rules import programmes_for
from jiqun.rules.programmes import NATIONAL
from jiqun.web.casework.clocks import today
from jiqun.web.recognition.applying import facts_of
from jiqun.web.recognition.models import Answer, Application


def check(application: Application, cells: Iterable[Answer]) -> tuple[SelfCheck, list[Problem]]:
    """Hold an application against its own programme, the national one and those of its place.

    Parameters
    ----------
    application
        The application.
    cells
        What it says: of the draft, or as it was handed in.

    Returns
    -------
    SelfCheck
        One assessment a programme, the national first.
    list of Problem
        Figures that could not be read.
    """
    facts, problems = facts_of(application, cells)
    own = application.call.rules
    places = [NATIONAL, facts.province_code, facts.prefecture_code]
    others = [other for other in programmes_for(places) if other.kind == own.kind]
    asked = [own, *(other for other in others if other.id != own.id)]
    return self_check(facts, min(today(), application.call.due), asked), problems
