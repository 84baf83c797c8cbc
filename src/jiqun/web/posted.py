"""Numbers and texts as a form or an address says them, which anybody may write."""

from django.http import HttpRequest

LONGEST = 18
"""Digits: what every column of the database that holds a number can be asked for."""


def number_in(said: str, digits: int = LONGEST) -> int | None:
    """Return a whole number as somebody wrote it; None where it is none, or an endless one.

    Parameters
    ----------
    said
        As written, full-width digits too.
    digits
        How many it may have.

    Examples
    --------
    >>> number_in("12"), number_in("１２"), number_in("-1"), number_in("1" * 5000), number_in("²")
    (12, 12, None, None, None)
    """
    said = said.strip()
    return int(said) if len(said) <= digits and said.isdecimal() else None


def holds_null(request: HttpRequest) -> bool:
    """Tell whether an address or a form holds a NUL, which no keyboard types and no text keeps."""
    match = request.resolver_match
    said = [str(part) for part in (*match.args, *match.kwargs.values())] if match else []
    for sent in (request.GET, request.POST):
        for name, values in sent.lists():
            said += [name, *values]
    return any("\0" in text for text in said)
