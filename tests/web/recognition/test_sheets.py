"""Sheets stay where they count: by later invitations, by experts who leave, by late exclusions."""

from collections.abc import Mapping
from copy import deepcopy

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.filing.test_evidence import PDF
from tests.web.people import PASSWORD, signed_in
from tests.web.recognition.worlds import SCHEME, application_to, call_of, nation

from jiqun.base.errors import Refused
from jiqun.base.readers import Office
from jiqun.web.accounts import people
from jiqun.web.accounts.models import Person
from jiqun.web.accounts.offices import Doer, reader_of_office
from jiqun.web.casework.moving import move
from jiqun.web.events.chain import verify
from jiqun.web.filing.accepting import INSTALLATION
from jiqun.web.panels.ties import MOST_TOLD, state_oneself
from jiqun.web.recognition.models import Application, Call, Handed, Judge, Opinion
from jiqun.web.recognition.objecting import Said, lodge
from jiqun.web.recognition.panels import invite
from jiqun.web.recognition.ranking import ranking_of
from jiqun.web.recognition.selecting import SelectionRule, state_rule
from jiqun.web.recognition.sheets import close_scores, exclude, give_scores
from jiqun.workspace import Workspace

ZHEJIANG = ("330106", "330110")
SCORES = {"strength": "80", "innovation": "90"}


@pytest.fixture
def call(office: Workspace) -> Call:
    """Return a call under review of two applications for one place, each of two experts."""
    call = call_of(SCHEME, quotas={"province": 1})
    for cluster, county in zip("ab", ZHEJIANG, strict=True):
        application_to(call, cluster, county, state="under_review")
    return call


def experts(*names: str) -> list[Doer]:
    """Return experts with an account, who said of themselves that nothing ties them."""
    found = []
    for name in names:
        person = people.add_person(name, PASSWORD, INSTALLATION, name=name)
        people.appoint(person, Office.EXPERT, "", INSTALLATION)
        doer = Doer(reader_of_office(Office.EXPERT, str(person.uid)), str(person.uid))
        state_oneself({}, name, doer)
        found.append(doer)
    return found


def given(cluster: str, scores: Mapping[str, str] = SCORES) -> None:
    """Let whoever is invited to a cluster's application give scores."""
    for opinion in Opinion.objects.filter(application__cluster=cluster, state="invited"):
        expert = Doer(reader_of_office(Office.EXPERT, opinion.expert), opinion.expert)
        give_scores(move(opinion, "accept", expert), scores, "", expert)


def the(cluster: str) -> Application:
    return Application.objects.select_related("call").get(cluster=cluster)


def names(cluster: str, *states: str) -> list[str]:
    """Return who judges an application, or is where the states say."""
    found = Opinion.objects.filter(application__cluster=cluster)
    found = found.filter(state__in=states or ("invited", "scoring", "scored"))
    return sorted(found.values_list("judge__name", flat=True))


def test_inviting_again_takes_no_sheet_from_an_application_that_is_closed(
    call: Call, office: Workspace
) -> None:
    experts("zhao", "qian", "sun")
    invite(call, office, nation())
    given("a")
    close_scores(the("a"), nation())
    before = names("a")
    declining = Opinion.objects.filter(application__cluster="b").latest("pk")
    expert = Doer(reader_of_office(Office.EXPERT, declining.expert), declining.expert)
    move(declining, "decline", expert)
    invite(call, office, nation())
    assert names("a") == before
    assert len(names("b")) == 2


def test_a_firm_that_only_the_application_lists_keeps_its_owner_away(
    call: Call, office: Workspace
) -> None:
    zhao, *_ = experts("zhao", "qian", "sun")
    listed = "91330106MA2800000X 甲厂 转塘街道\n乙厂"
    cells = {"about.firms": {"said": listed}}
    Handed.objects.create(application=the("a"), number=1, cells=cells, person="")
    for said in ({"firms": "91330106MA2800000X"}, {"firms": "甲厂"}, {"employers": "乙厂"}):
        state_oneself(said, "zhao", zhao)
        proposal = invite(call, office, nation())
        assert (str(the("a").pk), zhao.person) in proposal.ties
        assert names("a") == ["qian", "sun"]


def test_who_is_no_expert_any_more_is_not_invited_and_their_sheet_stays(
    call: Call, office: Workspace
) -> None:
    experts("zhao", "qian")
    invite(call, office, nation())
    given("a")
    person = Person.objects.get(login="zhao")
    people.disable(person, INSTALLATION)
    experts("sun")
    invite(call, office, nation())
    assert names("a") == ["qian", "zhao"]
    assert names("b") == ["qian", "sun"]


def test_no_expert_is_given_more_than_the_programme_says_over_closed_applications_too(
    call: Call, office: Workspace
) -> None:
    call.procedure = deepcopy(call.procedure)
    call.procedure["procedure"]["experts"]["at_most"] = 1
    call.save()
    experts("zhao", "qian", "sun", "li")
    invite(call, office, nation())
    closed = names("a")
    given("a")
    close_scores(the("a"), nation())
    exclude(Opinion.objects.filter(application__cluster="b").earliest("pk"), nation(), "未履职")
    invite(call, office, nation())
    assert not {*names("b")} & {*closed}


def test_more_ties_than_can_be_kept_are_refused_and_none_is_dropped(office: Workspace) -> None:
    (zhao,) = experts("zhao")
    lines = "\n".join(f"单位{number}" for number in range(MOST_TOLD + 1))
    with pytest.raises(Refused) as told:
        state_oneself({"employers": "甲厂", "firms": lines}, "zhao", zhao)
    assert [problem.code for problem in told.value.problems] == ["panels.too_many_ties"]
    assert Judge.objects.get().employers == []


def test_scores_are_not_closed_by_the_sheet_of_whose_tie_came_up_afterwards(
    call: Call, office: Workspace
) -> None:
    zhao, *_ = experts("zhao", "qian")
    Application.objects.update(profile={**the("a").profile, "operator": "某集群促进中心"})
    invite(call, office, nation())
    given("a")
    state_oneself({"employers": "某集群促进中心 顾问"}, "zhao", zhao)
    with pytest.raises(Refused) as told:
        close_scores(the("a"), nation())
    problem = told.value.problems[0]
    assert (problem.code, problem.details["experts"]) == ("recognition.tied_sheet", "zhao")
    exclude(Opinion.objects.get(expert=zhao.person, application=the("a")), nation(), "回避")
    experts("sun")
    invite(call, office, nation())
    given("a")
    close_scores(the("a"), nation())
    assert names("a", "scored") == ["qian", "sun"]


def test_who_audits_the_log_reads_no_score_no_tie_and_nobody_who_objects(
    call: Call, office: Workspace
) -> None:
    (zhao, _) = experts("zhao", "qian")
    state_oneself({"employers": "某研究院"}, "zhao", zhao)
    invite(call, office, nation())
    given("a", {"strength": "83.25", "innovation": "61.75"})
    Application.objects.filter(cluster="b").update(state="on_notice")
    said = Said("王小明", "010-12345678", "产值不实，详见附件。")
    lodge(the("b"), said, SimpleUploadedFile("王小明.pdf", PDF))
    auditor = signed_in("audit")
    for verb in ("give_scores", "state", "register"):
        page = auditor.get(f"/audit/?verb={verb}&verify=1").content.decode()
        assert "封存，本页不显示" in page and "全部相符" in page
        for secret in ("83.25", "61.75", "某研究院", "王小明", "010-12345678", "产值不实"):
            assert secret not in page, (verb, secret)


@pytest.fixture
def closed(call: Call, office: Workspace) -> Call:
    """Return the call with the scores of both applications closed, b before a."""
    experts("zhao", "qian", "sun")
    invite(call, office, nation())
    given("a", {"strength": "60", "innovation": "60"})
    given("b")
    for cluster in "ab":
        close_scores(the(cluster), nation())
    return call


def sheets_of(call: Call) -> list[int]:
    return [len(scored.sheets) for scored in ranking_of(call, nation()).pool]


def test_an_expert_excluded_after_the_close_leaves_no_application_with_too_few_sheets(
    closed: Call, office: Workspace
) -> None:
    assert sheets_of(closed) == [2, 2]
    gone = Opinion.objects.filter(application__cluster="b").earliest("pk")
    exclude(gone, nation(), "评审后发现其任职于乙厂")
    assert the("b").state == "under_review"
    with pytest.raises(Refused):
        ranking_of(closed, nation())
    with pytest.raises(Refused):
        close_scores(the("b"), nation())
    invite(closed, office, nation())
    given("b")
    close_scores(the("b"), nation())
    assert sheets_of(closed) == [2, 2]
    assert gone.judge.name not in names("b")
    assert verify().problems == []


def test_nobody_states_a_rule_once_scores_were_seen(closed: Call) -> None:
    exclude(Opinion.objects.filter(application__cluster="b").earliest("pk"), nation(), "回避")
    with pytest.raises(Refused) as told:
        state_rule(closed, SelectionRule("75", "", {}), nation())
    assert [problem.code for problem in told.value.problems] == ["recognition.rule_too_late"]


@pytest.mark.parametrize("state", ["on_notice", "not_selected", "in_cultivation_tier"])
def test_no_sheet_is_taken_from_an_application_that_is_decided(closed: Call, state: str) -> None:
    Application.objects.filter(cluster="b").update(state=state)
    with pytest.raises(Refused):
        exclude(Opinion.objects.filter(application__cluster="b").earliest("pk"), nation(), "回避")
    assert len(names("b", "scored")) == 2


@pytest.mark.parametrize("typed", ["8_0", "1e1", "", "八十", "80,5", "nan", "-1", "100.01", "+"])
def test_what_is_no_plain_number_is_no_score(call: Call, office: Workspace, typed: str) -> None:
    zhao, _ = experts("zhao", "qian")
    invite(call, office, nation())
    opinion = move(Opinion.objects.get(expert=zhao.person, application=the("a")), "accept", zhao)
    with pytest.raises(Refused):
        give_scores(opinion, {**SCORES, "strength": typed}, "", zhao)
    assert not Opinion.objects.filter(state="scored").exists()


@pytest.mark.parametrize(("typed", "kept"), [("８０．５", "80.5"), ("-0", "0"), (" 80 ", "80")])
def test_a_score_is_kept_as_the_number_it_is(
    call: Call, office: Workspace, typed: str, kept: str
) -> None:
    zhao, _ = experts("zhao", "qian")
    invite(call, office, nation())
    opinion = move(Opinion.objects.get(expert=zhao.person, application=the("a")), "accept", zhao)
    give_scores(opinion, {**SCORES, "strength": typed}, "", zhao)
    assert Opinion.objects.get(pk=opinion.pk).sheet["strength"] == kept
