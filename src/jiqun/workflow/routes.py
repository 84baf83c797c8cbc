"""Which offices a cluster's case goes through: who submits, who endorses, where it ends.

A step that a place does not have is left out and said. What no source states of a place is not
guessed: it keeps its ordinary step.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from jiqun.base.codes import regions
from jiqun.base.csv_files import catalogue_rows
from jiqun.base.errors import Problem, Refused
from jiqun.base.language import Bilingual
from jiqun.base.readers import Office, own_quota


@dataclass(frozen=True, slots=True)
class Party:
    """An office that takes part in a case.

    Parameters
    ----------
    office
        What it is in the route: Ningbo, which stands in its province's place, is a province here.
    of
        Its region's code; a cluster's id for an agency, empty for the nation and the installation.
    """

    office: Office
    of: str = ""


NATION = Party(Office.NATION)
INSTALLATION = Party(Office.SYSTEM)


@dataclass(frozen=True, slots=True)
class Route:
    """Who takes part in a case, slot by slot in their order, and what to say of the route.

    Parameters
    ----------
    parties
        By slot.
    notes
        Steps left out or taken over, and why.
    """

    parties: Mapping[str, Party]
    notes: tuple[Bilingual, ...] = field(default=())


def route_of(
    counties: Sequence[str], *, national: bool, submits: str = "", recommends: str = ""
) -> Route:
    """Return the offices a cluster's filing goes through.

    Parameters
    ----------
    counties
        The county-level codes of the cluster's perimeter.
    national
        Whether the nation recognised the cluster; else its case ends at the province.
    submits
        The county that files; needed where the perimeter has more than one.
    recommends
        The province-level office that takes the case, where it is not the one the place suggests:
        a cluster of Shenzhen in Guangdong's own programme.

    Raises
    ------
    Refused
        Where a code is no county's, nobody or a stranger submits, or the named office does not
        cover the county.

    Examples
    --------
    >>> [party.of for party in route_of(["330106"], national=True).parties.values()]
    ['330106', '330100', '330000', '', '']
    >>> list(route_of(["330203"], national=False).parties)
    ['county', 'province', 'installation']
    >>> route_of(["441900"], national=True).notes[0].in_("en")
    '东莞市 is county and prefecture at once and does not endorse its own submission'
    """
    county = _submitting(counties, submits)
    province = _recommending(county, recommends)
    prefecture, notes = _prefecture(county, province)
    parties = {"county": Party(Office.COUNTY, county)}
    if prefecture:
        parties["prefecture"] = Party(Office.PREFECTURE, prefecture)
    parties["province"] = Party(Office.PROVINCE, province)
    if national:
        parties["nation"] = NATION
    parties["installation"] = INSTALLATION
    return Route(parties, tuple(notes))


def _submitting(counties: Sequence[str], submits: str) -> str:
    unknown = [code for code in counties if regions().county(code) is None]
    if unknown or not counties:
        details = {"codes": ", ".join(unknown)}
        raise Refused([Problem("workflow.no_county", details=details)])
    if not submits and len(counties) > 1:
        raise Refused([Problem("workflow.who_submits", details={"codes": ", ".join(counties)})])
    if submits and submits not in counties:
        details = {"code": submits, "codes": ", ".join(counties)}
        raise Refused([Problem("workflow.stranger_submits", details=details)])
    return submits or counties[0]


def _recommending(county: str, recommends: str) -> str:
    """Return the office in the province's place: its own quota's, else its province."""
    own = next((code for code, place in own_quota().items() if county.startswith(place.prefix)), "")
    offices = [own, regions().province_of(county).code]
    if recommends and recommends not in offices:
        details = {"code": recommends, "known": ", ".join(code for code in offices if code)}
        raise Refused([Problem("workflow.stranger_recommends", details=details)])
    return recommends or next(code for code in offices if code)


def _prefecture(county: str, province: str) -> tuple[str, list[Bilingual]]:
    """Return the prefecture between a county and the office in the province's place, or why not."""
    region = regions().county(county)
    parent = regions().prefecture(region.parent_code) if region else None
    if parent is not None and parent.code in own_quota() and province not in own_quota():
        name = own_quota()[parent.code].name
        return "", [
            Bilingual(
                f"{name.zh}有单列名额，没有地市一级的单位，由省级直接审核",
                f"{name.en} has a quota of its own and no prefecture's office: the province takes "
                "it from the county",
            )
        ]
    if province in own_quota():
        name = own_quota()[province].name
        return "", [
            Bilingual(
                f"{name.zh}有单列名额，代行省级环节，不再设地市环节",
                f"{name.en} has a quota of its own and stands in the province's place, "
                "without a prefecture's step",
            )
        ]
    for prefix, why in _without_prefecture().items():
        if county.startswith(prefix):
            return "", [why]
    if region is None or parent is None:
        return "", []
    if parent.name == region.name:
        return "", [
            Bilingual(
                f"{region.name}既是县级又是地市，不审核自己的提交",
                f"{region.name} is county and prefecture at once and does not endorse "
                "its own submission",
            )
        ]
    return parent.code, []


def has_office(prefecture: str) -> bool:
    """Tell whether a prefecture has an office that takes part in a province's cases.

    Examples
    --------
    >>> [has_office(code) for code in ("330100", "440300", "429000", "460100", "330106")]
    [True, False, False, False, False]
    """
    place = regions().prefecture(prefecture)
    if place is None or prefecture in own_quota() or regions().county(prefecture) is not None:
        return False
    return not prefecture.startswith(tuple(_without_prefecture()))


@cache
def _without_prefecture() -> dict[str, Bilingual]:
    """Read the places without a prefecture's step, by prefix, and why."""
    return {
        row["covers"]: Bilingual(row["zh"], row["en"])
        for row in catalogue_rows("codes", "no_prefecture.csv")
    }
