"""Files that stood beside a case on a past day, from the event log alone.

An event of before that does not say enough leaves what follows from it unknown, never guessed: who
somebody was called, which of two like files was removed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from jiqun.base.language import Bilingual
from jiqun.base.readers import Office
from jiqun.web.accounts.offices import office_title
from jiqun.web.casework.files import ATTACH, BY, DETACH, REPLACE
from jiqun.web.casework.models import moment_said
from jiqun.web.events.models import Event

Said = Mapping[str, Any]
Texts = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Signed:
    """Who did something beside a case, and when.

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


@dataclass
class PastFile:
    """A file that stood beside a case.

    Parameters
    ----------
    number
        The row it had; None in events of before.
    sha256, size, about
        Its content, and which field or heading it is about; empty for the whole.
    name, signer
        What it is called, and who signed it; None where erased since.
    unsure
        Whether it may be another of the same content: one of them was removed.
    replaced_by
        The row of the file that took its place; None where none did.
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
    replaced_by: int | None = None

    def like(self, said: Said, office: str) -> bool:
        """Tell whether an event of before may be about it: it names no row."""
        same = (self.sha256, self.size, self.about) == (said["sha256"], said["size"], said["field"])
        return same and f"{self.signed.office}:{self.signed.of}".rstrip(":") == office


@dataclass
class PastFiles:
    """The files beside a case as the log has them up to a day, those replaced among them."""

    every: list[PastFile] = field(default_factory=list)

    def take_in(self, event: Event, said: Said, texts: Texts) -> None:
        """Take in what an event says of a file; one about anything else changes nothing."""
        if event.verb in (ATTACH, REPLACE):
            for kept in self.every:
                if kept.number is not None and kept.number == said.get("replaces"):
                    kept.replaced_by = said["file"]
            self.every.append(_file(event, said, texts))
        elif event.verb == DETACH:
            self._detached(event, said)

    def _detached(self, event: Event, said: Said) -> None:
        if "file" in said and any(kept.number == said["file"] for kept in self.every):
            self.every = [kept for kept in self.every if kept.number != said["file"]]
            for kept in self.every:
                if kept.replaced_by == said["file"]:
                    kept.replaced_by = None
            return
        alike = [kept for kept in self.every if kept.like(said, event.office)]
        for kept in alike:
            kept.unsure = True
        self.every = [kept for kept in self.every if kept not in alike[-1:]]


def texts_of(event: Event) -> dict[str, str | None]:
    """Return an event's sealed texts by name; None where one was erased since."""
    return {text.name: None if text.erased else text.text for text in event.sealed.all()}


def signed_by(event: Event, texts: Texts) -> Signed:
    """Return who did what an event says."""
    office, _, of = event.office.partition(":")
    name = texts.get(BY, None if event.person else "")
    return Signed(office, of, name, BY in texts and texts[BY] is None, moment_of(event))


def moment_of(event: Event) -> datetime:
    """Return when something was done."""
    return datetime.fromisoformat(event.at)


def _file(event: Event, said: Said, texts: Texts) -> PastFile:
    content = (said["sha256"], said["size"], said["field"])
    signer = texts.get("signer", "")
    return PastFile(said.get("file"), *content, texts["name"], signer, signed_by(event, texts))
