"""Which counties a form offers, which it sets beforehand, and whose province looks after one."""

from jiqun.base.codes import regions
from jiqun.base.readers import Office, Reader, own_quota
from jiqun.exchange.slots.offers import registered_in
from jiqun.web.explore.shelf import shelf
from jiqun.web.filing.known import known_clusters


def counties_near(reader: Reader) -> list[str]:
    """Return the counties to choose from: those of a firm's province of registration, else all."""
    every = [region.code for region in regions().counties]
    province = reader.credit_code[2:4]
    return [code for code in every if code.startswith(province)] or every


def own_county(reader: Reader) -> str:
    """Return where a reader is: a county, a firm by its credit code, an agency by its cluster.

    Empty where that is no county, as of a university that is registered with its province.
    """
    if reader.office is Office.COUNTY:
        return next(iter(reader.within), "")
    if reader.office is Office.FIRM:
        return registered_in(reader.credit_code)
    if reader.office is not Office.AGENCY:
        return ""
    known = known_clusters(shelf().workspace, reader)
    return next((code for found in known for code in found.profile.county_codes), "")


def province_of(county: str) -> str:
    """Return the office in the province's place that a county belongs to.

    Examples
    --------
    >>> province_of("330106"), province_of("330203")
    ('330000', '330200')
    """
    own = next((quota for quota in own_quota().values() if county.startswith(quota.prefix)), None)
    return own.code if own else regions().province_of(county).code
