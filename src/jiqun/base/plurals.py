"""English counts: one firm, two firms; Chinese has no such thing and needs none of this."""

from collections.abc import Mapping
from string import Formatter

SEPARATOR = "|"


def is_one(number: object) -> bool:
    """Tell whether a count, a number or the text of one, is followed by the singular.

    Examples
    --------
    >>> is_one(1), is_one("1"), is_one(0), is_one("1.0"), is_one(11)
    (True, True, False, False, False)
    """
    return str(number) == "1"


def counted(number: int, one: str, more: str = "") -> str:
    """Write a count with its noun.

    Parameters
    ----------
    number
        How many.
    one
        What one of them is called; several words are possible.
    more
        What several are called, where that is not ``one`` with an s.

    Examples
    --------
    >>> counted(1, "firm"), counted(0, "firm"), counted(2, "criterion", "criteria")
    ('1 firm', '0 firms', '2 criteria')
    """
    return f"{number} {one if is_one(number) else more or f'{one}s'}"


def filled(words: str, parts: Mapping[str, object]) -> str:
    """Fill in what stands in braces; ``{count:firm|firms}`` is a word chosen by a count.

    Parameters
    ----------
    words
        A text of the catalogue.
    parts
        What its placeholders stand for; a count may be given as text.

    Examples
    --------
    >>> words = "{count} {count:firm|firms} {count:has|have} no code"
    >>> filled(words, {"count": 1}), filled(words, {"count": "12"})
    ('1 firm has no code', '12 firms have no code')
    """
    if SEPARATOR not in words:
        return words.format_map(parts)
    return _CHOOSING.vformat(words, (), parts)


class _Choosing(Formatter):
    def format_field(self, value: object, format_spec: str) -> str:
        """Choose one of two words by a count, or format as ever."""
        one, apart, more = format_spec.partition(SEPARATOR)
        if apart:
            return one if is_one(value) else more
        return str(super().format_field(value, format_spec))


_CHOOSING = _Choosing()
