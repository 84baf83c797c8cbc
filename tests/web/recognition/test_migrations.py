"""Rows that an earlier version wrote are brought up to date, and keep what they said."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE, AFTER = ("recognition", "0006_papers"), ("recognition", "0007_amended")
EVENTS = ("events", "0001_initial")
PROGRAMME = "national/sme-cluster"


def migrated(to: tuple[str, str]) -> Any:
    """Bring the database to a version of the room's tables, and return its models and the log's."""
    executor = MigrationExecutor(connection)
    executor.migrate([to])
    return MigrationExecutor(connection).loader.project_state([to, EVENTS]).apps


def drafted(models: Any, year: int, state: str) -> Any:
    definition, _ = models.get_model("casework", "Definition").objects.get_or_create(
        version="v", workflow="call", content={}
    )
    return models.get_model("recognition", "Call").objects.create(
        programme=PROGRAMME, year=year, due=date(year, 7, 15), procedure={}, parties={},
        office="nation", holder="authority", state=state, definition=definition,
    )  # fmt: skip


def happened(models: Any, verb: str, subject: str, at: str) -> None:
    events = models.get_model("events", "Event").objects
    events.create(
        number=10**6 + events.count(), uid=uuid4(), at=at, office="nation", verb=verb,
        subject=subject, said="{}", before="", sha256="",
    )  # fmt: skip


@pytest.mark.usefixtures("office")
def test_a_call_of_before_takes_the_day_it_was_issued_from_the_log() -> None:
    old = migrated(BEFORE)
    for year, state in ((2024, "open"), (2025, "announced"), (2026, "drafted")):
        drafted(old, year, state)
    happened(old, "draft", f"call:{PROGRAMME}/2024", "2024-05-01T01:00:00.000+00:00")
    happened(old, "issue", f"call:{PROGRAMME}/2024", "2024-05-06T17:30:00.000+00:00")
    happened(old, "issue", f"call:{PROGRAMME}/2025", "2025-03-03T03:00:00.000+00:00")
    happened(old, "issue", "call:zhejiang/sme-cluster/2026", "2026-03-03T03:00:00.000+00:00")
    calls = migrated(AFTER).get_model("recognition", "Call").objects
    found = calls.order_by("year").values_list("year", "state", "number", "issued")
    assert list(found) == [
        (2024, "open", 1, date(2024, 5, 7)),  # half past one at night in China
        (2025, "announced", 1, date(2025, 3, 3)),
        (2026, "drafted", 1, None),
    ]


@pytest.mark.usefixtures("office")
def test_experts_stay_with_what_they_gave_when_their_room_is_another() -> None:
    old = migrated(("recognition", "0009_evidence"))
    judge = old.get_model("recognition", "Judge").objects.create(
        expert="e1", name="专家", firms=["91330106MA2800000X"]
    )
    executor = MigrationExecutor(connection)
    executor.migrate([("panels", "0001_initial"), ("recognition", "0010_judges_moved")])
    new = MigrationExecutor(connection).loader.project_state([("recognition", "0010_judges_moved")])
    found = new.apps.get_model("panels", "Judge").objects.get(expert="e1")
    assert (found.pk, found.name, found.firms) == (judge.pk, "专家", ["91330106MA2800000X"])
    about = new.apps.get_model("recognition", "Opinion")._meta.get_field("judge")
    assert about.related_model._meta.db_table == "recognition_judge"
