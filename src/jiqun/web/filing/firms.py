"""The list of firms of a draft: firms are invited to their own line, and the county takes it over.

What a firm says stands beside the county's line until the county takes it; a locked case takes
nothing. Counts and sums of the list are suggestions for the form's cells, with their source.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from jiqun.base.canonical import decimal_text
from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.readers import Office
from jiqun.clusters import Profile
from jiqun.clusters.roster import Firm, Roster, counts_on
from jiqun.clusters.roster_checks import checked, countable
from jiqun.clusters.roster_form import roster_form
from jiqun.clusters.roster_rows import credit_code
from jiqun.clusters.roster_store import RosterStore
from jiqun.clusters.roster_ties import year_end
from jiqun.web.accounts import people
from jiqun.web.accounts.inviting import may_invite
from jiqun.web.accounts.models import Membership
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.events.chain import Deed, record
from jiqun.web.filing.drafts import Lines, line_of, roster_of
from jiqun.web.filing.known import sees
from jiqun.web.filing.models import VALUES, Case, Cell, FirmLine
from jiqun.web.filing.moving import draft_lines
from jiqun.workspace import Workspace

ROSTER, FIRM, WORKBOOK = "roster", "firm", "workbook"
BEGUN = "begun"
"""Under what an event says the list a draft began with; None where it began with none."""
COLUMNS = (*roster_form().columns, "tiers")
FILLED_IN = tuple(name for name in COLUMNS if name not in ("credit_code", "until"))
"""Columns a firm says itself: not who it is, nor that it left."""
SUMS = {"output_total": "output", "employment": "employment"}
"""Fields of the form that add up a column of the list, where every firm inside says it."""
LONGEST = 400
"""Characters of one column."""


def stored_lines(case: Case, workspace: Workspace, doer: Doer) -> list[dict[str, str]]:
    """Return the list stored for a case's cluster, for who sees the cluster in full."""
    if not sees(doer.reader, Profile.of(case.profile)):
        return []
    return [line_of(firm) for firm in RosterStore(workspace).firms(case.cluster)]


def begin_list(case: Case, workspace: Workspace, doer: Doer) -> list[dict[str, str]] | None:
    """Give a draft a list of its own: the one stored for its cluster, line by line.

    Returns
    -------
    list or None
        The list, for the event to say; None where the draft has one, or none is stored.
    """
    stored = [] if case.listed else stored_lines(case, workspace, doer)
    if stored:
        replace_list(case, stored, ROSTER)
    return stored or None


def may_list(case: Case, doer: Doer) -> bool:
    """Tell whether somebody changes the list now: who fills in, while every cell is open."""
    return bool(case.open_to(doer)) and takes_firms(case)


def takes_firms(case: Case) -> bool:
    """Tell whether a case is a draft: one that was submitted is locked, for firms too."""
    return case.standing.standing.open_cells in ("all", "named")


def invite(case: Case, code: str, workspace: Workspace, doer: Doer) -> tuple[FirmLine, str]:
    """Ask a firm to fill in its line; one without an account gets an invitation.

    Parameters
    ----------
    case
        The case, which the doer fills in.
    code
        The firm's credit code: of a firm in the list, or one registered in the doer's places.
    workspace, doer
        Where the list is, and who asks.

    Returns
    -------
    FirmLine
        Its line.
    str
        The secret of the invitation, told once; empty where the firm has an account.

    Raises
    ------
    Refused
        Where the code is none, the firm is a stranger to the place, or the case is locked.
    """
    code = _code(code)
    with transaction.atomic():
        case = _locked(case, doer)
        begun = begin_list(case, workspace, doer)
        lines = list(case.firms.filter(credit_code=code))
        own = may_invite(replace(doer.reader, office=Office.COUNTY), Office.FIRM, code)
        if not lines and not own:
            raise Refused([Problem("filing.firm_elsewhere", details={"code": code})])
        line = lines[-1] if lines else _new(case, code)
        line.invited = timezone.now()
        line.save()
        said = {"firm": code, "line": line.number, BEGUN: begun}
        record(Deed("ask_firm", case.subject, doer.person, doer.office, said))
        held = Membership.objects.standing().filter(office=Office.FIRM, of=code).exists()
        secret = "" if held else people.invite(Office.FIRM, code, doer)
    return line, secret


def supply(line: FirmLine, said: Mapping[str, str], doer: Doer) -> list[Problem]:
    """Keep what a firm says of itself beside the county's line.

    Returns
    -------
    list of Problem
        Warnings and notes, as the command line has them of such a row.

    Raises
    ------
    Refused
        Where the line is not the doer's own, the case is locked, or the row has an error: every
        one, and nothing is kept.
    """
    mine = FirmLine.objects.for_reader(doer.reader).filter(pk=line.pk).first()
    if mine is None or doer.reader.office is not Office.FIRM:
        raise Refused([Problem("filing.not_your_line")])
    with transaction.atomic(), seen_whole():  # of the case: only whether it is locked, and where
        case = Case.objects.select_for_update().select_related("definition").get(pk=mine.case_id)
        if not takes_firms(case):
            raise Refused([Problem("filing.firm_locked")])
        written = {**_kept_columns(mine), **_columns(said), "credit_code": mine.credit_code}
        found = line_problems(case, [written])
        if errors_only(found):
            raise Refused(found)
        before, mine.supplied, mine.at = mine.supplied, written, timezone.now()
        mine.save(update_fields=["supplied", "at"])
        deed = {"firm": mine.credit_code, "line": mine.number, "before": before, "after": written}
        record(Deed("supply", case.subject, doer.person, doer.office, deed))
    return found


def take(case: Case, numbers: Collection[int], doer: Doer, workspace: Workspace) -> int:
    """Take over what firms say, line by line, and count the list anew.

    Parameters
    ----------
    case
        The case.
    numbers
        Of the lines.
    doer, workspace
        Who takes, and where the stored list is.

    Returns
    -------
    int
        How many lines were taken.

    Raises
    ------
    Refused
        Where the case is locked, or nothing of these lines is there to be taken.
    """
    with transaction.atomic():
        case = _locked(case, doer)
        begun = begin_list(case, workspace, doer)
        lines = [line for line in case.firms.filter(number__in=numbers) if line.supplied]
        if not lines:
            raise Refused([Problem("filing.no_line_chosen")])
        changed = {}
        for line in lines:
            changed[line.credit_code] = {"before": line.said, "after": line.supplied}
            line.said, line.supplied, line.source = line.supplied, {}, FIRM
            line.save()
        case.listed = True
        case.save(update_fields=["listed"])
        suggested = suggest(case)
        deed = {"firms": changed, "suggested": suggested, BEGUN: begun}
        deed |= {"lines": sorted(line.number for line in lines)}
        record(Deed("take_firms", case.subject, doer.person, doer.office, deed))
    return len(lines)


def suggest(case: Case) -> dict[str, str]:
    """Put what the list comes to into cells nobody filled in by hand, to be confirmed."""
    came = come_to(case, draft_lines(case) or [])
    cells = Cell.objects.filter(case=case, period=VALUES, field__in=came)
    changed = [
        cell
        for cell in cells
        if (cell.empty or cell.source == ROSTER) and cell.said != came[cell.field]
    ]
    for cell in changed:
        cell.said, cell.status, cell.reason = came[cell.field], "", ""
        cell.source, cell.confirmed, cell.version = ROSTER, False, cell.version + 1
        cell.save()
    return {cell.field: cell.said for cell in changed}


def come_to(case: Case, lines: Lines) -> dict[str, str]:
    """Return what a list counts and adds up for fields of the form; nothing where rows are wrong.

    Counts that are only known as a range, and sums of which a firm says nothing, are left out.
    """
    roster = _read(case, lines)
    if not lines or not countable(roster):
        return {}
    day = year_end(case.year)
    counts = counts_on(roster.firms, day)
    found = {name: str(count.low) for name, count in counts.items() if count.low == count.high}
    inside = [firm for firm in roster.firms if firm.inside(day)]
    for field, column in SUMS.items():
        said = [Decimal(value) for firm in inside if (value := getattr(firm, column)) is not None]
        if inside and len(said) == len(inside):
            found[field] = decimal_text(sum(said, Decimal(0)))
    return found


def line_problems(case: Case, lines: Lines) -> list[Problem]:
    """Return what is wrong with lines, as with the rows of a file."""
    return _read(case, lines).problems


def earlier_lines(workspace: Workspace, doer: Doer) -> list[Firm]:
    """Return a firm's own lines in the lists that are stored."""
    code = doer.reader.credit_code
    return RosterStore(workspace).firms_with({code}) if code else []


def replace_list(case: Case, lines: Sequence[Mapping[str, str]], source: str) -> None:
    """Let a draft's list be another one; who was invited stays so, with what they said."""
    replaced = replaced_lines(case, case.firms.all(), lines, source)
    case.firms.all().delete()
    FirmLine.objects.bulk_create(replaced)
    case.listed = True
    case.save(update_fields=["listed"])


def replaced_lines(
    case: Case, before: Iterable[FirmLine], lines: Sequence[Mapping[str, str]], source: str
) -> list[FirmLine]:
    """Return the lines of a list that takes the place of another; nothing is stored."""
    kept = {line.credit_code: line for line in before}
    codes = {said["credit_code"] for said in lines}
    rows = [(said["credit_code"], dict(said)) for said in lines]
    rows += [(code, {}) for code, line in kept.items() if line.invited and code not in codes]
    return [
        _line(case, number, code, said, kept.get(code), source)
        for number, (code, said) in enumerate(rows, 1)
    ]


def _line(
    case: Case, number: int, code: str, said: dict[str, str], was: FirmLine | None, source: str
) -> FirmLine:
    line = FirmLine(case=case, number=number, credit_code=code, said=said, source=source)
    if was is not None:
        line.supplied, line.invited, line.at = was.supplied, was.invited, was.at
        line.source = was.source if was.said == said else source
    return line


def _read(case: Case, lines: Lines) -> Roster:
    profile = Profile.of(case.profile)
    roster = roster_of(lines, case.cluster, "")
    day = year_end(case.year)
    return checked(roster, day, demo=profile.demo, perimeter=profile.county_codes)


def _locked(case: Case, doer: Doer) -> Case:
    case = Case.objects.select_for_update().select_related("definition").get(pk=case.pk)
    if not may_list(case, doer):
        raise Refused([Problem("filing.list_closed")])
    return case


def _new(case: Case, code: str) -> FirmLine:
    last = case.firms.order_by("-number").values_list("number", flat=True).first()
    return FirmLine(case=case, number=(last or 0) + 1, credit_code=code)


def _code(said: str) -> str:
    try:
        return credit_code(said)
    except ValueError:
        place = Where(field="credit_code")
        details = {"value": said[:LONGEST], "title": "信用代码", "title_en": "credit code"}
        raise Refused([Problem("filing.no_credit_code", place, details)]) from None


def _columns(said: Mapping[str, str]) -> dict[str, str]:
    texts = {name: str(said.get(name, "")).strip()[:LONGEST] for name in FILLED_IN}
    return {name: text for name, text in texts.items() if text}


def _kept_columns(line: FirmLine) -> dict[str, str]:
    """Return what the county alone says of a firm."""
    return {name: said for name, said in line.said.items() if name not in FILLED_IN}
