"""Calls of 3,000 applications before a panel, for ``benchmarks.recognition``: invited, and scored.

Applications are of made-up clusters in real counties; experts and what they gave are made up too.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import cycle
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_OID, uuid5

from jiqun.base.codes import regions
from jiqun.base.readers import Office

if TYPE_CHECKING:
    from jiqun.web.recognition.models import Application, Call, Judge

EXPERTS, EACH, AT_MOST = 300, 3, 40
SCHEME: Mapping[str, Any] = {
    "scoring": {
        "categories": [
            {
                "id": "strength",
                "zh": "核心竞争力",
                "en": "strength",
                "weight": "60",
                "out_of": "100",
            },
            {"id": "ideas", "zh": "创新能力", "en": "innovation", "weight": "40", "out_of": "100"},
        ],
        "summary": "mean",
    },
    "ties": {"order": [{"higher_score_in": "ideas"}, {"draw": ""}]},
    "experts": {"per_application": EACH, "at_most": AT_MOST},
    "defence": {"has": True},
    "objections": {"real_name": True},
}
"""A scheme of ours: the national programme publishes none."""


def judged_calls(count: int, due: date) -> dict[str, int]:
    """Make a call whose experts are invited and one whose scores are closed; return their numbers.

    Parameters
    ----------
    count
        Applications in each.
    due
        The last day to apply of a call of now; theirs are years before.
    """
    judges = _judges()
    found = {}
    for back, (name, state) in enumerate((("invited", "under_review"), ("scored", "scored")), 1):
        call = _call(due.replace(year=due.year - back))
        rows = _applications(call, state, count)
        _opinions(call, rows, judges, "scoring" if name == "invited" else "scored")
        found[name] = call.pk
    return found


def expert_named(number: int) -> str:
    """Return by what the log names an expert of these calls."""
    return str(uuid5(NAMESPACE_OID, str(number)))


def _judges() -> "list[Judge]":
    from jiqun.web.accounts.models import Membership, Person
    from jiqun.web.recognition.models import Judge

    people = [
        Person(login=f"expert-{n:03}", name=f"虚构专家{n:03}", uid=expert_named(n))
        for n in range(EXPERTS)
    ]
    Person.objects.bulk_create(people)
    Membership.objects.bulk_create(
        Membership(person=person, office=Office.EXPERT) for person in people
    )
    Judge.objects.bulk_create(Judge(expert=str(person.uid), name=person.name) for person in people)
    return list(Judge.objects.order_by("name"))


def _call(due: date) -> "Call":
    from jiqun.web.casework.models import kept_definition
    from jiqun.web.recognition.models import Call
    from jiqun.workflow.loading import workflow

    return Call.objects.create(
        programme="national/sme-cluster",
        year=due.year,
        due=due,
        quotas={"province": 40, "separately_planned_city": 10, "corps": 10},
        procedure={"validity": {"years": 3}, "procedure": dict(SCHEME)},
        selection={"threshold": "40", "seed": "2026-07-01"},
        office="nation",
        parties={"authority": ["nation", ""]},
        definition=kept_definition(workflow("call")),
        holder="authority",
        state="under_review",
    )


def _applications(call: "Call", state: str, count: int) -> "list[Application]":
    from jiqun.web.casework.models import kept_definition
    from jiqun.web.recognition.models import Application
    from jiqun.workflow.routes import route_of

    definition = kept_definition(call.way.table("application"))
    counties = [place for place in regions().counties if place.code[:2] not in ("71", "81", "82")]
    made = []
    for number, place in zip(range(count), cycle(counties), strict=False):
        parties = route_of((place.code,), national=False).parties
        said = {slot: [str(party.office), party.of] for slot, party in parties.items()}
        cluster = f"demo-{call.year}-{number:04}"
        made.append(
            Application(
                call=call,
                cluster=cluster,
                county=place.code,
                province=parties["province"].of,
                perimeter=f" {place.code}",
                profile={"id": cluster, "name": f"虚构集群{number:04}", "demo": True},
                parties=said | {"authority": [str(Office.NATION), ""]},
                definition=definition,
                state=state,
                holder="authority",
                rank=number + 1,
            )
        )
    Application.objects.bulk_create(made)
    return list(call.applications.order_by("pk"))


def _opinions(
    call: "Call", rows: "Sequence[Application]", judges: "Sequence[Judge]", state: str
) -> None:
    from jiqun.web.casework.models import kept_definition
    from jiqun.web.recognition.models import Opinion

    definition = kept_definition(call.way.table("expert_review"))
    turns: Iterator[Judge] = cycle(judges)
    given = cycle(range(30, 100))
    made = [
        Opinion(
            application=row,
            judge=(judge := next(turns)),
            expert=judge.expert,
            authority="nation",
            definition=definition,
            parties={"expert": ["expert", judge.expert], "authority": ["nation", ""]},
            state=state,
            holder="authority",
            sheet={"strength": str(next(given)), "ideas": str(next(given))}
            if state == "scored"
            else {},
        )
        for row in rows
        for _ in range(EACH)
    ]
    Opinion.objects.bulk_create(made, batch_size=500)
