"""Files beside a filing: told by content, kept by hash, handed out to be saved, for the parties."""

import hashlib
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.filing.test_path import fill
from tests.web.people import PATH, signed_in, the_case

from jiqun.web.casework.contents import stored
from jiqun.web.events.models import Event, Sealed
from jiqun.web.filing.models import Evidence
from jiqun.workspace import Workspace
from jiqun.workspace.archives import files_of

PDF = b"%PDF-1.7\n a scan"


def add(client: Client, content: bytes = PDF, name: str = "盖章 页.pdf", **said: str) -> int:
    file = SimpleUploadedFile(name, content)
    return client.post(f"{PATH}evidence/", {"file": file, **said}).status_code


@pytest.fixture
def county(office: Workspace) -> Client:
    client = signed_in("county")
    client.post(f"{PATH}begin/")
    return client


def test_a_file_is_kept_by_its_hash_and_handed_out_to_be_saved(county: Client) -> None:
    assert add(county, field="exports", signer="张三") == 302
    kept = Evidence.objects.get()
    assert (kept.name, kept.sha256) == ("盖章_页.pdf", hashlib.sha256(PDF).hexdigest())
    assert stored(kept.sha256).read_bytes() == PDF
    answer = county.get(f"{PATH}evidence/{kept.pk}/")
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    event = Event.objects.order_by("-number")[0]
    assert event.verb == "attach"
    assert "张三" not in event.said
    names = {sealed.name for sealed in Sealed.objects.filter(event=event)}
    assert names == {"name", "signer", "by"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"MZ\x90\x00"),
        ("a.png", b"<svg onload=alert(1)>"),
        ("a.pdf", b"<html>%PDF-1.7"),
        ("a.docx", b"PK\x03\x04"),
        ("a.pdf", b""),
        ("a.pdf", PDF + b"x" * (20 << 20)),
    ],
)
def test_what_is_no_pdf_or_picture_or_is_too_large_is_not_kept(
    county: Client, name: str, content: bytes
) -> None:
    assert add(county, content, name) == 422
    assert not Evidence.objects.exists()


def test_the_ending_is_that_of_the_content_and_the_name_is_cleaned(county: Client) -> None:
    add(county, b"\xff\xd8\xff\xe0", "../../<b>.exe")
    assert Evidence.objects.get().name == "b.jpg"


@pytest.mark.parametrize("login", ["neighbour", "audit", "system"])
def test_others_neither_see_nor_add_files(county: Client, login: str) -> None:
    add(county)
    number = Evidence.objects.get().pk
    other = signed_in(login)
    assert other.get(f"{PATH}evidence/{number}/").status_code in (403, 404)
    assert add(other) in (403, 404)


def test_reviewers_see_a_file_once_it_is_submitted(county: Client) -> None:
    fill(county)
    add(county)
    path = f"{PATH}evidence/{Evidence.objects.get().pk}/"
    prefecture = signed_in("prefecture")
    assert prefecture.get(path).status_code == 404
    assert county.post(f"{PATH}submit/").status_code == 302
    assert prefecture.get(path).content == PDF


def test_a_file_is_removed_before_it_is_submitted_and_stays_afterwards(county: Client) -> None:
    fill(county)
    add(county)
    kept = Evidence.objects.get()
    assert county.post(f"{PATH}evidence/{kept.pk}/remove/").status_code == 302
    assert not stored(kept.sha256).exists()
    add(county)
    county.post(f"{PATH}submit/")
    kept = Evidence.objects.get()
    for client in (county, signed_in("prefecture")):
        assert client.post(f"{PATH}evidence/{kept.pk}/remove/").status_code == 422
    assert stored(kept.sha256).exists()


def test_a_file_that_was_changed_on_the_disk_is_not_handed_out(county: Client) -> None:
    add(county)
    kept = Evidence.objects.get()
    stored(kept.sha256).write_bytes(b"%PDF-1.7\n forged")
    assert county.get(f"{PATH}evidence/{kept.pk}/").status_code == 422


def test_a_content_that_no_filing_names_is_noted_and_kept(
    county: Client, office: Workspace, jiqun: Callable[..., Any]
) -> None:
    add(county)
    stray = stored(hashlib.sha256(b"%PDF-1.7 cut off").hexdigest())
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"%PDF-1.7 cut off")
    ran = jiqun("doctor", "--deep", "-w", office.folder, "--json")
    (said,) = ran.document["problems"]
    assert (ran.code, said["code"], said["where"]["file"]) == (
        0,
        "filing.evidence_unnamed",
        str(stray),
    )
    assert stray.exists()


def test_the_office_whose_turn_it_is_adds_its_own(county: Client) -> None:
    assert add(signed_in("prefecture")) == 422
    fill(county)
    county.post(f"{PATH}submit/")
    assert add(county) == 422
    assert add(signed_in("prefecture")) == 302
    assert the_case().evidence.get().office == "prefecture"


def test_a_step_that_asks_for_a_scan_under_seal_is_not_taken_without(county: Client) -> None:
    fill(county)
    case = the_case()
    definition = case.definition
    for step in definition.content["transitions"]:
        if step["verb"] == "submit":
            step["evidence"] = "sealed_scan"
    definition.version = "another"
    definition.save(force_insert=True)
    case.definition = definition
    case.save()
    add(county)
    assert county.post(f"{PATH}submit/").status_code == 422
    add(county, signer="张三")
    assert county.post(f"{PATH}submit/").status_code == 302


def test_a_backup_takes_the_files_and_nobody_else_reads_their_folder(
    county: Client, office: Workspace
) -> None:
    add(county)
    kept = Evidence.objects.get()
    assert f"workspace/evidence/{kept.sha256[:2]}/{kept.sha256}" in files_of(office.folder)
    assert (office.folder / "evidence").stat().st_mode & 0o077 == 0


def test_a_content_another_case_has_too_is_kept_when_one_of_them_removes_it(
    county: Client,
) -> None:
    neighbour, other = signed_in("neighbour"), PATH.replace("one", "two")
    neighbour.post(f"{other}begin/")
    neighbour.post(f"{other}evidence/", {"file": SimpleUploadedFile("a.pdf", PDF)})
    add(county)
    kept = Evidence.objects.get(case__cluster="one")
    assert county.post(f"{PATH}evidence/{kept.pk}/remove/").status_code == 302
    assert stored(kept.sha256).exists()


def packed(objects: bytes) -> bytes:
    """Return a PDF with packed objects."""
    return b"%PDF-1.7\n1 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n" + zlib.compress(objects)


def picture(width: int, height: int) -> bytes:
    head = b"IHDR" + width.to_bytes(4) + height.to_bytes(4)
    return b"\x89PNG\r\n\x1a\n\0\0\0\r" + head


FRAME = b"\xff\xc0\0\x11\x08" + (65_000).to_bytes(2) * 2


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.7 1 0 obj<</S/JavaScript/JS(app.alert(1))>>", "脚本"),
        (b"%PDF-1.7 1 0 obj<</S/J#61v#61Script>>", "脚本"),
        (packed(b"1 0 <</S/JavaScript>>"), "脚本"),
        (packed(b"<</S /Launch /F (cmd.exe)>>"), "Launch"),
        (b"%PDF-1.7 <</Type/EmbeddedFile>>", "EmbeddedFile"),
        (b"%PDF-1.7 trailer<</Encrypt 2 0 R>>", "密码"),
        (packed(b" " * (33 << 20)), "展开后过大"),
        (b"%PDF-1.7 <ScRipt>alert(1)</script>", "PDF、JPEG 和 PNG"),
        (b"\xff\xd8\xff\xe0<svg onload=alert(1)>", "PDF、JPEG 和 PNG"),
        (PDF + b"PK\x05\x06" + b"\0" * 18, "PDF、JPEG 和 PNG"),
        (picture(100_000, 100_000), "100000 × 100000"),
        (b"\xff\xd8\xff\xe0\0\x04\0\0" + FRAME, "65000 × 65000"),
    ],
)
def test_what_does_more_than_show_pages_is_refused_in_one_sentence(
    county: Client, content: bytes, code: str
) -> None:
    answer = county.post(f"{PATH}evidence/", {"file": SimpleUploadedFile("a.pdf", content)})
    page = answer.content.decode()
    assert (answer.status_code, code in page) == (422, True)
    assert page.count('class="error"') == 1
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("content", [packed(b"<</Type/Page>>"), picture(9_900, 14_000)])
def test_a_scan_of_today_s_programs_is_kept(county: Client, content: bytes) -> None:
    assert add(county, content) == 302


@pytest.mark.parametrize(
    ("harm", "code"), [("gone", "evidence_gone"), ("other", "evidence_changed")]
)
def test_a_content_that_is_gone_or_another_is_found_by_a_deep_check(
    county: Client, office: Workspace, jiqun: Callable[..., Any], harm: str, code: str
) -> None:
    add(county)
    path = stored(Evidence.objects.get().sha256)
    assert jiqun("doctor", "--deep", "-w", office.folder).code == 0
    path.unlink() if harm == "gone" else path.write_bytes(b"%PDF-1.7 forged")
    ran = jiqun("doctor", "--deep", "-w", office.folder, "--json")
    assert ran.code == 2
    assert [problem["code"] for problem in ran.document["problems"]] == [f"filing.{code}"]
