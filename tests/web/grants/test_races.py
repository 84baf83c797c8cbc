"""Two at once with one grant: what is read is read before it ends; on any database."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.web.challenges.test_races import of, raced

from jiqun.base.errors import Refused
from jiqun.base.readers import Office
from jiqun.exchange.grants.values import Value
from jiqun.web.events.chain import verify
from jiqun.web.events.models import Event
from jiqun.web.grants.granting import ask, read_by, step
from jiqun.web.grants.keeping import keep_readings
from jiqun.web.grants.models import Grant, Reading

OWNER, READER = (of(Office.FIRM, code) for code in ("91330110MA28000011", "91330106MA2800000X"))
ASKED = {
    "name": "某银行", "firm": "91330110MA28000011", "field": "load", "purpose": "finance",
    "until": f"{date.max.year - 7900}-12-31",
}  # fmt: skip
FILE = b"machine,time,load\nM1,2026-01-05,50\nM1,2026-02-05,60\n"

pytestmark = [pytest.mark.usefixtures("office"), pytest.mark.parametrize("turn", range(2))]


def granted() -> Grant:
    keep_readings(FILE, "a.csv", OWNER)
    return step(ask(ASKED, READER), "grant", {"name": "甲公司"}, OWNER)


def verbs(row: Grant) -> list[str]:
    """Return what was done to a grant, in the order of the log."""
    found = Event.objects.filter(subject=row.subject).order_by("number")
    return list(found.values_list("verb", flat=True))[2:]


@pytest.mark.parametrize("verb", ["revoke", "give_back", "dispute"])
def test_nothing_is_read_after_a_grant_is_taken_back(turn: int, verb: str) -> None:
    row, got = granted(), list[list[Value]]()
    by = READER if verb == "give_back" else OWNER

    def read() -> None:
        got.append(read_by(row, "json", READER))

    raced(read, read, lambda: step(row, verb, {"reason": "不再需要"}, by))
    done = verbs(row)
    assert done[-1] == verb  # whatever was read stands before it in the log
    assert done.count("read_data") == len(got)
    assert done.count(verb) == 1
    with pytest.raises(Refused):
        read_by(row, "json", READER)
    assert verify().problems == []


def test_two_browsers_of_a_firm_take_back_once(turn: int) -> None:
    row = granted()
    found = raced(*[lambda: step(row, "revoke", {}, OWNER)] * 2)
    assert found.count("done") == 1
    assert verbs(row) == ["revoke"]


def test_what_is_narrowed_is_read_whole_before_or_narrow_after(turn: int) -> None:
    row, got = granted(), list[list[Value]]()

    def read() -> None:
        got.append(read_by(row, "json", READER))

    found = raced(read, lambda: step(row, "narrow", {"first_month": "2026-02"}, OWNER))
    assert found == ["done", "done"]
    before = verbs(row) == ["read_data", "narrow"]
    assert len(got[0]) == (2 if before else 1)
    assert got[0][-1].value == Decimal(60)


def test_two_uploads_of_the_same_readings_keep_them_once(turn: int) -> None:
    del turn
    files: list[Any] = [FILE, FILE.replace(b",60", b",61")]
    found = raced(*(lambda file=file: keep_readings(file, "a.csv", OWNER) for file in files))
    assert found.count("done") == 1
    assert found[1] in ("grants.at_once", "grants.kept_otherwise")
    assert Reading.objects.count() == 2
