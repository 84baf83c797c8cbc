"""Whether a PNG logo is whole: every part by its checksum, every spot there."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from jiqun.base.language import Bilingual
from jiqun.reports.logo_shapes import Unfit

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Numbers a spot has, by kind of colour."""
DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
"""Bits a number may have, by kind of colour."""
PALETTE = 3
FILTERS = 4
"""Ways a row may be written, from nought."""
LARGEST_SIDE = 2000
"""Spots along a side: enough for a page's width in print."""
BROKEN = Bilingual("不是完好的 PNG 文件", "it is no whole PNG")


def png_size(content: bytes) -> tuple[int, int]:
    """Return the size of a PNG that is whole.

    Raises
    ------
    Unfit
        Where it is none, is broken or cut off, interlaced, or has too many spots.

    Examples
    --------
    >>> png_size(b"GIF89a")
    Traceback (most recent call last):
    jiqun.reports.logo_shapes.Unfit: it is no whole PNG
    """
    if not content.startswith(SIGNATURE):
        raise Unfit(BROKEN)
    parts = list(_parts(content))
    names = [name for name, _ in parts]
    if names[:1] != [b"IHDR"] or names[-1] != b"IEND" or len(parts[0][1]) != 13:
        raise Unfit(BROKEN)
    head = parts[0][1]
    width, height = _number(head[:4]), _number(head[4:8])
    depth, colour, interlaced = head[8], head[9], head[12]
    if not (0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE):
        said = f"{width}×{height}"
        raise Unfit(Bilingual(f"{said} 像素，边长至多 {LARGEST_SIDE}", _too_wide(said)))
    if interlaced:
        raise Unfit(Bilingual("是隔行存储的 PNG", "it is an interlaced PNG"))
    if depth not in DEPTHS.get(colour, ()) or (colour == PALETTE and b"PLTE" not in names):
        raise Unfit(BROKEN)
    row = 1 + -(-width * CHANNELS[colour] * depth // 8)
    _look_at_rows(b"".join(part for name, part in parts if name == b"IDAT"), row, height)
    return width, height


def _too_wide(said: str) -> str:
    return f"it has {said} spots, a side at most {LARGEST_SIDE}"


def _number(four: bytes) -> int:
    return int.from_bytes(four)


def _parts(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield name and content of every part, up to the last."""
    at = len(SIGNATURE)
    while at + 12 <= len(content):
        length = _number(content[at : at + 4])
        name, part = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        if _number(content[at + 8 + length : at + 12 + length]) != zlib.crc32(name + part):
            raise Unfit(BROKEN)
        yield name, part
        if name == b"IEND":
            return
        at += 12 + length
    raise Unfit(BROKEN)


def _look_at_rows(packed: bytes, row: int, height: int) -> None:
    """Refuse rows that are missing, too many, or written in no known way."""
    opened = zlib.decompressobj()
    try:
        rows = opened.decompress(packed, row * height + 1)
    except zlib.error:
        raise Unfit(BROKEN) from None
    if len(rows) != row * height or max(rows[::row]) > FILTERS:
        raise Unfit(BROKEN)
