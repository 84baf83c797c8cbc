"""PostgreSQL holds the lines of rights a second time, and fails closed.

The embedded server connects as its superuser, whom no policy binds: tests take another role.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import override_settings
from tests.web import engines, samples
from tests.web.conftest import fast_passwords
from tests.web.people import OFFICES, doer, installation, signed_in
from tests.web.recognition.worlds import SCHEME, application_to, given
from tests.web.recognition.worlds import call_of as made_call

from jiqun.base.days import CHINA
from jiqun.base.readers import PUBLIC, Office, Reader
from jiqun.clusters.recognised import recognised
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework import row_policies
from jiqun.web.casework.clocks import today
from jiqun.web.casework.models import kept_definition
from jiqun.web.casework.row_policies import be_the_installation, policies, seen_by, seen_whole
from jiqun.web.explore.shelf import shelf
from jiqun.web.filing.handing import hand_over
from jiqun.web.filing.known import known_clusters
from jiqun.web.filing.models import Case, Cell, FirmLine, HandedOver
from jiqun.web.recognised.models import Recognition
from jiqun.web.recognised.register import entries
from jiqun.web.recognition.applying import begin, hand_in
from jiqun.web.recognition.calling import draft_call
from jiqun.web.recognition.deciding import move_call
from jiqun.web.recognition.exhibits import attach, remove
from jiqun.web.recognition.models import Application, Exhibit, Judge, Objection, Objector, Opinion
from jiqun.web.recognition.objecting import Said, lodge
from jiqun.web.recognition.terms import Terms
from jiqun.web.slots.booking import book, step
from jiqun.web.slots.models import Booking, Offer, Slot
from jiqun.web.slots.offering import offer
from jiqun.web.tiers.models import FirmAnswer

ROLE = "jiqun_site"


@pytest.fixture(scope="module", autouse=True)
def on_postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Work in an installation on PostgreSQL, whatever the others are on."""
    folder = tmp_path_factory.mktemp("rows")
    with (
        engines.database(engine="postgresql"),
        fast_passwords(),
        override_settings(WORKSPACE=folder / "w"),
    ):
        installation(folder)
        with connection.cursor() as cursor:
            cursor.execute(f"DROP ROLE IF EXISTS {ROLE}; CREATE ROLE {ROLE}")
            for what in ("TABLES", "SEQUENCES"):
                cursor.execute(f"GRANT ALL ON ALL {what} IN SCHEMA public TO {ROLE}")
        yield
        with connection.cursor() as cursor:
            cursor.execute(f"RESET ROLE; DROP OWNED BY {ROLE}; DROP ROLE {ROLE}")


@pytest.fixture
def as_site() -> Iterator[None]:
    """Be a worker of a site whose role is no superuser."""
    be_the_installation(own=False)
    run(f"SET ROLE {ROLE}")
    yield
    run("RESET ROLE")
    be_the_installation(own=True)


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def seen() -> list[str]:
    return sorted(str(case) for case in Case.objects.all())


@pytest.mark.usefixtures("as_site")
def test_a_connection_that_was_told_nothing_sees_nothing() -> None:
    assert (seen(), Cell.objects.count()) == ([], 0)


@pytest.mark.usefixtures("as_site")
@pytest.mark.parametrize(
    "forgotten", ["RESET ALL", *(f'RESET "{name}"' for name in row_policies.SETTINGS)]
)
def test_a_connection_that_was_reset_never_sees_more(forgotten: str) -> None:
    with seen_by(Reader(Office.COUNTY, within=("330106",))):
        assert seen() == ["one/2023"]
        run(forgotten)
        run(f"SET ROLE {ROLE}")
        assert seen() in ([], ["one/2023"])
        if forgotten in ("RESET ALL", 'RESET "jiqun.within"'):
            assert (seen(), Cell.objects.count()) == ([], 0)
    assert seen() == []


@pytest.mark.usefixtures("as_site")
def test_a_region_s_exceptions_hold_when_they_are_forgotten() -> None:
    with seen_by(Reader(Office.PREFECTURE, within=("3301",), without=("330106",))):
        run('RESET "jiqun.without"')
        assert seen() == []


@pytest.mark.parametrize("login", OFFICES)
@pytest.mark.usefixtures("as_site")
def test_the_database_shows_what_the_query_set_shows(login: str) -> None:
    run("RESET ROLE")
    reader = doer(login).reader
    expected = sorted(str(case) for case in Case.objects.for_reader(reader))
    run(f"SET ROLE {ROLE}")
    with seen_by(reader):
        assert seen() == expected
        assert Cell.objects.filter(case__in=Case.objects.all()).count() == Cell.objects.count()


@pytest.mark.usefixtures("as_site")
def test_a_firm_s_self_check_is_its_own_until_it_shares_it_with_a_county() -> None:
    own = Reader(Office.FIRM, credit_code="91330106MA2800000X")
    county = Reader(Office.COUNTY, within=("330106",))
    others = (Reader(Office.COUNTY, within=("330110",)), doer("province").reader, PUBLIC)
    with seen_by(own):
        FirmAnswer.objects.create(credit_code=own.credit_code, said={"year": 2025})
    for reader in (county, *others):
        with seen_by(reader):
            assert not FirmAnswer.objects.exists()
    with seen_by(own):
        FirmAnswer.objects.update(shared=True, county="330106")
    with seen_by(county):
        assert FirmAnswer.objects.count() == 1
    for reader in others:
        with seen_by(reader):
            assert not FirmAnswer.objects.exists()


@pytest.mark.usefixtures("as_site")
def test_slots_are_seen_by_whom_they_are_open_to_and_bookings_by_their_firms() -> None:
    owner, renter, other = (
        Reader(Office.FIRM, credit_code=code)
        for code in ("91330106MA2800000X", "91330110MA28000011", "91410783MA28000027")
    )
    county, next_door = (Reader(Office.COUNTY, within=(code,)) for code in ("330106", "330110"))
    with seen_by(owner):
        row = offer(samples.OFFER | {"audience": "province"}, Doer(owner))
    start = datetime.combine(today() + timedelta(days=2), time(9), CHINA).isoformat()
    with seen_by(renter):
        booking = book(row, [start], {"firm": "乙公司"}, Doer(renter))
    lines = ((owner, 1, 1), (renter, 1, 1), (other, 0, 0), (county, 1, 0), (next_door, 0, 0))
    for reader, offers, bookings in (*lines, (PUBLIC, 0, 0)):
        with seen_by(reader):
            seen_rows = (Offer.objects.count(), Booking.objects.count(), Slot.objects.count())
            assert seen_rows == (offers, bookings, offers), reader
            assert Offer.objects.for_reader(reader).count() == offers
            assert Booking.objects.for_reader(reader).count() == bookings
    with seen_by(owner):
        step(booking, "accept", {}, Doer(owner))
    with seen_by(renter):
        step(booking, "dispute", {"reason": "门锁着"}, Doer(renter))
    with seen_by(county):
        assert step(booking, "settle", {"reason": "各半"}, Doer(county)).state == "settled"


@pytest.mark.usefixtures("as_site")
def test_a_recognition_is_worked_on_by_its_offices_and_read_by_the_register_alone() -> None:
    own = Reader(Office.COUNTY, within=("440605",))
    with seen_by(own):
        assert {row.county for row in Recognition.objects.all()} == {"440605"}
    assert not Recognition.objects.exists()
    assert len(entries(today())) == len(recognised())


@pytest.mark.usefixtures("as_site")
@pytest.mark.parametrize(
    ("reader", "expected"),
    [
        (Reader(Office.PROVINCE, within=("33",), without=("3302",)), ["one/2023", "two/2023"]),
        (Reader(Office.PROVINCE, within=("33",), without=("3301",)), ["one/2023", "two/2023"]),
        (Reader(Office.PREFECTURE, within=("3301",), without=("330106",)), ["two/2023"]),
        (Reader(Office.PROVINCE, within=("44",)), []),
        (Reader(Office.AGENCY, clusters=frozenset({"two"})), ["two/2023"]),
        (Reader(Office.AGENCY, clusters=frozenset({"%", "o_e"})), []),
        (Reader(Office.COUNTY, within=("%",)), []),
        (PUBLIC, []),
    ],
)
def test_a_line_is_drawn_as_the_reader_draws_it(reader: Reader, expected: list[str]) -> None:
    with seen_by(reader):
        assert seen() == expected


@pytest.mark.usefixtures("as_site")
def test_nobody_writes_past_the_line() -> None:
    with seen_whole():
        two = Case.objects.get(cluster="two")
    with seen_by(Reader(Office.COUNTY, within=("330106",))):
        assert Case.objects.filter(pk=two.pk).update(state="released") == 0
        two.pk, two.cluster = None, "three"
        with pytest.raises(DatabaseError, match="row-level security"):
            two.save(force_insert=True)


@pytest.mark.usefixtures("as_site")
def test_a_page_sees_its_reader_s_rows_and_leaves_the_connection_blind() -> None:
    county = signed_in("county")
    page = county.get("/filings/").content.decode()
    assert ("/filings/one/2023/" in page, "/filings/two/2023/" in page) == (True, False)
    assert county.get("/filings/two/2023/").status_code == 404
    assert seen() == []


def test_every_table_that_hangs_on_a_case_is_held_and_its_owner_too() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        held = {row[0] for row in cursor.fetchall()}
    assert held == set(policies())
    assert {"filing_case", "filing_cell", "filing_submitted"} <= held


@pytest.mark.usefixtures("as_site")
def test_a_firm_sees_its_own_line_and_nothing_of_the_case_it_is_in() -> None:
    own, other = "91330106MA2800000X", "91330106MA28000011"
    with seen_whole():
        case = Case.objects.get(cluster="one", year=2023)
        for number, code in enumerate((own, other), 1):
            case.firms.create(number=number, credit_code=code)
    with seen_by(Reader(Office.FIRM, credit_code=own)):
        assert [line.credit_code for line in FirmLine.objects.all()] == [own]
        assert seen() == []
        assert not Cell.objects.exists()
    assert not FirmLine.objects.exists()
    with seen_by(Reader(Office.COUNTY, within=("330106",))):
        assert FirmLine.objects.count() == 2
    with seen_by(Reader(Office.COUNTY, within=("330110",))):
        assert not FirmLine.objects.exists()


@pytest.mark.usefixtures("as_site")
def test_a_province_hands_a_case_over_and_the_county_it_left_sees_its_copy_alone() -> None:
    province, before = doer("province"), Reader(Office.COUNTY, within=("330106",))
    with transaction.atomic():
        with seen_by(province.reader):
            case = Case.objects.get(cluster="one")
            hand_over(case, "330106", "330105", province, "撤并")
        with seen_by(before):
            assert (seen(), Cell.objects.count()) == ([], 0)
            assert [str(copy) for copy in HandedOver.objects.all()] == ["one/2023"]
        with seen_by(Reader(Office.COUNTY, within=("330105",))):
            assert seen() == ["one/2023"]
            assert not HandedOver.objects.exists()
        transaction.set_rollback(True)


@pytest.mark.usefixtures("as_site")
def test_an_objection_is_its_authority_s_till_the_county_is_asked_and_the_name_for_good() -> None:
    county = Reader(Office.COUNTY, within=("330106",))
    judge = Reader(Office.EXPERT, cases=frozenset({"e1"}))
    with transaction.atomic():
        with seen_whole():
            call = made_call(SCHEME)
            application = application_to(call, "one", "330106", [(9, 9)], state="on_notice")
        lodge(application, Said("某人", "010-1", "不符。"), None)
        with seen_by(doer("nation").reader):
            assert (Objection.objects.count(), Objector.objects.count()) == (1, 1)
        for reader in (county, judge, doer("province").reader, PUBLIC):
            with seen_by(reader):
                assert (Objection.objects.count(), Objector.objects.count()) == (0, 0)
        with seen_whole():
            Objection.objects.update(put_to_county=True)
        for reader, count in ((county, 1), (judge, 0), (PUBLIC, 0)):
            with seen_by(reader):
                assert Objection.objects.for_reader(reader).count() == count
                assert (Objection.objects.count(), Objector.objects.count()) == (count, 0)
        transaction.set_rollback(True)


@pytest.mark.usefixtures("as_site")
def test_an_expert_sees_the_application_they_judge_until_they_stand_aside() -> None:
    with seen_whole():
        due = today() + timedelta(days=30)
        terms = Terms("national/sme-cluster", due.year, due, "", {})
        call, _ = move_call(draft_call(terms, doer("nation")), "issue", doer("nation"))
        workspace = shelf().workspace
        (known,) = known_clusters(workspace, doer("county").reader)
        application = begin(call, known.profile, workspace, doer("county"))
        opinion = application.opinions.create(
            judge=Judge.objects.create(expert="e1", name="专家"),
            expert="e1",
            authority="nation",
            definition=kept_definition(call.way.table("expert_review")),
            parties={"expert": ["expert", "e1"], "authority": ["nation", ""]},
            state="scoring",
            holder="expert",
        )
    expert, other = (Reader(Office.EXPERT, cases=frozenset({key})) for key in ("e1", "e2"))
    for reader, expected in (
        (expert, (1, 1)),
        (other, (0, 0)),
        (doer("county").reader, (1, 0)),
        (doer("province").reader, (1, 0)),
        (doer("nation").reader, (1, 1)),
    ):
        with seen_by(reader):
            counted = (Application.objects.count(), Opinion.objects.count())
            assert counted == expected, reader
    with seen_whole():
        Opinion.objects.filter(pk=opinion.pk).update(state="conflicted")
    with seen_by(expert):
        assert Application.objects.count() == 0


@pytest.mark.usefixtures("as_site")
def test_evidence_is_its_county_s_until_it_is_handed_in_and_then_its_path_s_and_experts() -> None:
    judge = Reader(Office.EXPERT, cases=frozenset({"e1"}))
    county = doer("county")
    with seen_whole():
        call = made_call({}, year=2033, state="open", due=today() + timedelta(days=9))
        row = application_to(call, "one", "330106", state="draft")
        given(row, "e1", 9, 9)
    with seen_by(county.reader):
        kept = attach(row, SimpleUploadedFile("a.pdf", b"%PDF-1.7"), "", county)
        remove(attach(row, SimpleUploadedFile("b.pdf", b"%PDF-1.7 b"), "", county), county)
    everybody = ("county", "prefecture", "province", "nation", "neighbour", "agency", "system")
    readers = {login: doer(login).reader for login in everybody}
    readers |= {"judge": judge, "other": Reader(Office.EXPERT, cases=frozenset({"e2"}))}
    assert who_sees(readers) == {"county"}
    with seen_by(county.reader):
        assert hand_in(Application.objects.get(pk=row.pk), county).state == "submitted"
    assert who_sees(readers) == {"county", "prefecture", "province", "nation", "judge"}
    with seen_whole():
        parties = {**row.parties, "authority": ["province", "330000"]}
        Application.objects.filter(pk=row.pk).update(parties=parties)
        Opinion.objects.filter(application=row).update(state="excluded")
    assert who_sees(readers) == {"county", "prefecture", "province"}
    assert not Exhibit.objects.exists()
    with seen_whole():
        Opinion.objects.filter(application=row).delete()
        Exhibit.objects.filter(pk=kept.pk).delete()
        row.delete()
        call.delete()


def who_sees(readers: Mapping[str, Reader]) -> set[str]:
    """Return who is shown a file of evidence, by database and query set alike."""
    found = set()
    for name, reader in readers.items():
        with seen_by(reader):
            rows = Exhibit.objects.count()
            assert Exhibit.objects.all().for_reader(reader).count() == rows, name
        found |= {name} if rows else set()
    return found


@pytest.mark.usefixtures("as_site")
def test_an_objection_goes_its_whole_way_under_the_policies() -> None:
    with seen_whole():
        call = made_call(SCHEME, year=2031, state="on_notice")
        noticed = application_to(call, "one", "330106", [(9, 9)], state="on_notice")
    said = {"name": "王小明", "contact": "010-1", "text": "不符。"}
    assert Client().post(f"/recognition/objections/to/{noticed.pk}/", said).status_code == 200
    assert not Objection.objects.exists()
    with seen_whole():
        path = f"/recognition/objections/{Objection.objects.latest('pk').pk}/"
    for login, verb in (("nation", "admit"), ("nation", "ask"), ("county", "answer"),
                        ("nation", "uphold"), ("nation", "erase")):  # fmt: skip
        answer = signed_in(login).post(f"{path}{verb}/", {"reason": "见材料。"})
        assert answer.status_code == 302, verb
    page = signed_in("county").get(path).content.decode()
    assert ("不符。" in page, "王小明" in page) == (True, False)
    with seen_whole():
        noticed.refresh_from_db()
        assert noticed.state == "objection_upheld"
        Objection.objects.all().delete()
        noticed.delete()
        call.delete()


@pytest.mark.usefixtures("as_site")
def test_a_withdrawal_moves_others_up_whom_the_county_does_not_see() -> None:
    with seen_whole():
        call = made_call({}, year=2032, state="open", due=today() + timedelta(days=9))
        rows = [
            application_to(call, cluster, county, state="recommended")
            for cluster, county in (("one", "330106"), ("two", "330110"))
        ]
        for rank, row in enumerate(rows, start=1):
            Application.objects.filter(pk=row.pk).update(rank=rank)
    withdrawal = f"/recognition/{rows[0].pk}/withdraw/"
    assert signed_in("county").post(withdrawal).status_code == 302
    with seen_whole():
        assert list(call.applications.order_by("cluster").values_list("rank", flat=True)) == [
            None,
            1,
        ]
        call.applications.all().delete()
        call.delete()


def _told() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('jiqun.everything', true)")
        return cursor.fetchone()[0] or ""


def test_a_fault_of_the_database_inside_is_told_as_itself_and_the_connection_sees_no_more() -> None:
    before = _told()
    by_zero = pytest.raises(DatabaseError, match="division by zero")
    with by_zero, transaction.atomic(), seen_whole(), connection.cursor() as cursor:
        assert _told() == "yes"
        cursor.execute("SELECT 1 / 0")
    assert _told() == before


def test_seeing_everything_inside_of_itself_ends_with_the_outer_one() -> None:
    before = _told()
    with seen_whole():
        with seen_whole():
            pass
        assert _told() == "yes"
    assert _told() == before
