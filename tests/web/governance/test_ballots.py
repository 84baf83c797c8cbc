"""A motion is discussed, voted on under seal, and followed; nothing is told before it closes."""

import json
import random
from collections import Counter
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from tests.registry.made_up import code
from tests.web.governance.said import BODY, DRAW, MOVED, STATUTES, calling, line
from tests.web.governance.voting import Box, Cast, over
from tests.web.people import doer, firms_signed_in, signed_in, the_case

from jiqun.base.errors import Refused
from jiqun.base.readers import Office
from jiqun.web.accounts.offices import Doer, reader_of_office
from jiqun.web.events.chain import verify
from jiqun.web.explore.shelf import shelf
from jiqun.web.filing.known import known_clusters
from jiqun.web.governance import balloting, founding, moving, sitting
from jiqun.web.governance.models import Ballot, Body, Member, Motion, Opened, Place, Vote
from jiqun.web.waiting import waiting_for
from jiqun.workspace import Workspace

PAGE = "/governance/"
FIRMS = [code("330106", number) for number in range(1, 6)]
PROPOSER, SCRUTINEER, VOTER, LATE, LARGE = FIRMS


def firm(which: str) -> Doer:
    return Doer(reader_of_office(Office.FIRM, which))


@pytest.fixture
def body(office: Workspace) -> Body:
    """Return a body of four firms, one of them large, that has statutes; a fifth joins later."""
    del office
    agency = doer("agency")
    (known,) = known_clusters(shelf().workspace, agency.reader)
    made = founding.found(known.profile, BODY, agency)
    founding.enact(made, STATUTES, agency)
    lines = [line(which) for which in (PROPOSER, SCRUTINEER, VOTER)]
    founding.enter_members(made, "\n".join([*lines, line(LARGE, size="large")]), agency)
    return made


def balloted(body: Body, **said: str) -> tuple[Motion, Box]:
    """Return a motion that is voted on, and the box of its votes."""
    row = moving.submit(body, MOVED, firm(PROPOSER))
    row = moving.step(row, "admit", "", doer("agency"))
    ballot = balloting.open_ballot(row, {**calling(SCRUTINEER), **said}, doer("agency"))
    return Motion.objects.get(pk=row.pk), Box(ballot)


def codes(refusing: Any) -> list[str]:
    """Return as what something is refused."""
    with pytest.raises(Refused) as refused:
        refusing()
    return [problem.code.partition(".")[2] for problem in refused.value.problems]


def posted(client: Client, path: str, status: int = 302, **said: Any) -> str:
    answer = client.post(f"{PAGE}motions/{path}", said)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(f"{PAGE}{path}")
    assert answer.status_code == status
    return "".join(part for part in answer.content.decode().split("<") if "csrf" not in part)


def test_from_proposal_to_a_result_that_is_told_and_carried_out(body: Body) -> None:
    firms = firms_signed_in({"own": PROPOSER, "scrutineer": SCRUTINEER, "voter": VOTER})
    answer = firms["own"].post(f"{PAGE}{body.pk}/move/", MOVED)
    assert answer.status_code == 302
    row, agency = Motion.objects.get(), signed_in("agency")
    at = f"motions/{row.pk}/"
    text(firms["voter"], at, 404)  # before it is admitted
    posted(agency, f"{row.pk}/admit/")
    posted(firms["voter"], f"{row.pk}/remark/", remark="请写明每次多少钱。")
    posted(firms["own"], f"{row.pk}/amend/", title=MOVED["title"], text="每次不超过 300 元。")
    assert "请写明每次多少钱" in text(firms["own"], at)
    posted(agency, f"{row.pk}/ballot/", 422, closes="2020-01-01", scrutineer=PROPOSER)
    posted(agency, f"{row.pk}/ballot/", **calling(SCRUTINEER))
    ballot = Ballot.objects.get()
    box = Box(ballot)
    for login, which, choice in (("own", PROPOSER, "yes"), ("voter", VOTER, "no"),
                                 ("scrutineer", SCRUTINEER, "yes")):  # fmt: skip
        vote = Cast(ballot, which, choice)
        box.made[json.loads(vote.envelope)["sealed"]] = vote
        posted(firms[login], f"{row.pk}/vote/", ballot=vote.ballot, **vote.posted)
    posted(agency, f"{row.pk}/close/", 422)
    over(row)
    posted(agency, f"{row.pk}/close/")
    sealed = json.loads(firms["scrutineer"].get(f"{PAGE}{at}sealed.json").content)
    assert len(sealed["envelopes"]) == 3
    assert not any(which in json.dumps(sealed) for which in FIRMS)
    text(firms["voter"], f"{at}sealed.json", 404)
    text(signed_in("county"), f"{at}open/", 404)
    posted(firms["scrutineer"], f"{row.pk}/open/", ballot=ballot.pk, opened=box.opened())
    assert "赞成 2，反对 1，弃权 0" in text(firms["voter"], at)
    assert "有了结果：已通过，待落实" in firms["own"].get("/accounts/").content.decode()
    posted(agency, f"{row.pk}/report/", reason="已与检测中心签约。")
    posted(agency, f"{row.pk}/carry_out/", reason="今天起开放。")
    page = text(firms["own"], at)
    for told in ("今天起开放", "已与检测中心签约", "已落实"):
        assert told in page


def everything_kept() -> dict[str, list[Any]]:
    """Return every row of every table but the sealed votes themselves and sessions."""
    apart = ("governance_vote", "django_session")
    return {
        model._meta.db_table: list(model._default_manager.order_by("pk").values_list())
        for model in apps.get_models()
        if model._meta.db_table not in apart
    }


def test_before_a_ballot_closes_nothing_anywhere_tells_that_anybody_voted(body: Body) -> None:
    row, box = balloted(body)
    readers = [
        *firms_signed_in({"own": PROPOSER, "scrutineer": SCRUTINEER}).values(),
        *(signed_in(login) for login in ("agency", "county", "province", "audit")),
    ]
    paths = (f"motions/{row.pk}/", f"{body.pk}/", f"motions/{row.pk}/roll/")

    def told() -> list[Any]:
        pages = [reader.get(f"{PAGE}{path}") for reader in readers for path in paths]
        bare = [[part for part in page.content.decode().split("<") if "csrf" not in part]
                for page in pages]  # fmt: skip
        letters = [list(waiting_for(doer(login))) for login in ("agency", "county", "province")]
        letters += [list(waiting_for(firm(which))) for which in (PROPOSER, SCRUTINEER, VOTER)]
        return [bare, letters]

    before, kept = told(), everything_kept()
    votes = list(Vote.objects.order_by("pk").values_list("pk", flat=True))
    box.vote(firm(VOTER), "yes")
    box.vote(firm(LARGE), "no")
    box.vote(firm(VOTER), "no")
    assert everything_kept() == kept
    assert told() == before
    assert list(Vote.objects.order_by("pk").values_list("pk", flat=True)) == votes
    for reader in readers:
        for name in ("sealed.json", "opened.json"):
            assert reader.get(f"{PAGE}motions/{row.pk}/{name}").status_code in (403, 404)
    for login in ("agency", "county", "province"):
        assert not Vote.objects.for_reader(doer(login).reader).exists()
    assert Vote.objects.for_reader(firm(SCRUTINEER).reader).get().place.code == SCRUTINEER


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_done_each_firm_of_the_frozen_roll_is_counted_once_as_it_voted_last(
    body: Body, seed: int
) -> None:
    chance = random.Random(seed)
    row, box = balloted(body)
    roll = [PROPOSER, SCRUTINEER, VOTER, LARGE]
    last: dict[str, Cast] = {}
    for _ in range(14):
        which = chance.choice(FIRMS)
        member = Member.objects.filter(body=body, code=which, gone=None).first()
        if chance.random() < 0.2 and which != SCRUTINEER:  # comes or goes: the roll does not
            if member:
                founding.release(member, "迁出", doer("agency"))
            else:
                founding.enter_members(body, line(which), doer("agency"))
        elif which in roll:
            last[which] = box.vote(firm(which), chance.choice(("yes", "no", "abstain")))
        else:
            vote = Cast(box.ballot, which, "yes").posted.values()
            stranger = firm(which)
            refused = codes(lambda v=vote, s=stranger: balloting.cast(box.ballot, *v, s))
            assert refused == ["not_on_roll"]
    for which in (PROPOSER, VOTER):  # a quorum, whatever chance did
        last[which] = box.vote(firm(which), "yes")
    assert [*Place.objects.values_list("code", flat=True)] == sorted(roll)
    row = balloting.close(over(row), doer("agency"))
    whole = json.loads(box.opened())
    for wrong in ({**whole, "unread": 1}, {**whole, "lines": [whole["lines"][0]] * len(last)}):
        said = json.dumps(wrong)
        refused = codes(lambda said=said: balloting.open_votes(row, said, doer("agency")))
        assert refused == ["not_all_opened"]
    row = balloting.open_votes(row, box.opened(), doer("agency"))
    ballot = Ballot.objects.get()
    counts = Counter(vote.choice for vote in last.values())
    told = {"yes": ballot.yes, "no": ballot.no, "abstain": ballot.abstain}
    assert told == {choice: counts[choice] for choice in told}
    assert ballot.voted == len(last)
    opened = Opened.objects.get()
    assert opened.lines == sorted(opened.lines)
    for which, vote in last.items():
        assert vote.counted(opened.lines) == vote.choice
        assert Cast(ballot, which, vote.choice).counted(opened.lines) == ""  # another's secret
    stale = [vote for vote in box.made.values() if vote not in last.values()]
    assert not any(vote.counted(opened.lines) for vote in stale)
    assert not Vote.objects.exclude(envelope=None).exists()
    assert codes(lambda: box.vote(firm(VOTER), "no")) == ["no_votes_taken"]


@pytest.mark.parametrize(
    ("without", "state"), [("again", "no_quorum"), ("meeting", "no_quorum"), ("falls", "fallen")]
)
def test_without_a_quorum_of_smes_what_the_statutes_say_follows(
    body: Body, without: str, state: str
) -> None:
    law = {**STATUTES, "since": "2026-02-01", "without": without}
    founding.enact(body, law, doer("agency"))
    row, box = balloted(body)
    box.vote(firm(LARGE), "yes")  # counts for the motion, and towards no quorum of SMEs
    box.vote(firm(VOTER), "yes")
    row = balloting.close(over(row), doer("province"))
    assert row.state == state
    ballot = Ballot.objects.get()
    assert (ballot.voted, ballot.smes_voted, ballot.yes) == (2, 1, None)
    assert not Vote.objects.exclude(envelope=None).exists()
    assert codes(lambda: balloting.open_votes(row, box.opened(), doer("agency")))
    agency = doer("agency")
    if without == "again":
        assert codes(lambda: moving.step(row, "adopt_at_meeting", "同意", agency)) == ["no_meeting"]
        assert balloting.open_ballot(row, calling(SCRUTINEER), agency).number == 2
    if without == "meeting":
        assert codes(lambda: balloting.open_ballot(row, calling(VOTER), agency)) == ["not_again"]
        assert moving.step(row, "adopt_at_meeting", "理事会 5 比 0", agency).state == "adopted"


def test_without_statutes_or_smes_or_with_a_stranger_looking_on_no_ballot_begins(
    body: Body,
) -> None:
    row = moving.step(moving.submit(body, MOVED, firm(PROPOSER)), "admit", "", doer("agency"))
    body.statutes.all().delete()
    Member.objects.update(size="large")
    refused = codes(lambda: balloting.open_ballot(row, calling(LATE), doer("agency")))
    assert refused == ["no_statutes", "no_smes", "no_scrutineer"]


def test_a_member_that_left_keeps_its_vote_and_its_receipt(body: Body) -> None:
    firms = firms_signed_in({"voter": VOTER, "late": LATE})
    row, box = balloted(body)
    founding.release(Member.objects.get(code=VOTER), "迁出", doer("agency"))
    vote = Cast(box.ballot, VOTER, "no")
    box.made[json.loads(vote.envelope)["sealed"]] = vote
    posted(firms["voter"], f"{row.pk}/vote/", ballot=vote.ballot, **vote.posted)
    box.vote(firm(PROPOSER), "yes")
    row = balloting.close(over(row), doer("agency"))
    balloting.open_votes(row, box.opened(), doer("agency"))
    lines = json.loads(text(firms["voter"], f"motions/{row.pk}/opened.json"))["lines"]
    assert vote.counted(lines) == "no"
    assert f"/governance/{body.pk}/" not in text(firms["voter"], f"motions/{row.pk}/")
    assert f"/governance/{body.pk}/" in text(signed_in("agency"), f"motions/{row.pk}/")
    text(firms["late"], f"motions/{row.pk}/", 404)


def test_the_log_s_page_tells_what_was_done_of_a_motion_and_nobody_s_words_or_codes(
    body: Body,
) -> None:
    balloted(body)
    sitting.announce_draw(body, DRAW, doer("agency"))
    page = signed_in("audit").get("/audit/").content.decode()
    assert "公告抽选" in page
    assert not [said for said in (*FIRMS[1:4], MOVED["title"], MOVED["text"]) if said in page]


def test_what_a_page_of_an_earlier_ballot_sealed_is_refused_and_not_lost(body: Body) -> None:
    voter = firms_signed_in({"voter": VOTER})["voter"]
    row, box = balloted(body)
    stale = Cast(box.ballot, VOTER, "yes")
    row = balloting.annul(row, "一份密钥遗失。", doer("county"))
    balloting.open_ballot(row, calling(SCRUTINEER), doer("agency"))
    page = posted(voter, f"{row.pk}/vote/", 422, ballot=stale.ballot, **stale.posted)
    assert "表决已重新开始" in page
    assert not Vote.objects.exclude(envelope=None).exists()


def test_a_county_annuls_a_ballot_and_what_was_sealed_is_gone_unread(body: Body) -> None:
    row, box = balloted(body)
    box.vote(firm(VOTER), "yes")
    row = balloting.annul(row, "一份密钥遗失。", doer("county"))
    assert (row.state, Ballot.objects.get().voted) == ("discussing", None)
    assert not Vote.objects.exclude(envelope=None).exists()
    assert row.why == "一份密钥遗失。"
    again = Box(balloting.open_ballot(row, calling(VOTER), doer("agency")))
    assert again.ballot.number == 2
    for which in (PROPOSER, VOTER):
        again.vote(firm(which), "yes")
    row = balloting.close(over(row), doer("agency"))
    row = balloting.open_votes(row, again.opened(), doer("agency"))
    assert (row.state, row.why) == ("adopted", "")  # why another was annulled is no reason of this


def test_a_body_follows_its_cluster_s_filing_to_the_county_that_took_its_county_s_place(
    body: Body,
) -> None:
    row, _ = balloted(body)
    said = {"county": "330106", "successor": "330105", "reason": "撤并", "case": the_case().pk}
    assert signed_in("province").post("/filings/hand-over/", said).status_code == 200
    before, now = (Doer(reader_of_office(Office.COUNTY, of)) for of in ("330106", "330105"))
    for kind, of_now in ((Body, 1), (Member, 4), (Motion, 1), (Place, 4)):
        assert kind.objects.for_reader(before.reader).count() == 0
        assert kind.objects.for_reader(now.reader).count() == of_now
    with pytest.raises(Refused):
        balloting.annul(row, "一份密钥遗失。", before)
    assert balloting.annul(row, "一份密钥遗失。", now).state == "discussing"
    assert verify().problems == []


def test_strangers_see_nothing_and_do_nothing(body: Body) -> None:
    row, box = balloted(body)
    for who in (firm(LATE), doer("neighbour")):
        assert not Motion.objects.for_reader(who.reader).exists()
        assert not Place.objects.for_reader(who.reader).exists()
        assert codes(lambda who=who: moving.submit(body, MOVED, who)) == ["members_only"]
        assert codes(lambda who=who: moving.remark(row, {"remark": "好"}, who)) == ["members_only"]
    assert codes(lambda: box.vote(firm(LATE), "yes")) == ["not_on_roll"]
    assert codes(lambda: balloting.cast(box.ballot, "{}", "0" * 64, firm(VOTER))) == ["not_sealed"]
