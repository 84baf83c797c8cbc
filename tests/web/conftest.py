"""The site over the demonstration, over a real-looking workspace, and over an empty one."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from shutil import copytree
from unittest.mock import patch

import pytest
from django.conf import LazySettings
from django.conf import settings as site_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.test.utils import override_settings, setup_test_environment, teardown_test_environment
from django.utils import timezone
from tests.made import filing, written
from tests.web import engines, samples
from tests.web.cast import CAST
from tests.web.challenges import sealed
from tests.web.cooperation import projects
from tests.web.governance import said as governed
from tests.web.governance import voting
from tests.web.people import installation
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile

from jiqun.base.days import CHINA
from jiqun.base.files import write_atomically
from jiqun.base.readers import NATION, Office
from jiqun.clusters import Profile
from jiqun.filings import import_files
from jiqun.rules import programmes
from jiqun.web.accounts import people
from jiqun.web.accounts.offices import Doer, reader_of_office
from jiqun.web.byproducts.linking import ask as ask_link
from jiqun.web.byproducts.linking import step as link_step
from jiqun.web.byproducts.saying import say
from jiqun.web.byproducts.saying import step as check
from jiqun.web.casework.clocks import today
from jiqun.web.casework.contents import keep_content, stored
from jiqun.web.casework.models import kept_definition
from jiqun.web.challenges.choosing import choose
from jiqun.web.challenges.fulfilling import contract, deliver
from jiqun.web.challenges.models import Challenge
from jiqun.web.challenges.opening import open_proposals
from jiqun.web.challenges.planned import add_line
from jiqun.web.challenges.proposing import propose
from jiqun.web.challenges.publishing import pose, publish
from jiqun.web.cooperation.joining import agree, invite
from jiqun.web.cooperation.joining import begin as begin_together
from jiqun.web.cooperation.proposing import post
from jiqun.web.cooperation.proposing import propose as propose_together
from jiqun.web.cooperation.recording import enter as record_result
from jiqun.web.cooperation.recording import turn
from jiqun.web.databases import point_at
from jiqun.web.diagnosis.responding import take
from jiqun.web.filing.accepting import INSTALLATION
from jiqun.web.filing.copies import copy_of
from jiqun.web.filing.known import known_clusters
from jiqun.web.filing.models import Case
from jiqun.web.filing.opening import Opening, open_case
from jiqun.web.governance import balloting
from jiqun.web.governance.founding import enact, enter_members, found
from jiqun.web.governance.moving import step as step_with_motion
from jiqun.web.governance.moving import submit as move_something
from jiqun.web.governance.sitting import announce_draw, call_meeting
from jiqun.web.grants.granting import ask as ask_for_data
from jiqun.web.grants.granting import step as step_with_grant
from jiqun.web.grants.keeping import keep_readings
from jiqun.web.grants.wanting import show_data, want
from jiqun.web.opened import open_installation, set_up
from jiqun.web.recognised import reporting
from jiqun.web.recognised.entering import Listed, enter
from jiqun.web.recognised.models import ChangeReport, Recognition
from jiqun.web.recognition.applying import begin
from jiqun.web.recognition.calling import draft_call
from jiqun.web.recognition.deciding import move_call
from jiqun.web.recognition.exhibits import attach
from jiqun.web.recognition.models import Application, Call, Judge
from jiqun.web.recognition.objecting import Said, lodge
from jiqun.web.recognition.terms import Terms
from jiqun.web.services.offering import offer as offer_service
from jiqun.web.services.registering import register
from jiqun.web.services.registering import step as turn_provider
from jiqun.web.services.requesting import ask as ask_service
from jiqun.web.services.requesting import step as step_with_service
from jiqun.web.services.vouching import issue, open_fund
from jiqun.web.slots.booking import book, step
from jiqun.web.slots.offering import offer
from jiqun.web.solutions.offering import offer as offer_solution
from jiqun.web.solutions.offering import step as look_at
from jiqun.web.solutions.requesting import ask as ask_for
from jiqun.web.solutions.requesting import step as take_step
from jiqun.workflow.loading import workflow
from jiqun.workflow.routes import NATION as NATION_PARTY
from jiqun.workflow.routes import route_of
from jiqun.workspace import Workspace, release

CLUSTERS = (("110108", "电子"), ("330106", "电子"), ("330110", "轻工"), ("410783", "机械"))


@pytest.fixture(scope="session", autouse=True)
def django_ready() -> Iterator[None]:
    setup_test_environment()
    yield
    teardown_test_environment()


@pytest.fixture(scope="session", autouse=True)
def assets_listed_once() -> Iterator[None]:
    """Let the browsers of tests share the list of the site's files, which none of them changes."""
    listed: dict[str, StaticFile] = {}
    list_them = WhiteNoiseMiddleware.add_files_from_finders

    def known(self: WhiteNoiseMiddleware) -> None:
        if not listed:
            list_them(self)
            listed.update(self.files)
        self.files.update(listed)

    with patch.object(WhiteNoiseMiddleware, "add_files_from_finders", known):
        yield


@pytest.fixture(scope="session")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace of four clusters said to be real, released."""
    folder = tmp_path_factory.mktemp("filed")
    filings = []
    for number, (county, sector) in enumerate(CLUSTERS, start=1):
        one = filing(f"real-{number}", 2022, county, sector, output_total=str(3_000_000 + number))
        one["cluster"]["demo"] = False
        filings.append(one)
    workspace = Workspace.create(folder / "w")
    outcomes = import_files(written(folder, *filings), workspace)
    assert not [outcome.problems for outcome in outcomes if outcome.refused]
    release(workspace, 2022)
    _people(workspace)
    return workspace.folder


def _people(workspace: Workspace) -> None:
    """Open a year for two of the clusters, and invite somebody."""
    open_installation(workspace.folder)
    for cluster in known_clusters(workspace, NATION)[:2]:
        open_case(cluster.profile, Opening(2023, working_days=10), workspace, Doer(NATION))
    _beside(Case.objects.get(cluster="real-2"))
    _called(workspace)
    _recognised()
    _shared()
    _solved()
    _granted()
    _served()
    _circular()
    _challenged()
    _cooperated()
    _governed(workspace)
    take("real-2", samples.MEASURE, workspace, Doer(reader_of_office(Office.COUNTY, "330106")))
    with patch("secrets.token_urlsafe", return_value=samples.INVITATION):
        people.invite(Office.COUNTY, "330106", INSTALLATION)


def _called(workspace: Workspace) -> None:
    """Let the nation call for applications, and the county apply for one of the clusters."""
    due = today() + timedelta(days=30)
    terms = Terms("national/sme-cluster", due.year, due, "", {"province": 5})
    call, _ = move_call(draft_call(terms, Doer(NATION)), "issue", Doer(NATION))
    county = Doer(reader_of_office(Office.COUNTY, "330106"))
    (profile,) = (
        known.profile for known in known_clusters(workspace, NATION) if known.profile.id == "real-2"
    )
    application = begin(call, profile, workspace, county)
    file = SimpleUploadedFile("scan.pdf", b"%PDF-1.7\n%%EOF")
    attach(application, file, "", county)
    application.exhibits.update(since=1)
    judge = Judge.objects.create(expert="case-1", name="专家")
    parties = {"expert": ["expert", "case-1"], "authority": ["nation", ""]}
    application.opinions.create(
        judge=judge,
        expert="case-1",
        authority="nation",
        definition=kept_definition(call.way.table("expert_review")),
        parties=parties,
        state="scored",
        holder="authority",
    )

    _objected(call, workspace)
    later = Terms("national/sme-cluster", due.year + 1, due, "", {"province": 5})
    announced, _ = move_call(draft_call(later, Doer(NATION)), "issue", Doer(NATION))
    begin(announced, profile, workspace, county)
    announced.applications.update(state="listed", rank=1)
    Call.objects.filter(pk=announced.pk).update(state="announced")


def _objected(call: Call, workspace: Workspace) -> None:
    """Let a second application be on notice, and somebody object to it with a file."""
    (profile,) = (
        known.profile for known in known_clusters(workspace, NATION) if known.profile.id == "real-1"
    )
    noticed = begin(call, profile, workspace, Doer(reader_of_office(Office.COUNTY, "110108")))
    Application.objects.filter(pk=noticed.pk).update(state="on_notice")
    file = SimpleUploadedFile("scan.pdf", b"%PDF-1.7\n%%EOF")
    with patch("secrets.token_urlsafe", return_value=samples.OBJECTION):
        lodge(noticed, Said("某人", "010-1", "不符。"), file)


def _recognised() -> None:
    """Let the county's cluster be recognised, years ago."""
    programme = programmes()["national/sme-cluster"]
    profile = Profile.of(Application.objects.filter(cluster="real-2").earliest("pk").profile)
    parties = {**route_of(profile.county_codes, national=True).parties, "authority": NATION_PARTY}
    row = enter(Listed(programme, 2022, profile, parties), Doer(NATION))
    Recognition.objects.filter(pk=row.pk).update(id=samples.RECOGNITION)
    row = Recognition.objects.get(pk=samples.RECOGNITION)
    county = Doer(reader_of_office(Office.COUNTY, "330106"))
    report = reporting.begin(row, "operator", county)
    ChangeReport.objects.filter(pk=report.pk).update(handed_on=today())


def _shared() -> None:
    """Let two firms offer by the slot, and the cast's dispute a booking of the other's."""
    firm, other = (
        Doer(reader_of_office(Office.FIRM, code))
        for code in (CAST["firm"].credit_code, "91330106MA28000011")
    )
    offer(samples.OFFER, firm)
    row = offer(samples.OFFER, other)
    start = datetime.combine(today() + timedelta(days=2), time(9), CHINA).isoformat()
    booking = book(row, [start], {"firm": "乙公司"}, firm)
    for verb, doer in (("accept", other), ("dispute", firm)):
        booking = step(booking, verb, {"reason": "门锁着"}, doer)


def _solved() -> None:
    """Let an agency's solution be listed, and dispute a request of the cast's firm for it."""
    agency = Doer(reader_of_office(Office.AGENCY, "real-2"))
    county = Doer(reader_of_office(Office.COUNTY, "330106"))
    firm = Doer(reader_of_office(Office.FIRM, CAST["firm"].credit_code))
    row = look_at(offer_solution(samples.SOLUTION, agency), "list", "", county)
    asked = ask_for(row, {"firm": "甲公司", "county": "330106"}, firm)
    for verb, doer in (("accept", agency), ("deal", firm), ("dispute", firm)):
        asked = take_step(asked, verb, {"reason": "装了用不了"}, doer)


def _served() -> None:
    """Let an agency's service be listed, and dispute a request of the cast's firm for it."""
    agency = Doer(reader_of_office(Office.AGENCY, "real-2"))
    county = Doer(reader_of_office(Office.COUNTY, "330106"))
    firm = Doer(reader_of_office(Office.FIRM, CAST["firm"].credit_code))
    body = turn_provider(register(samples.SERVED["provider"], agency), "list", "", county)
    service = offer_service(body, samples.SERVED["service"], agency)
    row = ask_service(service, samples.SERVED["asked"], firm)
    fund = open_fund(samples.SERVED["fund"], ["finance"], county)
    issue(fund, {"firm": CAST["firm"].credit_code, "amount": "500"}, county)
    said = {"starts": f"{today()}T09:00", "reason": "没有来"}
    for verb, doer in (("appoint", agency), ("dispute", firm)):
        row = step_with_service(row, verb, said, doer)


def _granted() -> None:
    """Let the cast's agency ask the cast's firm for a field, and the two differ about the grant."""
    agency = Doer(reader_of_office(Office.AGENCY, "real-2"))
    firm = Doer(reader_of_office(Office.FIRM, CAST["firm"].credit_code))
    keep_readings(samples.READINGS, "readings.csv", firm)
    said = {"name": "甲公司", "reason": "转给了别人"}
    for purpose, verbs in (("audit", ("grant", "dispute")), ("research", ("grant",))):
        asked = {**samples.GRANTED, "purpose": purpose, "name": "某促进中心"}
        row = ask_for_data(asked, agency)
        for verb in verbs:
            row = step_with_grant(row, verb, said, firm)
    other = Doer(reader_of_office(Office.FIRM, "91330106MA28000011"))
    for who in (agency, other):
        want(samples.WANTED, who)
    show_data(samples.DATA_CARD, other)


def _circular() -> None:
    """Let another firm's by-product be listed, and the cast's dispute a link with it."""
    county = Doer(reader_of_office(Office.COUNTY, "330106"))
    firm, other = (
        Doer(reader_of_office(Office.FIRM, code))
        for code in (CAST["firm"].credit_code, "91330106MA28000011")
    )
    own = check(say({**samples.BYPRODUCT, "side": "want"}, firm), "list", "", county)
    row = check(say(samples.BYPRODUCT, other), "list", "", county)
    deal = ask_link(row, own, {}, firm)
    named = {"reason": "含水太高", "carrier": "王明", "body": "服务中心"}
    for verb, doer in (("accept", other), ("carry", county), ("deal", firm), ("dispute", firm)):
        deal = link_step(deal, verb, named, doer)


def _challenged() -> None:
    """Let two firms pose challenges; the cast's proposed for the other's, which is closed."""
    county = Doer(reader_of_office(Office.COUNTY, "330106"))
    firm, other = (
        Doer(reader_of_office(Office.FIRM, code))
        for code in (CAST["firm"].credit_code, "91330106MA28000011")
    )
    for owner in (firm, other):
        row = publish(pose(samples.CHALLENGE, owner), sealed.KEY, sealed.CHECKS, county)
    propose(row, *sealed.Sealed().posted.values(), firm)
    add_line("real-2", "330106", samples.PLANNED, county)
    _closed(row)
    _contracted(publish(pose(samples.CHALLENGE, other), sealed.KEY, sealed.CHECKS, county))
    stated = {**samples.CHALLENGE, "criteria": "指标 | 100", "experts": "3"}
    _judged(publish(pose(stated, other), sealed.KEY, sealed.CHECKS, county))


def _judged(row: Challenge) -> None:
    """Let the expert of the application be invited to judge a proposal of the cast's firm."""
    firm = Doer(reader_of_office(Office.FIRM, CAST["firm"].credit_code))
    county = Doer(reader_of_office(Office.COUNTY, "330106"))
    proposal = sealed.Sealed()
    sent = propose(row, *proposal.posted.values(), firm)
    said = json.dumps([{"id": str(sent.pk), **proposal.shown}])
    row = open_proposals(_closed(row), said, county)
    Challenge.objects.filter(pk=row.pk).update(state="under_review")
    row.judgements.create(
        judge=Judge.objects.get(expert="case-1"),
        expert="case-1",
        definition=kept_definition(workflow("proposal_review")),
        parties={"expert": ["expert", "case-1"], "authority": ["county", "330106"]},
        state="scoring",
        holder="expert",
    )


def _cooperated() -> None:
    """Let the cast's firm run a project with another, disputed; another posts a need."""
    firm, other = (
        Doer(reader_of_office(Office.FIRM, code))
        for code in (CAST["firm"].credit_code, projects.OTHER)
    )
    row = propose_together({**projects.TEXT, **projects.SIDES["lead"]}, firm)
    row = invite(row, projects.OTHER, firm)
    row = agree(row, {**projects.SIDES["other"], "version": "1"}, other)
    row = begin_together(row, firm)
    record_result(row, {**projects.PATENT, "owners": projects.OTHER}, other)
    turn(row, "dispute", "样件款没付", other)
    need = propose_together({**projects.TEXT, **projects.SIDES["other"]}, other)
    post(need, "post", other)


def _governed(workspace: Workspace) -> None:
    """Let the cast's agency found a body; two firms move things: discussed, closed, adopted."""
    agency = Doer(reader_of_office(Office.AGENCY, "real-2"))
    (known,) = known_clusters(workspace, agency.reader)
    body = found(known.profile, governed.BODY, agency)
    enact(body, governed.STATUTES, agency)
    firm = CAST["firm"].credit_code
    lines = (governed.line(code) for code in (firm, projects.OTHER))
    enter_members(body, "\n".join(lines), agency)
    call_meeting(body, governed.MEETING, agency)
    announce_draw(body, governed.DRAW, agency)
    for proposer, looking_on, far in (
        (firm, projects.OTHER, 0), (projects.OTHER, firm, 1), (projects.OTHER, firm, 2)
    ):  # fmt: skip
        row = move_something(body, governed.MOVED, Doer(reader_of_office(Office.FIRM, proposer)))
        row = step_with_motion(row, "admit", "", agency)
        if far:
            box = voting.Box(balloting.open_ballot(row, governed.calling(looking_on), agency))
            for voter in (proposer, looking_on):
                box.vote(Doer(reader_of_office(Office.FIRM, voter)), "yes")
            row = balloting.close(voting.over(row), agency)
        if far == 2:
            balloting.open_votes(row, box.opened(), agency)


def _closed(row: Challenge) -> Challenge:
    """Let a challenge's deadline be over."""
    Challenge.objects.filter(pk=row.pk).update(deadline=today() - timedelta(days=1))
    return Challenge.objects.get(pk=row.pk)


def _contracted(row: Challenge) -> None:
    """Let the cast's firm solve a challenge of another's, and deliver what is due."""
    office, of = row.parties["owner"]
    owner = Doer(reader_of_office(Office(office), of))
    firm = Doer(reader_of_office(Office.FIRM, CAST["firm"].credit_code))
    county = Doer(reader_of_office(Office.COUNTY, "330106"))
    proposal = sealed.Sealed()
    sent = propose(row, *proposal.posted.values(), firm)
    said = json.dumps([{"id": str(sent.pk), **proposal.shown}])
    row = choose(open_proposals(_closed(row), said, county), str(sent.pk), "指标最稳", owner)
    drawing = keep_content(b"%PDF-1.7 a drawing")
    sent.enclosures.create(name="drawing.pdf", size=18, sha256=drawing)
    contract(row, samples.CONTRACT, owner)
    scan = SimpleUploadedFile("report.pdf", b"%PDF-1.7 a page")
    deliver(row.milestones.get(), "已交付", scan, firm)


def _beside(case: Case) -> None:
    """Put a question and a file of a reviewer's beside a case, for whoever has part in it."""
    office = {"office": "prefecture", "of": "330100"}
    case.questions.create(period="values", field="exports", waits="answer", **office)
    firm = CAST["firm"].credit_code
    case.firms.create(number=1, credit_code=firm, invited=timezone.now())
    content = b"%PDF-1.7"
    sha256 = hashlib.sha256(content).hexdigest()
    case.evidence.create(name="scan.pdf", size=len(content), sha256=sha256, **office)
    write_atomically(stored(sha256), content)
    copy_of(case, case.county, "撤并").save()


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace nothing was released in."""
    return Workspace.create(tmp_path_factory.mktemp("empty") / "w").folder


def _site(folder: Path) -> Iterator[Client]:
    point_at(folder)
    with override_settings(WORKSPACE=folder):
        yield Client()


@pytest.fixture
def demo(demonstration: Path) -> Iterator[Client]:
    """Visit the demonstration's site."""
    yield from _site(demonstration)


@pytest.fixture
def site(filed: Path) -> Iterator[Client]:
    """Visit the site of a workspace of clusters said to be real."""
    yield from _site(filed)


@pytest.fixture
def cast_site(site: Client, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """Visit the site with readers of every office; pages say for whom they were made.

    Editions are made here instead of apart: there are many of them.
    """
    from jiqun.publications import contents, making

    monkeypatch.setattr(making, "made_apart", lambda source, what, _: contents.make(source, what))
    signed = [*site_settings.MIDDLEWARE, "tests.web.cast.Signed"]
    with override_settings(JIQUN_READER_OF="tests.web.cast.reader_of", MIDDLEWARE=signed):
        yield Client()


@pytest.fixture
def bare(empty: Path) -> Iterator[Client]:
    """Visit the site of an empty workspace."""
    yield from _site(empty)


@pytest.fixture
def settings() -> LazySettings:
    from django.conf import settings

    return settings


@dataclass(frozen=True)
class Made:
    """An installation that was made once: its folder, and its database where it has a server."""

    folder: Path
    database: str


@pytest.fixture(scope="session")
def made_installation(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Return an installation with people, made once; tests work on copies."""
    folder = tmp_path_factory.mktemp("people")
    with fast_passwords(), engines.database() as name:
        installation(folder)
        connections.close_all()
    return Made(folder / "w", name)


@pytest.fixture
def office(made_installation: Made, tmp_path: Path) -> Iterator[Workspace]:
    """Work in an installation of one's own, with people."""
    copytree(made_installation.folder, tmp_path / "w")
    with (
        engines.database(made_installation.database),
        fast_passwords(),
        override_settings(WORKSPACE=tmp_path / "w"),
    ):
        yield set_up(tmp_path / "w")
        connections.close_all()


def fast_passwords() -> override_settings:
    """Hash passwords in no time: what they are kept as is not what these tests are about."""
    return override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
