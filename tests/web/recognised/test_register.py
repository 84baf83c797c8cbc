"""The register: the real clusters stand in it, and who was announced; offices see their duties."""

from datetime import date

import pytest
from django.test import Client
from tests.web.people import doer, signed_in
from tests.web.recognised.made import entered, on

from jiqun.clusters.recognised import recognised
from jiqun.web.events.chain import verify
from jiqun.web.events.models import Event
from jiqun.web.recognised.known import enter_known
from jiqun.web.recognised.models import Recognition
from jiqun.web.recognised.register import entries, narrowed
from jiqun.workspace import Workspace


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


@pytest.mark.usefixtures("office")
def test_every_cluster_of_the_catalogue_stands_in_the_register_without_a_figure() -> None:
    rows = Recognition.objects.filter(known=True)
    assert {row.cluster for row in rows} == set(recognised())
    assert all(row.targets == {} and row.programme == "national/sme-cluster" for row in rows)
    assert Event.objects.filter(verb="enter_known").count() == 1
    assert verify().problems == []


@pytest.mark.usefixtures("office")
def test_the_register_says_of_a_real_cluster_what_its_sources_say() -> None:
    found = {entry.cluster: entry for entry in entries(date(2024, 6, 1))}
    hydrogen = found["440605-qn"]
    assert (hydrogen.batch, hydrogen.since, hydrogen.until) == (
        2022,
        date(2023, 1, 1),
        date(2025, 12, 31),
    )
    assert hydrogen.clock.standing.value == "valid"
    assert hydrogen.clock.review_year == 2025
    later = {entry.cluster: entry for entry in entries(date(2026, 6, 1))}
    assert later["440605-qn"].clock.standing.value == "unknown"
    reviewed = later["510105-hkpt"]
    assert (reviewed.clock.standing.value, reviewed.until) == ("valid", date(2028, 12, 31))


@pytest.mark.usefixtures("office")
def test_a_changed_fact_of_the_catalogue_is_taken_over_until_an_office_has_acted() -> None:
    wrong, acted = Recognition.objects.filter(known=True, batch=2022)[:2]
    Recognition.objects.filter(pk__in=(wrong.pk, acted.pk)).update(until=date(2030, 1, 1))
    Recognition.objects.filter(pk=acted.pk).update(state="under_review")
    events = Event.objects.count()
    enter_known()
    enter_known()
    wrong.refresh_from_db()
    acted.refresh_from_db()
    assert wrong.until != date(2030, 1, 1)
    assert acted.until == date(2030, 1, 1)
    assert Event.objects.count() == events + 1


@pytest.mark.usefixtures("office")
def test_the_list_is_narrowed_by_province_batch_and_standing() -> None:
    every = entries(date(2024, 6, 1))
    chosen = {"province": "440000", "batch": "2022", "standing": "valid"}
    found = narrowed(every, chosen)
    assert found
    assert all(
        (entry.province, entry.batch, entry.clock.standing.value) == ("440000", 2022, "valid")
        for entry in found
    )
    text = page(Client(), "/recognised/?province=440000&batch=2022")
    assert "氢能" in text
    assert page(Client(), "/recognised/?province=nowhere").count("<tr>") == 0


def test_everybody_sees_the_clock_and_only_its_offices_the_duties(office: Workspace) -> None:
    row = entered(date(2023, 1, 5))
    path = f"/recognised/{row.pk}/"
    with on(date(2025, 5, 2)):
        public = page(Client(), path)
        assert "还有 243 天" in public
        assert "每年填报" not in public
        county = page(signed_in("county"), path)
        assert "逾期未填报" in county
        assert "2025-04-30" in county
        assert "每年填报" in page(signed_in("province"), path)
        assert "每年填报" not in page(signed_in("neighbour"), path)
        english = page(Client(), f"/en{path}")
        assert "243 days are left" in english


def test_whoever_is_announced_enters_the_register_by_one_event(office: Workspace) -> None:
    row = entered(date(2026, 11, 1))
    assert (row.state, row.county, row.province) == ("valid", "330106", "330000")
    event = Event.objects.get(verb="list")
    assert (event.subject, event.office) == (row.subject, doer("nation").office)
    assert "列入名单" in page(Client(), f"/recognised/{row.pk}/")
    assert Client().get("/recognised/999999/").status_code == 404
