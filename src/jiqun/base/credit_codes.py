"""The unified social credit code (GB 32100-2015): its alphabet and its check character."""

from operator import mul

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters of GB 32100-2015, table 1: I, O, S, V and Z are left out."""
CREDIT_LENGTH = 18

_WEIGHTS = tuple(pow(3, place, 31) for place in range(CREDIT_LENGTH - 1))
_LETTERS = ALPHABET.encode()
_VALUES = bytes.maketrans(_LETTERS, bytes(range(len(ALPHABET))))


def check_character(body: str) -> str:
    """Return the check character of a credit code's first 17 characters.

    Parameters
    ----------
    body
        17 characters of the alphabet of GB 32100-2015.

    Raises
    ------
    ValueError
        Where there are more or fewer characters, or one is not of the alphabet.

    Examples
    --------
    The example of GB 32100-2015 as printed in public explanations of the standard:

    >>> check_character("91350100M000100Y4")
    '3'
    """
    if len(body) != CREDIT_LENGTH - 1 or not of_alphabet(body):
        message = f"{body!r} is not {CREDIT_LENGTH - 1} characters of GB 32100-2015"
        raise ValueError(message)
    total = sum(map(mul, body.encode().translate(_VALUES), _WEIGHTS))
    return ALPHABET[-total % 31]


def of_alphabet(text: str) -> bool:
    """Whether every character is one that GB 32100-2015 allows.

    Examples
    --------
    >>> of_alphabet("91350100M000100Y43"), of_alphabet("9135O100M000100Y43")
    (True, False)
    """
    return not text.encode("utf-8", "replace").translate(None, _LETTERS)


def is_credit_code(text: str) -> bool:
    """Whether a text has the form of a credit code; its check character is not looked at.

    Examples
    --------
    >>> is_credit_code("91330106MA2800000X"), is_credit_code("330106"), is_credit_code("O" * 18)
    (True, False, False)
    """
    return len(text) == CREDIT_LENGTH and of_alphabet(text)


INSTITUTIONS = frozenset("15")
"""First characters of codes that no business register gave, after GB 32100-2015: 1 机构编制
(universities, institutes and other public bodies), 5 民政 (associations, private colleges)."""


def is_institution(credit_code: str) -> bool:
    """Whether a credit code is of an institution and not of a firm, by who registered it.

    Examples
    --------
    >>> is_institution("123300004700951234"), is_institution("91330106MA2800000X")
    (True, False)
    """
    return credit_code[:1] in INSTITUTIONS
