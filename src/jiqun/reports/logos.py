"""Logos of an installation: SVG or PNG files, believed only once every part of them is known.

An SVG may hold shapes, words, gradients and clips of its own. What can run, load, refer outside or
multiply itself is refused, by a list of what is allowed and not of what is not.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from typing import Literal

from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.json_files import Record
from jiqun.base.language import Bilingual
from jiqun.base.schema_faults import because
from jiqun.reports.logo_shapes import Unfit, svg_size
from jiqun.reports.logo_spots import png_size

ENDINGS = (".svg", ".png")
LARGEST = 512 * 1024
"""Bytes of a logo."""
SLIMMEST = 12
"""A logo's longer side, in its shorter ones, at most: what is slimmer is no logo."""
Kind = Literal["svg", "png"]
MEDIA: dict[Kind, str] = {"svg": "image/svg+xml", "png": "image/png"}


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo that was looked at.

    Parameters
    ----------
    name
        Its file's place in the catalogue.
    content
        The file.
    kind
        ``svg`` or ``png``.
    ratio
        Its width, in heights.
    """

    name: str
    content: bytes
    kind: Kind
    ratio: float

    @property
    def sha256(self) -> str:
        """The file's hash."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def address(self) -> str:
        """The whole logo as an address, for a page that loads nothing from elsewhere."""
        return f"data:{MEDIA[self.kind]};base64,{b64encode(self.content).decode()}"

    @property
    def drawn(self) -> bytes:
        """The logo as SVG; one of spots as the one picture in it."""
        if self.kind == "svg":
            return self.content
        box = f"width='{self.ratio}' height='1'"
        return (
            f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {self.ratio} 1'>"
            f"<image {box} href='{self.address}'/></svg>"
        ).encode()

    def within(self, width: float, height: float) -> tuple[float, float]:
        """Return the largest width and height it has inside a box.

        Examples
        --------
        >>> Logo("issuers/own.svg", b"", "svg", 4.0).within(100, 50)
        (100, 25.0)
        """
        if self.ratio > width / height:
            return width, width / self.ratio
        return height * self.ratio, height


def read_logo(name: str, content: bytes, where: Where) -> Logo:
    """Return a logo, looked at from its first byte to its last.

    Parameters
    ----------
    name, content
        The file's place in the catalogue, and what it holds.
    where
        How the file is called in messages.

    Raises
    ------
    Refused
        Where it is too large, of another kind than its name says, broken, unsafe, or too slim.
    """
    if len(content) > LARGEST:
        details: Record = {"limit": str(LARGEST // 1024)}
        raise Refused([Problem("installation.logo_large", where, details)])
    kind: Kind = "svg" if name.endswith(".svg") else "png"
    try:
        width, height = svg_size(content) if kind == "svg" else png_size(content)
        if max(width / height, height / width) > SLIMMEST:
            raise Unfit(Bilingual("过于狭长", "it is too long and narrow"))
    except Unfit as unfit:
        raise Refused([because("installation.logo", where, unfit.reason)]) from None
    return Logo(name, content, kind, width / height)
