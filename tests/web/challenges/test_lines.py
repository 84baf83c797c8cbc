"""On PostgreSQL, where an owner's connection sees no sealed proposal, every step still finds it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from tests.web.casework.test_row_policies import as_site, on_postgresql
from tests.web.challenges.sealed import KEY, POSED, PUBLISHING, Enclosed, Sealed
from tests.web.challenges.test_challenges import OTHER, OWNER, SOLVER, past

from jiqun.base.errors import Refused
from jiqun.base.readers import PUBLIC, Office, Reader
from jiqun.web.accounts.offices import Doer, reader_of_office
from jiqun.web.casework.clocks import today
from jiqun.web.casework.contents import stored
from jiqun.web.casework.row_policies import seen_by
from jiqun.web.challenges.choosing import choose
from jiqun.web.challenges.models import Challenge, Enclosure, Proposal, SealedFile
from jiqun.web.challenges.opening import open_proposals
from jiqun.web.challenges.proposing import propose
from jiqun.web.challenges.publishing import pose, publish, step

__all__ = ["as_site", "on_postgresql"]
OFFICES = {
    "owner": (Office.FIRM, OWNER), "solver": (Office.FIRM, SOLVER), "other": (Office.FIRM, OTHER),
    "county": (Office.COUNTY, "330106"),
}  # fmt: skip


@contextmanager
def being(who: str) -> Iterator[Doer]:
    """Let the connection see what somebody sees."""
    reader = reader_of_office(*OFFICES[who])
    with seen_by(reader):
        yield Doer(reader)


def sent() -> tuple[Challenge, Sealed]:
    """Let a challenge be published, and a firm propose with a file."""
    with being("owner") as owner:
        row = pose({**POSED, "deadline": str(today())}, owner)
    with being("county") as county:
        row = publish(row, *PUBLISHING.values(), county)
    files = {"a.pdf": f"%PDF-1.7 {row.pk}".encode()}
    enclosed = Enclosed(f"jiqun-challenge-files/1|{row.pk}|{SOLVER}|{KEY}", files)
    sealed = Sealed(enclosed=enclosed.opens)
    with being("solver") as solver:
        propose(row, *sealed.posted.values(), solver, enclosed.posted)
    return row, sealed


def seen(reader: Reader, row: Challenge) -> tuple[int, int, int]:
    """Return how many proposals, sealed files and opened files of a challenge a reader is shown."""
    with seen_by(reader):
        return (
            Proposal.objects.filter(challenge=row).count(),
            SealedFile.objects.filter(proposal__challenge=row).count(),
            Enclosure.objects.filter(proposal__challenge=row).count(),
        )


@pytest.mark.usefixtures("as_site")
def test_an_owner_who_takes_it_back_deletes_what_it_cannot_see() -> None:
    row, _ = sent()
    with being("solver"):
        sha256 = SealedFile.objects.get().sha256
    assert seen(reader_of_office(*OFFICES["owner"]), row) == (0, 0, 0)
    with being("owner") as owner:
        step(row, "cancel", "预算取消", owner)
    with being("solver"):
        kept = row.proposals.get()
        assert (kept.state, kept.envelope, kept.why) == ("withdrawn", None, "预算取消")
        assert not SealedFile.objects.exists()
    assert not stored(sha256).exists()


@pytest.mark.usefixtures("as_site")
def test_an_owner_cannot_record_that_nobody_proposed_where_somebody_did() -> None:
    row, _ = sent()
    with being("county"):
        past(row)
    with being("owner") as owner, pytest.raises(Refused) as refused:
        step(row, "lapse", "", owner)
    assert refused.value.problems[0].code == "challenges.there_are_some"


@pytest.mark.usefixtures("as_site")
def test_files_are_seen_by_their_solver_and_once_opened_by_owner_and_county() -> None:
    row, sealed = sent()
    solver, owner, other, county = (
        reader_of_office(*OFFICES[who]) for who in ("solver", "owner", "other", "county")
    )
    expert = Reader(Office.EXPERT, cases=frozenset({"case-1"}))
    assert [seen(reader, row) for reader in (solver, owner, other, expert, county, PUBLIC)] == [
        (1, 1, 0), *[(0, 0, 0)] * 5,
    ]  # fmt: skip
    with being("county") as holder:
        past(row)
        said = json.dumps([{"id": str(row.proposals.get().pk), **sealed.shown}])
        row = open_proposals(row, said, holder)
    assert [seen(reader, row) for reader in (solver, owner, other, expert, county, PUBLIC)] == [
        (1, 0, 1), (1, 0, 1), (0, 0, 0), (0, 0, 0), (1, 0, 1), (0, 0, 0),
    ]  # fmt: skip
    with being("owner") as poser:
        row = choose(row, str(row.proposals.get().pk), "指标最稳", poser)
    assert row.state == "chosen"
