"""Two agree at once while the lead changes the text: nobody agrees to what they did not read."""

from threading import Barrier, Thread

from django.db import OperationalError, connections
from tests.web.cooperation.projects import CODES, SIDES, TEXT

from jiqun.base.errors import Refused
from jiqun.base.readers import Office
from jiqun.web.accounts.offices import Doer, reader_of_office
from jiqun.web.cooperation.joining import agree, begin, invite
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


def _at_once(row: Project) -> dict[str, bool]:
    """Let two agree and the lead amend at once; return which of them were taken."""
    together, told = Barrier(3), dict[str, bool]()

    def done(name: str) -> None:
        together.wait()
        try:
            if name == "amend":
                amend(row, {**TEXT, "aim": "降低 9 dB", "version": "1"}, doer("lead"))
            else:
                agree(row, {**SIDES[name], "version": "1"}, doer(name))
            told[name] = True
        except (Refused, OperationalError):  # SQLite lets one write and may send others away
            told[name] = False
        finally:
            connections.close_all()

    threads = [Thread(target=done, args=(name,)) for name in ("small", "institute", "amend")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def _begins(row: Project) -> bool:
    try:
        return begin(row, doer("lead")).state == "under_way"
    except Refused:
        return False
