"""Partners, leads and counties at once: nobody agrees to what they did not read; one leads."""

from collections.abc import Callable, Mapping
from threading import Barrier, Thread

from django.db import OperationalError, connections
from tests.web.cooperation.projects import CODES, SIDES, TEXT

from jiqun.base.errors import Refused
from jiqun.base.readers import Office
from jiqun.web.accounts.offices import Doer, reader_of_office
from jiqun.web.cooperation.joining import agree, begin, go, invite
from jiqun.web.cooperation.leading import answer, claim
from jiqun.web.cooperation.models import Partner, Project
from jiqun.web.cooperation.proposing import amend, propose
from jiqun.web.events.models import Event
from jiqun.workspace import Workspace

ROUNDS = 5


def doer(login: str) -> Doer:
    return Doer(reader_of_office(Office.FIRM, CODES[login]))


def test_agreeing_and_changing_the_text_at_once(office: Workspace) -> None:
    for number in range(ROUNDS):
        row = propose({**TEXT, **SIDES["lead"], "title": f"第 {number} 项"}, doer("lead"))
        for login in ("small", "institute"):
            row = invite(row, CODES[login], doer("lead"))
        told = _at_once(row)
        row = Project.objects.get(pk=row.pk)
        versions = dict(Partner.objects.filter(project=row).values_list("code", "version"))
        agreed = Event.objects.filter(subject=row.subject, verb="agree").count()
        assert agreed == sum(told[login] for login in ("small", "institute"))
        assert row.version == 1 + told["amend"]
        assert versions[CODES["lead"]] == row.version
        for login in ("small", "institute"):
            assert versions[CODES[login]] == int(told[login])  # to the first text, or to none
        everybody = set(versions.values()) == {row.version}
        assert _begins(row) is everybody


def test_a_lead_says_that_it_is_there_while_its_county_hands_it_over(office: Workspace) -> None:
    county = Doer(reader_of_office(Office.COUNTY, SIDES["lead"]["county"]))
    for _ in range(ROUNDS):
        row = _claimed()
        steps: dict[str, Callable[[], object]] = {
            "still_here": lambda: answer(row, "still_here", "", doer("lead")),  # noqa: B023
            "hand_lead": lambda: answer(row, "hand_lead", "已注销", county),  # noqa: B023
            "leave": lambda: go(row, "leave", "不做了", doer("small")),  # noqa: B023
        }
        told = all_at_once(steps)
        row = Project.objects.get(pk=row.pk)
        verbs = Event.objects.filter(subject=row.subject, verb__in=told).values_list("verb")
        assert sorted(verb for (verb,) in verbs) == sorted(verb for verb in told if told[verb])
        assert not (told["still_here"] and told["hand_lead"])
        assert row.lead == CODES["small" if told["hand_lead"] else "lead"]
        leads = Partner.objects.filter(project=row, slot="lead").values_list("code", "state")
        assert list(leads) == [(row.lead, "agreed")]
        assert row.claimed_by == ("" if any(told.values()) else CODES["small"])


def _claimed() -> Project:
    row = propose({**TEXT, **SIDES["lead"]}, doer("lead"))
    for login in ("small", "institute"):
        row = invite(row, CODES[login], doer("lead"))
    for login in ("small", "institute"):
        row = agree(row, {**SIDES[login], "version": "1"}, doer(login))
    return claim(begin(row, doer("lead")), "牵头方已注销", doer("small"))


def all_at_once(steps: Mapping[str, Callable[[], object]]) -> dict[str, bool]:
    """Take steps at once, each in a thread of its own; return which were taken."""
    together, told = Barrier(len(steps)), dict[str, bool]()

    def done(name: str) -> None:
        together.wait()
        try:
            steps[name]()
            told[name] = True
        except (Refused, OperationalError):  # SQLite lets one write and may send others away
            told[name] = False
        finally:
            connections.close_all()

    threads = [Thread(target=done, args=(name,)) for name in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def _at_once(row: Project) -> dict[str, bool]:
    """Let two agree and the lead amend at once; return which of them were taken."""
    steps: dict[str, Callable[[], object]] = {
        "amend": lambda: amend(row, {**TEXT, "aim": "降低 9 dB", "version": "1"}, doer("lead")),
        "small": lambda: agree(row, {**SIDES["small"], "version": "1"}, doer("small")),
        "institute": lambda: agree(row, {**SIDES["institute"], "version": "1"}, doer("institute")),
    }
    return all_at_once(steps)


def _begins(row: Project) -> bool:
    try:
        return begin(row, doer("lead")).state == "under_way"
    except Refused:
        return False
