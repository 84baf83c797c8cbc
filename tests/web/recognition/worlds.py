"""Calls whose scores are in, made without a browser: what each expert gave each cluster."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from tests.web.people import doer

from jiqun.clusters import Profile
from jiqun.web.casework.clocks import today
from jiqun.web.casework.models import kept_definition
from jiqun.web.recognition.models import Application, Call, Judge
from jiqun.workflow.cases import opened
from jiqun.workflow.loading import workflow
from jiqun.workflow.routes import NATION, route_of

CATEGORIES = (("strength", "核心竞争力", "60"), ("innovation", "创新能力", "40"))
SCHEME: dict[str, Any] = {
    "scoring": {
        "categories": [
            {"id": name, "zh": zh, "en": name, "weight": weight, "out_of": "100"}
            for name, zh, weight in (
                ("strength", "核心竞争力", "60"),
                ("innovation", "创新能力", "40"),
            )
        ],
        "summary": "mean",
    },
    "ties": {"order": [{"higher_score_in": "innovation"}, {"draw": ""}]},
    "experts": {"per_application": 2, "at_most": 8},
    "objections": {"real_name": True},
}
Sheets = Sequence[tuple[int, int]]
"""Of each expert, what they gave strength and innovation."""


def call_of(procedure: Mapping[str, Any], state: str = "under_review", **said: Any) -> Call:
    """Return a call of the nation's that runs by a procedure."""
    table = workflow("call")
    standing = opened(table, {"authority": NATION}, NATION)
    made = {"quotas": {"province": 2}, "year": 2026, "due": today(), **said}
    return Call.objects.create(
        programme="national/sme-cluster",
        procedure={"validity": {"years": 3}, "procedure": dict(procedure)},
        office="nation",
        parties={"authority": ["nation", ""]},
        definition=kept_definition(table),
        holder=standing.holder,
        state=state,
        **made,
    )


def application_to(
    call: Call, cluster: str, county: str, sheets: Sheets = (), state: str = "scored"
) -> Application:
    """Return an application to a call wherever it stands, with what its experts gave."""
    route = route_of([county], national=False)
    parties = {**route.parties, "authority": NATION}
    table = call.way.table("application")
    application = Application.objects.create(
        call=call,
        cluster=cluster,
        county=county,
        province=parties["province"].of,
        perimeter=f" {county}",
        profile=Profile(cluster, f"集群{cluster}", (county,), "electronics").record(),
        parties={slot: [str(party.office), party.of] for slot, party in parties.items()},
        definition=kept_definition(table),
        holder="authority",
        state=state,
    )
    for number, (strength, innovation) in enumerate(sheets, start=1):
        given(application, f"e{number}", strength, innovation)
    return application


def given(application: Application, expert: str, strength: int, innovation: int) -> None:
    """Let an expert have given an application scores."""
    judge, _ = Judge.objects.get_or_create(expert=expert, defaults={"name": f"专家{expert}"})
    application.opinions.create(
        judge=judge,
        expert=expert,
        authority="nation",
        definition=kept_definition(application.call.way.table("expert_review")),
        parties={"expert": ["expert", expert], "authority": ["nation", ""]},
        state="scored",
        holder="authority",
        sheet={"strength": str(strength), "innovation": str(innovation)},
        moved=timezone.now(),
    )


def nation() -> Any:
    """Return the nation as it does something."""
    return doer("nation")
