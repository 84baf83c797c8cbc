"""What an office covers: from a membership to the one reader that query sets and disclosure ask."""

from dataclasses import dataclass

from jiqun.base.codes import regions
from jiqun.base.language import Bilingual
from jiqun.base.names import place_name
from jiqun.base.readers import NATION, Office, Reader, own_quota, reader_named
from jiqun.workflow.routes import Party

OF_REGIONS = (Office.PROVINCE, Office.PREFECTURE, Office.COUNTY)
TITLES = {
    Office.NATION: Bilingual("国家主管部门", "the nation"),
    Office.PROVINCE: Bilingual("省级主管部门", "province"),
    Office.PREFECTURE: Bilingual("地市主管部门", "prefecture"),
    Office.COUNTY: Bilingual("县级主管部门", "county"),
    Office.AGENCY: Bilingual("集群促进机构", "promotion agency"),
    Office.FIRM: Bilingual("企业或机构", "firm or institution"),
    Office.EXPERT: Bilingual("专家", "expert"),
    Office.SYSTEM: Bilingual("系统管理员", "system administrator"),
    Office.SECURITY: Bilingual("安全管理员", "security administrator"),
    Office.AUDIT: Bilingual("审计管理员", "audit administrator"),
    Office.PUBLIC: Bilingual("公众", "anybody"),
}


def reader_of_office(office: Office, of: str) -> Reader:
    """Return what an office covers.

    Parameters
    ----------
    office
        Which.
    of
        A region's code, a cluster's id for an agency, a credit code for a firm or
        institution, a person's uid for an expert; else empty.

    Raises
    ------
    ValueError
        Where there is no such region, or it is of another level.

    Examples
    --------
    >>> reader_of_office(Office.COUNTY, "330106").within
    ('330106',)
    >>> reader_of_office(Office.PREFECTURE, "441900").within, party_of(
    ...     reader_of_office(Office.PROVINCE, "330200")).of
    (('4419',), '330200')
    """
    if office is Office.NATION:
        return NATION
    if office not in OF_REGIONS:
        return _of_no_region(office, of)
    found = reader_named(of)
    if found.office is office:
        return found
    if office is Office.PREFECTURE and _is_both(of):
        return Reader(office, within=(of[:4],))
    raise ValueError(of)


def _of_no_region(office: Office, of: str) -> Reader:
    """Return what an office covers that is of no region; an administrator's is nothing."""
    if office is Office.AGENCY:
        return Reader(office, clusters=frozenset({of}))
    if office is Office.FIRM:
        return Reader(office, credit_code=of)
    return Reader(office, cases=frozenset({of} - {""}) if office is Office.EXPERT else frozenset())


def _is_both(code: str) -> bool:
    """Tell whether a county is its own prefecture: 东莞, 中山."""
    region = regions().county(code)
    parent = regions().prefecture(region.parent_code) if region else None
    return region is not None and parent is not None and parent.name == region.name


def party_of(reader: Reader) -> Party:
    """Return the party a reader is in a case.

    Examples
    --------
    >>> party_of(reader_named("330000"))
    Party(office=<Office.PROVINCE: 'province'>, of='330000')
    """
    if reader.office is Office.AGENCY:
        return Party(reader.office, next(iter(sorted(reader.clusters)), ""))
    if reader.office is Office.FIRM:
        return Party(reader.office, reader.credit_code)
    if reader.office is Office.EXPERT:
        return Party(reader.office, next(iter(sorted(reader.cases)), ""))
    code = next(iter(reader.within), "")
    return Party(reader.office, code.ljust(6, "0") if code else "")


def office_title(office: Office, of: str) -> Bilingual:
    """Say an office in words: 浙江省 · 省级主管部门."""
    title, place = TITLES[office], place_title(of) if office in OF_REGIONS else Bilingual(of, of)
    if not of or office is Office.EXPERT:  # who an expert is, is never said by an office's title
        return title
    return Bilingual(f"{place.zh} · {title.zh}", f"{place.en} · {title.en}")


def place_title(code: str) -> Bilingual:
    """Say a place in words, a city or corps of its own quota too."""
    if code in own_quota():
        return own_quota()[code].name
    return place_name(code)


@dataclass(frozen=True, slots=True)
class Doer:
    """Who does something: a reader, and the person behind it.

    Parameters
    ----------
    reader
        What they cover.
    person
        Their uid; empty for the installation.
    """

    reader: Reader
    person: str = ""

    @property
    def party(self) -> Party:
        """What they are in a case."""
        return party_of(self.reader)

    @property
    def office(self) -> str:
        """How the event log writes it."""
        party = self.party
        return f"{party.office}:{party.of}" if party.of else str(party.office)
