"""What a reader may do with a case by its workflow, and whether it waits for them."""

from collections.abc import Iterable
from dataclasses import dataclass

from jiqun.base.language import Bilingual
from jiqun.base.readers import Reader
from jiqun.web.accounts.offices import party_of
from jiqun.web.casework.models import Process
from jiqun.workflow.cases import Case as Standing
from jiqun.workflow.routes import Party


@dataclass(frozen=True)
class Verb:
    """A step as a page offers it."""

    name: str
    title: Bilingual
    needs_reason: bool


def verb_of(standing: Standing, name: str) -> Verb:
    """Return a step as a page offers it.

    Parameters
    ----------
    standing
        Where the case stands: the step is one its state allows.
    name
        The step's name in the workflow.
    """
    needs_reason = standing.table[standing.state, name].reason
    return Verb(name, standing.workflow.verbs[name], needs_reason)


def verbs_of(row: Process, reader: Reader, but: Iterable[str] = ()) -> list[Verb]:
    """Return what a reader may do with a case now.

    Parameters
    ----------
    row
        The case.
    reader
        Who looks at it.
    but
        Steps that its page does not offer: by a form of their own, or without a use now.
    """
    standing = row.standing
    hidden = set(but)
    names = standing.verbs_for(party_of(reader))
    return [verb_of(standing, name) for name in names if name not in hidden]


def waits_for(row: Process, party: Party) -> bool:
    """Tell whether it is a party's turn: never once the case is over."""
    standing = row.standing
    return standing.holder in standing.slots_of(party) and not standing.standing.final
