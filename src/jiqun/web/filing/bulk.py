"""One step for many cases: each by itself, each refusal told by its case."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from jiqun.base.errors import Problem, Refused
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.moving import move
from jiqun.web.filing.accepting import accept, notice_import
from jiqun.web.filing.models import Case
from jiqun.workspace import Workspace

VERBS = ("endorse", "return", "accept")
MOST = 200
"""Cases of one go."""


@dataclass
class Done:
    """What became of every case.

    Parameters
    ----------
    moved
        Those that went on.
    refused
        Those that did not, with why.
    """

    moved: list[Case] = field(default_factory=list)
    refused: list[tuple[Case, list[Problem]]] = field(default_factory=list)


def step(
    cases: Iterable[Case], verb: str, workspace: Workspace, doer: Doer, reason: str = ""
) -> Done:
    """Take a step with every case; what one is refused keeps no other from it.

    Parameters
    ----------
    cases
        Cases the doer sees.
    verb
        ``endorse``, ``return`` (asks about the cells with open questions) or ``accept``.
    workspace
        What is accepted goes there.
    doer
        Who.
    reason
        Why, for a return.

    Raises
    ------
    Refused
        Where the step is another one, or no case or too many are chosen.
    """
    chosen = list(cases)
    if verb not in VERBS:
        raise Refused([Problem("filing.not_in_bulk")])
    if not 0 < len(chosen) <= MOST:
        raise Refused([Problem("filing.bulk_count", details={"most": MOST})])
    done = Done()
    for case in chosen:
        try:
            done.moved.append(_stepped(case, verb, workspace, doer, reason))
        except Refused as refused:
            done.refused.append((case, refused.problems))
    return done


def _stepped(case: Case, verb: str, workspace: Workspace, doer: Doer, reason: str) -> Case:
    if verb == "accept":
        return accept(case, workspace, doer)
    case = notice_import(case, workspace)
    asked = {question.field for question in case.questions.exclude(waits="")}
    return move(case, verb, doer, reason, asked if verb == "return" else ())
