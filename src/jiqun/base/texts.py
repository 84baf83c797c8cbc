r"""The one door for texts people write: names, reasons, notes.

A control character that no file can hold, half a character, or one that turns the reading order
round is refused. A character nobody sees (a no-break space, a zero-width one) is taken out and
named, since it would make two equal names different. What was stored before this door stood is
printed without such characters.
"""

import re
import unicodedata
from typing import NamedTuple

from jiqun.base.errors import Problem, Refused, Where, errors_only

LONGEST_NAME = 200
"""Characters of a name, or of any text on one line."""
LONGEST_REASON = 1000
"""Characters of a reason, a note or a piece of evidence."""

_NO_TEXT = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls; tab and line ends are judged apart
    "\u202a-\u202e\u2066-\u2069"  # these turn the reading order round
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # halves of characters, and what is none
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
)
UNFIT = re.compile(f"[{_NO_TEXT}]")
"""What no text holds, of one line or of many."""
_UNFIT_IN_A_LINE = re.compile(f"[{_NO_TEXT}\t\n\r]")
_BLANK = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2060-\u2065\u206a-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0001\U000e0020-\U000e007f]"
)
_LINE_END = re.compile("\r\n?|[\u2028\u2029]")
_INVISIBLE = re.compile(f"{_BLANK.pattern}|{UNSEEN.pattern}")
_SAID = {
    " ": ("空格", "space"),
    "'": ("撇号", "apostrophe"),
    '"': ("引号", "quotation mark"),
    "`": ("反引号", "grave accent"),
    "\u2018": ("左引号", "left quotation mark"),
    "\u2019": ("右引号", "right quotation mark"),
    "\u201c": ("左引号", "left quotation mark"),
    "\u201d": ("右引号", "right quotation mark"),
    "-": ("连字符", "hyphen"),
    "*": ("星号", "asterisk"),
    "\t": ("制表符", "tab"),
    "\n": ("换行", "line feed"),
    "\x0b": ("垂直制表符", "vertical tab"),
    "\r": ("回车", "carriage return"),
    "\u00a0": ("不间断空格", "no-break space"),
    "\u00ad": ("软连字符", "soft hyphen"),
    "\u200b": ("零宽空格", "zero width space"),
    "\u200c": ("零宽不连字", "zero width non-joiner"),
    "\u200d": ("零宽连字", "zero width joiner"),
    "\u200e": ("左至右标记", "left-to-right mark"),
    "\u200f": ("右至左标记", "right-to-left mark"),
    "\u202e": ("右至左强制", "right-to-left override"),
    "\u3000": ("全角空格", "ideographic space"),
    "\ufeff": ("零宽不断空格", "zero width no-break space"),
}


class Text(NamedTuple):
    """A text as it may be kept, and what is to be said of it."""

    text: str
    problems: list[Problem]


def read_text(said: str, where: Where, *, longest: int = LONGEST_NAME, lines: bool = False) -> Text:
    r"""Read a text that somebody wrote.

    Parameters
    ----------
    said
        As written.
    where
        The place, for messages.
    longest
        In characters.
    lines
        Whether it may run over several lines.

    Returns
    -------
    Text
        Without blanks around it and without invisible characters, which a note names; empty, with
        an error, where it is refused.

    Examples
    --------
    >>> read_text("示例\u00a0集群", Where()).text
    '示例 集群'
    >>> [problem.code for problem in read_text("a\x0bb", Where(), lines=True).problems]
    ['texts.unfit']
    """
    if said.isprintable() and len(said) <= longest:
        return Text(said.strip(), [])
    unfit = (UNFIT if lines else _UNFIT_IN_A_LINE).search(said.strip())
    if unfit:
        return Text("", [Problem("texts.unfit", where, named(unfit[0]))])
    text = _seen(said)
    if len(text) > longest:
        details = {"length": str(len(text)), "longest": str(longest)}
        return Text("", [Problem("texts.too_long", where, details)])
    invisible = "".join(dict.fromkeys(_INVISIBLE.findall(said)))
    notes = [Problem("texts.invisible", where, named(invisible))] if invisible else []
    return Text(text, notes)


def stated(said: str, place: str, *, longest: int = LONGEST_REASON) -> str:
    """Return a reason, a note or a name given with a command, fit to be kept.

    Parameters
    ----------
    said
        As given; may run over several lines.
    place
        The option or field, for the message.
    longest
        In characters.

    Raises
    ------
    Refused
        Where it holds what no text holds, or is too long.

    Examples
    --------
    >>> stated(" 行业协会更正 ", "--reason")
    '行业协会更正'
    """
    text, problems = read_text(said, Where(field=place), longest=longest, lines=True)
    if refused := errors_only(problems):
        raise Refused(refused)
    return text


def printable(text: str) -> str:
    r"""Return a stored text as every kind of file can hold it.

    Examples
    --------
    >>> printable("更正\x0b二"), printable("一\n二")
    ('更正 二', '一\n二')
    """
    return text if text.isprintable() else UNFIT.sub(" ", text)


def _seen(said: str) -> str:
    """Return a text with blanks of one kind and nothing that cannot be seen."""
    return UNSEEN.sub("", _BLANK.sub(" ", _LINE_END.sub("\n", said))).strip()


def named(characters: str) -> dict[str, str]:
    """Name characters in both languages, by number and by word."""
    return {
        "characters": "、".join(_name(character, 0) for character in characters[:5]),
        "characters_en": ", ".join(_name(character, 1) for character in characters[:5]),
    }


def _name(character: str, language: int) -> str:
    known = _SAID.get(character)
    if known is None:
        control = unicodedata.category(character) in ("Cc", "Cs", "Cn")
        known = ("控制字符", "control character") if control else ("不可见字符", "invisible")
    return f"U+{ord(character):04X} {known[language]}"
