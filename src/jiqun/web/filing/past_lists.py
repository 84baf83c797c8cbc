"""What stood beside a filing's cells on a past day: questions, files, firms; from log and journal.

An event of before that does not say enough leaves what follows from it unknown, never guessed: who
somebody was called, which of two like files was removed, which list a draft began with.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from jiqun.base.language import Bilingual
from jiqun.base.readers import Office
from jiqun.clusters import Profile
from jiqun.clusters.roster_history import list_of_hash
from jiqun.web.accounts.offices import Doer, office_title
from jiqun.web.casework.models import moment_said
from jiqun.web.casework.past import SUBMIT, events_until
from jiqun.web.events.models import Event
from jiqun.web.filing.drafts import line_of
from jiqun.web.filing.firms import BEGUN, FIRM, ROSTER, WORKBOOK, replaced_lines
from jiqun.web.filing.known import sees
from jiqun.web.filing.models import WRITERS, Case, FirmLine
from jiqun.web.filing.questions import ANSWER, ASKER, BY, SETTLED
from jiqun.workspace import Workspace
from jiqun.workspace.past import roster_on

Said = Mapping[str, Any]
Texts = Mapping[str, str | None]
WAITS = {"ask": ANSWER, "answer": ASKER, "settle": SETTLED}
"""What a question waits for after each of its events."""


@dataclass(frozen=True, slots=True)
class Signed:
    """Who did something beside a filing, and when.

    Parameters
    ----------
    office, of
        As what.
    name
        What they were called; None where the log did not say so then.
    gone
        Whether the name was erased since.
    at
        The moment.
    """

    office: str
    of: str
    name: str | None
    gone: bool
    at: datetime

    @property
    def by(self) -> Bilingual:
        """As what office."""
        return office_title(Office(self.office), self.of)

    @property
    def when(self) -> str:
        """The day and minute in China."""
        return moment_said(self.at)


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
class PastFile:
    """A file that stood beside a filing.

    Parameters
    ----------
    number
        The row it had; None in events of before.
    sha256, size, about
        Its content, and which field it is about; empty for the whole.
    name, signer
        What it is called, and who signed it; None where erased since.
    unsure
        Whether it may be another of the same content: one of them was removed.
    signed
        Who added it.
    """

    number: int | None
    sha256: str
    size: int
    about: str
    name: str | None
    signer: str | None
    signed: Signed
    unsure: bool = False

    def like(self, said: Said, office: str) -> bool:
        """Tell whether an event of before may be about it: it names no row."""
        same = (self.sha256, self.size, self.about) == (said["sha256"], said["size"], said["field"])
        return same and f"{self.signed.office}:{self.signed.of}".rstrip(":") == office


@dataclass
class PastLists:
    """Everything beside the cells of a filing, as the log has it up to a day.

    Parameters
    ----------
    case
        The case; its lists are not read.
    threads
        By the question's number.
    files
        Those that were there.
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
    files: list[PastFile] = field(default_factory=list)
    lines: list[FirmLine] = field(default_factory=list)
    listed: bool = False
    known: bool = True
    handed: list[FirmLine] | None = None
    handed_known: bool = True
    submitted: datetime | None = None

    def take_in(self, event: Event) -> None:
        """Take in what an event says."""
        said = json.loads(event.said)
        texts = {text.name: None if text.erased else text.text for text in event.sealed.all()}
        if "question" in said:
            self._thread(event, said, texts)
        elif event.verb == "attach":
            self.files.append(_file(event, said, texts))
        elif event.verb == "detach":
            self._detached(event, said)
        elif event.verb in ("ask_firm", "take_firms"):
            self._begun(said)
            if event.verb == "ask_firm":
                self._line(said, said["firm"]).invited = _moment(event)
            else:
                self._taken(said)
        elif event.verb == "supply":
            self._line(said, said["firm"]).supplied = dict(said["after"])
        elif event.verb == "describe" and "firms" in said:
            self._replaced(said["firms"]["after"], WORKBOOK)
            self.known = True
        elif event.verb == SUBMIT:
            self._submitted(_moment(event))

    def _thread(self, event: Event, said: Said, texts: Texts) -> None:
        period, _, name = said["cell"].partition(".")
        thread = self.threads.setdefault(said["question"], PastThread(period, name))
        thread.waits = WAITS[event.verb]
        if "text" in texts:
            thread.remarks.append(PastRemark(texts["text"], _signed(event, texts)))

    def _detached(self, event: Event, said: Said) -> None:
        if "file" in said and any(kept.number == said["file"] for kept in self.files):
            self.files = [kept for kept in self.files if kept.number != said["file"]]
            return
        alike = [kept for kept in self.files if kept.like(said, event.office)]
        for kept in alike:
            kept.unsure = True
        self.files = [kept for kept in self.files if kept not in alike[-1:]]

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
        return [kept for kept in self.files if drafts or self._went_on(kept)]

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


def _file(event: Event, said: Said, texts: Texts) -> PastFile:
    content = (said["sha256"], said["size"], said["field"])
    signer = texts.get("signer", "")
    return PastFile(said.get("file"), *content, texts["name"], signer, _signed(event, texts))


def _signed(event: Event, texts: Texts) -> Signed:
    office, _, of = event.office.partition(":")
    name = texts.get(BY, None if event.person else "")
    return Signed(office, of, name, BY in texts and texts[BY] is None, _moment(event))


def _moment(event: Event) -> datetime:
    return datetime.fromisoformat(event.at)
