"""Hand a recognition over to its successor county, with the papers about it that are open."""

from django.db import transaction

from jiqun.base.readers import Reader
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework import handing
from jiqun.web.casework.handing import is_closed
from jiqun.web.recognised.models import (
    Appeal,
    ChangeReport,
    Paper,
    Recognition,
    Recognitions,
    Review,
)

KINDS: tuple[type[Paper], ...] = (ChangeReport, Review, Appeal)


def standing_in(county: str, reader: Reader) -> Recognitions:
    """Return the recognitions a reader works on that reach into a county and have not ended."""
    return handing.reaching_into(Recognitions(Recognition).for_reader(reader), county)


def hand_over(
    recognition: Recognition, county: str, successor: str, doer: Doer, reason: str
) -> Recognition:
    """Let another county take the place of one of a recognition's counties.

    Its duties, reviews, reports and appeals are the successor's from then on; each paper that is
    about the county, and not closed, goes by an event of its own.

    Raises
    ------
    Refused
        As :func:`jiqun.web.casework.handing.hand_over`.
    """
    with transaction.atomic():
        moved = handing.hand_over(recognition, county, successor, doer, reason)
        for kind in KINDS:
            for paper in kind.objects.filter(recognition=moved).select_related("definition"):
                if county in paper.profile["county_codes"] and not is_closed(paper):
                    handing.hand_over(paper, county, successor, doer, reason)
    return moved
