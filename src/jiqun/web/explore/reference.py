"""Programmes and policies of the catalogue, read as data."""

from dataclasses import dataclass
from typing import Any

from jiqun.base.catalogue import read_entry
from jiqun.base.codes import regions
from jiqun.base.errors import Problem, Refused
from jiqun.base.language import Bilingual
from jiqun.base.names import region_name
from jiqun.base.own_catalogue import catalogue_files, per_catalogue

NATION = "000000"
KINDS = {
    "recognition_programme": Bilingual("认定办法", "recognition programme"),
    "competition": Bilingual("竞赛培育", "competition"),
    "policy": Bilingual("政策规划", "policy or plan"),
}
STATUSES = {
    "found": Bilingual("已读正文", "text read"),
    "partial": Bilingual("正文未全见", "text partly seen"),
    "not-found": Bilingual("仅知题名", "title only"),
}


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy document: what is known of it."""

    id: str
    title: Bilingual
    said: dict[str, Any]

    @property
    def jurisdiction(self) -> str:
        """The region's code; 000000 is the nation."""
        return str(self.said["jurisdiction"])

    @property
    def place(self) -> Bilingual:
        """Where it holds."""
        if self.jurisdiction == NATION:
            return Bilingual("全国", "Nation")
        return region_name(self.jurisdiction)

    @property
    def kind(self) -> Bilingual:
        """What it is, in words."""
        return KINDS[self.said["kind"]]

    @property
    def status(self) -> Bilingual:
        """How much of it was read, in words."""
        return STATUSES[self.said["status"]]


@per_catalogue
def policies() -> dict[str, Policy]:
    """Load every policy by id, the nation's first, then by region code.

    Raises
    ------
    Refused
        With every fault of every file.
    """
    found: list[Policy] = []
    problems: list[Problem] = []
    for path in catalogue_files("policies/*.yaml"):
        entry, faults = read_entry(path, "policy")
        problems += faults
        if entry is not None and not faults:
            title = Bilingual.of(entry.content["title"])
            found.append(Policy(path.stem, title, entry.content))
    if problems:
        raise Refused(problems)
    found.sort(key=lambda one: (one.jurisdiction, one.id))
    return {one.id: one for one in found}


def policies_of(region: str) -> list[Policy]:
    """Return the policies of a region and of the regions it lies in."""
    held = {region}
    if regions().get(region) is not None:
        held |= {region[:4] + "00", region[:2] + "0000"}
    return [one for one in policies().values() if one.jurisdiction in held]
