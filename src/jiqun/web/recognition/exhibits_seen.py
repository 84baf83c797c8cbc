"""What a page shows of an application's evidence, heading by heading, to who reads it."""

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from jiqun.base.language import Bilingual
from jiqun.web.accounts.offices import Doer
from jiqun.web.recognition.exhibits import (
    earlier_shown_to,
    may_change,
    reads_evidence,
    shown_to,
)
from jiqun.web.recognition.headings import Heading, headings_of
from jiqun.web.recognition.models import Application, Exhibit


@dataclass(frozen=True)
class SeenEvidence:
    """The evidence of an application as one reader sees it.

    Parameters
    ----------
    application
        The application.
    doer
        Who looks.
    """

    application: Application
    doer: Doer

    @cached_property
    def reads(self) -> bool:
        """Whether it is the reader's to read at all."""
        return reads_evidence(self.application, self.doer)

    @cached_property
    def changes(self) -> bool:
        """Whether the reader may add, remove or replace files now."""
        return may_change(self.application, self.doer)

    @cached_property
    def files(self) -> list[Exhibit]:
        """The files of now."""
        return list(shown_to(self.application, self.doer).select_related("replaces"))

    @cached_property
    def earlier(self) -> list[Exhibit]:
        """The files that were handed in before, and replaced."""
        return list(earlier_shown_to(self.application, self.doer))

    @cached_property
    def _headings(self) -> dict[str, Heading]:
        return headings_of(self.application.call)

    @property
    def rows(self) -> list[tuple[Heading, list[Exhibit]]]:
        """The headings with their files: those the programme lists, and those that have any."""
        found = [
            (heading, [kept for kept in self.files if kept.heading == key])
            for key, heading in self._headings.items()
        ]
        return [(heading, files) for heading, files in found if files or heading.is_listed]

    @property
    def choices(self) -> list[tuple[Bilingual, list[Heading]]]:
        """The headings a file can be uploaded to, group by group."""
        groups = groupby(self._headings.values(), key=lambda heading: heading.group)
        return [(group, list(headings)) for group, headings in groups]

    def title(self, key: str) -> Bilingual:
        """Return a heading in words; as the log names it, where the call has no such heading."""
        heading = self._headings.get(key)
        return heading.title if heading else Bilingual(key, key)
