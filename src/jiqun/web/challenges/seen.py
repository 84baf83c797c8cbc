"""Challenges as their pages show them."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from jiqun.base.errors import Problem, Where
from jiqun.base.language import Bilingual
from jiqun.base.readers import Office, Reader
from jiqun.exchange.challenges.contracts import STEPS, may_fail
from jiqun.exchange.challenges.proposing import Proposed, without
from jiqun.exchange.challenges.publishing import AUDIENCES, SINGLE
from jiqun.exchange.challenges.reviewing import scheme_of
from jiqun.exchange.challenges.sealing import HOLDERS
from jiqun.web.accounts.offices import office_title, party_of
from jiqun.web.casework.clocks import today
from jiqun.web.casework.verbs import Verb, verb_of
from jiqun.web.challenges.appealing import MAY_APPEAL
from jiqun.web.challenges.models import (
    CHOSEN,
    GONE,
    NOT_CHOSEN,
    OPENED,
    READABLE,
    SEALED,
    UNREADABLE,
    WITHDRAWN,
    Challenge,
    Enclosure,
    Judgement,
    Milestone,
    Proposal,
    Relay,
    SealedFile,
)
from jiqun.web.challenges.panelling import may_still_prove
from jiqun.web.panels.models import JUDGING, SCORED, WAITING
from jiqun.workflow.panels.scores import Category
from jiqun.workflow.routes import Party

STATES = {
    SEALED: Bilingual("已密封", "sealed"),
    OPENED: Bilingual("已开启", "opened"),
    UNREADABLE: Bilingual("无法读取", "cannot be read"),
    WITHDRAWN: Bilingual("已撤回", "withdrawn"),
    CHOSEN: Bilingual("已选定", "chosen"),
    NOT_CHOSEN: Bilingual("未选定", "not chosen"),
    GONE: Bilingual("已退出", "stepped back"),
}
"""States of proposals in words."""
CHOOSING = ("choose", "choose_none")
PANEL = ("convene", "close_scores", "waive_panel")
BY_A_BUTTON = (
    "refuse", "cancel", "owner_gone", "lapse", "close_scores", "waive_panel", "choose_none",
    "readvertise", "decline", "fall_through", "finish", "end", "withdraw_appeal", "uphold",
    "dismiss", "dispute", "state_side", "settle",
)  # fmt: skip
"""Steps that take a reason at most."""


class SeenChallenge:
    """A challenge as a reader sees it."""

    def __init__(self, row: Challenge, reader: Reader) -> None:
        self.row, self.reader = row, reader
        self.standing = row.standing

    @property
    def state(self) -> Bilingual:
        """Where it stands; once the deadline is over, that it waits to be opened."""
        if self.row.state == "published" and self.row.past:
            return Bilingual("已截止，待开启", "closed, to be opened")
        return self.standing.standing.title

    @property
    def party(self) -> Party:
        """The reader as a party of a case."""
        return party_of(self.reader)

    @cached_property
    def slots(self) -> set[str]:
        """What the reader is in it."""
        return self.standing.slots_of(party_of(self.reader))

    @property
    def is_owner(self) -> bool:
        """Whether the reader poses it."""
        return "owner" in self.slots

    @property
    def is_side(self) -> bool:
        """Whether the reader is a side of what was agreed or disputed, or settles it."""
        sides = {"owner", "solver", "appellant", "arbiter"}
        return bool(self.slots & sides) or self.own is not None

    @property
    def holder(self) -> str:
        """As which holder of a share the reader stands; empty where they are none."""
        return next((holder for holder in HOLDERS if holder in self.slots), "")

    @property
    def holders(self) -> dict[str, Bilingual]:
        """Who holds a share, in words."""
        return {
            holder: office_title(self.standing.parties[holder].office, self.row.parties[holder][1])
            for holder in HOLDERS
        }

    @property
    def audience(self) -> Bilingual:
        """Who may propose."""
        return AUDIENCES[self.row.audience]

    @property
    def single(self) -> Bilingual:
        """What is done where a single firm proposes."""
        return SINGLE[self.row.single]

    @property
    def verbs(self) -> list[Verb]:
        """The steps that take a reason at most, that the reader may take now."""
        names = [
            name
            for name in self.standing.verbs_for(party_of(self.reader))
            if self.may(name) and (name != "lapse" or self.row.past)
        ]
        return [verb_of(self.standing, name) for name in names if name in BY_A_BUTTON]

    def may(self, verb: str) -> bool:
        """Tell whether the reader may take a step now."""
        if verb not in self.standing.verbs_for(party_of(self.reader)):
            return False
        if verb in CHOOSING:
            return not self.row.wants_panel
        return verb not in PANEL or (self.row.wants_panel and self._panel_may(verb))

    def _panel_may(self, verb: str) -> bool:
        """Tell whether the panel stands so that a step with it makes sense."""
        if verb == "waive_panel":
            return True
        parts = list(self.row.judgements.values_list("state", flat=True))
        if verb == "close_scores":
            return SCORED in parts and not {*parts} & {*WAITING}
        return sum(state in JUDGING for state in parts) < self.row.experts

    @property
    def panel(self) -> list[Judgement]:
        """Who judges, to the office that put the panel together."""
        rows = Judgement.objects.for_reader(self.reader).filter(challenge=self.row)
        return list(rows.select_related("judge", "definition"))

    @property
    def convenes(self) -> bool:
        """Whether the reader puts the panel together."""
        return "arbiter" in self.slots and self.row.experts > 0 and self.row.opened_at is not None

    @property
    def convener(self) -> Bilingual:
        """The office that puts the panel together, in words."""
        return office_title(self.standing.parties["arbiter"].office, self.row.parties["arbiter"][1])

    @property
    def judges(self) -> bool:
        """Whether the reader is an expert who is asked to judge it."""
        return any(part.state in JUDGING for part in self.panel) and not self.slots

    @property
    def scheme(self) -> tuple[Category, ...]:
        """The criteria that were stated."""
        return scheme_of(self.row.criteria)

    @property
    def may_prove(self) -> bool:
        """Whether a proposal that could not be read may still be shown."""
        unread = self.own is not None and self.own.row.state == UNREADABLE
        return unread and may_still_prove(self.row)

    @property
    def may_open(self) -> bool:
        """Whether the reader holds a share, and the deadline is over."""
        return self.may("open") and self.row.past

    @property
    def may_propose(self) -> bool:
        """Whether the reader is a firm that may propose now."""
        is_firm = self.reader.office is Office.FIRM and bool(self.reader.credit_code)
        return is_firm and self.row.takes_proposals and self.row.is_open_to(self.reader.credit_code)

    @cached_property
    def own(self) -> "SeenProposal | None":
        """The reader's own proposal."""
        if self.reader.office is not Office.FIRM:
            return None
        mine = Proposal.objects.for_reader(self.reader).filter(challenge=self.row)
        found = mine.filter(solver=self.reader.credit_code).first()
        return SeenProposal(found) if found else None

    @cached_property
    def proposals(self) -> list["SeenProposal"]:
        """What was opened, to the owner and the office that convenes; the panel's first first."""
        if not (self.is_owner or self.convenes) or self.row.opened_at is None:
            return []
        mine = Proposal.objects.for_reader(self.reader).filter(challenge=self.row)
        rows = mine.prefetch_related("enclosures")
        found = [SeenProposal(row) for row in rows if row.state in READABLE and row.plain]
        return sorted(found, key=lambda seen: seen.row.result.get("rank", 0))

    @property
    def may_appeal(self) -> bool:
        """Whether the reader proposed, was not chosen, and has not appealed yet."""
        decided = self.row.state in ("chosen", "none_chosen")
        own = self.own.row if self.own else None
        return decided and own is not None and own.state in MAY_APPEAL and not own.appealed

    @cached_property
    def milestones(self) -> list["SeenMilestone"]:
        """What was agreed, to both sides and to who settles a dispute."""
        rows = Milestone.objects.for_reader(self.reader).filter(challenge=self.row)
        every = rows.select_related("proposal").prefetch_related("files")
        return [SeenMilestone(row, self) for row in every]

    @property
    def asked(self) -> Iterable[Relay]:
        """The holders who ask the reader for a share."""
        if not self.holder or not self.may_open:
            return []
        rows = Relay.objects.for_reader(self.reader).filter(challenge=self.row)
        return rows.filter(envelope__isnull=True).exclude(holder=self.holder)


class SeenProposal:
    """A proposal as those see it who may."""

    def __init__(self, row: Proposal) -> None:
        self.row = row

    @property
    def state(self) -> Bilingual:
        """How it stands."""
        return STATES[self.row.state]

    @cached_property
    def said(self) -> Proposed | None:
        """What it says; None while it is sealed."""
        return self.row.said

    @cached_property
    def enclosures(self) -> list[Enclosure]:
        """The files that went with it, once they are opened."""
        return list(self.row.enclosures.all())

    @property
    def is_with_files(self) -> bool:
        """Whether files go with it that are still sealed."""
        return SealedFile.objects.filter(proposal=self.row).exists()

    @property
    def refused(self) -> list[Problem]:
        """Why files of it were not kept when it was opened."""
        return [
            Problem(code, Where(file=name), details) for code, name, details in self.row.refused
        ]

    @property
    def blind(self) -> Proposed | None:
        """What it says without its firm's name, wherever that stands: as experts read it."""
        said = self.said
        if said is None:
            return None
        texts = {name: getattr(said, name) for name in ("approach", "record")}
        for name in (said.firm, self.row.solver):
            texts = {key: without(name, text) for key, text in texts.items()}
        return replace(said, firm="", **texts)


class SeenMilestone:
    """A milestone as its two sides see it."""

    def __init__(self, row: Milestone, of: SeenChallenge) -> None:
        self.row, self.of = row, of

    @property
    def verbs(self) -> list[Verb]:
        """What the reader may do with it now."""
        standing = self.of.standing
        return [
            verb_of(standing, verb)
            for (state, verb) in STEPS
            if state == self.row.state and self.of.may(verb) and self._makes_sense(verb)
        ]

    def _makes_sense(self, verb: str) -> bool:
        """Tell whether a step leads anywhere: of who is gone, only what is owed is paid."""
        if verb != "pay" and self.row.proposal.state != CHOSEN:
            return False
        return verb != "fail" or may_fail(self.row.due, today(), self.row.extended)
