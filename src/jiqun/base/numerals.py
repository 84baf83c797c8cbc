"""Numbers as people type them: read rightly, or refused with the reason; never guessed.

Full-width digits, thousands separators and units are understood. A numeral that could mean two
things (``1,20`` or, for money, a bare ``1.2亿``) is refused.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from jiqun.base.quantities import FRACTION_DIGITS, LARGEST

MULTIPLIERS = {"": 0, "十": 1, "百": 2, "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "万亿": 12}
MONEY_UNITS = {"元": 0, "千元": 3, "万元": 4, "百万元": 6, "千万元": 7, "亿元": 8, "万亿元": 12}
MONEY_BASE = 4
"""Money is filed in 万元, ten thousand yuan."""

_PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?")
_DIGITS = re.compile(r"[+-]?[0-9,]+(\.[0-9]+)?")
_WITH_UNIT = re.compile(r"([+-]?[0-9,]+(?:\.[0-9]+)?)\s*([^0-9\s.,+-].*)")
_SCIENTIFIC = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?[eE][+-]?[0-9]+")
_FULL_WIDTH = {0xFF01 + n: 0x21 + n for n in range(94)} | {0x3000: " ", 0x2212: "-"}
"""Full-width signs, digits and letters, the wide space and the minus sign; no other character is
taken for a digit: 10² is not 102."""


class NumeralFault(ValueError):
    """A text is not one number in the wanted unit.

    Parameters
    ----------
    code
        The message of ``catalog/messages/filings.yaml`` that says why.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number read from text, and whether more than plain digits had to be understood."""

    value: Decimal
    rewritten: bool


def read_numeral(text: str, unit: str) -> Numeral:
    """Read one number typed by a person.

    Parameters
    ----------
    text
        What was typed.
    unit
        The unit the field is filed in, as in the form: ``万元``, ``家``, ``吨`` …

    Returns
    -------
    Numeral
        The number in the field's unit.

    Raises
    ------
    NumeralFault
        With a message code, where the text is no number or could mean two.

    Examples
    --------
    >>> read_numeral("1,200.5", "万元").value, read_numeral("１２００", "家").value
    (Decimal('1200.5'), Decimal('1200'))
    >>> read_numeral("1.2亿元", "万元").value, read_numeral("3.1万家", "家").value
    (Decimal('12000'), Decimal('31000'))
    >>> read_numeral("1,20", "万元")
    Traceback (most recent call last):
    jiqun.base.numerals.NumeralFault: filings.numeral_separators
    """
    plain = text.strip()
    if _PLAIN.fullmatch(plain) and plain.isascii():
        return Numeral(bounded(Decimal(plain)), rewritten=False)
    return Numeral(bounded(_folded(plain.translate(_FULL_WIDTH).strip(), unit)), rewritten=True)


def _folded(text: str, unit: str) -> Decimal:
    if _SCIENTIFIC.fullmatch(text):
        raise NumeralFault("filings.numeral_scientific")
    if _DIGITS.fullmatch(text):
        return _digits(text)
    if text.isprintable() and (found := _WITH_UNIT.fullmatch(text)):
        # Written out and read once more: arithmetic would round what has too many digits.
        return Decimal(format(Decimal(f"{_digits(found[1])}E{_power(found[2], unit)}"), "f"))
    raise NumeralFault("filings.numeral_not_a_number")


def _digits(text: str) -> Decimal:
    if "," in text:
        if not _GROUPED.fullmatch(text):
            raise NumeralFault("filings.numeral_separators")
        text = text.replace(",", "")
    return Decimal(text)


def _power(suffix: str, unit: str) -> int:
    """Return the power of ten a suffix stands for, relative to the field's unit."""
    if unit == "万元":
        if suffix in MONEY_UNITS:
            return MONEY_UNITS[suffix] - MONEY_BASE
        if suffix in MULTIPLIERS:
            raise NumeralFault("filings.numeral_bare_multiplier")
        raise NumeralFault("filings.numeral_unit")
    bare = suffix.removesuffix(unit) if unit else suffix
    if bare in MULTIPLIERS:
        return MULTIPLIERS[bare]
    if suffix[:1].isalpha() and suffix.isascii():
        raise NumeralFault("filings.numeral_not_a_number")
    raise NumeralFault("filings.numeral_unit")


def bounded(number: Decimal) -> Decimal:
    """Return the number if a cell can hold it exactly.

    Raises
    ------
    NumeralFault
        Where it is not finite, too large, or has more decimals than a cell keeps.

    Examples
    --------
    >>> bounded(Decimal("1e400"))
    Traceback (most recent call last):
    jiqun.base.numerals.NumeralFault: filings.numeral_too_large
    """
    if not number.is_finite():
        raise NumeralFault("filings.numeral_not_a_number")
    if number.copy_abs() >= LARGEST:
        raise NumeralFault("filings.numeral_too_large")
    sign, digits, exponent = number.as_tuple()
    surplus = -int(exponent) - FRACTION_DIGITS
    if surplus <= 0:
        return number
    if any(digits[-surplus:]):
        raise NumeralFault("filings.numeral_too_fine")
    return Decimal((sign, digits[:-surplus] or (0,), -FRACTION_DIGITS))
