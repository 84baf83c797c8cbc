"""A second factor demanded of kinds of office: nothing else is open before it is set up."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.test.utils import override_settings
from django_otp.oath import totp
from tests.web.people import PASSWORD, signed_in

from jiqun.base.readers import Office
from jiqun.web.accounts import second
from jiqun.web.accounts.models import Person
from jiqun.web.demands import offices_named

pytestmark = pytest.mark.usefixtures("office")
SETTING_UP = "/accounts/second-factor/"


@pytest.fixture
def demanded() -> Iterator[None]:
    with override_settings(SECOND_FACTOR_OF=frozenset({Office.PROVINCE, Office.AUDIT})):
        yield


def set_up(client: Client, login: str) -> None:
    device = second.begun(Person.objects.get(login=login))
    client.post(SETTING_UP, {"code": f"{totp(device.bin_key):06}", "password": PASSWORD})


@pytest.mark.parametrize("path", ["/", "/filings/", "/reviews/", "/accounts/", "/en/clusters/"])
@pytest.mark.usefixtures("demanded")
def test_the_first_sign_in_leads_to_setting_it_up_and_nowhere_else(path: str) -> None:
    province = signed_in("province")
    answer = province.get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(SETTING_UP)
    page = province.get(SETTING_UP).content.decode()
    assert "必须开启第二重验证" in page


@pytest.mark.usefixtures("demanded")
def test_nothing_is_done_or_read_by_program_before_it_is_set_up() -> None:
    province = signed_in("province")
    assert province.get("/api/v1/clusters").status_code == 403
    said = {"office": "county", "of": "330106"}
    assert province.post("/accounts/people/invite/", said).status_code == 403
    assert province.post("/accounts/logout/").status_code == 302


@pytest.mark.usefixtures("demanded")
def test_once_it_is_set_up_everything_is_open() -> None:
    province = signed_in("province")
    set_up(province, "province")
    assert province.get("/reviews/").status_code == 200


@pytest.mark.usefixtures("demanded")
def test_of_offices_not_named_nothing_is_demanded() -> None:
    assert signed_in("county").get("/filings/").status_code == 200


@pytest.mark.usefixtures("demanded")
def test_the_last_one_is_not_taken_away_by_its_owner() -> None:
    province = signed_in("province")
    set_up(province, "province")
    answer = province.post(SETTING_UP, {"off": "on", "password": PASSWORD})
    assert answer.status_code == 422
    assert "必须有第二重验证" in answer.content.decode() or "必须开启" in answer.content.decode()
    person = Person.objects.get(login="province")
    assert second.has_second_factor(person)
    assert second.codes_left(person) == second.CODES


def test_a_session_that_was_open_before_the_demand_is_led_there_too() -> None:
    province = signed_in("province")
    assert province.get("/reviews/").status_code == 200
    with override_settings(SECOND_FACTOR_OF=frozenset({Office.PROVINCE})):
        assert province.get("/reviews/").status_code == 302


def test_a_kind_of_office_that_is_none_is_not_passed_over() -> None:
    with pytest.raises(ImproperlyConfigured, match="provnce"):
        offices_named("JIQUN_SECOND_FACTOR_OF", "nation,provnce")
