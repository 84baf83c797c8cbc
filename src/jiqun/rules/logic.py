"""Three-valued logic, with a fourth answer where the law leaves the decision to a person."""

from collections.abc import Iterable
from enum import StrEnum


class Answer(StrEnum):
    """What can be said of a criterion.

    ``discretion`` means that everything is known, the number is not reached, and the text lets the
    reviewer accept it nevertheless without saying how far.
    """

    MET = "met"
    NOT_MET = "not_met"
    CANNOT_TELL = "cannot_tell"
    DISCRETION = "discretion"


def all_of(answers: Iterable[Answer]) -> Answer:
    """Return the answer to "all of these hold".

    One failure decides whatever is unknown; an unknown outweighs a discretion, since it could
    still turn out a failure. Of nothing, everything holds.

    Examples
    --------
    >>> all_of([Answer.MET, Answer.CANNOT_TELL]).value, all_of([Answer.NOT_MET, *Answer]).value
    ('cannot_tell', 'not_met')
    """
    return _strongest(answers, _ALL_OF, Answer.MET)


def any_of(answers: Iterable[Answer]) -> Answer:
    """Return the answer to "at least one of these holds".

    One success decides whatever is unknown. Of nothing, nothing holds.

    Examples
    --------
    >>> any_of([Answer.NOT_MET, Answer.CANNOT_TELL]).value, any_of([Answer.MET, *Answer]).value
    ('cannot_tell', 'met')
    """
    return _strongest(answers, _ANY_OF, Answer.NOT_MET)


_ALL_OF = (Answer.NOT_MET, Answer.CANNOT_TELL, Answer.DISCRETION)
_ANY_OF = (Answer.MET, Answer.CANNOT_TELL, Answer.DISCRETION)


def _strongest(answers: Iterable[Answer], order: tuple[Answer, ...], otherwise: Answer) -> Answer:
    found = list(answers)
    return next((answer for answer in order if answer in found), otherwise)
