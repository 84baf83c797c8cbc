"""A file beside a case, whatever the case is about: kept with who added it, handed out, told of."""

from typing import ClassVar

from django.db import models
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from jiqun.base.language import Bilingual
from jiqun.base.readers import Office
from jiqun.web.accounts.models import Person
from jiqun.web.accounts.offices import Doer, office_title
from jiqun.web.casework.contents import keep_content
from jiqun.web.casework.models import moment_said

ATTACH = "attach"
DETACH = "detach"
REPLACE = "replace_file"
"""What the event log calls what is done with a file: added, removed, its place taken by another."""
BY = "by"
"""The sealed text of an event that says what whoever did it was called."""
SANDBOX = "sandbox; default-src 'none'"
"""Whatever a browser should make of a file: it runs nothing, loads nothing, is of no origin."""


class KeptFile(models.Model):
    """A file beside a case; its content is kept under its hash."""

    keeps_content: ClassVar[bool] = True
    """Its row names a content by ``sha256``: none is removed while one does."""
    name = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    office = models.CharField(max_length=16)
    of = models.CharField(max_length=64, blank=True)
    person = models.CharField(max_length=36, blank=True)
    by_name = models.CharField(max_length=150, blank=True)
    """What the person was called then."""
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """No table of its own."""

        abstract = True

    @property
    def when(self) -> str:
        """The day and minute in China."""
        return moment_said(self.at)

    @property
    def by(self) -> Bilingual:
        """As what office it was added."""
        return office_title(Office(self.office), self.of)


def put(kept: KeptFile, content: bytes, doer: Doer) -> dict[str, str]:
    """Write a file's content, then its row, and return the texts its event seals.

    The content comes first: a row never names a file that is not there. Call it while contents are
    held, in the transaction that records the event.

    Parameters
    ----------
    kept
        The row, not saved yet, with its name.
    content
        What :func:`jiqun.web.casework.contents.taken` let pass.
    doer
        Who adds it.
    """
    kept.sha256, kept.size = keep_content(content), len(content)
    kept.office, kept.of = str(doer.party.office), doer.party.of
    person = Person.objects.filter(uid=doer.person).first() if doer.person else None
    kept.person, kept.by_name = doer.person, person.called if person else ""
    kept.save()
    sealed = {"name": kept.name, BY: kept.by_name}
    return {name: text for name, text in sealed.items() if text}


def named(kept: KeptFile, about: str) -> dict[str, object]:
    """Return what an event says of a file: its row, its content, and what of the case it is about.

    Parameters
    ----------
    kept
        The file.
    about
        A field or heading; empty for the whole case.
    """
    return {"file": kept.pk, "sha256": kept.sha256, "size": kept.size, "field": about}


def to_be_saved(content: bytes, name: str) -> HttpResponse:
    """Return a file as an answer that browsers save and never show."""
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    return response
