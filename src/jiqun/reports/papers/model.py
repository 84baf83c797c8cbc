"""An official document as content: both writers set the same, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph.

    Parameters
    ----------
    said
        Its words.
    level
        1 for a heading as 一、, 2 for one as （一）, 0 for text.
    """

    said: str
    level: Literal[0, 1, 2] = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """A table.

    Parameters
    ----------
    header, rows
        Its cells; without a header the first cell of a row is what the others are of.
    widths
        Of the columns, as shares.
    centred
        Columns whose cells stand in the middle.
    """

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]
    centred: Sequence[int] = ()


Part: TypeAlias = Text | Grid


@dataclass(frozen=True, slots=True)
class Attachment:
    """What begins a page of its own behind the text."""

    title: str
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True)
class Paper:
    """An official document.

    Parameters
    ----------
    mark
        The issuing organ's mark, set in red; empty for a sheet that no organ issues.
    number
        The document's number, or the blank for it; empty where there is no mark.
    title
        Its title.
    recipient
        To whom; empty where it is to everybody.
    parts
        The text.
    attachments
        Behind it.
    signed, dated
        Who signs and when, or the blanks for them.
    basis
        Of which version of the rules it is made.
    warning
        Where it is made of demonstration data, that it is; else empty.
    sealed
        Whether a seal is put on it, which needs its space.
    copy
        The number of this copy, which classified documents bear; else empty.
    signer
        Who signed it off, where it goes to a higher organ, or the blank for it; else empty.
    imprint
        The lines at the foot of its last page, each with what stands at its left and right.
    """

    mark: str
    number: str
    title: str
    recipient: str
    parts: Sequence[Part]
    attachments: Sequence[Attachment]
    signed: str
    dated: str
    basis: str
    warning: str
    sealed: bool = True
    copy: str = ""
    signer: str = ""
    imprint: Sequence[tuple[str, str]] = ()

    @property
    def listed(self) -> list[str]:
        """The lines that name the attachments (7.3.4)."""
        titles = [attachment.title.replace("\n", "") for attachment in self.attachments]
        if len(titles) < 2:
            return [f"附件：{title}" for title in titles]
        return [
            f"{'附件：' if number == 1 else '　　　'}{number}.{title}"
            for number, title in enumerate(titles, 1)
        ]

    def numbered(self, at: int) -> str:
        """Return what stands above an attachment's title, counted from nought (7.3.7)."""
        return "附件" if len(self.attachments) == 1 else f"附件{at + 1}"
