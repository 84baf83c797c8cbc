"""Hostile uploads through the site, and what each of them costs the process that reads it.

Run ``python -m benchmarks.hostile_uploads`` from the project's folder; words after it choose rows
by their kind. Each file is posted to ``jiqun serve`` by somebody signed in, as a filled workbook or
as a file beside a filing. The table shows the answer, the seconds, and by how much the most memory
of any of the site's processes rose above what it held before. Every row must be answered by a
sentence in the reader's page (4xx; files that only pretend, by their name, may be kept under their
own kind), none by a trace, and no process may grow by more than the limit. All content is made up.
"""

import http.client
import io
import json
import re
import socket
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tests.filings.workbook import workbooks
from tests.made import filing

from benchmarks import hostile_files
from benchmarks.filers import YEAR, Filer, installation, leave_database
from benchmarks.killed import TOKEN, Answer, Entrance, Post, Site, Visitor

GROWTH_LIMIT = 300
"""Megabytes that a process of the site may grow by, whatever is sent to it."""
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") * 9
MACRO = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"Attribute VB_Name" * 99
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


OBJECTS = b"1 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n"


class Upload(NamedTuple):
    """A kind of file, where it is sent, under which name, and whether it may be kept."""

    kind: str
    place: str
    name: str
    content: bytes
    kept: bool = False


def uploads(folder: Path) -> Iterator[Upload]:
    """Yield every upload; each is made when its turn comes."""
    yield from pretending(folder)
    yield from bombs(folder)
    yield from evidence()


def pretending(folder: Path) -> Iterator[Upload]:
    """Yield files of another kind than their name says, and names that lead elsewhere."""
    good = workbooks.filled(folder, "good.xlsx").read_bytes()
    yield Upload("a workbook with a password (OLE)", "file/", "a.xlsx", OLE)
    yield Upload("an old workbook with a password (OLE)", "file/", "a.xls", OLE)
    yield Upload("a macro workbook by its name (xlsm)", "file/", "a.xlsm", with_macro(good))
    yield Upload("a macro inside an .xlsx", "file/", "a.xlsx", with_macro(good))
    yield Upload("a program called .xlsx", "file/", "a.xlsx", b"MZ\x90\x00" * 999)
    yield Upload("a page called .xlsx", "file/", "a.xlsx", b"<html><script>alert(1)</script>")
    yield Upload("a picture (SVG) called .json", "file/", "a.json", b"<svg onload=alert(1)>")
    yield Upload("a workbook called .json", "file/", "a.json", good)
    yield Upload("a PDF that is a ZIP too, called .xlsx", "file/", "a.xlsx", PDF + good)
    yield Upload("an archive of an archive", "file/", "a.xlsx", zipped("a.xlsx", good))
    for name in ("../../../../etc/passwd", "..\\..\\a.xlsx", "a\r\nX-Evil: 1.xlsx", "con.xlsx",
                 "x" * 5000 + ".xlsx", "C:\\a.exe", ".xlsx", "a.xlsx\0.exe"):  # fmt: skip
        yield Upload(f"named {name[:30]!r}", "file/", name, b"nothing")


def bombs(folder: Path) -> Iterator[Upload]:
    """Yield files that are small and grow when they are read."""
    makers = {
        "4 GB of shared texts": hostile_files.shared(4096),
        "240 MB of shared texts": hostile_files.shared(240),
        "60,000 parts": hostile_files.many_parts,
        "XML entities": hostile_files.entities,
        "a far cell": hostile_files.book(hostile_files.far),
        "one area merged over the sheet": hostile_files.merged_once,
        "20,000 merged areas": hostile_files.merged_often,
        "45 MB of cells": hostile_files.long_sheet,
        "cut in half": hostile_files.harmed(hostile_files.cut),
        "XML nested a million deep": nested,
        "3,000 sheets": many_sheets,
    }
    for kind, make in makers.items():
        path = make(folder)
        yield Upload(f"a workbook: {kind}", "file/", "a.xlsx", path.read_bytes())
        path.unlink()
    said = json.dumps(filing("c0000", YEAR, "320102")).encode()
    yield Upload("JSON nested a million deep", "file/", "a.json", b"[" * 1_000_000)
    yield Upload("19 MB of JSON zeros", "file/", "a.json", b"[" + b"0," * 9_500_000 + b"0]")
    yield Upload("19 MB of JSON objects", "file/", "a.json", b"[" + b"{}," * 6_300_000 + b"{}]")
    yield Upload("a JSON number of 19 million digits", "file/", "a.json", b"9" * 19_000_000)
    yield Upload(
        "one filing 2,000 times", "file/", "a.json", b"[" + b",".join([said] * 2000) + b"]"
    )
    head = hostile_files.HEAD
    yield Upload("19 MB of short lines", "file/", "a.csv", head + b"a\n" * 9_500_000)
    yield Upload("19 MB of quotes", "file/", "a.csv", head + b'"' * 19_000_000)
    yield Upload("19 MB on one line", "file/", "a.csv", head + b"x" * 19_000_000)
    every = b"".join(b"u%d,2023,e,1,\n" % n for n in range(1_200_000))
    yield Upload("1,200,000 clusters, 19 MB of CSV", "file/", "a.csv", head + every)
    yield Upload("23 MB, over the largest file", "file/", "a.csv", head + b"a\n" * 11_500_000)


def evidence() -> Iterator[Upload]:
    """Yield files beside a filing that do something when they are opened."""
    script = b"1 0 obj<</Type/Action/S/JavaScript/JS(app.alert(1))>>endobj\n"
    hidden = b"1 0 obj<</S/J#61vaScript/J#53(app.alert(1))>>endobj\n"
    packed = zlib.compress(b"1 0 <</S/JavaScript/JS(app.alert(1))>>")
    stream = b"1 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(
        packed
    )
    tail = b"trailer<</Root 1 0 R>>\n%%EOF\n"
    for kind, name, content in (
        ("a page", "a.html", b"<html><script>alert(1)</script>"),
        ("a page called .pdf", "a.pdf", b"<html><script>alert(1)</script>"),
        ("a picture (SVG)", "a.svg", b"<?xml version='1.0'?><svg onload='alert(1)'/>"),
        ("a program called .png", "a.png", b"MZ\x90\x00" * 99),
        ("a PDF with JavaScript", "a.pdf", b"%PDF-1.7\n" + script + tail),
        ("a PDF with JavaScript, spelt otherwise", "a.pdf", b"%PDF-1.7\n" + hidden + tail),
        ("a PDF with JavaScript in a packed object", "a.pdf",
         b"%PDF-1.7\n" + stream + packed + b"\nendstream endobj\n" + tail),
        ("a PDF that starts a program", "a.pdf", b"%PDF-1.7\n<</S/Launch/F(cmd.exe)>>\n" + tail),
        ("a PDF with a file in it", "a.pdf", b"%PDF-1.7\n<</Type/EmbeddedFile>>\n" + tail),
        ("a PDF with a password", "a.pdf", b"%PDF-1.7\ntrailer<</Encrypt 2 0 R>>\n%%EOF\n"),
        ("a PDF that packs 10 GB", "a.pdf", packed_pdf()),
        ("a PDF that is a page too", "a.pdf", b"%PDF-1.7\n<html><script>alert(1)</script>" + tail),
        ("a PDF that is a ZIP too", "a.pdf", PDF + zipped("a.exe", b"MZ")),
        ("a picture that is a ZIP too", "a.jpg", b"\xff\xd8\xff\xe0" + zipped("a.exe", b"MZ")),
        ("a PNG of 100,000 by 100,000", "a.png", png(100_000, 100_000)),
        ("a JPEG of 65,000 by 65,000", "a.jpg", jpeg(65_000, 65_000)),
        ("nothing at all", "a.pdf", b""),
        ("23 MB", "a.pdf", PDF + b"x" * (23 << 20)),
    ):  # fmt: skip
        yield Upload(f"beside a filing: {kind}", "evidence/", name, content)
    yield Upload(
        "beside a filing: a PDF called ../../a.exe", "evidence/", "../../a.exe", PDF, kept=True
    )


def with_macro(book: bytes) -> bytes:
    """Return a workbook with a macro's part."""
    kept = io.BytesIO(book)
    with zipfile.ZipFile(kept, "a") as package:
        package.writestr("xl/vbaProject.bin", MACRO)
    return kept.getvalue()


def zipped(name: str, content: bytes) -> bytes:
    """Return an archive of one file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return made.getvalue()


def nested(folder: Path) -> Path:
    """Write a workbook with a sheet of elements in elements."""
    deep = b"<a>" * 1_000_000 + b"</a>" * 1_000_000
    end = hostile_files.END
    return hostile_files.rewritten(
        folder, "xl/worksheets/sheet2.xml", lambda xml: xml.replace(end, deep + end, 1)
    )


def many_sheets(folder: Path) -> Path:
    """Write a workbook of very many sheets."""
    path = workbooks.filled(folder, "case.xlsx")
    from openpyxl import load_workbook

    opened = load_workbook(path)
    for number in range(3_000):
        opened.create_sheet(f"s{number}")["A1"] = number
    opened.save(path)
    return path


def packed_pdf() -> bytes:
    """Return a PDF with objects that unpack to ten gigabytes."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * (1 << 24)) for _ in range(640)) + packer.flush()
    return (
        b"%PDF-1.7\n" + OBJECTS % len(packed) + packed + b"\nendstream endobj\ntrailer<<>>\n%%EOF\n"
    )


def png(width: int, height: int) -> bytes:
    """Return the beginning of a PNG of some size."""
    head = b"IHDR" + width.to_bytes(4) + height.to_bytes(4) + b"\x08\x02\0\0\0"
    return b"\x89PNG\r\n\x1a\n\0\0\0\r" + head + zlib.crc32(head).to_bytes(4)


def jpeg(width: int, height: int) -> bytes:
    """Return the beginning of a JPEG of some size."""
    frame = b"\xff\xc0\0\x11\x08" + height.to_bytes(2) + width.to_bytes(2) + b"\3" + b"\1\x11\0" * 3
    return b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0" + frame


# --- what is sent as it is ---


def sent(visitor: Visitor, post: Post) -> Answer:
    """Send a file, once more where the line was closed meanwhile; status 0 without an answer."""
    for _ in range(2):
        try:
            return visitor.send(post)
        except (OSError, http.client.HTTPException) as fault:
            said = str(fault).encode()
    return Answer(0, said)


def endless(filer: Filer, *, chunked: bool) -> bytes:
    """Return the head of a request of 200 MB."""
    kind = "multipart/form-data; boundary=x"
    said = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {200 << 20}"
    who = f"Cookie: sessionid={filer.session}; csrftoken={TOKEN}"
    lines = [f"POST {filer.path}file/ HTTP/1.1", "Host: localhost", said, f"Content-Type: {kind}",
             who, f"X-CSRFToken: {TOKEN}"]  # fmt: skip
    return "\r\n".join([*lines, "", ""]).encode()


def poured(port: int, filer: Filer, *, chunked: bool) -> Answer:
    """Send 200 MB, or as much as is taken; return what was answered."""
    part = b"x" * (1 << 20)
    piece = b"%x\r\n" % len(part) + part + b"\r\n" if chunked else part
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        line.sendall(endless(filer, chunked=chunked))
        try:
            for _ in range(200):
                line.sendall(piece)
            if chunked:
                line.sendall(b"0\r\n\r\n")
        except OSError:
            pass  # the site has answered and hung up
        said = b""
        try:
            while more := line.recv(1 << 16):
                said += more
                if b"</html>" in said:
                    break
        except OSError:
            pass
    found = re.match(rb"HTTP/1.1 (\d+)", said)
    return Answer(int(found[1]) if found else 0, said)


# --- the table ---


def memory(site: Site) -> dict[int, tuple[int, int]]:
    """Return by process what it holds and the most it held, in megabytes; and forget the most."""
    found = {}
    for pid in site.processes():
        try:
            said = Path(f"/proc/{pid}/status").read_text()
            Path(f"/proc/{pid}/clear_refs").write_text("5")
        except OSError:
            continue
        held = [re.search(rf"{name}:\s+(\d+)", said) for name in ("VmRSS", "VmHWM")]
        now, most = (int(match[1]) // 1024 if match else 0 for match in held)
        found[pid] = (now, most)
    return found


class Table:
    """Rows of what uploads cost a site; how many of them miss."""

    def __init__(self, site: Site) -> None:
        self.site, self.missed = site, 0
        print(f"{'kind':60} {'answer':>6} {'seconds':>8} {'MB':>6}")

    def row(self, kind: str, send: Callable[[], Answer], *, kept: bool = False) -> None:
        """Send something, measure what it costs, and print its row."""
        before, began = memory(self.site), time.monotonic()
        answer, after = send(), memory(self.site)
        grown = max(most - before.get(pid, (0, 0))[0] for pid, (_, most) in after.items())
        told = answer.sentence and not answer.trace and 400 <= answer.status < 500
        right = told or (kept and answer.status in (200, 302))
        wrong = [] if right else ["no sentence"]
        wrong += ["too much memory"] if grown > GROWTH_LIMIT else []
        wrong += ["a process died"] if not before.keys() <= after.keys() else []
        seconds = time.monotonic() - began
        print(
            f"{kind:60} {answer.status:6} {seconds:8.1f} {grown:6} {', '.join(wrong)}", flush=True
        )
        self.missed += bool(wrong)


def main() -> int:
    chosen = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="uploads-") as name:
        folder = Path(name)
        filer, *_ = installation(folder / "w", 2)
        leave_database()
        site = Site(folder / "w")
        site.start()
        visitor, table = Entrance(site.port).visitor(filer.session), Table(site)
        for kind, where, called, content, kept in uploads(folder):
            if not chosen or any(word in kind for word in chosen):
                post = Post.of_file(filer.session, f"{filer.path}{where}", called, content)
                table.row(kind, partial(sent, visitor, post), kept=kept)
        for chunked in (False, True) if not chosen or "200" in chosen else ():
            kind = "200 MB, " + ("in pieces of no said size" if chunked else "its size said")
            table.row(kind, partial(poured, site.port, filer, chunked=chunked))
        site.kill()
    print(f"{table.missed} rows miss")
    return 1 if table.missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
