"""The log's page: for audit administrators alone."""

import json
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiqun.base.language import Bilingual
from jiqun.base.rule_reasons import reason_said
from jiqun.web.accounts.models import Person
from jiqun.web.events.chain import verify
from jiqun.web.events.models import Event, Sealed
from jiqun.web.events.told import (
    HIDDEN,
    kept_back,
    office_words,
    said_to_auditors,
    subject_words,
    verb_title,
)
from jiqun.web.explore.paging import page_of
from jiqun.web.rights import auditors

NOT_HERE = Bilingual("封存，本页不显示", "sealed, not shown here")


@dataclass(frozen=True, slots=True)
class Row:
    """An event in words; an empty name is the installation's own deed."""

    event: Event
    who: str
    subject: Bilingual

    @property
    def verb(self) -> Bilingual:
        """What was done."""
        return verb_title(self.event.verb, self.event.subject)

    @property
    def office(self) -> Bilingual:
        """As what."""
        return office_words(self.event.office)

    @property
    def written(self) -> str:
        """What the event says, a line each; Chinese as Chinese; of a deal the step alone."""
        said = said_to_auditors(json.loads(self.event.said), self.event.subject)
        return json.dumps(said, ensure_ascii=False, indent=1)

    @property
    def hides(self) -> bool:
        """Whether something of that is for the sides of a deal alone."""
        return HIDDEN in said_to_auditors(json.loads(self.event.said), self.event.subject).values()

    @property
    def sealed(self) -> list[tuple[str, Bilingual | None]]:
        """The texts the event commits to, each with its name; None where it was erased.

        Those for others' eyes alone are not told: the event's commitment above is checked all the
        same.
        """
        return [(text.name, self._told(text)) for text in self.event.sealed.all()]

    def _told(self, text: Sealed) -> Bilingual | None:
        if text.erased:
            return None
        hidden = kept_back(self.event.verb, text.name, self.event.subject)
        return NOT_HERE if hidden else reason_said(text.text)


@auditors
def log(request: HttpRequest) -> HttpResponse:
    """List events, newest first, found by who, what and when."""
    events = Event.objects.order_by("-number")
    chosen = {name: request.GET.get(name, "").strip() for name in ("q", "verb", "person")}
    if chosen["q"]:
        events = events.filter(subject__contains=chosen["q"])
    if chosen["verb"]:
        events = events.filter(verb=chosen["verb"])
    names = {str(person.uid): person.called for person in Person.objects.all()}
    if chosen["person"]:
        uids = [uid for uid, name in names.items() if chosen["person"] in name]
        events = events.filter(person__in=uids)
    page = page_of(list(events.values_list("pk", flat=True)), request.GET)
    found = Event.objects.filter(pk__in=page.rows).order_by("-number")
    rows = [
        Row(event, names.get(event.person, event.person), subject_words(event.subject, names))
        for event in found.prefetch_related("sealed")
    ]
    verbs = {
        verb: verb_title(verb)
        for verb in Event.objects.order_by("verb").values_list("verb", flat=True).distinct()
    }
    checked = verify() if "verify" in request.GET else None
    context = {"page": page.of(rows), "chosen": chosen, "verbs": verbs, "checked": checked}
    return render(request, "events/log.html.j2", context)
