"""The demonstration's cast: one account for each kind of office, around one made-up cluster."""

from collections.abc import Iterable

from django.db import transaction

from jiqun.base.codes import regions
from jiqun.base.readers import Office
from jiqun.clusters import Profile
from jiqun.web.accounts import people
from jiqun.web.accounts.models import Person
from jiqun.web.accounts.offices import Doer
from jiqun.workflow.routes import route_of

NAMES = {
    "county": "县级经办人", "neighbour": "邻县经办人", "prefecture": "地市经办人",
    "province": "省级经办人", "nation": "国家级经办人", "agency": "促进机构经办人",
    "firm": "企业联系人", "expert": "评审专家", "system": "系统管理员",
    "security": "安全管理员", "audit": "审计管理员",
}  # fmt: skip
FIRM = "91000000DEM0000019"
"""A credit code of nobody."""


def make_cast(profiles: Iterable[Profile], doer: Doer) -> dict[str, str]:
    """Make the accounts, and return their passwords, which are told once.

    Parameters
    ----------
    profiles
        The demonstration's clusters; the cast is around the first whose way has every office.
    doer
        Who makes them.

    Returns
    -------
    dict
        Passwords by login name; empty where the cast is there already.
    """
    if Person.objects.filter(login="county").exists():
        return {}
    cluster, neighbour = _around(list(profiles))
    parties = route_of(cluster.county_codes[:1], national=True).parties
    offices = {
        "county": (Office.COUNTY, parties["county"].of),
        "neighbour": (Office.COUNTY, neighbour.county_codes[0]),
        "prefecture": (Office.PREFECTURE, parties["prefecture"].of),
        "province": (Office.PROVINCE, parties["province"].of),
        "nation": (Office.NATION, ""),
        "agency": (Office.AGENCY, cluster.id),
        "firm": (Office.FIRM, FIRM),
        "expert": (Office.EXPERT, ""),
        "system": (Office.SYSTEM, ""),
        "security": (Office.SECURITY, ""),
        "audit": (Office.AUDIT, ""),
    }
    passwords = {}
    with transaction.atomic():
        for login, (office, of) in offices.items():
            passwords[login] = people.made_password()
            person = people.add_person(login, passwords[login], doer, NAMES[login])
            people.appoint(person, office, of, doer)
    return passwords


def _around(profiles: list[Profile]) -> tuple[Profile, Profile]:
    """Return a cluster with a prefecture of its own, and one of another county."""
    for cluster in profiles:
        parties = route_of(cluster.county_codes[:1], national=True).parties
        if "prefecture" in parties and regions().county(cluster.county_codes[0]):
            others = [
                other for other in profiles if other.county_codes[0] != cluster.county_codes[0]
            ]
            near = [
                other
                for other in others
                if other.county_codes[0][:2] == cluster.county_codes[0][:2]
            ]
            return cluster, (near or others)[0]
    raise ValueError("no cluster has a prefecture")
