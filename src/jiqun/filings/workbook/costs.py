"""What a workbook may cost the library that reads it, told from its parts before it is opened.

A shared text is copied into every cell that names it, and a sheet is a full grid however few of
its cells are filled: kilobytes can become gigabytes. What may cost much is read in a process of
its own, with a bound; a workbook of usual size, in this one.
"""

import re
from dataclasses import dataclass

MEGABYTE = 1024 * 1024
LONGEST_TEXT = MEGABYTE
"""Bytes of a text in one cell; Excel keeps 32,767 characters."""
MUCH = 32 * MEGABYTE
"""Bytes of content, or of shared texts in all the cells that may name one."""
MANY_GRIDS = 32
"""Sheets of up to 9,999 rows; one that is taller counts as eight."""
TALL = 8
_TALL = re.compile(rb'<c r="[A-Z]+[1-9][0-9]{4}')
_SHARED = (b"si>", b"si ")
SMALL_PART = 4 * MEGABYTE


@dataclass
class Costs:
    """What was counted of a workbook's parts.

    Parameters
    ----------
    unpacked
        Bytes of all parts.
    longest
        Bytes of the longest shared text.
    cells
        Cells of all sheets, at most.
    grids
        Sheets, a tall one as several.
    long_text
        Whether a part holds a text no cell has; a picture may look like one.
    """

    unpacked: int = 0
    longest: int = 0
    cells: int = 0
    grids: int = 0
    long_text: bool = False

    @property
    def great(self) -> bool:
        """Whether the workbook may cost more than can be taken for granted."""
        copied = self.longest * self.cells
        return self.long_text or max(self.unpacked, copied) > MUCH or self.grids > MANY_GRIDS

    def count(self, content: bytearray) -> None:
        """Count a part that is no sheet."""
        self.unpacked += len(content)
        self.longest = max(self.longest, _longest_shared(content))

    def count_sheet(self, content: bytearray, start: int, end: int) -> bool:
        """Count a sheet whose cells stand between two places; tell whether all say where."""
        self.unpacked += len(content)
        plain, every = (content.count(sign, start, end) for sign in (b'<c r="', b"<c"))
        prefixed = content.count(b":c", start, end)
        self.cells += every + prefixed
        named = plain == every and not prefixed
        tall = not named or _TALL.search(content, start, end) is not None
        self.grids += TALL if tall else 1
        return named


def _longest_shared(content: bytearray) -> int:
    """Return the bytes of the longest shared text, at most."""
    if not any(sign in content for sign in _SHARED):
        return 0
    if len(content) > SMALL_PART:
        return len(content)
    return max(map(len, content.split(b"si>")))


def has_long_text(content: bytearray) -> bool:
    """Tell whether a part holds a text of two megabytes or more; one of less than one is none.

    Examples
    --------
    >>> has_long_text(bytearray(b"<t>" + b"x" * 2 * MEGABYTE + b"</t>"))
    True
    >>> has_long_text(bytearray(b"<t>x</t>" * MEGABYTE))
    False
    """
    whole = range(0, len(content) - LONGEST_TEXT + 1, LONGEST_TEXT)
    return any(content.find(b"<", at, at + LONGEST_TEXT) < 0 for at in whole)
