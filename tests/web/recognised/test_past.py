"""Every past day of a recognition and its papers is rebuilt from log and journal, as shown."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from shutil import copytree, ignore_patterns
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone
from hypothesis import given
from tests.made import filing, written
from tests.web.people import doer, signed_in
from tests.web.recognised.made import entered
from tests.web.walks import Deed, Told, erased, few, on, telling, walked

from jiqun.base.readers import Office
from jiqun.filings import import_files
from jiqun.recognition.watch import MATTERS
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.models import Casework
from jiqun.web.casework.moving import move
from jiqun.web.casework.seen import Looked
from jiqun.web.events.chain import verify
from jiqun.web.recognised import papers, reporting, reviewing, revoking
from jiqun.web.recognised.models import WRITERS, Appeal, ChangeReport, Paper, Recognition, Review
from jiqun.web.recognised.past import KINDS, SeenPastRecognition, paper_on, recognition_on
from jiqun.web.recognised.register import entry_of, taken
from jiqun.web.recognised.seen import SeenRecognition
from jiqun.web.recognised.shown import KEPT, SeenPaper
from jiqun.workspace import Workspace

FIRST = date(2025, 3, 3)
MORROW = datetime.now(UTC).date() + timedelta(days=1)
"""The first day of a walk: after everything an installation of tests begins with."""
YEARS = (2023, 2024, 2025)
READERS = ("county", "agency", "prefecture", "province", "nation")
OFFICES = {"county": "county", "prefecture": "prefecture", "province": "province"}
"""Who fills a slot; the authority is somebody of the nation who decided nothing before."""
Shown = dict[tuple[Any, ...], Any]
GROUND = "larger_accident"
TEXTS = ("情况属实。", '另有 "说明"\n两行')
WRITTEN = {
    "changed": "2025-02-01", "now": "甲运营中心", "why": "调整。",
    "account": "稳步发展。", "targets": "已完成。", "text": "事实不清。",
}  # fmt: skip


@pytest.fixture
def held(office: Workspace) -> Recognition:
    """Return the recognition of a cluster, listed on the first day."""
    del office
    with on(FIRST):
        return entered(FIRST)


# --- what can be done, whatever it is ---


def acting(slot: str, verb: str) -> Doer:
    """Return who takes a step for a slot; an appeal is decided by a person of its own."""
    if slot == "authority":
        nation = doer("nation")
        return Doer(nation.reader, f"decides-{verb}" if verb in ("uphold", "dismiss") else "")
    return doer(OFFICES[slot])


def possible(held: Recognition, text: str) -> list[Deed]:
    """Return everything somebody could do now, always in the same order."""
    row = Recognition.objects.select_related("definition").get(pk=held.pk)
    county = doer("county")
    found: list[Deed] = [
        partial(reviewing.open_reviews, [row], doer("nation")),
        partial(reporting.begin, row, "operator", county),
        partial(reporting.begin, row, "name", doer("agency")),
        partial(revoking.appeal, row, county),
    ]
    for verb, slot in steps(row):
        found.append(partial(revoking.step, row, verb, acting(slot, verb), text, GROUND))
    for model in KINDS.values():
        for paper in model.objects.filter(recognition=row).select_related("definition"):
            found += on_paper(paper, text)
    return found


def on_paper(paper: Paper, text: str) -> Iterator[Deed]:
    """Yield what could be done with a paper: written by two people, and stepped on."""
    for login in ("county", "colleague"):
        said = {**WRITTEN, "why": text, "account": text, "text": text}
        yield partial(papers.write, paper, said, doer(login))
    for verb, slot in steps(paper):
        yield partial(paper_step, paper, verb, acting(slot, verb), text)


def steps(case: Casework) -> list[tuple[str, str]]:
    """Return the steps a case may take now, and who takes each."""
    table = case.standing.table
    return [
        (verb, step.by[0])
        for (state, verb), step in table.items()
        if state == case.state and step.by[0] != "agency"
    ]


def paper_step(paper: Paper, verb: str, who: Doer, text: str) -> object:
    """Take a step with a paper, as its page does."""
    own: dict[tuple[type, str], Callable[[], object]] = {
        (ChangeReport, "submit"): lambda: reporting.submit(paper, who),
        (ChangeReport, "record"): lambda: reporting.take_note(paper, who),
        (Review, "submit"): lambda: reviewing.submit(paper, who),
        (Appeal, "lodge"): lambda: revoking.lodge(paper, who),
    }
    if (type(paper), verb) in own:
        return own[type(paper), verb]()
    if isinstance(paper, ChangeReport):
        return move(paper, verb, who, text, fields=sorted(paper.asked_of))
    take = reviewing.step if isinstance(paper, Review) else revoking.decide
    return take(paper, verb, who, text)


# --- what is shown of it, line by line: by whom it is read, what it is about, and what it is ---


def stands(seen: Looked[Any]) -> Shown:
    """Return what a page says of where a case stands."""
    named = seen.state.open_cells == "named"
    return {
        ("state",): seen.state.id,
        ("holder",): seen.holder,
        ("due",): [(running.id, running.reckoning.due) for running in seen.deadlines],
        ("reason",): seen.case.reason if named else "",
    }


def said_of(seen: SeenPaper) -> Shown:
    """Return what a paper's page says: of what it asks, as the reader may see it."""
    shown = "said" if seen.doer.reader.office in WRITERS else "handed"
    found = {(name,): getattr(seen.case, name, "") for name in (*KEPT, "was")}
    found |= {**stands(seen), (shown,): seen.fields}
    looks_on = seen.doer.reader.office in (Office.COUNTY, Office.NATION)  # it is alike for all
    return {**found, ("verdict",): seen.verdict} if looks_on else found


def said_by(row: Recognition, day: date) -> Shown:
    """Return what the register's page says of a row, and what its offices read besides."""
    entry = entry_of(row, day)
    texts = {
        (name,): getattr(row, name) for name in ("ground", "proposal", "statement", "decision")
    }
    known = [step for step in taken(entry) if step.day <= day]
    return {("entry",): entry, ("taken",): known, ("profile",): row.profile, **texts}


def read_by(login: str, seen: Any, listed: Mapping[str, list[SeenPaper]]) -> Shown:
    """Return what an office reads of a recognition and of the papers it sees."""
    found = under(stands(seen), login) | {(login, "duties"): seen.duties}
    found[login, "compared"] = seen.compared
    for what in {finding.what for finding in seen.watched} | {*MATTERS}:
        found[login, "watch", what] = [line for line in seen.watched if line.what == what]
    for kind, every in listed.items():
        for paper in every:
            found |= under(said_of(paper), login, kind, paper.case.pk)
    return found


def under(shown: Shown, *key: object) -> Shown:
    """Return the same lines under somebody, or something."""
    return {(*key, *line): said for line, said in shown.items()}


def now(held: Recognition, day: date, office: Workspace) -> Shown:
    """Return what everybody is shown."""
    row = Recognition.objects.select_related("definition").get(pk=held.pk)
    found = said_by(row, day)
    for login in READERS:
        seen = SeenRecognition(row, doer(login), office)
        listed = {
            kind: [SeenPaper(paper, doer(login), office) for paper in every]
            for kind, every in seen.papers.items()
        }
        found |= read_by(login, seen, listed)
    return found


def then(held: Recognition, day: date, office: Workspace) -> tuple[Shown, set[tuple[Any, ...]]]:
    """Return what everybody was shown, rebuilt; and which lines of it were erased since."""
    past = recognition_on(Recognition.objects.get(pk=held.pk), day)
    assert past is not None
    found, gone = said_by(past.row, day), {(name,) for name in past.withheld}
    for login in READERS:
        seen = SeenPastRecognition(past, doer(login), office)
        found |= read_by(login, seen, seen.papers)
        gone |= {(login, "watch", matter) for matter in seen.unwatched}
        for kind, every in seen.papers.items():
            for paper in every:
                gone |= {(login, kind, paper.case.pk, name) for name in paper.withheld}
    return found, gone


@dataclass
class World:
    """A walk of its own: what is accepted in it is not in the next one's workspace.

    Parameters
    ----------
    held
        The recognition.
    office
        A workspace beside the installation's, whose rows are taken back by the transaction.
    """

    held: Recognition
    office: Workspace

    def possible(self, which: int, text: str) -> list[Deed]:
        """Return everything somebody could do now: filings are accepted, too."""
        return [*possible(self.held, text), *self.filed(which)]

    def filed(self, which: int) -> Iterator[Deed]:
        """Yield filings that may be brought in, which state now this and now that."""
        for year in YEARS:
            said = filing("one", year, exports=300000 + which, accidents_larger=which % 2)
            said["cluster"]["operator"] = ("", "甲运营中心", "乙运营中心")[which % 3]
            yield partial(self.brought, said)

    def brought(self, said: dict[str, Any]) -> None:
        files = written(self.office.folder.parent, said)
        outcomes = import_files(files, self.office, reason="更正。")
        assert not [out for out in outcomes if out.refused], outcomes[0].problems

    def shown(self, day: date) -> Shown:
        return now(self.held, day, self.office)


@contextmanager
def world(office: Workspace) -> Iterator[World]:
    """Make a world whose first day is the morrow: the two filings of 2023 and 2024 come in it."""
    with transaction.atomic(), TemporaryDirectory() as folder:
        own = Path(folder) / "w"
        copytree(office.folder, own, ignore=ignore_patterns("*.sqlite*"))
        with on(MORROW):
            held = entered(date(2024, 3, 3), batch=2024)
        yield World(held, Workspace.open(own))
        transaction.set_rollback(True)


days = telling(TEXTS)


@few
@given(days)
def test_every_past_day_is_what_was_shown_that_day(office: Workspace, told: Told) -> None:
    with world(office) as live:
        for day, was in walked(MORROW, told, live.possible, live.shown).items():
            found, gone = then(live.held, day, live.office)
            assert found.keys() == was.keys()
            assert [line for line in was if found[line] != was[line]] == [], day
            assert gone == set()


@few
@given(days)
def test_what_was_erased_since_reads_withheld_and_all_else_as_it_was(
    office: Workspace, told: Told
) -> None:
    with world(office) as live:
        every = walked(MORROW, told, live.possible, live.shown)
        erased("colleague", "county")
        for day, was in every.items():
            found, gone = then(live.held, day, live.office)
            assert found.keys() == was.keys()
            for line, said in was.items():
                assert line in gone or found[line] == said, (day, line)
                assert line not in gone or not text_of(found[line]), (day, line)


def text_of(said: Any) -> str:
    """Return the words of a line: of what a paper asks, those written in."""
    if isinstance(said, list):
        return "".join(text for _, _, text in said)
    return str(said or "")


def noted(held: Recognition, office: Workspace) -> None:
    """Let the operator change on the third day, and the register say so on the fourth."""
    with on(FIRST + timedelta(days=2)):
        report = reporting.begin(held, "operator", doer("colleague"))
        report = reporting.submit(papers.write(report, WRITTEN, doer("colleague")), doer("county"))
    with on(FIRST + timedelta(days=3)):
        for login in ("prefecture", "province"):
            report = move(report, "endorse", doer(login))
        reporting.take_note(report, doer("nation"))


def page(login: str, path: str, day: date) -> str:
    client = signed_in(login) if login else Client()
    return client.get(f"/recognised/{path}past/", {"on": day.isoformat()}).content.decode()


def test_the_register_says_of_a_past_day_what_it_said_before_a_change_was_noted(
    held: Recognition, office: Workspace
) -> None:
    noted(held, office)
    operators = []
    for days_later in range(5):
        past = recognition_on(held, FIRST + timedelta(days=days_later))
        assert past is not None
        operators.append(past.row.profile.get("operator", ""))
    assert operators[3:] == ["甲运营中心", "甲运营中心"]
    assert "甲运营中心" not in operators[:3]


def test_a_report_is_shown_as_it_was_under_the_rights_of_now(
    held: Recognition, office: Workspace
) -> None:
    noted(held, office)
    path = f"papers/reports/{ChangeReport.objects.get().pk}/"
    written, passed = FIRST + timedelta(days=2), FIRST + timedelta(days=3)
    assert "已提交" in page("province", path, written)
    assert "已备案" in page("province", path, passed)
    assert "甲运营中心" in page("county", path, written)
    assert "这一天还看不到" in page("county", path, FIRST)
    assert signed_in("neighbour").get(f"/recognised/{path}past/").status_code == 404
    assert Client().get(f"/recognised/{path}past/").status_code in (302, 403, 404)


def test_a_verdict_of_a_day_goes_by_the_filings_and_the_rules_of_that_day(
    office: Workspace,
) -> None:
    with world(office) as live:
        with on(MORROW):
            live.brought(filing("one", 2024))
            (review,) = reviewing.open_reviews([live.held], doer("nation"))
        with on(MORROW + timedelta(days=1)):
            live.brought(filing("one", 2024, accidents_larger=1))
        for later, grounds in ((0, 0), (1, 1)):
            day = MORROW + timedelta(days=later)
            seen = paper_on(review, day, doer("nation"), live.office)
            assert seen is not None
            assert seen.found is not None
            assert len(seen.found.grounds) == grounds
        with patch("jiqun.web.recognised.past.rules_mark", return_value="of later"):
            seen = paper_on(review, MORROW, doer("nation"), live.office)
            assert seen is not None
            assert seen.no_verdict is not None
            assert seen.no_verdict.code == "recognised.rules_changed_since"


def test_a_review_that_began_before_its_rules_were_noted_has_no_verdict_of_then(
    office: Workspace,
) -> None:
    with world(office) as live:
        with on(MORROW):
            live.brought(filing("one", 2024))
            with patch("jiqun.web.recognised.reviewing.rules_mark", return_value=""):
                (review,) = reviewing.open_reviews([live.held], doer("nation"))
        seen = paper_on(review, MORROW, doer("nation"), live.office)
        assert seen is not None
        assert seen.no_verdict is not None
        assert seen.no_verdict.code == "recognised.not_recorded_then"


def test_the_pages_of_a_past_day_show_watch_and_verdict(held: Recognition) -> None:
    with on(FIRST + timedelta(days=1)):
        (review,) = reviewing.open_reviews([held], doer("nation"))
    day = FIRST + timedelta(days=1)
    assert "按填报数据核对" in page("nation", f"papers/reviews/{review.pk}/", day)
    assert "逐年比对" in page("province", f"{held.pk}/", day)
    assert "逐年比对" not in page("", f"{held.pk}/", day)


def test_a_review_shows_what_became_of_the_targets_now_and_of_a_past_day(
    office: Workspace,
) -> None:
    with world(office) as live, override_settings(WORKSPACE=live.office.folder):
        live.brought(filing("one", 2023, plan_target_output="1"))
        live.brought(filing("one", 2024))
        said = {f"t{year}.output_total": wanted for year, wanted in ((2023, "1"), (2024, "999999"))}
        with on(MORROW):
            held = entered(date(2023, 3, 3), targets=said)
            (review,) = reviewing.open_reviews([held], doer("nation"))
            path = f"papers/reviews/{review.pk}/"
            shown = signed_in("nation").get(f"/recognised/{path}").content.decode()
        for told in (shown, page("nation", path, MORROW)):
            table = told.split("申报时的三年目标")[2].split("</table>")[0]
            assert re.findall(r'结论">([^<]+)<', table) == ["符合", "不符合"]
            assert "999,999" in table
            assert "自设目标" in told


def test_an_erased_draft_reads_withheld_on_its_page(held: Recognition, office: Workspace) -> None:
    noted(held, office)
    path = f"papers/reports/{ChangeReport.objects.get().pk}/"
    erased("colleague")
    shown = page("county", path, FIRST + timedelta(days=2))
    assert "甲运营中心" not in shown
    assert "不再保存" in shown
    assert verify().problems == []


def test_everybody_reads_of_a_past_day_what_was_public_and_no_more(
    held: Recognition, office: Workspace
) -> None:
    with on(FIRST + timedelta(days=1)):
        row = revoking.step(held, "propose_revocation", doer("province"), "发生较大事故。", GROUND)
    with on(FIRST + timedelta(days=2)):
        row = revoking.step(row, "state", doer("county"), "已整改。", "")
        revoking.step(row, "revoke", doer("nation"), "情况属实。", "")
    for day in (FIRST + timedelta(days=1), FIRST + timedelta(days=2)):
        assert "发生较大事故。" in page("province", f"{held.pk}/", day)
        assert "发生较大事故。" not in page("", f"{held.pk}/", day)
    assert "撤销" not in page("", f"{held.pk}/", FIRST).split("<main")[1]
    assert "撤销" in page("", f"{held.pk}/", FIRST + timedelta(days=2))
    assert "还没有列入名单" in page("", f"{held.pk}/", FIRST - timedelta(days=1))


def test_a_real_cluster_is_rebuilt_from_the_event_that_entered_it(office: Workspace) -> None:
    del office
    row = Recognition.objects.filter(known=True, until__isnull=False).first()
    assert row is not None
    since, until = row.since, row.until
    row.since = row.until = None
    past = recognition_on(row, timezone.localdate())
    assert past is not None
    assert (past.row.since, past.row.until, past.row.state) == (since, until, "valid")
    assert recognition_on(row, date(2001, 1, 1)) is None


def test_a_day_that_is_none_is_told(held: Recognition) -> None:
    answer = signed_in("county").get(f"/recognised/{held.pk}/past/?on=2026-02-30")
    assert answer.status_code == 422
    assert "不是日历上的一天" in answer.content.decode()
