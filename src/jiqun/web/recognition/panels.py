"""Experts: what ties them to applications, and who judges what."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models.fields.json import KT

from jiqun.base.errors import Problem, Refused
from jiqun.base.names import place_name
from jiqun.base.readers import Office
from jiqun.base.rule_reasons import LET_GO
from jiqun.clusters.roster import Firm
from jiqun.clusters.roster_store import RosterStore
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import kept, stepped, today
from jiqun.web.casework.models import opening_of
from jiqun.web.casework.moving import begun, move
from jiqun.web.events.chain import Deed, record
from jiqun.web.panels.models import JUDGING, Judge
from jiqun.web.panels.ties import experts_of, serving, stood_aside
from jiqun.web.recognition.asked import ABOUT, FIRMS
from jiqun.web.recognition.calling import issuer
from jiqun.web.recognition.describing import ListedFirm, read_firms
from jiqun.web.recognition.models import Application, Call, Handed, Opinion
from jiqun.workflow.cases import opened
from jiqun.workflow.panels.assignment import Assignment, Pair, Panel, reassign
from jiqun.workflow.panels.conflicts import Applicant, Checked, Expert, check, conflicts
from jiqun.workflow.routes import Party
from jiqun.workspace import Workspace


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
    there_now = serving()
    there = Judge.objects.filter(expert__in=there_now | {expert for _, expert in given})
    experts = experts_of(there, stood_aside(opinions, "application_id"))
    ties = conflicts(experts, applicants)
    dropped = {(str(o.application_id), o.expert) for o in opinions if o.state not in JUDGING}
    keys = [applicant.id for applicant in applicants]
    left = {expert.id for expert in experts} - there_now  # what they gave stays; they get no more
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


def _loads(call: Call, experts: Iterable[str], all_of_them: int) -> dict[str, int]:
    """Return how many applications more each may be given: what they gave before counts."""
    most = call.way.applications_per_expert
    if most is None:
        return dict.fromkeys(sorted(experts), all_of_them)
    closed = Opinion.objects.filter(application__call=call, state="scored")
    closed = closed.exclude(application__state="under_review")
    before = Counter(closed.values_list("expert", flat=True))
    return {expert: max(most - before[expert], 0) for expert in sorted(experts)}


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
    found = conflicts(experts_of(judges, {}), _applicants([application], stored))
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
        **opening_of(table, parties, standing),
        clocks=kept(stepped({}, table.opening, standing, today())),
    )
    said = {**begun(opinion), "application": str(application)}
    record(Deed("invite", opinion.subject, doer.person, doer.office, said))
    return opinion
