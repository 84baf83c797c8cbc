"""The evidence beside an application on a past day, from the event log alone."""

import json
from dataclasses import dataclass, field
from datetime import date

from jiqun.web.casework.past import SUBMIT, events_until
from jiqun.web.casework.past_files import PastFile, PastFiles, texts_of
from jiqun.web.recognition.models import Application


@dataclass
class PastExhibits:
    """The files of an application as the log has them up to a day.

    Parameters
    ----------
    beside
        Every file there was.
    handed
        Those of the last handing-in.
    """

    beside: PastFiles = field(default_factory=PastFiles)
    handed: list[PastFile] = field(default_factory=list)

    @property
    def drafted(self) -> list[PastFile]:
        """The files of the draft: none that another took the place of."""
        return [kept for kept in self.beside.every if not kept.replaced_by]


def exhibits_on(application: Application, on: date) -> PastExhibits:
    """Return the evidence there was when a day ended in China.

    Parameters
    ----------
    application
        The application.
    on
        The day.
    """
    found = PastExhibits()
    for event in events_until((application.subject,), on).prefetch_related("sealed"):
        found.beside.take_in(event, json.loads(event.said), texts_of(event))
        if event.verb == SUBMIT:
            found.handed = found.drafted
    return found
