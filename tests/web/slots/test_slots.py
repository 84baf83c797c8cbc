"""Firms offer machines by the slot, book them, use them, and differ about it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.web.people import firms_signed_in, signed_in

from jiqun.base.days import CHINA
from jiqun.web.events.models import Event
from jiqun.web.filing.models import Case
from jiqun.web.slots.market import outcomes
from jiqun.web.slots.models import Booking, MonthOfUse, Offer, Slot
from jiqun.workspace import Workspace

PAGE = "/exchange/slots/"
OWNER, RENTER, OTHER = "91330106MA2800000X", "91330110MA28000011", "91410783MA28000027"
ALWAYS = {f"open_{day}": "00:00-24:00" for day in range(7)}
OFFER = {
    "kind": "machine", "name": "五轴加工中心", "firm": "甲机械", "about": "加工钛合金",
    "county": "330106", "audience": "all", "price": "100", "notice": "24", "late": "30",
    "absent": "50", "minutes": "60", "lead": "0", "advance": "30", **ALWAYS,
}  # fmt: skip


@pytest.fixture
def firms(office: Workspace) -> dict[str, Client]:
    """Return browsers of the firm that owns, of one that rents, and of another."""
    del office
    return firms_signed_in({"owner": OWNER, "renter": RENTER, "other": OTHER})


def text(client: Client, path: str = PAGE, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def offered(owner: Client, **said: str) -> Offer:
    answer = owner.post(f"{PAGE}new/", {**OFFER, **said})
    assert answer.status_code == 302, answer.content.decode()
    return Offer.objects.latest("pk")


def at(hours: int) -> str:
    """Return when the slot begins that is so many hours from the last full hour."""
    hour = timezone.now().astimezone(CHINA).replace(minute=0, second=0, microsecond=0)
    return (hour + timedelta(hours=hours)).isoformat()


def asked(renter: Client, offer: Offer, *hours: int, **said: Any) -> Booking:
    slots = [at(hour) for hour in hours or (48,)]
    sent = {"slots": slots, "firm": "乙公司", "purpose": "试制", **said}
    answer = renter.post(f"{PAGE}{offer.pk}/book/", sent)
    assert answer.status_code == 302, answer.content.decode()
    return Booking.objects.latest("pk")


def done(client: Client, booking: Booking, verb: str, status: int = 302, **said: str) -> str:
    answer = client.post(f"{PAGE}bookings/{booking.pk}/{verb}/", said)
    assert answer.status_code == status, answer.content.decode()
    booking.refresh_from_db()
    return answer.content.decode()


def begun_already(booking: Booking) -> None:
    """Let a booking's slots have begun."""
    Booking.objects.filter(pk=booking.pk).update(starts=timezone.now() - timedelta(hours=2))


def test_from_offer_to_outcome(firms: dict[str, Client]) -> None:
    offer = offered(firms["owner"])
    page = text(firms["renter"])
    assert "五轴加工中心" in page
    assert "100 元" in page
    booking = asked(firms["renter"], offer, 48, 49)
    assert (booking.state, booking.price, Slot.objects.count()) == ("pending", 200, 2)
    done(firms["owner"], booking, "accept")
    begun_already(booking)
    done(firms["owner"], booking, "record_use", hours="1.5", reason="按时完成")
    done(firms["renter"], booking, "confirm")
    assert (booking.state, booking.due, str(booking.hours_used)) == ("finished", 200, "1.50")
    verbs = list(Event.objects.filter(subject=booking.subject).values_list("verb", flat=True))
    assert verbs == ["book", "accept", "record_use", "confirm"]
    said = " ".join(Event.objects.filter(subject=booking.subject).values_list("said", flat=True))
    assert "试制" not in said
    assert "乙公司" not in said


def test_what_is_asked_for_is_busy_at_once_and_the_next_one_is_told(
    firms: dict[str, Client],
) -> None:
    offer = offered(firms["owner"])
    asked(firms["renter"], offer, 48)
    sent = {"slots": [at(48), at(49)], "firm": "丙公司"}
    answer = firms["other"].post(f"{PAGE}{offer.pk}/book/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "您没有订到" in page
    assert 'value="丙公司"' in page
    assert (Booking.objects.count(), Slot.objects.count()) == (1, 1)
    assert "已占" in text(firms["other"], f"{PAGE}{offer.pk}/?day={at(48)[:10]}")


def test_a_refusal_needs_a_reason_and_frees_the_slots(firms: dict[str, Client]) -> None:
    offer = offered(firms["owner"])
    booking = asked(firms["renter"], offer)
    done(firms["owner"], booking, "refuse", 422)
    assert booking.state == "pending"
    done(firms["owner"], booking, "refuse", reason="刀具不合适")
    assert (booking.state, Slot.objects.count()) == ("refused", 0)
    assert "刀具不合适" in text(firms["renter"], f"{PAGE}bookings/{booking.pk}/")
    asked(firms["other"], offer)


@pytest.mark.parametrize(("hours", "due"), [(48, "0.00"), (5, "30.00")])
def test_cancelling_costs_what_the_terms_said_when_it_was_asked_for(
    firms: dict[str, Client], hours: int, due: str
) -> None:
    offer = offered(firms["owner"])
    booking = asked(firms["renter"], offer, hours)
    done(firms["owner"], booking, "accept")
    changed = firms["owner"].post(f"{PAGE}{offer.pk}/amend/", {**OFFER, "late": "90"})
    assert changed.status_code == 302
    done(firms["renter"], booking, "cancel")
    assert (booking.state, str(booking.due), Slot.objects.count()) == ("cancelled", due, 0)


def test_a_dispute_is_stated_by_both_and_settled_by_the_county(firms: dict[str, Client]) -> None:
    offer = offered(firms["owner"])
    booking = asked(firms["renter"], offer)
    path = f"{PAGE}bookings/{booking.pk}/"
    county = signed_in("county")
    done(firms["owner"], booking, "accept")
    begun_already(booking)
    done(firms["owner"], booking, "report_no_show")
    assert str(booking.due) == "50.00"
    text(county, path, 404)
    done(firms["renter"], booking, "dispute", reason="到了，门锁着")
    done(firms["owner"], booking, "state_side", reason="等了一上午")
    page = text(county, path)
    assert "门锁着" in page
    assert "等了一上午" in page
    text(signed_in("neighbour"), path, 404)
    done(county, booking, "settle", reason="各担一半", due="25")
    assert (booking.state, str(booking.due)) == ("settled", "25.00")
    text(firms["other"], path, 404)


def test_a_machine_that_breaks_frees_what_is_booked_and_says_why(firms: dict[str, Client]) -> None:
    offer = offered(firms["owner"])
    booking = asked(firms["renter"], offer)
    act = f"{PAGE}{offer.pk}/"
    assert firms["owner"].post(f"{act}break/").status_code == 422
    assert firms["owner"].post(f"{act}break/", {"reason": "主轴损坏"}).status_code == 302
    booking.refresh_from_db()
    assert (booking.state, booking.answer, Slot.objects.count()) == ("freed", "主轴损坏", 0)
    sent = {"slots": [at(48)], "firm": "丙公司"}
    assert firms["other"].post(f"{act}book/", sent).status_code == 422
    assert firms["owner"].post(f"{act}mend/").status_code == 302
    asked(firms["other"], offer)


def test_each_firm_tries_once(firms: dict[str, Client]) -> None:
    offer = offered(firms["owner"], trial_slots="2", trial_price="0")
    booking = asked(firms["renter"], offer, 30, trial="yes")
    assert (booking.trial, booking.price) == (True, 0)
    again = {"slots": [at(31)], "firm": "乙公司", "trial": "yes"}
    assert firms["renter"].post(f"{PAGE}{offer.pk}/book/", again).status_code == 422
    longer = {"slots": [at(40), at(41), at(42)], "firm": "丙公司", "trial": "yes"}
    assert firms["other"].post(f"{PAGE}{offer.pk}/book/", longer).status_code == 422


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ({"audience": "all"}, {"renter", "other"}),
        ({"audience": "province"}, {"renter"}),
        ({"audience": "named", "named": OTHER}, {"other"}),
    ],
)
def test_an_offer_is_seen_and_booked_by_those_it_is_open_to(
    firms: dict[str, Client], said: dict[str, str], seen: set[str]
) -> None:
    offer = offered(firms["owner"], **said)
    for login in ("renter", "other"):
        assert ("五轴加工中心" in text(firms[login])) == (login in seen)
        text(firms[login], f"{PAGE}{offer.pk}/", 200 if login in seen else 404)
        sent = {"slots": [at(48)], "firm": "某公司"}
        answer = firms[login].post(f"{PAGE}{offer.pk}/book/", sent)
        assert answer.status_code == (302 if login in seen else 404)
        Booking.objects.all().delete()


def test_a_county_sees_what_stands_in_it_without_prices(firms: dict[str, Client]) -> None:
    offer = offered(firms["owner"])
    county = signed_in("county")
    for path in (PAGE, f"{PAGE}{offer.pk}/"):
        page = text(county, path)
        assert "五轴加工中心" in page
        assert "100.00" not in page
    assert "五轴加工中心" not in text(signed_in("neighbour"))


def test_what_is_wrong_with_an_offer_is_told_at_once_and_nothing_is_kept(
    firms: dict[str, Client],
) -> None:
    wrong = {**OFFER, "price": "很多", "open_2": "早上", "county": "", "late": "120"}
    answer = firms["owner"].post(f"{PAGE}new/", wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    for word in ("很多", "早上", "120", "所在县"):
        assert word in page
    assert not Offer.objects.exists()


def test_nobody_books_outside_the_calendar_or_their_own(firms: dict[str, Client]) -> None:
    offer = offered(firms["owner"], lead="24", advance="3")
    for hours, why in ((2, "太近"), (200, "太远")):
        answer = firms["renter"].post(
            f"{PAGE}{offer.pk}/book/", {"slots": [at(hours)], "firm": "乙公司"}
        )
        assert answer.status_code == 422
        assert why in answer.content.decode()
    half = datetime.fromisoformat(at(48)) + timedelta(minutes=30)
    before_all_days = "0001-01-01T00:00:00+08:00"
    for slots in ([half.isoformat()], ["明天"], [before_all_days], []):
        answer = firms["renter"].post(f"{PAGE}{offer.pk}/book/", {"slots": slots, "firm": "乙公司"})
        assert answer.status_code == 422
    own = firms["owner"].post(f"{PAGE}{offer.pk}/book/", {"slots": [at(48)], "firm": "甲"})
    assert own.status_code == 422
    assert not Slot.objects.exists()


def test_what_waits_is_told_each_side_on_its_own_page(firms: dict[str, Client]) -> None:
    booking = asked(firms["renter"], offered(firms["owner"]))
    told = f"预订 {booking.pk}"
    waits = {login: told in text(client, "/accounts/") for login, client in firms.items()}
    assert waits == {"owner": True, "renter": False, "other": False}
    done(firms["owner"], booking, "accept")
    assert told not in text(firms["owner"], "/accounts/")
    done(firms["renter"], booking, "dispute", reason="门锁着")
    assert told in text(firms["owner"], "/accounts/")
    assert told in text(signed_in("county"), "/accounts/")


def test_the_constraint_alone_keeps_a_slot_one_firm_s(
    firms: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = offered(firms["owner"])
    asked(firms["renter"], offer, 48)
    monkeypatch.setattr("jiqun.web.slots.booking.unbookable", lambda *_, **__: [])
    sent = {"slots": [at(48), at(49)], "firm": "丙公司"}
    answer = firms["other"].post(f"{PAGE}{offer.pk}/book/", sent)
    assert answer.status_code == 422
    assert "您没有订到" in answer.content.decode()
    assert (Booking.objects.count(), Slot.objects.count()) == (1, 1)


def test_a_cluster_s_offer_is_for_the_firms_of_its_list(firms: dict[str, Client]) -> None:
    refused = firms["owner"].post(f"{PAGE}new/", {**OFFER, "audience": "cluster"})
    assert refused.status_code == 422
    case = Case.objects.get(cluster="one", year=2023)
    for number, code in enumerate((OWNER, OTHER), 1):
        case.firms.create(number=number, credit_code=code)
    offer = offered(firms["owner"], audience="cluster")
    text(firms["other"], f"{PAGE}{offer.pk}/")
    text(firms["renter"], f"{PAGE}{offer.pk}/", 404)


def test_use_is_hours_over_hours_open_and_what_is_not_recorded_is_not_nought(
    firms: dict[str, Client],
) -> None:
    offer = offered(firms["owner"], centre="yes")
    bookings = [asked(firms["renter"], offer, 48), asked(firms["renter"], offer, 49, 50)]
    ago = timezone.now() - timedelta(days=3)
    Offer.objects.update(made=ago)
    Booking.objects.update(state="used", starts=ago, ends=ago + timedelta(hours=1))
    Booking.objects.filter(pk=bookings[0].pk).update(hours_used="0.5")
    page = text(firms["owner"], f"{PAGE}use/")
    for said in (">72<", ">3<", ">0.5 <", "4.2%", "另有 1 笔未登记", "未知"):
        assert said in page, said
    Booking.objects.filter(pk=bookings[1].pk).update(hours_used="1")
    assert "2.1%" in text(firms["owner"], f"{PAGE}use/")
    assert "五轴" not in text(firms["renter"], f"{PAGE}use/")


def last_month() -> datetime:
    """Return noon on the first day of the month that is over last."""
    first = (timezone.now().astimezone(CHINA).replace(day=1) - timedelta(days=1)).replace(day=1)
    return first.replace(hour=12, minute=0, second=0, microsecond=0)


def test_a_county_is_told_the_use_of_three_firms_together_and_of_no_fewer(
    firms: dict[str, Client],
) -> None:
    county = signed_in("county")
    for count, login in enumerate(firms, 1):
        offered(firms[login], centre="yes")
        Offer.objects.update(made=last_month())
        page = text(county, f"{PAGE}use/")
        assert (f"{count} 个，属 {count} 家企业" in page) == (count >= 3)
        assert ("企业不足三家" in page) == (count < 3)
    assert "0.0%" in page


def test_a_county_looks_at_months_that_are_over_and_at_no_days_it_chooses(
    firms: dict[str, Client],
) -> None:
    """On a day on which one centre was booked, the hours used would be that firm's."""
    for client in firms.values():
        offered(client, centre="yes")
    Offer.objects.update(made=last_month())
    county, month = signed_in("county"), f"{last_month():%Y-%m}"
    one_day = f"{last_month():%Y-%m-%d}"
    page = text(county, f"{PAGE}use/?from={one_day}&until={one_day}")
    assert f"<option selected>{month}</option>" in page
    assert f"{one_day} – {one_day}" not in page
    this_month = f"{timezone.now().astimezone(CHINA):%Y-%m}"
    for wrong in (this_month, "2019-01", "0000-00", "x"):
        assert county.get(f"{PAGE}use/?month={wrong}").status_code == 422
    assert firms["owner"].get(f"{PAGE}use/?from=2026-01-02&until=2026-01-01").status_code == 422


def test_a_month_in_which_one_firm_s_centre_was_booked_or_open_is_withheld(
    firms: dict[str, Client],
) -> None:
    for client in firms.values():
        offered(client, centre="yes")
    booked, county = Offer.objects.earliest("pk"), signed_in("county")
    Offer.objects.update(made=last_month())
    booking = asked(firms["renter"], booked, 48)
    began = last_month() + timedelta(days=1)
    Booking.objects.filter(pk=booking.pk).update(
        state="finished", starts=began, ends=began + timedelta(hours=1), hours_used="0.5"
    )
    assert "企业不足三家" in text(county, f"{PAGE}use/")
    Booking.objects.all().delete()
    Offer.objects.exclude(pk=booked.pk).update(made=timezone.now())
    assert "企业不足三家" in text(county, f"{PAGE}use/")
    Offer.objects.update(made=last_month())
    assert "企业不足三家" not in text(county, f"{PAGE}use/")


def used_last_month(renter: Client, offer: Offer, hours: str | None, ahead: int) -> Booking:
    """Return a booking of an hour that was used last month, with its hours or without."""
    booking = asked(renter, offer, ahead)
    began = last_month() + timedelta(days=1, hours=ahead % 20)
    Booking.objects.filter(pk=booking.pk).update(
        state="finished", starts=began, ends=began + timedelta(hours=1), hours_used=hours
    )
    return booking


def test_a_month_that_was_told_moves_once_three_firms_have_changed_it(
    firms: dict[str, Client],
) -> None:
    """Hours that one owner records late would be told by a page of today and of yesterday."""
    offers = [offered(client, centre="yes") for client in firms.values()]
    Offer.objects.update(made=last_month())
    renters = [*list(firms.values())[1:], firms["owner"]]
    late = [
        used_last_month(renter, offer, None, 48 + number)
        for number, (renter, offer) in enumerate(zip(renters, offers, strict=True))
    ]
    county, path = signed_in("county"), f"/en{PAGE}use/"
    first = text(county, path)
    assert "not recorded: 3" in first
    Booking.objects.filter(pk=late[0].pk).update(hours_used="0.75")
    assert "not recorded: 3" in text(county, path)
    assert "0.75" not in text(county, path)
    Booking.objects.filter(pk=late[1].pk).update(hours_used="0.5")
    assert "not recorded: 3" in text(county, path)
    Booking.objects.filter(pk=late[2].pk).update(hours_used="0.5")
    told = text(county, path)
    assert "1.75" in told
    assert "not recorded" not in told
    Booking.objects.filter(pk=late[2].pk).update(hours_used="0.25")
    assert "1.75" in text(county, path)
    assert MonthOfUse.objects.get().county == "330106"


def test_the_page_of_the_exchange_tells_how_far_bookings_came(firms: dict[str, Client]) -> None:
    offer = offered(firms["owner"])
    waiting, refused, absent, used = (asked(firms["renter"], offer, 48 + n) for n in range(4))
    done(firms["owner"], refused, "refuse", reason="刀具不合适")
    for booking in (absent, used):
        done(firms["owner"], booking, "accept")
        begun_already(booking)
    done(firms["owner"], absent, "report_no_show", reason="没有来")
    done(firms["owner"], used, "record_use", hours="1", reason="按时完成")
    for booking in (absent, used):
        done(firms["renter"], booking, "confirm")
    assert waiting.state == "pending"
    assert sorted(outcome.reached for outcome in outcomes("sharing")) == [0, 1, 3]
    page = text(firms["owner"], "/exchange/")
    assert "共享产能" in page
    assert f"预订 {waiting.pk} 待您答复" in page
    for told in ("/exchange/", "/accounts/"):
        assert f'href="{PAGE}bookings/{waiting.pk}/"' in text(firms["owner"], told)


def test_the_exchange_links_only_to_pages_the_reader_may_open(firms: dict[str, Client]) -> None:
    page, public = text(firms["owner"], "/exchange/"), text(Client(), "/exchange/")
    assert 'href="/exchange/slots/"' in page
    assert 'href="/exchange/closing/"' not in page
    assert "年度结账 <small>不对您现在的身份开放" in page
    assert "年度结账 <small>登录后按身份开放" in public


def test_a_firm_s_name_is_as_long_as_is_kept_and_no_longer(firms: dict[str, Client]) -> None:
    offer = offered(firms["owner"])
    sent = {"slots": [at(48)], "firm": "长" * 101}
    assert firms["renter"].post(f"{PAGE}{offer.pk}/book/", sent).status_code == 422
    assert asked(firms["renter"], offer, firm="长" * 100).firm == "长" * 100
