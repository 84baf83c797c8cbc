"""Who may invite whom: an office, those below it in its own coverage, and its own colleagues."""

from jiqun.base.readers import Office, Reader
from jiqun.web.accounts.models import OVERSEERS
from jiqun.web.accounts.offices import OF_REGIONS, party_of

BELOW = {
    Office.SYSTEM: (Office.NATION, *OF_REGIONS, Office.AGENCY, Office.FIRM, Office.EXPERT,
                    Office.SYSTEM, Office.SECURITY, Office.AUDIT),
    Office.NATION: (*OF_REGIONS, Office.AGENCY, Office.FIRM, Office.EXPERT),
    Office.PROVINCE: (Office.PREFECTURE, Office.COUNTY, Office.AGENCY, Office.FIRM),
    Office.PREFECTURE: (Office.COUNTY, Office.AGENCY, Office.FIRM),
    Office.COUNTY: (Office.AGENCY, Office.FIRM),
}  # fmt: skip
"""Offices that each office may invite to, inside what it covers."""


def may_invite(reader: Reader, office: Office, of: str, county: str = "") -> bool:
    """Tell whether a reader may give an office away.

    Parameters
    ----------
    reader
        Who invites.
    office, of
        To what.
    county
        The county of a cluster, for its agency.

    Examples
    --------
    >>> from jiqun.base.readers import reader_named
    >>> zhejiang = reader_named("330000")
    >>> may_invite(zhejiang, Office.COUNTY, "330106"), may_invite(zhejiang, Office.COUNTY, "110108")
    (True, False)
    >>> may_invite(zhejiang, Office.NATION, ""), may_invite(zhejiang, Office.PROVINCE, "330000")
    (False, True)
    >>> may_invite(reader_named("330106"), Office.FIRM, "91330106MA2800000X")
    True
    >>> may_invite(reader_named("330106"), Office.FIRM, "91110108MA2800000X")
    False

    A university registered with its province is invited by it, and not by a county:

    >>> [may_invite(reader_named(place), Office.FIRM, "123300004700951234")
    ...  for place in ("330000", "330106")]
    [True, False]
    """
    party = party_of(reader)
    if (party.office, party.of) == (office, of) and party.office not in OVERSEERS:
        return True
    if office not in BELOW.get(reader.office, ()):
        return False
    if reader.office in (Office.SYSTEM, Office.NATION):
        return True
    if office is Office.FIRM:
        place = of[2:8]  # where a credit code was registered
    else:
        place = county if office is Office.AGENCY else of.rstrip("0") or of
    return bool(place) and reader.covers(place)
