"""Who leaves, and agencies that change: work stays, sight ends, names can be erased."""

import json
import re

import pytest
from django.test import Client
from tests.web.people import PASSWORD, PATH, doer, signed_in, the_case

from jiqun.base.errors import Refused
from jiqun.base.readers import Office
from jiqun.web.accounts import people
from jiqun.web.accounts.agencies import change_agency
from jiqun.web.accounts.leaving import erase
from jiqun.web.accounts.models import Person
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.saving import Change, save
from jiqun.web.events.chain import Deed, record, verify
from jiqun.web.events.models import Event, Sealed
from jiqun.web.filing.accepting import INSTALLATION
from jiqun.web.filing.moving import move
from jiqun.web.filing.questions import ask, reply

pytestmark = pytest.mark.usefixtures("office")
NEW = {"login": "next.agency", "password": PASSWORD, "name": "新机构"}


def changed(login: str, clusters: str, reason: str = "原机构注销") -> tuple[int, list[str]]:
    said = {"clusters": clusters, "reason": reason}
    answer = signed_in(login).post("/accounts/people/agency/", said)
    return answer.status_code, re.findall(r"(/accounts/invitation/.*?/)<", answer.content.decode())


def test_an_agency_that_changes_in_mid_year_leaves_everything_with_the_cluster() -> None:
    move(the_case(), "begin", doer("agency"))
    cells = the_case().cells
    cells.filter(field="exports").update(said="77", person=str(doer("agency").person))
    old = signed_in("agency")
    assert old.get(PATH).status_code == 200

    status, links = changed("county", "one")
    assert (status, len(links)) == (200, 1)
    assert old.get(PATH).status_code == 403
    assert old.get("/filings/").status_code == 403
    assert signed_in("agency").get(PATH).status_code == 403

    assert Client().post(links[0], NEW).status_code == 302
    successor = signed_in("next.agency")
    page = successor.get(PATH).content.decode()
    assert 'value="77"' in page
    assert the_case().state == "draft"
    event = Event.objects.get(verb="change_agency")
    assert event.subject == "cluster:one"
    assert json.loads(event.said)["ended"] == [str(Person.objects.get(login="agency").uid)]
    assert event.sealed.get().text == "原机构注销"
    assert not verify().problems


def test_links_of_the_agency_before_no_longer_work() -> None:
    earlier = people.invite(Office.AGENCY, "one", doer("county"))
    changed("county", "one")
    assert Client().post(f"/accounts/invitation/{earlier}/", NEW).status_code == 404


def test_an_office_changes_the_agencies_of_its_own_clusters_only_all_or_none() -> None:
    assert changed("county", "one, two") == (422, [])
    assert signed_in("agency").get(PATH).status_code == 200
    status, links = changed("province", "one、two")
    assert (status, len(links)) == (200, 2)
    assert changed("agency", "one")[0] == 403


@pytest.mark.parametrize(("clusters", "reason"), [("one", " "), ("", "原机构注销")])
def test_a_change_needs_clusters_and_a_reason(clusters: str, reason: str) -> None:
    assert changed("county", clusters, reason) == (422, [])
    assert not Event.objects.filter(verb="change_agency").exists()


def test_an_open_case_goes_on_with_who_takes_over_the_office() -> None:
    move(the_case(), "begin", doer("county"))
    leaving = Person.objects.get(login="county").memberships.get()
    secret = people.invite(Office.COUNTY, "330106", doer("colleague"), leaving)
    people.take_up(secret, "successor", PASSWORD)
    assert signed_in("county").get(PATH).status_code == 403
    successor = signed_in("successor")
    assert successor.get(PATH).status_code == 200
    assert "successor" in signed_in("colleague").get("/accounts/people/").content.decode()


def traces(*words: str) -> list[str]:
    """Return the tables in which one of some words still stands."""
    from django.apps import apps

    return [
        table.__name__
        for table in apps.get_models()
        for row in table._base_manager.values()
        if any(word in json.dumps(row, default=str, ensure_ascii=False) for word in words)
    ]


def test_personal_data_is_erased_and_the_chain_still_verifies() -> None:
    secret = people.invite(Office.COUNTY, "330106", doer("province"))
    people.take_up(secret, "zhang.wei", PASSWORD, "张伟测试")
    client = signed_in("zhang.wei")
    Client().post("/accounts/login/", {"login": "zhang.wei", "password": "wrong"})
    person = Person.objects.get(login="zhang.wei")
    Person.objects.filter(pk=person.pk).update(email="zhang.wei@example.cn")
    person.refresh_from_db()
    move(the_case(), "begin", Doer(doer("county").reader, str(person.uid)))
    ask_and_answer(person)
    with pytest.raises(Refused):
        erase(person, INSTALLATION)
    people.disable(person, INSTALLATION)
    assert erase(person, INSTALLATION) >= 2
    assert client.get("/accounts/").status_code == 302
    assert traces("zhang.wei", "张伟测试") == []
    found = verify()
    assert found.problems == []
    assert found.erased >= 2
    assert the_case().questions.get().remarks.count() == 2
    assert Event.objects.filter(person=str(person.uid)).exists()


def ask_and_answer(person: Person) -> None:
    case = the_case()
    type(case).objects.filter(pk=case.pk).update(state="submitted", holder="prefecture")
    question = ask(the_case(), "values.exports", "请核对", doer("prefecture"))
    reply(question, "已核对", Doer(doer("county").reader, str(person.uid)))


def test_erasing_takes_nothing_of_others() -> None:
    kept = Sealed.objects.filter(erased=False).count()
    colleague = Person.objects.get(login="colleague")
    people.disable(colleague, INSTALLATION)
    gone = erase(colleague, INSTALLATION)
    assert Sealed.objects.filter(erased=False).count() == kept - gone
    assert Person.objects.get(login="county").check_password(PASSWORD)
    assert signed_in("county").get(PATH).status_code == 200
    assert len(change_agency(["one"], "换机构", doer("county"))) == 1


def noted(login: str, version: int, note: str) -> None:
    said = {"note": note}
    save(the_case(), [Change("values", "exports", version, said)], doer(login))


def test_what_somebody_noted_is_erased_with_them_also_where_it_was_written_over() -> None:
    move(the_case(), "begin", doer("county"))
    noted("county", 0, "王某经办")
    noted("colleague", 1, "另有说明")
    noted("colleague", 2, "")
    person = Person.objects.get(login="county")
    people.disable(person, INSTALLATION)
    assert erase(person, INSTALLATION) >= 2
    left = [sealed.text for sealed in Sealed.objects.filter(event__verb="save", erased=False)]
    assert "王某" not in "".join(left)
    assert [json.loads(text) for text in left] == [{"values.exports": {"note": "另有说明"}}]
    found = verify()
    assert (found.problems, found.erased > 0) == ([], True)
    page = signed_in("audit").get("/audit/?verb=save").content.decode()
    assert "王某" not in page
    assert "已删除" in page


def test_a_save_of_before_that_says_its_words_in_the_chain_stays_valid() -> None:
    said = {"before": {}, "after": {"values.exports": {"note": "旧"}}}
    record(Deed("save", the_case().subject, doer("county").person, "county:330106", said))
    assert not verify().problems
    assert "旧" in signed_in("audit").get("/audit/?verb=save").content.decode()
