"""Experts: what ties them to applications, and who judges what."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models.fields.json import KT

from jiqun.base.canonical import canonical_text
from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.language import Bilingual
from jiqun.base.names import place_name
from jiqun.base.readers import Office
from jiqun.base.rule_reasons import LET_GO
from jiqun.clusters.roster import Firm
from jiqun.clusters.roster_store import RosterStore
from jiqun.web.accounts.models import Membership
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import kept, stepped, today
from jiqun.web.casework.models import kept_definition, said_parties
from jiqun.web.casework.moving import begun, move, read_reason
from jiqun.web.events.chain import Deed, record
from jiqun.web.recognition.asked import ABOUT, FIRMS
from jiqun.web.recognition.calling import issuer
from jiqun.web.recognition.describing import ListedFirm, read_firms
from jiqun.web.recognition.models import JUDGING, Application, Call, Handed, Judge, Opinion
from jiqun.workflow.cases import opened
from jiqun.workflow.panels.assignment import Assignment, Pair, Panel, reassign
from jiqun.workflow.panels.conflicts import Applicant, Checked, Expert, check, conflicts
from jiqun.workflow.routes import Party
from jiqun.workspace import Workspace

MOST_TOLD = 20
"""Lines of each thing an expert says of themselves."""


@dataclass(frozen=True)
class Proposal:
    """Who would judge what in a call, and what keeps whom apart.

    Parameters
    ----------
    assignment
        Applications and experts by their keys, with what could not be met.
    ties
        Who is kept apart from what, by application and expert, and what ties them.
    standing
        The pairs that are invited already.
    applicants, experts
        What was looked up of each, by its key.
    """

    assignment: Assignment
    ties: Mapping[Pair, Checked]
    standing: frozenset[Pair]
    applicants: Mapping[str, Applicant]
    experts: Mapping[str, Expert]

    @property
    def new(self) -> list[Pair]:
        """The pairs still to be invited."""
        return sorted(self.assignment.pairs - self.standing)

    def checked(self, pair: Pair) -> Checked:
        """Return what was found between an application and an expert, and what was not checked."""
        application, expert = pair
        return check(self.experts[expert], self.applicants[application])


def propose(call: Call, workspace: Workspace, doer: Doer) -> Proposal:
    """Find who judges what: nobody in conflict, nobody beyond their load, as few changes as can be.

    Raises
    ------
    Refused
        Where it is not the doer's call, or the programme's scheme of scores or number of experts
        is not configured.
    """
    if doer.party != issuer(call):
        raise Refused([Problem("recognition.not_your_call")])
    each = call.way.experts_per_application
    if not call.way.categories or not each:
        details = {"title": call.title.zh, "title_en": call.title.en}
        raise Refused([Problem("recognition.no_panel", details=details)])
    under_review = list(call.applications.filter(state="under_review"))
    opinions = list(Opinion.objects.filter(application__in=under_review))
    stored = RosterStore(workspace).firms_of({row.cluster for row in under_review})
    applicants = _applicants(under_review, stored)
    standing = {(str(o.application_id), o.expert) for o in opinions if o.state in JUDGING}
    given = {(str(o.application_id), o.expert) for o in opinions if o.state == "scored"}
    serving = _serving()
    there = Judge.objects.filter(expert__in=serving | {expert for _, expert in given})
    experts = _experts(there, _stood_aside(opinions))
    ties = conflicts(experts, applicants)
    dropped = {(str(o.application_id), o.expert) for o in opinions if o.state not in JUDGING}
    keys = [applicant.id for applicant in applicants]
    left = {expert.id for expert in experts} - serving  # what they gave stays; they get no more
    dropped |= {(key, expert) for key in keys for expert in left} - given
    loads = _loads(call, [expert.id for expert in experts], len(keys))
    panel = Panel(keys, loads, frozenset({*ties} | dropped), each, str(call))
    return Proposal(
        reassign(panel, standing, given),
        ties,
        frozenset(standing),
        {applicant.id: applicant for applicant in applicants},
        {expert.id: expert for expert in experts},
    )


def _serving() -> set[str]:
    """Return who is an expert today, with an account that is open."""
    serving = Membership.objects.standing().filter(office=Office.EXPERT, person__is_active=True)
    return {str(uid) for uid in serving.values_list("person__uid", flat=True)}


def _loads(call: Call, experts: Iterable[str], all_of_them: int) -> dict[str, int]:
    """Return how many applications more each may be given: what they gave before counts."""
    most = call.way.applications_per_expert
    if most is None:
        return dict.fromkeys(sorted(experts), all_of_them)
    closed = Opinion.objects.filter(application__call=call, state="scored")
    closed = closed.exclude(application__state="under_review")
    before = Counter(closed.values_list("expert", flat=True))
    return {expert: max(most - before[expert], 0) for expert in sorted(experts)}


def _stood_aside(opinions: Iterable[Opinion]) -> dict[str, frozenset[str]]:
    """Return by expert the applications they declared a tie to."""
    found: dict[str, set[str]] = {}
    for opinion in opinions:
        if opinion.state == "conflicted":
            found.setdefault(opinion.expert, set()).add(str(opinion.application_id))
    return {expert: frozenset(applications) for expert, applications in found.items()}


def _experts(judges: Iterable[Judge], declared: Mapping[str, frozenset[str]]) -> list[Expert]:
    """Return what experts said of themselves."""
    return [
        Expert(
            judge.expert,
            frozenset(judge.firms),
            frozenset(judge.employers),
            frozenset(judge.holds_as),
            declared.get(judge.expert, frozenset()),
        )
        for judge in judges
    ]


def tied_now(
    application: Application, judges: Iterable[Judge], workspace: Workspace, doer: Doer
) -> frozenset[str]:
    """Return which experts something ties to an application, by all that is known now.

    Raises
    ------
    Refused
        Where it is not the doer's call: ties are its authority's to know.
    """
    if doer.party != issuer(application.call):
        raise Refused([Problem("recognition.not_your_call")])
    stored = RosterStore(workspace).firms_of({application.cluster})
    found = conflicts(_experts(judges, {}), _applicants([application], stored))
    return frozenset(expert for _, expert in found)


def _applicants(
    applications: Sequence[Application], stored: Mapping[str, Iterable[Firm]]
) -> list[Applicant]:
    """Return applications with every firm of theirs: of stored lists, and of what was handed in."""
    handed = Handed.objects.filter(application__in=applications).order_by("number")
    said = handed.values_list("application", KT(f"cells__{ABOUT}.{FIRMS}__said"))
    listed = {application: read_firms(text or "") for application, text in said}
    return [_applicant(row, stored[row.cluster], listed.get(row.pk, ())) for row in applications]


def _applicant(
    application: Application, stored: Iterable[Firm], listed: Iterable[ListedFirm]
) -> Applicant:
    firms = {firm.code: firm.name for firm in listed if firm.code}
    firms |= {firm.credit_code: firm.name for firm in stored}
    bodies = {str(application.profile.get("operator", ""))} | {
        place_name(of).zh for office, of in application.parties.values() if of.isdigit()
    }
    bodies |= {firm.name for firm in listed}
    return Applicant(str(application.pk), firms, frozenset(bodies - {""}))


def invite(call: Call, workspace: Workspace, doer: Doer) -> Proposal:
    """Invite whoever is proposed, and let go whoever a new proposal does without.

    Raises
    ------
    Refused
        Where it is not the doer's call, or nothing can be proposed.
    """
    with transaction.atomic():
        Call.objects.select_for_update().get(pk=call.pk)
        proposal = propose(call, workspace, doer)
        judges = {judge.expert: judge for judge in Judge.objects.all()}
        applications = {str(row.pk): row for row in call.applications.all()}
        judging = Opinion.objects.filter(application__call=call, state__in=JUDGING)
        # Of an application whose scores are closed nothing is proposed, and nobody is let go.
        for opinion in judging.filter(application__state="under_review"):
            if (str(opinion.application_id), opinion.expert) not in proposal.assignment.pairs:
                move(opinion, "exclude", doer, LET_GO)
        for application, expert in proposal.new:
            _invited(applications[application], judges[expert], doer)
    return proposal


def _invited(application: Application, judge: Judge, doer: Doer) -> Opinion:
    table = application.call.way.table("expert_review")
    parties = {"expert": Party(Office.EXPERT, judge.expert), "authority": doer.party}
    standing = opened(table, parties, doer.party)
    opinion = Opinion.objects.create(
        application=application,
        judge=judge,
        expert=judge.expert,
        authority=doer.office,
        definition=kept_definition(table),
        parties=said_parties(parties),
        state=standing.state,
        holder=standing.holder,
        clocks=kept(stepped({}, table.opening, standing, today())),
    )
    said = {**begun(opinion), "application": str(application)}
    record(Deed("invite", opinion.subject, doer.person, doer.office, said))
    return opinion


def state_oneself(said: Mapping[str, str], name: str, doer: Doer) -> Judge:
    """Keep what an expert says of themselves: whom they work for, own, and hold shares as.

    Parameters
    ----------
    said
        ``firms``, ``employers``, ``holds_as``: a name or credit code a line.
    name
        What the authority calls them.
    doer
        The expert.

    Raises
    ------
    Refused
        Where a text cannot be kept, or there are more lines than are kept: none is dropped.
    """
    told = {key: _lines(said.get(key, "")) for key in ("firms", "employers", "holds_as")}
    if many := [key for key, lines in told.items() if len(lines) > MOST_TOLD]:
        details = {"most": MOST_TOLD}
        faults = [Problem("recognition.too_many_ties", Where(field=key), details) for key in many]
        raise Refused(faults)
    with transaction.atomic():
        judge, _ = Judge.objects.update_or_create(
            expert=doer.person, defaults={**told, "name": name}
        )
        secret = {"stated": canonical_text(told)}
        record(Deed("state", f"expert:{doer.person}", doer.person, doer.office, {}, secret))
    return judge


def _lines(text: str) -> list[str]:
    lines = [line.strip() for line in read_reason(text).splitlines()]
    return [line for line in lines if line]


TIES = {
    "credit_code": Bilingual("本人企业", "a firm of theirs"),
    "employer": Bilingual("任职单位", "an employer"),
    "shareholding": Bilingual("持股", "shares"),
    "declared": Bilingual("本人申报", "said by themselves"),
}
