"""Cut the lines of a text list into records: decoded one by one, a fault in one is that one's."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from jiqun.base.encodings import UTF8
from jiqun.registry.text_files import MULTILINE, NUL_BLOCK, decode_line, quoted

_NULS = re.compile(f"\0{{{NUL_BLOCK},}}")


class Parsed(NamedTuple):
    """Cells as cut from a line, and what was repaired to get there, or why there are none."""

    line: int
    cells: list[str]
    repairs: tuple[str, ...] = ()
    rejected: str = ""


@dataclass(frozen=True, slots=True)
class Records:
    r"""How the lines of a text list are decoded and cut into cells.

    Parameters
    ----------
    width
        How many cells a record should have.
    delimiter
        What separates them.
    encoding
        Of the list; a line in another one is repaired.

    Examples
    --------
    >>> [record.cells for record in Records(2, ";").of("甲;1\n乙;2\n".encode(), 2)]
    [['甲', '1'], ['乙', '2']]
    """

    width: int
    delimiter: str
    encoding: str = UTF8

    def of(self, content: bytes, first: int) -> Iterator[Parsed]:
        """Yield each record's cells; a quoted field may run over some lines.

        Parameters
        ----------
        content
            Whole lines.
        first
            The number of the first one.
        """
        lone_cr = content.count(b"\r") > content.count(b"\r\n")
        texts, at = self._decoded(content) if content else [], 0
        while at < len(texts):
            text, repair = texts[at]
            text = text.rstrip("\r")
            line = first + at
            if "\0" in text or (lone_cr and "\r" in text):
                yield from self._pieces(line, text, repair)
                at += 1
                continue
            repairs = (repair,) if repair else ()
            if '"' not in text:
                yield Parsed(line, text.split(self.delimiter), repairs)
                at += 1
                continue
            following = [following for following, _ in texts[at : at + MULTILINE]]
            cells, taken, broken = quoted(following, self.delimiter, self.width)
            yield Parsed(line, cells, (*repairs, "broken_quotes") if broken else repairs)
            at += taken

    def _decoded(self, content: bytes) -> list[tuple[str, str]]:
        encoding = UTF8 if self.encoding.startswith("utf-16") else self.encoding
        texts: list[tuple[str, str]]
        try:
            if encoding != UTF8 and not content.isascii():
                texts = [decode_line(raw, encoding) for raw in content.split(b"\n")]
            else:
                texts = [(line, "") for line in content.decode(UTF8).split("\n")]
        except UnicodeDecodeError:
            texts = [decode_line(raw, encoding) for raw in content.split(b"\n")]
        if texts and not texts[-1][0]:
            texts.pop()
        return texts

    def _pieces(self, line: int, text: str, repair: str) -> Iterator[Parsed]:
        """Cut a line at blocks of NULs, and at lone CRs that stand between whole records."""
        parts = _NULS.split(text)
        for number, part in enumerate(parts):
            if number:
                yield Parsed(line, ["\\0" * NUL_BLOCK], rejected="nul_block")
            records = [self._cells(piece) for piece in part.split("\r")]
            if len(records) > 1 and any(len(cells) != self.width for cells, _ in records):
                records = [self._cells(part.replace("\r", " "))]
            for cells, broken in records:
                if len(parts) > 1 and len(cells) != self.width:
                    if any(cells):
                        yield Parsed(line, cells, rejected="beside_nul_block")
                    continue
                found = (repair, "control_characters" if "\0" in part else "", broken)
                yield Parsed(line, cells, tuple(filter(None, found)))

    def _cells(self, piece: str) -> tuple[list[str], str]:
        text = piece.replace("\0", "")
        if '"' not in text:
            return text.split(self.delimiter), ""
        cells, _, broken = quoted([text], self.delimiter, self.width)
        return cells, "broken_quotes" if broken else ""
