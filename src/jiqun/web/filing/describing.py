"""What a file says of the cluster and its firms, beside the draft's: shown, then taken over whole.

A list of firms is one thing: it is taken as it stands in the file, or not at all. Where a cluster
lies decides who sees its case, so that its counties are not changed here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core import signing
from django.db import transaction

from jiqun.base.errors import Problem, Refused, errors_only
from jiqun.base.language import Bilingual
from jiqun.clusters import Profile
from jiqun.clusters.roster_form import roster_form
from jiqun.filings.raw import RawFiling
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.moving import locked
from jiqun.web.casework.telling import told
from jiqun.web.events.chain import Deed, record
from jiqun.web.filing.drafts import line_of, roster_of
from jiqun.web.filing.firms import WORKBOOK, may_list, replace_list, stored_lines, suggest
from jiqun.web.filing.models import Case
from jiqun.web.filing.moving import draft_lines
from jiqun.workspace import Workspace

Line = dict[str, str]
DESCRIBED = {
    "name": Bilingual("集群名称", "name of the cluster"),
    "sector": Bilingual("行业类别", "sector"),
    "industry": Bilingual("主导产业行业代码", "code of the leading industry"),
    "operator": Bilingual("运营管理机构", "operator"),
}
"""Parts of a profile that a file may change."""
SALT = "jiqun.filing.described"


@dataclass(frozen=True, slots=True)
class LineDifference:
    """A firm of which a draft's list and a file's say something else.

    Parameters
    ----------
    ours, theirs
        What both say; empty where it is not in the list.
    """

    ours: Line
    theirs: Line

    @property
    def firm(self) -> Line:
        """Who it is."""
        return self.theirs or self.ours

    @property
    def columns(self) -> list[tuple[Bilingual, str, str]]:
        """What differs: its title, ours, theirs."""
        titles = {name: column.title for name, column in roster_form().columns.items()}
        titles["tiers"] = Bilingual("称号", "titles")
        return [
            (title, self.ours.get(name, ""), self.theirs.get(name, ""))
            for name, title in titles.items()
            if self.ours.get(name, "") != self.theirs.get(name, "")
        ]


@dataclass(frozen=True)
class Described:
    """What a file says of the cluster and its firms that the draft does not.

    Parameters
    ----------
    profile
        By part of the profile, what the draft and what the file says.
    firms
        Firms whose lines differ, and those that are in one of the lists alone.
    posted
        What a page sends to have it taken; signed, so that it is what was shown.
    """

    profile: dict[str, tuple[str, str]]
    firms: list[LineDifference]
    posted: str

    def __bool__(self) -> bool:
        return bool(self.profile or self.firms)

    @property
    def titles(self) -> dict[str, Bilingual]:
        """The parts of a profile in words."""
        return DESCRIBED


def lines_of(raw: RawFiling) -> list[Line] | None:
    """Return a filing's list of firms line by line; None where a row of it cannot be read."""
    roster = raw.roster
    if roster is None or errors_only(roster.problems):
        return None
    return [line_of(firm) for firm in roster.firms]


def described(
    case: Case,
    profile: Profile | None,
    lines: Sequence[Line] | None,
    workspace: Workspace,
    doer: Doer,
) -> Described:
    """Compare what a file says of a cluster and its firms with the draft.

    Parameters
    ----------
    case
        The draft's.
    profile, lines
        The file's; None where it says nothing, or nothing that can be read.
    workspace, doer
        The stored list stands for a draft that has none of its own; who compares.
    """
    said = profile.record() if profile else {}
    changed = {
        name: (str(case.profile.get(name, "")), str(said[name]))
        for name in DESCRIBED
        if name in said and said[name] != case.profile.get(name, "")
    }
    firms = [] if lines is None else _compared(own_lines(case, workspace, doer), lines)
    taken = {"case": str(case), "profile": {name: new for name, (_, new) in changed.items()}}
    posted = signing.dumps({**taken, "lines": lines if firms else None}, salt=SALT, compress=True)
    return Described(changed, firms, posted)


def take_description(case: Case, posted: str, doer: Doer) -> None:
    """Take over what a file says of the cluster and its firms, by one event.

    Raises
    ------
    Refused
        Where no page of ours sent it, or the case is locked.
    """
    try:
        said: dict[str, Any] = signing.loads(posted, salt=SALT, max_age=24 * 3600)
    except signing.BadSignature:
        raise Refused([Problem("casework.not_understood")]) from None
    with transaction.atomic():
        case = locked(case)
        if said["case"] != str(case):
            raise Refused([Problem("casework.not_understood")])
        if not may_list(case, doer):
            raise Refused([Problem("filing.list_closed")])
        deed: dict[str, Any] = {"source": WORKBOOK}
        if said["profile"]:
            was = {name: case.profile.get(name, "") for name in said["profile"]}
            deed |= {"before": was, "after": said["profile"]}
            changed = replace(Profile.of(case.profile), **said["profile"])
            case.profile = changed.record()
            case.save(update_fields=["profile"])
            deed |= told(case, ["profile"]).said
        if said["lines"] is not None:
            before = draft_lines(case)
            replace_list(case, said["lines"], WORKBOOK)
            deed |= {"firms": {"before": before, "after": said["lines"]}}
            deed |= {"suggested": suggest(case)}
        record(Deed("describe", case.subject, doer.person, doer.office, deed))


def own_lines(case: Case, workspace: Workspace, doer: Doer) -> list[Line]:
    """Return a draft's list, or the stored one that stands for it."""
    own = draft_lines(case)
    return stored_lines(case, workspace, doer) if own is None else own


def _compared(ours: Sequence[Line], theirs: Sequence[Line]) -> list[LineDifference]:
    """Compare two lists, each line as it is understood: 1200.50 says the same as 1200.5."""
    mine, other = _keyed(ours), _keyed(theirs)
    return [
        LineDifference(mine.get(place, {}), other.get(place, {}))
        for place in dict.fromkeys((*mine, *other))
        if mine.get(place) != other.get(place)
    ]


def _keyed(lines: Sequence[Line]) -> dict[tuple[str, int], Line]:
    """Return lines as they are understood, by credit code and the period they are of."""
    found: dict[tuple[str, int], Line] = {}
    for firm in roster_of(lines, "", "").firms:
        period = sum(code == firm.credit_code for code, _ in found)
        found[firm.credit_code, period] = line_of(firm)
    return found
