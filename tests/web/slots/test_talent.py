"""Institutions and firms offer talent, and large firms open benches, data and orders."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from tests.web.people import PASSWORD, signed_in

from jiqun.base.readers import Office
from jiqun.web.accounts import people
from jiqun.web.casework.clocks import today
from jiqun.web.events.chain import verify
from jiqun.web.events.models import Event, Sealed
from jiqun.web.filing.accepting import INSTALLATION
from jiqun.web.slots.market import outcomes
from jiqun.web.slots.models import Booking, Offer, Slot
from jiqun.workspace import Workspace

PAGE = "/exchange/slots/"
UNIVERSITY, FIRM, OTHER, LARGE = (
    "123300004700951234", "91330110MA28000011", "91330106MA2800000X", "91410783MA28000027"
)  # fmt: skip
ALWAYS = {f"open_{day}": "00:00-24:00" for day in range(7)}
USUAL = {"county": "330106", "audience": "all", "price": "1000", "late": "50", "advance": "60"}
DAYS = {**ALWAYS, "minutes": "1440"}
EXPERT_DAY = {
    **USUAL, **DAYS, "kind": "expert_day", "name": "压铸专家日", "firm": "示例大学",
    "of_expertise": "铝合金压铸缺陷", "of_expert_title": "教授", "of_where": "on_site",
}  # fmt: skip
POST = {
    **USUAL, **DAYS, "kind": "post", "name": "模具评审岗", "firm": "甲模具",
    "of_field_of_work": "设计评审", "of_qualification": "高级工程师", "of_days_a_week": "1.5",
    "of_where": "remote",
}  # fmt: skip
COURSE = {
    **USUAL, **DAYS, "kind": "course", "name": "机器人运维班", "firm": "示例大学", "seats": "3",
    "of_subject": "工业机器人", "of_hours": "16", "of_proof": "attendance", "of_where": "on_site",
}  # fmt: skip
ORDER = {
    **USUAL, "kind": "order", "name": "齿轮毛坯", "firm": "示例重工", "seats": "5",
    "of_quantity": "2000", "of_unit": "件", "of_standard": "GB/T 1804-m",
    "of_confidentiality": "agreement",
}  # fmt: skip


def on(days: int) -> str:
    """Return the day that is so many days from today."""
    return (today() + timedelta(days=days)).isoformat()


def slot_on(days: int) -> str:
    """Return how a page names the whole day that is so many days from today."""
    return f"{on(days)}T00:00:00+08:00"


@pytest.fixture
def signed(office: Workspace) -> Iterator[dict[str, Client]]:
    """Return browsers of a university, of two firms and of a large one."""
    del office
    codes = {"university": UNIVERSITY, "firm": FIRM, "other": OTHER, "large": LARGE}
    for login, code in codes.items():
        person = people.add_person(login, PASSWORD, INSTALLATION)
        people.appoint(person, Office.FIRM, code, INSTALLATION)
    yield {login: signed_in(login) for login in codes}


def text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def offered(owner: Client, said: dict[str, str], **more: str) -> Offer:
    answer = owner.post(f"{PAGE}new/", {**said, **more})
    assert answer.status_code == 302, answer.content.decode()
    return Offer.objects.latest("pk")


def asked(renter: Client, offer: Offer, *days: int, status: int = 302, **said: Any) -> str:
    slots = [slot_on(day) for day in days or (5,)]
    answer = renter.post(f"{PAGE}{offer.pk}/book/", {"slots": slots, "firm": "乙公司", **said})
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def booked(renter: Client, offer: Offer, *days: int, **said: Any) -> Booking:
    asked(renter, offer, *days, **said)
    return Booking.objects.latest("pk")


def done(client: Client, booking: Booking, verb: str, status: int = 302, **said: str) -> str:
    answer = client.post(f"{PAGE}bookings/{booking.pk}/{verb}/", said)
    assert answer.status_code == status, answer.content.decode()
    booking.refresh_from_db()
    return answer.content.decode()


def begun_already(booking: Booking) -> None:
    Booking.objects.filter(pk=booking.pk).update(starts=timezone.now() - timedelta(hours=2))


def test_a_university_offers_a_day_of_an_expert_that_firms_use_and_confirm(
    signed: dict[str, Client],
) -> None:
    offer = offered(signed["university"], EXPERT_DAY)
    page = text(signed["firm"], "/exchange/talent/")
    assert "压铸专家日" in page
    assert "（机构）" in page
    assert "压铸专家日" not in text(signed["firm"], PAGE)
    shown = text(signed["firm"], f"{PAGE}{offer.pk}/")
    assert all(word in shown for word in ("铝合金压铸缺陷", "教授", "现场"))
    for day, login in enumerate(("firm", "other", "large"), 5):
        booking = booked(signed[login], offer, day, size="small")
        done(signed["university"], booking, "accept")
        begun_already(booking)
        done(signed["university"], booking, "record_use")
        if login == "firm":
            done(signed[login], booking, "confirm")
    assert sorted(outcome.reached for outcome in outcomes("talent")) == [2, 2, 3]
    assert outcomes("sharing") == []
    market = text(Client(), "/exchange/").partition("人才共享")[2].partition("</section>")[0]
    assert "小型" in market
    assert "33%" in market


def test_what_a_kind_asks_is_told_at_once_where_it_is_missing_or_wrong(
    signed: dict[str, Client],
) -> None:
    wrong = {**POST, "of_days_a_week": "9", "of_where": "moon", "of_qualification": "", "name": ""}
    answer = signed["firm"].post(f"{PAGE}new/", wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    for word in ("不是 0.5 至 7 的数字", "没有选“方式”", "没有写“要求的资格”", "没有写名称"):
        assert word in page
    assert 'value="9"' in page
    assert not Offer.objects.exists()


def test_an_offer_keeps_its_kind_and_what_it_says_by_it(signed: dict[str, Client]) -> None:
    offer = offered(signed["firm"], POST)
    path = f"{PAGE}{offer.pk}/amend/"
    assert 'value="1.5"' in text(signed["firm"], path)
    changed = {**POST, "kind": "machine", "of_days_a_week": "２"}
    assert signed["firm"].post(path, changed).status_code == 302
    offer.refresh_from_db()
    assert (offer.kind, offer.details["days_a_week"]) == ("post", "2")
    said = Event.objects.get(verb="amend_offer").said
    assert "设计评审" not in said
    assert Sealed.objects.filter(event__verb="amend_offer", text="设计评审").exists()


def test_who_comes_to_a_post_is_named_seen_by_both_and_erased(signed: dict[str, Client]) -> None:
    offer = offered(signed["firm"], POST)
    page = asked(signed["university"], offer, status=422)
    assert "没有写派谁来" in page
    booking = booked(signed["university"], offer, people="张三，高级工程师", purpose="评审压铸模")
    path = f"{PAGE}bookings/{booking.pk}/"
    assert "张三" in text(signed["firm"], path)
    text(signed["other"], path, 404)
    audited = text(signed_in("audit"), "/audit/")
    assert f"预订 {booking.pk}" in audited
    for words in ("张三", "评审压铸模", "设计评审"):
        assert words not in audited
    assert "封存，本页不显示" in audited
    assert "张三" not in " ".join(Event.objects.values_list("said", flat=True))
    done(signed["firm"], booking, "accept")
    done(signed["university"], booking, "forget", 422)
    begun_already(booking)
    done(signed["firm"], booking, "record_use")
    done(signed["university"], booking, "forget")
    assert booking.people == ""
    assert "张三" not in text(signed["firm"], path)
    assert not Sealed.objects.filter(text__contains="张三").exists()
    assert verify().problems == []


def test_a_course_has_as_many_seats_as_it_says_and_no_more(signed: dict[str, Client]) -> None:
    offer = offered(signed["university"], COURSE)
    first = booked(signed["firm"], offer, seats="2", people="甲、乙")
    assert (first.price, first.seats, Slot.objects.count()) == (2000, 2, 2)
    page = text(signed["other"], f"{PAGE}{offer.pk}/")
    assert "余 1" in page
    told = asked(signed["other"], offer, seats="2", status=422)
    assert "只剩 1 个，您要 2 个" in told
    booked(signed["other"], offer, seats="1")
    assert "已被别人订满" in asked(signed["large"], offer, status=422)
    assert "已满" in text(signed["large"], f"{PAGE}{offer.pk}/")
    done(signed["university"], first, "refuse", reason="人数不够")
    booked(signed["large"], offer, seats="2")
    assert sorted(Slot.objects.values_list("seat", flat=True)) == [1, 2, 3]


def test_fewer_seats_than_are_taken_leave_none_and_take_none_away(
    signed: dict[str, Client],
) -> None:
    offer = offered(signed["university"], COURSE)
    booked(signed["firm"], offer)
    booked(signed["other"], offer, seats="2")
    done(signed["university"], Booking.objects.earliest("pk"), "refuse", reason="撤班")
    changed = signed["university"].post(f"{PAGE}{offer.pk}/amend/", {**COURSE, "seats": "2"})
    assert changed.status_code == 302
    asked(signed["large"], offer, status=422)
    assert Slot.objects.count() == 2


def test_the_constraints_alone_keep_seats_apart_and_to_those_there_are(
    signed: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = offered(signed["university"], COURSE)
    booking = booked(signed["firm"], offer, seats="3")
    monkeypatch.setattr("jiqun.web.slots.booking.unbookable", lambda *_, **__: [])
    assert "您没有订到" in asked(signed["other"], offer, status=422)
    start = booking.slots_asked[0]
    for seat, of_seats in ((1, 3), (4, 3), (0, 3)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Slot.objects.create(
                offer=offer, starts=start, seat=seat, of_seats=of_seats, booking=booking
            )
    assert Slot.objects.count() == 3


def test_an_order_is_taken_by_lots_until_its_last_day_and_delivered_before_its_day(
    signed: dict[str, Client],
) -> None:
    offer = offered(signed["large"], ORDER, last_day=on(3), lot_day=on(40))
    page = text(signed["firm"], f"{PAGE}{offer.pk}/")
    assert all(word in page for word in (on(3), on(40), "GB/T 1804-m", "须签保密协议", "提供方付"))
    booking = booked(signed["firm"], offer, 40, seats="2")
    assert (booking.price, str(booking.starts.date())) == (2000, on(39))
    done(signed["large"], booking, "accept")
    done(signed["large"], booking, "record_use", reason="验收合格")
    done(signed["firm"], booking, "confirm")
    assert (booking.state, booking.reached, booking.due) == ("finished", 3, 2000)
    Offer.objects.update(opening={**offer.opening, "last_day": on(-1)})
    assert "截止日已过" in asked(signed["other"], offer, 40, status=422)


@pytest.mark.parametrize(
    ("last", "day", "why"),
    [(-1, 40, "截止日已经过去"), (5, 5, "不晚于截止日"), (None, 40, "“”不是日期")],
)
def test_the_days_of_a_lot_come_in_their_order(
    signed: dict[str, Client], last: int | None, day: int, why: str
) -> None:
    days = {"last_day": "" if last is None else on(last), "lot_day": on(day)}
    answer = signed["large"].post(f"{PAGE}new/", {**ORDER, **days})
    assert answer.status_code == 422
    assert why in answer.content.decode()


def test_a_need_is_told_what_fits_and_why_and_what_does_not(signed: dict[str, Client]) -> None:
    offered(signed["university"], EXPERT_DAY)
    offered(signed["university"], COURSE)
    page = text(signed["firm"], f"/exchange/talent/?q=压铸缺陷诊断&kind=expert_day&first={on(5)}")
    assert "按您的需要" in page
    assert "描述里都写到“压铸缺陷”" in page
    assert "想要的时间里有 100% 空闲" in page
    asking = text(signed["firm"], "/exchange/talent/?q=压铸&budget=10")
    assert "最低价超出预算太多" in asking


def test_a_county_sees_each_family_of_its_own_without_prices(signed: dict[str, Client]) -> None:
    offered(signed["university"], EXPERT_DAY)
    county = signed_in("county")
    page = text(county, "/exchange/talent/")
    assert "压铸专家日" in page
    assert "1000.00" not in page
    assert "压铸专家日" not in text(county, "/exchange/openness/")
    assert "压铸专家日" not in text(signed_in("neighbour"), "/exchange/talent/")


def test_each_kind_has_a_form_that_asks_for_its_fields(signed: dict[str, Client]) -> None:
    assert "kind=order" in text(signed["firm"], f"{PAGE}new/?family=openness")
    order = text(signed["firm"], f"{PAGE}new/?kind=order")
    assert 'name="last_day"' in order
    assert 'name="open_0"' not in order
    machine = text(signed["firm"], f"{PAGE}new/?kind=machine")
    assert 'name="open_0"' in machine
    assert 'name="of_' not in machine
