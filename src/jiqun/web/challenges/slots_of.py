"""Who reads what of a challenge by its slots, as a query and as the database's own line."""

from django.db.models import Q

from jiqun.base.readers import Office, Reader
from jiqun.exchange.challenges.sealing import HOLDERS
from jiqun.web.accounts.offices import party_of

PARTIES = (Office.FIRM, Office.AGENCY, Office.COUNTY, Office.PROVINCE)
"""Offices that may fill a slot of a challenge."""
OVER = "above.deadline < (now() AT TIME ZONE 'Asia/Shanghai')::date"
"""Whether the deadline of the challenge above is over."""


def of_party(reader: Reader, *slots: str, above: str = "") -> Q:
    """Return what selects challenges in which a reader fills a slot; without slots, any.

    Parameters
    ----------
    reader
        Who reads.
    slots
        The slots that count.
    above
        How a row that hangs on a challenge names it, such as ``proposal__challenge__``.
    """
    mine = sorted(reader.clusters) if reader.office is Office.AGENCY else [party_of(reader).of]
    found = Q(pk__in=())
    if reader.office not in PARTIES:
        return found
    for slot in slots or ("owner", *HOLDERS, "solver", "arbiter"):
        for of in filter(None, mine):
            office, whose = f"{above}parties__{slot}__0", f"{above}parties__{slot}__1"
            found |= Q(**{office: str(reader.office), whose: of})
    return found
