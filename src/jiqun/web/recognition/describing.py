"""A cluster's perimeter and list of firms, as an application says them: lines that people edit."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from jiqun.base.names import place_name
from jiqun.base.readers import Reader
from jiqun.clusters import Profile
from jiqun.clusters.roster_store import RosterStore
from jiqun.discovery.dossier import Dossier
from jiqun.web.filing.known import sees
from jiqun.web.recognition.asked import FIRMS, PERIMETER
from jiqun.web.recognition.known_cells import BY_HAND, FILED, REGISTER
from jiqun.workspace import Workspace

CODE = re.compile("[0-9A-Z]{18}")
"""A credit code, as it stands in front of a firm's name."""


class ListedFirm(NamedTuple):
    """A firm of a list: its credit code, name and town, each empty where not said."""

    code: str
    name: str
    town: str = ""


def read_firms(text: str) -> list[ListedFirm]:
    """Read a list of firms, one a line: credit code, name, town, with blanks between.

    Examples
    --------
    >>> read_firms("91330106MA2800000X 甲厂 转塘街道")
    [ListedFirm(code='91330106MA2800000X', name='甲厂', town='转塘街道')]
    >>> read_firms("乙厂")
    [ListedFirm(code='', name='乙厂', town='')]
    """
    return [_firm(words) for line in text.splitlines() if (words := line.split())]


def firms_said(firms: Iterable[ListedFirm]) -> str:
    """Write a list of firms, one a line: what :func:`read_firms` reads."""
    lines = (" ".join(_solid(part) for part in firm if part) for firm in firms)
    return "\n".join(line for line in lines if line)


def described(
    profile: Profile, workspace: Workspace, reader: Reader, dossier: Dossier | None
) -> dict[str, tuple[str, str]]:
    """Return what is known of a cluster's perimeter and firms, by field: the text and its source.

    The list of an accepted filing comes before that of the register; what nobody states is left
    out.

    Parameters
    ----------
    profile
        The cluster.
    workspace, reader
        Where lists of firms are, and for whom they are read.
    dossier
        What discovery found of it, or None.
    """
    has_filed = bool(workspace.accepted().years(profile.id))
    source = REGISTER if dossier else FILED if has_filed else BY_HAND
    found = {PERIMETER: (perimeter_said(profile, dossier), source)}
    filed = RosterStore(workspace).firms(profile.id) if sees(reader, profile) else []
    inside = [ListedFirm(firm.credit_code, firm.name) for firm in filed if firm.until is None]
    if inside:
        found[FIRMS] = (firms_said(inside), FILED)
    elif dossier:
        found[FIRMS] = (firms_said(firms_inside(dossier)), REGISTER)
    return found


def perimeter_said(profile: Profile, dossier: Dossier | None) -> str:
    """Say a perimeter: the counties, and the towns with most of the firms where a register says."""
    counties = "、".join(place_name(code).zh for code in profile.county_codes)
    if dossier is None or not dossier.perimeter.towns:
        return counties
    towns = "、".join(f"{town}（{firms} 家）" for town, firms in dossier.perimeter.towns)
    return f"{counties}：{towns}"


def firms_inside(dossier: Dossier) -> list[ListedFirm]:
    """Return a dossier's firms in the towns of its perimeter; all where no town is known."""
    towns = {town for town, _ in dossier.perimeter.towns}
    return [
        ListedFirm(firm["code"] or "", firm["name"], firm["town"] or "")
        for firm in dossier.firms
        if not towns or firm["town"] in towns
    ]


def _firm(words: list[str]) -> ListedFirm:
    code, rest = (words[0], words[1:]) if CODE.fullmatch(words[0]) else ("", words)
    if len(rest) > 1:
        return ListedFirm(code, "".join(rest[:-1]), rest[-1])
    return ListedFirm(code, "".join(rest))


def _solid(part: str) -> str:
    """Return a part of a line without the blanks that stand between parts."""
    return "".join(part.split())
