"""A cluster's benchmark: told of five firms at least, and never by what one of them does."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.people import firms_signed_in, signed_in, the_case

from jiqun.exchange.grants.benchmark import Told
from jiqun.exchange.grants.fields import sharing
from jiqun.web.casework.clocks import today
from jiqun.web.events.models import Event
from jiqun.web.grants.contributing import told
from jiqun.web.grants.models import Benchmark, Grant
from jiqun.workspace import Workspace

PAGE = "/exchange/grants/"
BENCHMARKS = f"{PAGE}benchmarks/"
CODES = {f"firm-{number}": f"91330106MA2800{number:04}" for number in range(8)}
STRANGER = "91410783MA28000027"
MEDIAN = "中位数"
LAST_YEAR = today().year - 1


@pytest.fixture
def firms(office: Workspace) -> Iterator[dict[str, Client]]:
    """Return browsers of eight firms of the cluster's list, and one that stands in none."""
    del office
    case = the_case()
    for number, code in enumerate(CODES.values(), start=1):
        case.firms.create(number=number, credit_code=code)
    yield firms_signed_in({**CODES, "stranger": STRANGER})


def contributes(client: Client, good: int, status: int = 302, upload: bool = True) -> str:
    """Upload a reading of last year's yield, and join the benchmark."""
    if upload:
        content = f"machine,time,good,produced\nM1,{today().year - 1}-03-01,{good},100\n"
        file = SimpleUploadedFile("a.csv", content.encode())
        answer = client.post(f"{PAGE}readings/", {"file": file, "replace": "yes"})
        assert answer.status_code == 200
    said = {"cluster": "one", "field": "yield", "until": "2099-12-31"}
    answer = client.post(BENCHMARKS, said)
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return answer.content.decode()


def page(client: Client, status: int = 200) -> str:
    answer = client.get(BENCHMARKS)
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "private, no-store"
    return answer.content.decode()


def test_five_firms_are_told_their_distribution_and_place(firms: dict[str, Client]) -> None:
    for number in range(4):
        contributes(firms[f"firm-{number}"], 90 + 2 * number)
        assert MEDIAN not in page(firms["firm-0"])
    contributes(firms["firm-4"], 98)
    shown = page(firms["firm-4"])
    assert MEDIAN in shown
    assert "94.00" in shown  # the mean of all five, the only block there is
    assert "98.00 · 在上四分位以上" in shown
    assert "90.00" not in shown
    for login in ("county", "agency"):
        assert "94.00" in page(signed_in(login))
        assert "98.00" not in page(signed_in(login))
    for login in ("neighbour", "province", "nation"):
        assert "94.00" not in page(signed_in(login))
    assert "94.00" not in page(firms["firm-5"])  # on the list, and no contributor
    assert Client().get(BENCHMARKS).status_code == 403


def test_one_firm_more_or_less_moves_nothing_that_is_told(firms: dict[str, Client]) -> None:
    for number in range(5):
        contributes(firms[f"firm-{number}"], 90 + 2 * number)
    assert "94.00" in page(firms["firm-0"])
    contributes(firms["firm-5"], 60)
    assert "94.00" in page(firms["firm-0"])
    row = Grant.objects.filter(firm=CODES["firm-4"]).get()
    answer = firms["firm-4"].post(f"{PAGE}{row.pk}/revoke/", {})
    assert answer.status_code == 302
    assert MEDIAN not in page(firms["firm-0"])  # it would still hold what was taken back
    assert Benchmark.objects.get().told is None
    contributes(firms["firm-6"], 70)
    contributes(firms["firm-7"], 80)
    assert MEDIAN not in page(firms["firm-0"])
    contributes(firms["firm-0"], 85, 422)  # joined already; its value is the fifth change
    shown = page(firms["firm-0"])
    assert MEDIAN in shown
    assert "94.00" not in shown


def test_nobody_reads_values_of_a_contribution_and_each_count_is_a_use(
    firms: dict[str, Client],
) -> None:
    for number in range(5):
        contributes(firms[f"firm-{number}"], 90 + 2 * number)
    page(firms["firm-0"])
    page(firms["firm-0"])
    uses = Event.objects.filter(verb="read_data")
    assert uses.count() == 5  # counted once, each firm's own grant
    row = Grant.objects.filter(firm=CODES["firm-0"]).get()
    assert "计入对标" in firms["firm-0"].get(f"{PAGE}{row.pk}/").content.decode()
    for client in (firms["firm-1"], signed_in("county"), signed_in("agency")):
        for name in ("", "data/", "data.json", "data.csv"):
            assert client.get(f"{PAGE}{row.pk}/{name}").status_code == 404
    kept = str(Benchmark.objects.values().get())
    assert "90.0" not in kept


def test_who_stands_on_no_list_cannot_join_and_nobody_joins_twice(
    firms: dict[str, Client],
) -> None:
    assert "不在这个集群的企业名单" in contributes(firms["stranger"], 95, 422)
    contributes(firms["firm-0"], 95)
    assert "仍有效的授权" in contributes(firms["firm-0"], 95, 422)
    assert Grant.objects.count() == 1
    assert signed_in("county").post(BENCHMARKS, {}).status_code == 422


def test_part_of_a_year_makes_no_sum(firms: dict[str, Client]) -> None:
    content = f"machine,time,electricity(kWh)\nM1,{today().year - 1}-03-01,7\n"
    file = SimpleUploadedFile("a.csv", content.encode())
    firms["firm-0"].post(f"{PAGE}readings/", {"file": file})
    said = {"cluster": "one", "field": "electricity", "until": "2099-12-31"}
    assert firms["firm-0"].post(BENCHMARKS, said).status_code == 302
    assert "不足一整年" in page(firms["firm-0"])


def test_a_firm_with_two_of_its_own_does_not_learn_a_fourth_s_value(
    firms: dict[str, Client],
) -> None:
    for number in range(5):
        contributes(firms[f"firm-{number}"], 90 + 2 * number)
    before = page(firms["firm-0"])
    contributes(firms["firm-5"], 60)
    for number in range(3):  # one owner's: what they change by is known to it
        contributes(firms[f"firm-{number}"], 40 + 9 * number, 422)
    assert "94.00" in page(firms["firm-3"])
    assert Benchmark.objects.get().told["blocks"] == [["94.00", 5]]
    assert "94.00" in before
    contributes(firms["firm-6"], 70)  # the fifth: of two together, and nobody knows which
    page(firms["firm-0"])
    assert Benchmark.objects.get().told["blocks"] != [["94.00", 5]]


def test_who_contributes_nothing_is_told_nothing(firms: dict[str, Client]) -> None:
    for number in range(5):
        contributes(firms[f"firm-{number}"], 90 + 2 * number)
    contributes(firms["firm-5"], 0, upload=False)
    shown = page(firms["firm-5"])
    assert "不足一整年" in shown
    assert MEDIAN not in shown
    assert "94.00" not in shown


def test_what_was_told_of_a_year_is_not_told_of_the_next(firms: dict[str, Client]) -> None:
    for number in range(5):
        contributes(firms[f"firm-{number}"], 90 + 2 * number)
        content = f"machine,time,good,produced\nM1,{today().year}-01-01,50,100\n"
        file = SimpleUploadedFile("b.csv", content.encode())
        assert firms[f"firm-{number}"].post(f"{PAGE}readings/", {"file": file}).status_code == 200
    assert "94.00" in page(firms["firm-0"])
    made = sharing().fields["yield"]
    assert told("one", made, today()) == (Told(((Decimal(94), 5),), (Decimal(94),) * 3), LAST_YEAR)
    next_year = today().replace(year=today().year + 1, month=1, day=1)
    assert told("one", made, next_year) == (None, LAST_YEAR + 1)  # all alike: nothing to tell
