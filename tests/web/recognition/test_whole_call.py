"""A whole call of two provinces, by everybody on their own pages.

Zhejiang is over its quota, one of its applications is withdrawn and the waiting one moves up; an
expert is excluded and another replaced; an objection to Anhui's cluster is upheld.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from tests.made import filing, written
from tests.web.people import PASSWORD, signed_in
from tests.web.recognition.test_panels import SCHEME
from tests.web.recognition.test_path import AFTER, BEFORE, TERMS, act, applied, on

from jiqun.base.own_catalogue import NONE, install
from jiqun.base.readers import Office
from jiqun.filings import import_files
from jiqun.web.accounts import people
from jiqun.web.events.chain import verify
from jiqun.web.explore import shelf
from jiqun.web.filing.accepting import INSTALLATION
from jiqun.web.recognition.models import Application, Call, Objection, Opinion
from jiqun.workspace import Workspace

EXPERTS = ("zhao", "qian", "sun", "li", "wu")
ANHUI = {
    "hefei": (Office.PREFECTURE, "340100"),
    "anhui": (Office.PROVINCE, "340000"),
    "yaohai": (Office.COUNTY, "340102"),
}
OBJECTION = {"name": "王小明", "contact": "010-12345678", "text": "产值不实。"}


@pytest.fixture
def call(office: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Call]:
    """Return an issued call of one place a province, with Anhui's offices and five experts."""
    monkeypatch.setattr(shelf, "LOOK_EVERY", 0.0)
    own = office.folder / "catalog" / "rules" / "national"
    own.mkdir(parents=True)
    (own / "sme-cluster.yaml").write_text(SCHEME, encoding="utf-8")
    outcomes = import_files(written(tmp_path, filing("three", 2022, "340102")), office)
    assert not [outcome for outcome in outcomes if outcome.refused]
    offices = {**ANHUI, **dict.fromkeys(EXPERTS, (Office.EXPERT, ""))}
    for login, (office_of, of) in offices.items():
        person = people.add_person(login, PASSWORD, INSTALLATION)
        people.appoint(person, office_of, of, INSTALLATION)
    nation = signed_in("nation")
    assert nation.get("/recognition/calls/new/").status_code == 200
    assert nation.post("/recognition/calls/new/", TERMS).status_code == 302
    with on(BEFORE):
        nation.post(f"/recognition/calls/{Call.objects.get().pk}/issue/")
    yield Call.objects.get()
    install(NONE)


def reviewed(call: Call, logins: tuple[str, str, str], cluster: str) -> Application:
    """Apply and pass the first review."""
    county, prefecture, province = logins
    application = applied(call, county, cluster)
    with on(BEFORE):
        assert act(county, application, "submit") == 302
        assert act(prefecture, application, "endorse") == 302
        assert act(province, application, "pass_first_review") == 302
        assert act(province, application, "record_site_check", text="属实。") == 302
    return application


def of_call(call: Call, *verbs: str) -> None:
    for verb in verbs:
        answer = signed_in("nation").post(f"/recognition/calls/{call.pk}/{verb}/")
        assert answer.status_code == 302, answer.content.decode().split("<main")[1][:2000]


def panel_changed(call: Call) -> None:
    """Exclude one expert and replace another, and invite whom the new proposal names."""
    of_call(call, "panel")
    first, second = Opinion.objects.filter(application__cluster="two").order_by("pk")
    for opinion, verb in ((first, "exclude"), (second, "replace")):
        path = f"/recognition/opinions/{opinion.pk}/{verb}/"
        assert signed_in("nation").post(path, {"reason": "未履职"}).status_code == 302
    of_call(call, "panel")
    judging = Opinion.objects.filter(application__cluster="two", state="invited")
    assert judging.count() == 2
    gone = {first.expert, second.expert}
    assert not gone & set(judging.values_list("expert", flat=True))


def scored(call: Call) -> None:
    for opinion in Opinion.objects.filter(state="invited").select_related("judge"):
        expert, path = signed_in(opinion.judge.name), f"/recognition/opinions/{opinion.pk}/"
        assert expert.post(f"{path}accept/").status_code == 302
        said = {"strength": "80", "innovation": "8"}
        assert expert.post(f"{path}give_scores/", said).status_code == 302


def ordered(call: Call, verb: str) -> int:
    path, nation = f"/recognition/calls/{call.pk}/ranking/", signed_in("nation")
    version = re.search(r'name="version" value="(\w+)"', nation.get(path).content.decode())
    assert version
    return nation.post(f"{path}{verb}/", {"version": version[1]}).status_code


def test_a_whole_call_of_two_provinces_ends_with_its_list(call: Call) -> None:
    one = reviewed(call, ("county", "prefecture", "province"), "one")
    two = reviewed(call, ("neighbour", "prefecture", "province"), "two")
    three = reviewed(call, ("yaohai", "hefei", "anhui"), "three")
    with on(BEFORE):
        assert act("province", one, "recommend") == 302
        assert act("anhui", three, "recommend") == 302
        assert act("province", two, "recommend") == 422  # over the quota
        assert act("province", two, "put_on_waiting_list") == 302
        assert act("county", one, "withdraw") == 302
        assert act("province", two, "recommend") == 302
    with on(AFTER):
        of_call(call, "close", "start_review")
        for expert in EXPERTS:
            signed_in(expert).post("/recognition/expert/", {"employers": ""})
        panel_changed(call)
        scored(call)
        for application in (two, three):
            assert act("nation", application, "close_scores") == 302
            assert act("nation", application, "summarise", text="同意。") == 302
        assert ordered(call, "notice") == 302
        of_call(call, "give_notice")
        objects_to(three)
        decide = f"/recognition/calls/{call.pk}/decide/"
        assert signed_in("nation").post(decide).status_code == 422
        upheld(Objection.objects.get())
        of_call(call, "decide", "announce")
    assert dict(Application.objects.values_list("cluster", "state")) == {
        "one": "withdrawn",
        "two": "listed",
        "three": "objection_upheld",
    }
    public = Client().get(f"/recognition/calls/{call.pk}/").content.decode()
    assert (two.name in public, three.name in public) == (True, False)
    assert verify().problems == []


def objects_to(application: Application) -> None:
    path = f"/recognition/objections/to/{application.pk}/"
    assert Client().post(path, OBJECTION).status_code == 200


def upheld(objection: Objection) -> None:
    path = f"/recognition/objections/{objection.pk}/"
    for login, verb in (("nation", "admit"), ("nation", "ask"), ("yaohai", "answer"),
                        ("nation", "uphold")):  # fmt: skip
        answer = signed_in(login).post(f"{path}{verb}/", {"reason": "见材料。"})
        assert answer.status_code == 302, verb
