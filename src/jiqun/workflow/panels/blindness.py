"""What an expert may see, and when: nobody is led by others' scores, counts or order.

Counts and orders give scores away as surely as the scores themselves, so the rule is over kinds of
things, aggregates among them, and whatever it does not name is not seen.
"""

from enum import StrEnum

from jiqun.base.readers import Office


class Sight(StrEnum):
    """A kind of thing about an application under review."""

    MATERIAL = "material"
    """Form, evidence, targets, the record of the check on site."""
    OWN_SCORES = "own_scores"
    OTHERS_SCORES = "others_scores"
    """Other experts' scores and remarks, without their names."""
    AGGREGATES = "aggregates"
    """Means, medians, disagreement of an application."""
    COUNTS = "counts"
    """How many experts there are, have given scores, agreed or declined."""
    ORDER = "order"
    """Rank, and any list sorted by scores."""
    RECORD = "record"
    """The panel's summary and the record of the defence."""
    EXPERTS = "experts"
    """Who the experts are."""


INVITED = frozenset({Sight.MATERIAL})
GIVEN = INVITED | {Sight.OWN_SCORES}
EVERYTHING = frozenset(Sight)


def seen_by_expert(*, assigned: bool, given: bool, closed: bool) -> frozenset[Sight]:
    """Return what an expert may see of an application.

    Parameters
    ----------
    assigned
        Whether it is theirs: neither declined, nor stood aside, excluded or replaced.
    given
        Whether they gave their scores; these no longer change.
    closed
        Whether all scores of the call are closed: until then what others gave could still lead
        them in another application, whatever they gave in this one.

    Examples
    --------
    >>> sorted(seen_by_expert(assigned=True, given=True, closed=False))
    [<Sight.MATERIAL: 'material'>, <Sight.OWN_SCORES: 'own_scores'>]
    >>> seen_by_expert(assigned=False, given=True, closed=True)
    frozenset()
    """
    if not assigned:
        return frozenset()
    if not given:
        return INVITED
    return GIVEN | (
        {Sight.OTHERS_SCORES, Sight.AGGREGATES, Sight.RECORD} if closed else frozenset()
    )


def seen_by_office(
    office: Office, *, authority: bool, closed: bool, shown: bool = False
) -> frozenset[Sight]:
    """Return what an office may see of an application's review.

    Parameters
    ----------
    office
        What it is.
    authority
        Whether it is the recognising authority of the case, which invites the experts.
    closed
        Whether all scores of the call are closed.
    shown
        Whether the programme shows applicants what the panel wrote by now.

    Examples
    --------
    >>> Sight.AGGREGATES in seen_by_office(Office.NATION, authority=True, closed=False)
    False
    >>> seen_by_office(Office.COUNTY, authority=False, closed=True)
    frozenset({<Sight.MATERIAL: 'material'>})
    """
    if office in (Office.SYSTEM, Office.SECURITY, Office.AUDIT, Office.PUBLIC, Office.FIRM):
        return frozenset()
    if not authority:
        return INVITED | {Sight.RECORD} if shown else INVITED
    if closed:
        return EVERYTHING
    # Who invites must see who is missing, what it wrote itself, and nothing that scores say.
    return INVITED | {Sight.EXPERTS, Sight.COUNTS, Sight.RECORD}
