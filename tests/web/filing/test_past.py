"""Every past day of a filing is rebuilt from the log alone, as it was shown that day."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.made import values_of
from tests.web.filing.test_firms import OWN as SAID_BY
from tests.web.filing.test_firms import SAID, firm_account
from tests.web.people import PATH, doer, signed_in, the_case
from tests.web.recognition.test_past import on

from jiqun.base.errors import Refused
from jiqun.web.accounts import people
from jiqun.web.accounts.leaving import erase
from jiqun.web.accounts.models import Person
from jiqun.web.casework.deadlines import extend
from jiqun.web.casework.moving import move
from jiqun.web.casework.saving import Change, save
from jiqun.web.filing.accepting import INSTALLATION
from jiqun.web.filing.handing import hand_over
from jiqun.web.filing.models import FirmLine
from jiqun.web.filing.moving import submit
from jiqun.web.filing.past import SeenPastCase, seen_on
from jiqun.web.filing.seen import Seen
from jiqun.workspace import Workspace

READERS = ("county", "prefecture", "province", "nation")
WORDS = ("", "停产检修", 'said "so"\n再说')
STEPS = (
    ("county", "withdraw"), ("county", "take_up"), ("prefecture", "endorse"),
    ("prefecture", "return"), ("province", "endorse"), ("province", "return"),
)  # fmt: skip


@pytest.fixture
def first(office: Workspace) -> date:
    """Return the first day: a filing is begun, and everything in it said and confirmed."""
    del office
    day: date = timezone.localdate() + timedelta(days=1)
    with on(day):
        case = move(the_case(), "begin", doer("county"))
        said = {name: _said(value) for name, value in values_of(2023).items()}
        cells = [
            Change(cell.period, cell.field, cell.version, {"said": said.get(cell.field, cell.said)})
            for cell in case.cells.all()
            if cell.period == "values" or not cell.empty
        ]
        save(case, cells, doer("county"))
    return day


def _said(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def shown(seen: Seen) -> dict[str, Any]:
    """Return what a reader reads on the page."""
    named = seen.state.open_cells == "named"
    return {
        "state": seen.state.id,
        "holder": seen.holder,
        "revision": seen.case.revision,
        "due": [(running.id, running.reckoning.due) for running in seen.deadlines],
        "asked": seen.case.asked if named else [],
        "reason": seen.case.reason if named else "",
        "profile": seen.profile,
        "cells": {
            name: {**cell.content, "confirmed": cell.confirmed}
            for name, cell in seen.cells.items()
            if not cell.empty
        },
    }


def now() -> dict[str, dict[str, Any]]:
    return {login: shown(Seen(the_case(), doer(login))) for login in READERS}


def then(day: date, login: str) -> SeenPastCase:
    seen = seen_on(the_case(), day, doer(login))
    assert seen is not None
    return seen


def possible(office: Workspace, which: int, text: str) -> list[Callable[[], object]]:
    """Return everything somebody could do now, always in the same order."""
    case = the_case()
    found: list[Callable[[], object]] = [
        partial(move, case, verb, doer(login), text, sorted(case.fields)[:2])
        for login, verb in STEPS
    ]
    cell = list(case.cells.order_by("pk"))[which % case.cells.count()]
    changes = ({"said": "7"}, {"note": text}, {"said": "", "status": "missing", "reason": text})
    for login in ("county", "colleague"):
        for content in changes:
            change = Change(cell.period, cell.field, cell.version, content)
            found.append(partial(save, case, [change], doer(login)))
    found.append(partial(submit, case, office, doer("county")))
    found.append(partial(extend, case, "filing", 5, text, doer("nation")))
    return found


def live(
    first: date, office: Workspace, told: list[tuple[int, int, str]]
) -> dict[date, dict[str, dict[str, Any]]]:
    """Let it all happen, and return what was shown when each day ended."""
    day, every = first, dict[date, dict[str, dict[str, Any]]]()
    for later, which, text in [*told, (1, 0, "")]:
        for _ in range(later):
            every[day] = now()
            day += timedelta(days=1)
        with on(day):
            deeds = possible(office, which, text)
            try:
                deeds[which % len(deeds)]()
            except Refused:
                continue
    return every


days = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 10**6), st.sampled_from(WORDS)),
    min_size=8,
    max_size=24,
)
few = settings(
    max_examples=8,
    phases=(Phase.generate,),  # shrinking what walks through many requests takes minutes
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@few
@given(days)
def test_every_past_day_is_what_was_shown_that_day(
    first: date, office: Workspace, told: list[tuple[int, int, str]]
) -> None:
    with transaction.atomic():
        for day, readers in live(first, office, told).items():
            for login, was in readers.items():
                assert shown(then(day, login)) == was, (day, login)
        transaction.set_rollback(True)


@few
@given(days)
def test_words_erased_since_read_withheld_and_all_else_as_it_was(
    first: date, office: Workspace, told: list[tuple[int, int, str]]
) -> None:
    with transaction.atomic():
        every = live(first, office, told)
        person = Person.objects.get(login="colleague")
        people.disable(person, INSTALLATION)
        erase(person, INSTALLATION)
        for day, readers in every.items():
            for login, was in readers.items():
                seen = then(day, login)
                for name, content in was["cells"].items():
                    rebuilt = seen.cells[name]
                    texts = rebuilt.texts if name in seen.withheld else frozenset()
                    for part, text in content.items():
                        found = getattr(rebuilt, part)
                        assert found == text or (part in texts and found == ""), (day, name)
                assert {**shown(seen), "cells": None} == {**was, "cells": None}
        transaction.set_rollback(True)


def test_what_a_firm_s_line_comes_to_is_in_the_cells_of_the_day_it_was_taken(first: date) -> None:
    cells = the_case().cells.filter(period="values", field__in=("srdi_smes", "enterprises_total"))
    cells.update(said="", source="")
    with on(first + timedelta(days=1)):
        county = signed_in("county")
        firm = firm_account(county, SAID_BY)
        line = FirmLine.objects.get(credit_code=SAID_BY)
        assert firm.post(f"/firm/{line.pk}/", SAID).status_code == 200
        assert county.post(f"{PATH}firms/take/", {"line": line.number}).status_code == 302
    seen = then(first + timedelta(days=1), "county")
    for name in ("values.srdi_smes", "values.enterprises_total"):
        cell = the_case().cells.get(period="values", field=name.partition(".")[2])
        assert (seen.cells[name].said, seen.cells[name].confirmed) == (cell.said, False)


def test_before_it_was_handed_over_a_filing_lay_where_it_lay(first: date) -> None:
    with on(first + timedelta(days=2)):
        hand_over(the_case(), "330106", "330105", doer("nation"), "撤并。")
    lay = [then(first + timedelta(days=later), "nation") for later in range(1, 3)]
    assert [seen.case.county for seen in lay] == ["330106", "330105"]
    assert [seen.profile.county_codes for seen in lay] == [("330106",), ("330105",)]
    assert [seen.holder.zh[:9] for seen in lay] == ["浙江省杭州市西湖区", "浙江省杭州市拱墅区"]


def test_its_page_shows_a_day_to_who_sees_the_filing_and_to_nobody_else(first: date) -> None:
    where, day = f"{PATH}past/", {"on": first.isoformat()}
    page = signed_in("county").get(where, day).content.decode()
    assert "填写中" in page
    assert "开始填写" in page
    assert signed_in("neighbour").get(where, day).status_code == 404
    assert Client().get(where, day).status_code != 200
    early = (first - timedelta(days=30)).isoformat()
    assert "还没有开启填报" in signed_in("county").get(where, {"on": early}).content.decode()
