"""Unified social credit codes (GB 32100-2015) and the 15-digit numbers before them (GS 15-2006)."""

import re
from dataclasses import dataclass
from enum import StrEnum

from jiqun.base.credit_codes import CREDIT_LENGTH, check_character, of_alphabet

OLD_LENGTH = 15
REGION = slice(2, 8)

_EXPONENT = re.compile(r"\d(?:\.\d+)?E\+?\d{1,2}")
_LOST = re.compile(r"\d{15}000(?:\.0+)?")
"""A spreadsheet keeps fifteen digits and writes noughts for the rest."""
_MISREAD = str.maketrans({"I": "1", "O": "0", "S": "5", "Z": "2"})


class CodeStatus(StrEnum):
    """What a code in a register turned out to be."""

    VALID = "valid"
    REPAIRED = "repaired"
    CHECK_DIGIT = "check_digit"
    OLD = "old"
    NUMBER = "number"
    MALFORMED = "malformed"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class EnterpriseCode:
    """A code as read: its normal form, what is wrong with it, and the region it names.

    Parameters
    ----------
    text
        The code in its normal form; empty where missing, as written where malformed.
    status
        What it is.
    region
        Six digits of the registering authority's region at the time; empty where unknown.
    """

    text: str
    status: CodeStatus
    region: str

    @property
    def identifies(self) -> bool:
        """Whether two rows with this code are the same enterprise."""
        return self.status in (CodeStatus.VALID, CodeStatus.REPAIRED, CodeStatus.OLD)


def old_check_digit(body: str) -> str:
    """Return the check digit of a 15-digit number's first 14 digits (ISO 7064, MOD 11,10).

    Examples
    --------
    The example of GS 15-2006, appendix A:

    >>> old_check_digit("11010800000001")
    '6'
    """
    rest = 10
    for digit in body:
        rest = (rest + int(digit)) % 10 or 10
        rest = rest * 2 % 11
    return str((11 - rest) % 10)


def read_code(text: str) -> EnterpriseCode:
    """Read a code as it stands in a register.

    Parameters
    ----------
    text
        A cell. A number, which a spreadsheet writes with an exponent, has lost digits and
        identifies nobody. Full-width letters, spaces, dashes and lower case are forgiven, and
        the letters the standard leaves out are read as the digits they resemble if the check
        digit agrees.

    Examples
    --------
    >>> read_code("91350100m000100y43")
    EnterpriseCode(text='91350100M000100Y43', status=<CodeStatus.VALID: 'valid'>, region='350100')
    >>> read_code("9135O100M000100Y43").status, read_code("91350100M000100Y44").status
    (<CodeStatus.REPAIRED: 'repaired'>, <CodeStatus.CHECK_DIGIT: 'check_digit'>)
    >>> read_code("9.13301060000000E+17").status
    <CodeStatus.NUMBER: 'number'>
    >>> read_code("110108000000016").status, read_code("N/A").status
    (<CodeStatus.OLD: 'old'>, <CodeStatus.MISSING: 'missing'>)
    """
    if len(text) == CREDIT_LENGTH and text.isascii() and text.isalnum():
        code = text.upper()
    else:
        code = "".join(char for char in text.upper() if char.isalnum() and char.isascii())
        if not code or text.strip().upper() in ("N/A", "NA", "NULL", "NONE"):
            return EnterpriseCode("", CodeStatus.MISSING, "")
    written = text.strip().upper()
    if _EXPONENT.fullmatch(written) or (written.endswith("0") and _LOST.fullmatch(written)):
        return _number(written)
    if len(code) == OLD_LENGTH and code.isdigit():
        good = old_check_digit(code[:-1]) == code[-1]
        return EnterpriseCode(code, CodeStatus.OLD if good else CodeStatus.CHECK_DIGIT, code[:6])
    if len(code) != CREDIT_LENGTH:
        return EnterpriseCode(code, CodeStatus.MALFORMED, "")
    return _credit_code(code)


def _number(written: str) -> EnterpriseCode:
    """Read what is left of a code that was a number; the noughts may by chance be its own."""
    if len(written) == CREDIT_LENGTH and check_character(written[:-1]) == written[-1]:
        return _credit_code(written)
    digits = written.partition("E")[0].replace(".", "")
    region = digits[REGION] if len(digits) > REGION.stop else ""
    return EnterpriseCode(written, CodeStatus.NUMBER, region)


def _credit_code(code: str) -> EnterpriseCode:
    status = CodeStatus.VALID
    if not of_alphabet(code):
        code, status = code.translate(_MISREAD), CodeStatus.REPAIRED
        if not of_alphabet(code):
            return EnterpriseCode(code, CodeStatus.MALFORMED, "")
    region = code[REGION] if code[REGION].isdigit() else ""
    if check_character(code[:-1]) != code[-1]:
        return EnterpriseCode(code, CodeStatus.CHECK_DIGIT, region)
    return EnterpriseCode(code, status, region)
