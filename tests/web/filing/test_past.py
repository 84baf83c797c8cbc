"""Every past day of a filing is rebuilt from the log alone, as it was shown that day."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings as site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given
from tests.clusters.rosters import code, firm, roster
from tests.made import values_of
from tests.web.filing.test_firms import OWN as SAID_BY
from tests.web.filing.test_firms import SAID, firm_account
from tests.web.people import PATH, doer, signed_in, the_case
from tests.web.walks import Deed, Told, erased, few, on, telling, walked

from jiqun.base.readers import Office
from jiqun.clusters.roster_store import RosterStore
from jiqun.web.accounts.offices import Doer, reader_of_office
from jiqun.web.casework.deadlines import extend
from jiqun.web.casework.moving import move
from jiqun.web.casework.saving import Change, save
from jiqun.web.events.chain import Deed as Written
from jiqun.web.events.chain import record
from jiqun.web.filing import evidence, firms, questions
from jiqun.web.filing.describing import described, take_description
from jiqun.web.filing.drafts import line_of
from jiqun.web.filing.firms import stored_lines
from jiqun.web.filing.handing import hand_over
from jiqun.web.filing.models import Case, FirmLine
from jiqun.web.filing.moving import submit
from jiqun.web.filing.past import SeenPastCase, seen_on
from jiqun.web.filing.seen import Seen
from jiqun.workspace import Workspace
from jiqun.workspace.journal import signed

READERS = ("county", "prefecture", "province", "nation")
WORDS = ("", "停产检修", 'said "so"\n再说')
STEPS = (
    ("county", "withdraw"), ("county", "take_up"), ("prefecture", "endorse"),
    ("prefecture", "return"), ("province", "endorse"), ("province", "return"),
)  # fmt: skip


@pytest.fixture
def first(office: Workspace) -> date:
    """Return the first day: a filing is begun, and everything in it said and confirmed."""
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
        stored_list(office)
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


def now(day: date) -> dict[str, dict[str, Any]]:
    """Return what everybody is shown, of what stands beside the cells too."""
    del day
    return {login: shown_now(Seen(the_case(), doer(login))) for login in READERS}


def shown_now(seen: Seen) -> dict[str, Any]:
    threads = [
        (
            f"{question.period}.{question.field}",
            question.waits,
            [(said.text, said.name, said.by, said.when) for said in question.remarks.all()],
        )
        for question in seen.questions
    ]
    files = [
        (kept.name, kept.size, kept.field, kept.signer, kept.by_name, kept.by, kept.when)
        for kept in seen.evidence
    ]
    return {**shown(seen), "threads": threads, "files": files, "firms": firms_now(seen)}


def firms_now(seen: Seen) -> list[Any]:
    """Return the list of firms as the page of the list shows it to writers; else as handed in."""
    if not seen.case.shows_draft_to(seen.doer.reader):
        return [(line, {}, False) for line in seen.firms or []]
    lines = list(FirmLine.objects.for_reader(seen.doer.reader).filter(case=seen.case))
    if not seen.case.listed:
        stored = stored_lines(seen.case, Workspace.open(site.WORKSPACE), seen.doer)
        known = {line.credit_code for line in lines}
        lines += [FirmLine(said=said) for said in stored if said["credit_code"] not in known]
    return [(line.said, line.supplied, line.invited is not None) for line in lines]


def shown_then(seen: SeenPastCase) -> dict[str, Any]:
    threads = [
        (
            f"{thread.period}.{thread.about}",
            thread.waits,
            [
                (said.text, said.signed.name, said.signed.by, said.signed.when)
                for said in thread.remarks
            ],
        )
        for thread in seen.threads
    ]
    files = [
        (kept.name, kept.size, kept.about, kept.signer, by.name, by.by, by.when)
        for kept in seen.files
        for by in (kept.signed,)
    ]
    assert seen.lines is not None
    firms = [(line.said, line.supplied, line.invited is not None) for line in seen.lines]
    return {**shown(seen), "threads": threads, "files": files, "firms": firms}


def then(day: date, login: str, office: Workspace) -> SeenPastCase:
    seen = seen_on(the_case(), day, doer(login), office)
    assert seen is not None
    return seen


def possible(office: Workspace, which: int, text: str) -> list[Deed]:
    """Return everything somebody could do now, always in the same order."""
    case = the_case()
    found: list[Deed] = [
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
    return [*found, *asking(case, text), *attaching(case, which, text), *listing(case, office)]


def asking(case: Case, text: str) -> Iterator[Deed]:
    """Yield what can be asked, answered and settled."""
    for login in ("prefecture", "province"):
        yield partial(questions.ask, case, "values.exports", text, doer(login))
    for question in case.questions.all():
        for login in ("county", "colleague", "prefecture"):
            yield partial(questions.reply, question, text, doer(login))
        yield partial(questions.settle, question, doer("prefecture"))


def attaching(case: Case, which: int, text: str) -> Iterator[Deed]:
    """Yield which files can be added and removed: some of the same content."""
    for login in ("county", "colleague", "prefecture"):
        file = SimpleUploadedFile(f"附件{which}.pdf", b"%PDF-1.7\n a scan")
        signer = "张三" if text else ""
        yield partial(evidence.attach, case, file, doer(login), "exports", signer)
    for kept in case.evidence.all():
        yield partial(evidence.remove, kept, doer("county"))
        yield partial(evidence.remove, kept, doer("prefecture"))


def listing(case: Case, office: Workspace) -> Iterator[Deed]:
    """Yield what can become of the list of firms."""
    for number in (1, 2):
        yield partial(firms.invite, case, code(number), office, doer("colleague"))
    for line in case.firms.all():
        own = Doer(reader_of_office(Office.FIRM, line.credit_code))
        said = {**SAID, "name": f"示例企业{line.number}", "output": str(line.number)}
        yield partial(firms.supply, line, said, own)
        yield partial(firms.take, case, [line.number], doer("county"), office)
    theirs = described(case, None, [line_of(firm(1)), line_of(firm(3))], office, doer("county"))
    yield partial(take_description, case, theirs.posted, doer("county"))


def stored_list(office: Workspace) -> None:
    """Let a list of firms be stored for the cluster."""
    with office.writing() as batch:
        own = roster(firm(2, cluster_id="one"), firm(4, cluster_id="one"))
        RosterStore(office).put([own], batch, signed("", "command line"))


days = telling(WORDS)


@few
@given(days)
def test_every_past_day_is_what_was_shown_that_day(
    first: date, office: Workspace, told: Told
) -> None:
    with transaction.atomic():
        for day, readers in walked(first, told, partial(possible, office), now).items():
            for login, was in readers.items():
                assert shown_then(then(day, login, office)) == was, (day, login)
        transaction.set_rollback(True)


@few
@given(days)
def test_words_erased_since_read_withheld_and_all_else_as_it_was(
    first: date, office: Workspace, told: Told
) -> None:
    with transaction.atomic():
        every = walked(first, told, partial(possible, office), now)
        erased("colleague")
        for day, readers in every.items():
            for login, was in readers.items():
                seen = then(day, login, office)
                for name, content in was["cells"].items():
                    rebuilt = seen.cells[name]
                    texts = rebuilt.texts if name in seen.withheld else frozenset()
                    for part, text in content.items():
                        again = getattr(rebuilt, part)
                        assert again == text or (part in texts and again == ""), (day, name)
                found, gone = shown_then(seen), {"cells": None, "threads": None, "files": None}
                for line in ("threads", "files"):
                    assert told_again(found[line], was[line]), (day, login, line)
                assert {**found, **gone} == {**was, **gone}
        transaction.set_rollback(True)


def told_again(rebuilt: Any, once: Any) -> bool:
    """Tell whether it says the same, or nothing where words were erased, all the way down."""
    if isinstance(once, (tuple, list)):
        same = len(rebuilt) == len(once)
        by_colleague = "colleague" in once
        return same and all(
            told_again(left, right) or (by_colleague and left is None)
            for left, right in zip(rebuilt, once, strict=True)
        )
    return bool(rebuilt == once)


def test_what_a_firm_s_line_comes_to_is_in_the_cells_of_the_day_it_was_taken(
    first: date, office: Workspace
) -> None:
    cells = the_case().cells.filter(period="values", field__in=("srdi_smes", "enterprises_total"))
    cells.update(said="", source="")
    with on(first + timedelta(days=1)):
        county = signed_in("county")
        firm = firm_account(county, SAID_BY)
        line = FirmLine.objects.get(credit_code=SAID_BY)
        assert firm.post(f"/firm/{line.pk}/", SAID).status_code == 200
        assert county.post(f"{PATH}firms/take/", {"line": line.number}).status_code == 302
    seen = then(first + timedelta(days=1), "county", office)
    for name in ("values.srdi_smes", "values.enterprises_total"):
        cell = the_case().cells.get(period="values", field=name.partition(".")[2])
        assert (seen.cells[name].said, seen.cells[name].confirmed) == (cell.said, False)


def test_a_list_of_firms_is_read_by_others_as_it_was_handed_in(
    first: date, office: Workspace
) -> None:
    day = first + timedelta(days=1)
    with on(day), patch("jiqun.web.filing.moving.errors_only", return_value=[]):
        theirs = described(the_case(), None, [line_of(firm(1))], office, doer("county"))
        take_description(the_case(), theirs.posted, doer("county"))
        the_case().cells.update(confirmed=True)
        submit(the_case(), office, doer("county"))
    with on(day + timedelta(days=1)):
        for verb in ("withdraw", "take_up"):
            move(the_case(), verb, doer("county"), "补充。")
        firms.invite(the_case(), code(2), office, doer("county"))
    listed = {
        (login, later): [line.credit_code for line in then(at, login, office).lines or []]
        for login in ("county", "province")
        for later, at in enumerate((first, day, day + timedelta(days=1)))
    }
    stored, handed = [code(2), code(4)], [code(1)]
    assert listed == {
        ("county", 0): stored, ("county", 1): handed, ("county", 2): [code(1), code(2)],
        ("province", 0): [], ("province", 1): handed, ("province", 2): handed,
    }  # fmt: skip


def test_what_events_of_before_do_not_say_is_not_guessed(first: date, office: Workspace) -> None:
    case, by = the_case(), (doer("county").person, doer("county").office)
    content = {"sha256": "0" * 64, "size": 3, "field": "exports"}
    cell = {"question": 1, "cell": "values.exports"}
    with on(first):
        record(Written("ask_firm", case.subject, *by, {"firm": code(1)}))
        for name in ("甲.pdf", "乙.pdf"):
            record(Written("attach", case.subject, *by, content, {"name": name}))
        record(Written("detach", case.subject, *by, content))
        record(Written("ask", case.subject, *by, cell, {"text": "请说明"}))
    seen = then(first, "county", office)
    assert seen.lines is None
    (kept,), (thread,) = seen.files, seen.threads
    assert kept.unsure
    assert (thread.remarks[0].text, thread.remarks[0].signed.name) == ("请说明", None)
    page = signed_in("county").get(f"{PATH}past/", {"on": first.isoformat()}).content.decode()
    for words in ("没有记下名单", "没有记下是哪一份", "姓名当时未记载"):
        assert words in page


def test_its_page_shows_questions_files_and_firms_of_the_day(
    first: date, office: Workspace
) -> None:
    with on(first):
        submit(the_case(), office, doer("county"))
    with on(first + timedelta(days=1)):
        questions.ask(the_case(), "values.exports", "与上年相差较大", doer("prefecture"))
        file = SimpleUploadedFile("盖章页.pdf", b"%PDF-1.7\n a scan")
        evidence.attach(the_case(), file, doer("prefecture"), "exports", "张三")
    pages = [
        signed_in("county").get(f"{PATH}past/", {"on": str(day)}).content.decode()
        for day in (first, first + timedelta(days=1))
    ]
    for words in ("与上年相差较大", "盖章页.pdf", "张三"):
        assert words not in pages[0]
        assert words in pages[1]
    assert "示例企业2" in pages[0]  # the stored list, which stood for the draft's


def test_before_it_was_handed_over_a_filing_lay_where_it_lay(
    first: date, office: Workspace
) -> None:
    with on(first + timedelta(days=2)):
        hand_over(the_case(), "330106", "330105", doer("nation"), "撤并。")
    lay = [then(first + timedelta(days=later), "nation", office) for later in range(1, 3)]
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
