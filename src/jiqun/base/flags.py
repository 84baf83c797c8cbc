"""Yes and no: how they are said, and how they may be written."""

from jiqun.base.language import Bilingual

YES, NO = Bilingual("是", "yes"), Bilingual("否", "no")
WRITTEN = {
    **dict.fromkeys(("是", "true", "yes", "y", "1", "有", "√", "✓", "✔"), True),
    **dict.fromkeys(("否", "false", "no", "n", "0", "无", "×", "✗", "✘"), False),
}


def in_words(answer: bool) -> Bilingual:
    """Say yes or no.

    Examples
    --------
    >>> in_words(True).zh, in_words(False).en
    ('是', 'no')
    """
    return YES if answer else NO


def read_flag(text: str) -> bool | None:
    """Return what a text says in any of the ways people write yes and no; None where it says else.

    Examples
    --------
    >>> read_flag("有"), read_flag("√"), read_flag(" No "), read_flag("大概")
    (True, True, False, None)
    """
    return WRITTEN.get(text.strip().lower())
