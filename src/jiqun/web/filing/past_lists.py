"""What stood beside a filing's cells on a past day: questions, files, firms; from log and journal.

An event of before that does not say enough leaves what follows from it unknown, never guessed: who
somebody was called, which of two like files was removed, which list a draft began with.
"""

import json
from dataclasses import dataclass, field
from datetime import date, datetime

from jiqun.clusters import Profile
from jiqun.clusters.roster_history import list_of_hash
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.past import SUBMIT, events_until
from jiqun.web.casework.past_files import (
    PastFile,
    PastFiles,
    Said,
    Signed,
    Texts,
    moment_of,
    signed_by,
    texts_of,
)
from jiqun.web.events.models import Event
from jiqun.web.filing.drafts import line_of
from jiqun.web.filing.firms import BEGUN, FIRM, ROSTER, WORKBOOK, replaced_lines
from jiqun.web.filing.known import sees
from jiqun.web.filing.models import WRITERS, Case, FirmLine
from jiqun.web.filing.questions import ANSWER, ASKER, SETTLED
from jiqun.workspace import Workspace
from jiqun.workspace.past import roster_on

WAITS = {"ask": ANSWER, "answer": ASKER, "settle": SETTLED}
"""What a question waits for after each of its events."""


@dataclass(frozen=True, slots=True)
class PastRemark:
    """One thing said in a thread; ``text`` is None where it was erased since."""

    text: str | None
    signed: Signed


@dataclass
class PastThread:
    """A question on one cell with what was said.

    Parameters
    ----------
    period, about
        Of which cell: its period and field.
    waits
        What it waited for.
    remarks
        In order.
    """

    period: str
    about: str
    waits: str = ANSWER
    remarks: list[PastRemark] = field(default_factory=list)


@dataclass
class PastLists:
    """Everything beside the cells of a filing, as the log has it up to a day.

    Parameters
    ----------
    case
        The case; its lists are not read.
    threads
        By the question's number.
    beside
        The files that were there.
    lines
        The draft's list of firms.
    listed
        Whether it was the draft's own; else the cluster's stored one stood.
    known
        Whether the log says what was in it.
    handed
        The list that went with the last submission; None where there was none.
    handed_known
        Whether the log says so.
    submitted
        When it was last handed in.
    """

    case: Case
    threads: dict[int, PastThread] = field(default_factory=dict)
    beside: PastFiles = field(default_factory=PastFiles)
    lines: list[FirmLine] = field(default_factory=list)
    listed: bool = False
    known: bool = True
    handed: list[FirmLine] | None = None
    handed_known: bool = True
    submitted: datetime | None = None

    def take_in(self, event: Event) -> None:
        """Take in what an event says."""
        said = json.loads(event.said)
        texts = texts_of(event)
        self.beside.take_in(event, said, texts)
        if "question" in said:
            self._thread(event, said, texts)
        elif event.verb in ("ask_firm", "take_firms"):
            self._begun(said)
            if event.verb == "ask_firm":
                self._line(said, said["firm"]).invited = moment_of(event)
            else:
                self._taken(said)
        elif event.verb == "supply":
            self._line(said, said["firm"]).supplied = dict(said["after"])
        elif event.verb == "describe" and "firms" in said:
            self._replaced(said["firms"]["after"], WORKBOOK)
            self.known = True
        elif event.verb == SUBMIT:
            self._submitted(moment_of(event))

    def _thread(self, event: Event, said: Said, texts: Texts) -> None:
        period, _, name = said["cell"].partition(".")
        thread = self.threads.setdefault(said["question"], PastThread(period, name))
        thread.waits = WAITS[event.verb]
        if "text" in texts:
            thread.remarks.append(PastRemark(texts["text"], signed_by(event, texts)))

    def _begun(self, said: Said) -> None:
        """Take in the list a draft began with: an event of before does not say it."""
        if not self.listed:
            self.known &= BEGUN in said
        if said.get(BEGUN):
            self._replaced(said[BEGUN], ROSTER)

    def _taken(self, said: Said) -> None:
        numbers = said.get("lines")
        taken = (
            [self._line({}, code) for code in said["firms"]]
            if numbers is None
            else [line for line in self.lines if line.number in numbers]
        )
        for line in taken:
            line.said, line.supplied, line.source = line.supplied, {}, FIRM
        self.listed = True

    def _replaced(self, said: list[dict[str, str]], source: str) -> None:
        self.lines = replaced_lines(self.case, self.lines, said, source)
        self.listed = True

    def _line(self, said: Said, code: str) -> FirmLine:
        """Return the line an event is about: its number's, or the last of the firm; else a new."""
        own = [line for line in self.lines if line.credit_code == code]
        named = [line for line in own if line.number == said.get("line")]
        if named or own:
            return (named or own)[-1]
        number = said.get("line") or len(self.lines) + 1
        self.lines.append(FirmLine(case=self.case, number=number, credit_code=code))
        return self.lines[-1]

    def _submitted(self, at: datetime) -> None:
        self.submitted, self.handed_known = at, self.known
        lines = [line for line in self.lines if line.said]
        self.handed = [_copied(line) for line in lines] if self.listed else None

    def files_of(self, *, drafts: bool) -> list[PastFile]:
        """Return the files that writers saw, or that others did: those handed in, and their own."""
        return [kept for kept in self.beside.every if drafts or self._went_on(kept)]

    def _went_on(self, kept: PastFile) -> bool:
        handed = self.submitted is not None and kept.signed.at <= self.submitted
        return handed or kept.signed.office not in set(map(str, WRITERS))


def lists_on(case: Case, on: date) -> PastLists:
    """Return what stood beside a filing's cells when a day ended in China.

    Parameters
    ----------
    case
        The case.
    on
        The day.
    """
    found = PastLists(case)
    for event in events_until((case.subject,), on).prefetch_related("sealed"):
        found.take_in(event)
    return found


def stored_on(case: Case, workspace: Workspace, on: date, doer: Doer) -> list[FirmLine] | None:
    """Return the list that was stored for a cluster when a day ended; None where not known.

    There is none for who does not see the cluster in full.
    """
    if not sees(doer.reader, Profile.of(case.profile)):
        return []
    sha256 = roster_on(workspace, case.cluster, on)
    firms = list_of_hash(workspace, case.cluster, sha256) if sha256 else []
    if sha256 is None or firms is None:
        return None
    lines = enumerate(map(line_of, firms), 1)
    return [
        FirmLine(case=case, number=number, credit_code=said["credit_code"], said=said)
        for number, said in lines
    ]


def _copied(line: FirmLine) -> FirmLine:
    return FirmLine(number=line.number, credit_code=line.credit_code, said=line.said)
