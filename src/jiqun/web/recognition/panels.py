"""Experts: what ties them to applications, who judges what, and what they gave."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.db import transaction

from jiqun.base.canonical import canonical_text
from jiqun.base.errors import Problem, Refused
from jiqun.base.language import Bilingual
from jiqun.base.names import place_name
from jiqun.base.readers import Office
from jiqun.clusters.roster import Firm
from jiqun.clusters.roster_store import RosterStore
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import kept, stepped, today
from jiqun.web.casework.models import kept_definition
from jiqun.web.casework.moving import begun, locked, move, read_reason
from jiqun.web.events.chain import Deed, record
from jiqun.web.events.reasons import LET_GO
from jiqun.web.recognition.calling import issuer
from jiqun.web.recognition.models import JUDGING, WAITING, Application, Call, Judge, Opinion
from jiqun.workflow.cases import opened
from jiqun.workflow.panels.assignment import Assignment, Pair, Panel, reassign
from jiqun.workflow.panels.conflicts import Applicant, Checked, Expert, check, conflicts
from jiqun.workflow.panels.scores import Sheet, Summary, checked, summary
from jiqun.workflow.routes import Party
from jiqun.workspace import Workspace

LONGEST_SCORE = 12
"""Characters: 5e-5000 is a number no page can say."""
MOST_TOLD = 20
"""Names of one line of what an expert says of themselves."""


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
    firms = RosterStore(workspace).firms_of({row.cluster for row in under_review})
    applicants = [_applicant(row, firms[row.cluster]) for row in under_review]
    experts = _experts(Judge.objects.all(), _stood_aside(opinions))
    ties = conflicts(experts, applicants)
    dropped = {(str(o.application_id), o.expert) for o in opinions if o.state not in JUDGING}
    apart = {*ties} | dropped
    most = call.way.applications_per_expert or len(under_review)
    panel = Panel(
        [str(application.pk) for application in under_review],
        dict.fromkeys(sorted(expert.id for expert in experts), most),
        frozenset(apart),
        each,
        str(call),
    )
    standing = {(str(o.application_id), o.expert) for o in opinions if o.state in JUDGING}
    given = {(str(o.application_id), o.expert) for o in opinions if o.state == "scored"}
    return Proposal(
        reassign(panel, standing, given),
        ties,
        frozenset(standing),
        {applicant.id: applicant for applicant in applicants},
        {expert.id: expert for expert in experts},
    )


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


def _applicant(application: Application, listed: Iterable[Firm]) -> Applicant:
    firms = {firm.credit_code: firm.name for firm in listed}
    bodies = {str(application.profile.get("operator", ""))} | {
        place_name(of).zh for office, of in application.parties.values() if of.isdigit()
    }
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
        for opinion in Opinion.objects.filter(application__call=call, state__in=JUDGING):
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
        parties={slot: [str(party.office), party.of] for slot, party in parties.items()},
        state=standing.state,
        holder=standing.holder,
        clocks=kept(stepped({}, table.opening, standing, today())),
    )
    said = {**begun(opinion), "application": str(application)}
    record(Deed("invite", opinion.subject, doer.person, doer.office, said))
    return opinion


def give_scores(opinion: Opinion, said: Mapping[str, str], remark: str, doer: Doer) -> Opinion:
    """Give one's scores: the log only commits to them, and nobody sees them before all are closed.

    Parameters
    ----------
    opinion
        The expert's own part.
    said
        By category what was typed.
    remark
        In words, or empty.
    doer
        The expert.

    Raises
    ------
    Refused
        With everything wrong with the sheet.
    """
    scheme = opinion.application.call.way.categories
    sheet = checked(Sheet(opinion.expert, _numbers(said)), scheme)
    text = {name: str(score) for name, score in sheet.scores.items()}
    secret = {"scores": canonical_text(text), "remark": read_reason(remark)}
    with transaction.atomic():
        if locked(opinion.application).state != "under_review":
            raise Refused([Problem("recognition.scores_closed_already")])
        return move(
            opinion, "give_scores", doer, secret=secret, sheet=text, remark=secret["remark"]
        )


def _numbers(said: Mapping[str, str]) -> dict[str, Decimal]:
    found = {}
    for name, text in said.items():
        try:
            if len(text.strip()) <= LONGEST_SCORE and "e" not in text.lower():
                found[name] = Decimal(text.strip())
        except InvalidOperation:
            continue  # left out: told as missing, with its category
    return found


def close_scores(application: Application, doer: Doer, reason: str = "") -> Application:
    """Close an application's scores; once those of all are closed, its authority sees them.

    Parameters
    ----------
    application
        Under review.
    doer
        The call's authority.
    reason
        Why fewer experts than the programme says are enough, where it allows that.

    Raises
    ------
    Refused
        Where an expert has not given theirs yet, or fewer did than the programme says.
    """
    with transaction.atomic():
        locked(application.call)  # nobody is invited meanwhile
        application = locked(application)  # and nobody gives scores
        opinions = list(application.opinions.select_related("judge").order_by("judge__name", "pk"))
        if waiting := [opinion.judge.name for opinion in opinions if opinion.state in WAITING]:
            details = {"count": len(waiting), **_named(application, waiting)}
            raise Refused([Problem("recognition.scores_missing", details=details)])
        given = sum(opinion.state == "scored" for opinion in opinions)
        lacking = (application.call.way.experts_per_application or 0) - given
        if lacking <= 0:
            return move(application, "close_scores", doer)
        reason = read_reason(reason) if application.call.way.fewer_experts_with_reason else ""
        if not reason:
            gone = [opinion.judge.name for opinion in opinions if opinion.state != "scored"]
            raise Refused([_too_few(application, given, lacking, gone)])
        return move(application, "close_scores", doer, reason, said={"lacking": lacking})


def _too_few(application: Application, given: int, lacking: int, gone: Sequence[str]) -> Problem:
    """Say which application has too few sheets, how many, and whose part ended without one."""
    by_reason = application.call.way.fewer_experts_with_reason
    code = "sheets_lacking_reason" if by_reason else "sheets_lacking"
    details = {"given": given, "count": lacking, **_named(application, gone or ("—",))}
    return Problem(f"recognition.{code}", details=details)


def _named(application: Application, experts: Sequence[str]) -> dict[str, str]:
    words = {"experts": "、".join(experts), "experts_en": ", ".join(experts)}
    return {"cluster": application.name, **words}


def summed_up(application: Application) -> Summary | None:
    """Sum up what experts gave; None where nobody gave anything."""
    sheets = [
        Sheet(opinion.expert, {name: Decimal(text) for name, text in opinion.sheet.items()})
        for opinion in application.opinions.filter(state="scored")
    ]
    return summary(sheets, application.call.way.categories)


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
    """
    told = {key: _lines(said.get(key, "")) for key in ("firms", "employers", "holds_as")}
    with transaction.atomic():
        judge, _ = Judge.objects.update_or_create(
            expert=doer.person, defaults={**told, "name": name}
        )
        secret = {"stated": canonical_text(told)}
        record(Deed("state", f"expert:{doer.person}", doer.person, doer.office, {}, secret))
    return judge


def _lines(text: str) -> list[str]:
    lines = [line.strip() for line in read_reason(text).splitlines()]
    return [line for line in lines if line][:MOST_TOLD]


TIES = {
    "credit_code": Bilingual("本人企业", "a firm of theirs"),
    "employer": Bilingual("任职单位", "an employer"),
    "shareholding": Bilingual("持股", "shares"),
    "declared": Bilingual("本人申报", "said by themselves"),
}
