"""What a file beside a case may be: a PDF or a picture that only shows something.

Told by content alone, in one walk over its bytes; nothing is opened, run or unpacked whole.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from jiqun.base.errors import Problem, Where

KINDS = ((b"%PDF-", ".pdf"), (b"\xff\xd8\xff", ".jpg"), (b"\x89PNG\r\n\x1a\n", ".png"))
"""What a file begins with, and its ending: nothing else is kept."""
ACTS = ("JavaScript", "Launch", "RichMedia", "SubmitForm", "ImportData", "EmbeddedFile")
"""Names by which a PDF does something, or carries another file, instead of showing a page."""
LOCKED = b"/Encrypt"
MOST_PIXELS = 200_000_000
"""Of a picture: an A3 page scanned at 600 dots an inch has 70 million."""
MOST_UNPACKED = 32 << 20
"""Bytes that a PDF's packed objects may have; those of a scan have some thousands."""
MARKUP = re.compile(rb"<\s*(!doctype|html|script|svg|body|iframe)", re.IGNORECASE)
BEGINNING = 4096
"""Bytes in which a browser would look for a page."""
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTS = re.compile(rb"/(" + "|".join(ACTS).encode() + rb")")
_OBJECTS = b"/ObjStm"
_STREAM = re.compile(rb"stream\r?\n")
_NEAR = 2008
"""Bytes after its name in which a packed object begins."""
_PIECE = 4096
"""Bytes that are unpacked at a time: a file may name packed objects by the million."""
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def ending_of(content: bytes) -> str:
    """Return the ending a content has; empty where it is of no kind that is kept.

    Examples
    --------
    >>> ending_of(b"%PDF-1.7 a page"), ending_of(b"%PDF-1.7 <html>"), ending_of(b"MZ")
    ('.pdf', '', '')
    """
    ending = next((ending for begins, ending in KINDS if content.startswith(begins)), "")
    two_things = MARKUP.search(content[:BEGINNING]) or zipfile.is_zipfile(io.BytesIO(content))
    return "" if two_things else ending


def problems_of_scan(content: bytes, ending: str, place: Where) -> list[Problem]:
    """Return why a PDF or picture is not taken.

    Parameters
    ----------
    content, ending
        The file and what it is.
    place
        Its name.
    """
    if ending == ".pdf":
        return _of_pdf(content, place)
    width, height = _size(content, ending)
    if width * height <= MOST_PIXELS:
        return []
    details = {"width": width, "height": height, "most": MOST_PIXELS // 1_000_000}
    return [Problem("filing.evidence_pixels", place, details)]


def _of_pdf(content: bytes, place: Where) -> list[Problem]:
    found, parts = set[str](), list(_unpacked(content))
    if sum(map(len, parts)) > MOST_UNPACKED:
        return [Problem("filing.evidence_packed", place)]
    for part in (content, *parts):
        names = _ESCAPED.sub(lambda said: bytes([int(said[1], 16)]), part)
        found |= {said.decode() for said in _ACTS.findall(names)}
    if found:
        return [Problem("filing.evidence_acts", place, {"found": ", ".join(sorted(found))})]
    return [Problem("filing.evidence_locked", place)] if LOCKED in content else []


def _unpacked(content: bytes) -> Iterator[bytes]:
    """Yield the packed objects of a PDF; no more than may be there, and one byte."""
    left, at = MOST_UNPACKED, content.find(_OBJECTS)
    while at >= 0 and left >= 0:
        at += len(_OBJECTS)
        if head := _STREAM.search(content, at, at + _NEAR):
            at = head.end()
            part = _unpacked_at(content, at, left + 1)
            yield part
            left -= len(part)
        at = content.find(_OBJECTS, at)


def _unpacked_at(content: bytes, at: int, most: int) -> bytes:
    """Return what is packed at a place, as far as it can be unpacked; nothing in another way."""
    found, unpacking = bytearray(), zlib.decompressobj()
    try:
        while at < len(content) and not unpacking.eof and len(found) < most:
            found += unpacking.decompress(content[at : at + _PIECE], most - len(found))
            at += _PIECE
    except zlib.error:  # packed in a way of which pages are made, not actions
        pass
    return bytes(found)


def _size(content: bytes, ending: str) -> tuple[int, int]:
    """Return the pixels a picture says it has, across and down; none where it says nothing."""
    if ending == ".png":
        return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        if content[at + 1] in _FRAMES:
            return (
                int.from_bytes(content[at + 7 : at + 9]),
                int.from_bytes(content[at + 5 : at + 7]),
            )
        at += 2 + int.from_bytes(content[at + 2 : at + 4])
    return 0, 0
