"""Files go with a proposal under its seal, and are opened, checked and dropped with it."""

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.challenges.sealed import Enclosed, Sealed
from tests.web.challenges.test_challenges import (
    OTHER,
    PAGE,
    SOLVER,
    firms,
    opened,
    past,
    posted,
    published,
    text,
)
from tests.web.challenges.test_panels import experts, judged
from tests.web.people import signed_in

from jiqun.web.casework.contents import problems_of_kept, stored
from jiqun.web.casework.past import past_of
from jiqun.web.challenges.models import Challenge, Enclosure, Proposal, SealedFile
from jiqun.web.events.models import Event

__all__ = ["experts", "firms"]
PDF = b"%PDF-1.7 drawing of the helical gear"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
FILES = {"图纸.pdf": PDF, "photo.png": PNG}


def sent(
    client: Client, row: Challenge, files: Mapping[str, bytes], solver: str = SOLVER, **said: str
) -> Sealed:
    """Propose with files; return what its solver alone knows."""
    enclosed = Enclosed(f"jiqun-challenge-files/1|{row.pk}|{solver}|{row.key}", files)
    sealed = Sealed(enclosed=said.pop("opens", enclosed.opens), **said)
    posted(client, f"{row.pk}/propose/", **sealed.posted, enclosed=enclosed.posted)
    return sealed


def contents() -> set[Path]:
    """Return the contents that the workspace keeps."""
    return set((Path(settings.WORKSPACE) / "evidence").glob("??/*"))


def where(row: Challenge, kept: Enclosure) -> str:
    return f"{PAGE}{row.pk}/enclosed/{kept.pk}/"


def test_files_are_opened_with_the_proposal_and_read_by_who_reads_it(
    firms: dict[str, Client],
) -> None:
    row = published(firms["owner"])
    before = contents()
    sealed = sent(firms["solver"], row, FILES)
    beside = SealedFile.objects.get()
    assert beside.size == 262144 + 16
    ciphertext = stored(beside.sha256).read_bytes()
    assert PDF not in ciphertext
    assert "图纸" not in ciphertext.decode("latin1")
    assert "附件已一并密封" in text(firms["solver"], f"{PAGE}{row.pk}/")
    opened(row, {SOLVER: sealed})
    assert not SealedFile.objects.exists()
    drawing, photo = Enclosure.objects.all()
    assert (drawing.name, photo.name) == ("图纸.pdf", "photo.png")
    assert len(contents() - before) == 2
    for client in (firms["owner"], firms["solver"], signed_in("county")):
        assert client.get(where(row, drawing)).content == PDF
    assert "图纸.pdf" in text(firms["owner"], f"{PAGE}{row.pk}/")
    for client in (firms["other"], signed_in("neighbour"), signed_in("agency")):
        text(client, where(row, drawing), 404)
    assert Client().get(where(row, drawing)).status_code != 200
    assert [problem.code for problem in problems_of_kept()] == []


@pytest.mark.parametrize(
    "enclosed",
    [PDF, PDF.ljust(262144 + 16, b"\0"), bytes(262144), b"", bytes(262144 * 4)],
)
def test_what_is_not_sealed_is_not_kept(firms: dict[str, Client], enclosed: bytes) -> None:
    row = published(firms["owner"])
    said = {**Sealed().posted, "enclosed": SimpleUploadedFile("图纸.pdf", enclosed)}
    assert "没有按要求加密" in posted(firms["solver"], f"{row.pk}/propose/", 422, **said)
    assert not Proposal.objects.exists()
    assert not SealedFile.objects.exists()


def test_what_is_replaced_withdrawn_or_cancelled_leaves_no_ciphertext(
    firms: dict[str, Client],
) -> None:
    row = published(firms["owner"])
    before = contents()
    sent(firms["solver"], row, FILES)
    (first,) = contents() - before
    sent(firms["solver"], row, {"other.pdf": PDF})
    (second,) = contents() - before
    assert first != second
    posted(firms["solver"], f"{row.pk}/propose/", **Sealed().posted)
    assert contents() == before
    sent(firms["solver"], row, FILES)
    posted(firms["solver"], f"{row.pk}/withdraw/")
    assert contents() == before
    sent(firms["other"], row, FILES, OTHER)
    posted(firms["owner"], f"{row.pk}/cancel/", reason="预算取消")
    assert contents() == before
    assert not SealedFile.objects.exists()


def test_an_owner_who_cancels_after_opening_leaves_nothing_and_sees_the_page(
    firms: dict[str, Client],
) -> None:
    row = published(firms["owner"])
    before = contents()
    opened(row, {SOLVER: sent(firms["solver"], row, FILES)})
    posted(firms["owner"], f"{row.pk}/cancel/", reason="预算取消")
    assert contents() == before
    assert Proposal.objects.get().plain == ""
    for login in ("owner", "solver"):
        assert "预算取消" in text(firms[login], f"{PAGE}{row.pk}/")


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"a.pdf": b"%PDF-1.7 /JavaScript (x)"}, "JavaScript"),
        ({"a.pdf": b"%PDF-1.7 /Encrypt"}, "a.pdf"),
        ({"a.pdf": b"MZ a program"}, "a"),
        ({"a.pdf": b""}, "空的"),
    ],
)
def test_files_are_checked_as_evidence_once_they_can_be_read(
    firms: dict[str, Client], files: dict[str, bytes], told: str
) -> None:
    row = published(firms["owner"])
    opened(row, {SOLVER: sent(firms["solver"], row, {**files, "good.png": PNG})})
    assert [kept.name for kept in Enclosure.objects.all()] == ["good.png"]
    for login in ("owner", "solver"):
        page = text(firms[login], f"{PAGE}{row.pk}/")
        assert "没有保存的附件" in page
        assert told in page
    assert "改用斜齿" in text(firms["owner"], f"{PAGE}{row.pk}/")


@pytest.mark.parametrize("wrong", ["of another", "no key", "damaged", "gone", "none"])
def test_files_that_do_not_open_are_told_and_the_text_stands(
    firms: dict[str, Client], wrong: str
) -> None:
    row = published(firms["owner"])
    before = contents()
    other = Enclosed(f"jiqun-challenge-files/1|{row.pk}|{OTHER}|{row.key}", FILES)
    said = {"of another": other.opens, "no key": "x.y.z", "none": ""}
    opens = {"opens": said[wrong]} if wrong in said else {}
    sealed = sent(firms["solver"], row, FILES, **opens)
    (beside,) = contents() - before
    if wrong == "damaged":
        beside.write_bytes(beside.read_bytes()[:-1] + b"x")
    if wrong == "gone":
        beside.unlink()
    opened(row, {SOLVER: sealed})
    assert "附件解不开" in text(firms["owner"], f"{PAGE}{row.pk}/")
    assert "改用斜齿" in text(firms["owner"], f"{PAGE}{row.pk}/")
    assert contents() == before


def test_who_could_not_be_read_shows_text_and_files(firms: dict[str, Client]) -> None:
    row = published(firms["owner"])
    sealed = sent(firms["solver"], row, FILES)
    past(row)
    said = json.dumps([{"id": str(Proposal.objects.get().pk)}])
    posted(signed_in("province"), f"{row.pk}/open/", opened=said)
    assert SealedFile.objects.exists()
    posted(firms["solver"], f"{row.pk}/prove/", opened=json.dumps(sealed.shown))
    assert [kept.name for kept in Enclosure.objects.all()] == ["图纸.pdf", "photo.png"]


def test_experts_see_no_files(firms: dict[str, Client], experts: dict[str, Client]) -> None:
    row = judged(firms)
    proposal = row.proposals.get(solver=SOLVER)
    kept = Enclosure.objects.create(proposal=proposal, name="a.pdf", size=1, sha256="0" * 64)
    for client in experts.values():
        assert client.get(where(row, kept)).status_code in (403, 404)


def longest(number: int) -> Sealed:
    """Return a proposal of as many bytes as there may be."""
    return Sealed(firm=f"第{number}家", approach="齿" * 2000, record="𠀀" * 1000)


def many(row: Challenge, count: int) -> dict[str, Sealed]:
    """Let as many firms have proposed; return what each knows, by its proposal's key."""
    found = {}
    for number in range(count):
        sealed = longest(number)
        sent = sealed.posted
        kept = row.proposals.create(
            solver=f"91330110MA28{number:05}X", envelope=json.loads(sent["envelope"]),
            commitment=sent["commitment"], at="2026-01-01T00:00:00Z",
        )  # fmt: skip
        found[str(kept.pk)] = sealed
    return found


def piece(client: Client, row: Challenge, by_key: dict[str, Sealed]) -> int:
    """Open the next piece as a browser does; return how many are left."""
    asked = client.get(f"{PAGE}{row.pk}/sealed.json").json()
    keys = [proposal["id"] for proposal in asked["proposals"]]
    said = [{"id": key, **by_key[key].shown} for key in keys]
    answer = client.post(
        f"{PAGE}{row.pk}/open/", {"opened": json.dumps(said)}, HTTP_ACCEPT="application/json"
    )
    assert answer.status_code == 200, answer.content
    left: int = answer.json()["left"]
    return left


def test_two_hundred_of_the_longest_are_opened_piece_by_piece_by_whoever_goes_on(
    firms: dict[str, Client],
) -> None:
    row = published(firms["owner"])
    by_key = many(row, 200)
    past(row)
    county, agency = signed_in("county"), signed_in("agency")
    assert piece(county, row, by_key) == 150
    row.refresh_from_db()
    assert (row.state, row.opened_at) == ("published", None)
    assert "第1家" not in text(firms["owner"], f"{PAGE}{row.pk}/")
    assert "开启没有完成" in text(agency, f"{PAGE}{row.pk}/open/")
    assert [piece(agency, row, by_key) for _ in range(3)] == [100, 50, 0]
    row.refresh_from_db()
    assert row.state == "opened"
    assert text(firms["owner"], f"{PAGE}{row.pk}/").count("齿齿齿") >= 200
    verbs = list(Event.objects.filter(subject=row.subject).values_list("verb", flat=True))
    assert verbs == ["draft", "publish", "open_part", "open_part", "open_part", "open"]


def test_a_piece_that_is_sent_twice_counts_once_and_a_wrong_one_keeps_nothing(
    firms: dict[str, Client],
) -> None:
    row = published(firms["owner"])
    by_key = many(row, 3)
    past(row)
    first, second, third = by_key
    county = signed_in("county")

    def said(*keys: str, **changed: Any) -> str:
        return json.dumps([{"id": key, **by_key[key].shown, **changed} for key in keys])

    for _ in range(2):
        posted(county, f"{row.pk}/open/", opened=said(first))
    assert Event.objects.filter(verb="open_part").count() == 1
    wrong = [json.loads(said(second))[0], {"id": third, **by_key[second].shown}]
    answer = county.post(
        f"{PAGE}{row.pk}/open/", {"opened": json.dumps(wrong)}, HTTP_ACCEPT="application/json"
    )
    assert answer.status_code == 422
    assert "承诺不符" in answer.json()["problems"][0]["what"]
    assert row.proposals.filter(state="sealed").count() == 2
    posted(firms["owner"], f"{row.pk}/lapse/", 422)
    posted(firms["owner"], f"{row.pk}/cancel/", reason="预算取消")
    assert set(row.proposals.values_list("plain", flat=True)) == {""}


def test_files_of_many_are_opened_a_few_at_a_time(firms: dict[str, Client]) -> None:
    row = published(firms["owner"])
    by_key = many(row, 4)
    for number, proposal in enumerate(row.proposals.all()):
        SealedFile.objects.create(proposal=proposal, size=40 << 20, sha256=f"{number:064x}")
    past(row)
    asked = signed_in("county").get(f"{PAGE}{row.pk}/sealed.json").json()
    assert (len(asked["proposals"]), asked["left"]) == (1, len(by_key))


def test_the_log_alone_says_what_a_challenge_was(firms: dict[str, Client]) -> None:
    row = published(firms["owner"])
    sealed = {SOLVER: sent(firms["solver"], row, FILES)}
    opened(row, sealed)
    was = past_of(row, row.deadline + timedelta(days=400))
    assert was is not None
    assert (was.state, was.holder) == (row.state, row.holder)
    told = Event.objects.get(verb="propose").said
    assert "图纸" not in told
    assert '"size":262160' in told.replace(" ", "")
