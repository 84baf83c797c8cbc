"""How a figure is printed: from the number, never typed, and never more than the number says.

Chinese reports write bounds and tenths (逾3.1万家, 近2.1万亿元, 六成以上, 近四成). Each is printed
only where it is true of the number; otherwise the plain number is.
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from jiqun.base.language import Bilingual, Lang
from jiqun.base.units import amount, symbol

BOUND_WORDS = {"over": Bilingual("逾", "over "), "under": Bilingual("近", "nearly ")}
TENTHS = "零一两三四五六七八九十"
HALF = 5
NEAR = Decimal("0.9")
"""A number is 近 a bound from nine tenths of it on."""
ABOUT = Decimal("0.015")
"""A share is 七成 within a point and a half of 70 %, as the published report uses the word."""
GROUPED_FROM = 100_000
NO_NUMBER = "—"
"""What is printed where there is no number."""


@dataclass(frozen=True, slots=True)
class Style:
    """How one figure is printed.

    Parameters
    ----------
    unit
        Of units.yaml; a ratio is a fraction.
    kind
        ``percent``, ``number``, ``over``, ``under``, ``tenths_over``, ``tenths_about`` or
        ``tenths_under``.
    decimals
        Printed decimals of ``percent`` and ``number``.
    digits
        Significant digits of the bound of ``over`` and ``under``.

    Examples
    --------
    >>> Style("ratio", "percent", 1).show(Decimal("0.17299999"))
    '17.3%'
    >>> Style("家", "over").show(Decimal(31028)), Style("亿元", "under").show(Decimal(20950))
    ('逾3.1万家', '近2.1万亿元')
    >>> nearly = Style("ratio", "tenths_under")
    >>> nearly.show(Decimal("0.194")), nearly.show(Decimal("0.31"))
    ('近两成', '31.0%')
    """

    unit: str
    kind: str
    decimals: int = 0
    digits: int = 2

    def show(self, value: Decimal | None, lang: Lang = "zh") -> str:
        """Print a number; None prints a dash."""
        if value is None:
            return NO_NUMBER
        if self.kind in ("over", "under"):
            return _bound(value, self, lang)
        if self.kind.startswith("tenths"):
            return _tenths(value, self.kind, lang) or percent(value, 1)
        return self.plain(value, lang)

    def cell(self, value: Decimal | None, lang: Lang = "zh") -> str:
        """Print the number itself, as in a table; None prints a dash."""
        return NO_NUMBER if value is None else self.plain(value, lang)

    def plain(self, value: Decimal, lang: Lang = "zh") -> str:
        """Print the number itself, whatever the kind."""
        if self.unit == "ratio":
            return percent(value, self.decimals if self.kind == "percent" else 1)
        return _number(value, self.unit, self.decimals, lang)


def percent(value: Decimal, decimals: int) -> str:
    """Print a fraction as a percentage, rounding halves up as official statistics do.

    Examples
    --------
    >>> percent(Decimal("0.98249"), 1)
    '98.2%'
    """
    return f"{_rounded(value * 100, decimals)}%"


def _number(value: Decimal, unit: str, decimals: int, lang: Lang) -> str:
    rounded = _rounded(value, decimals)
    text = f"{rounded:,}" if abs(rounded) >= GROUPED_FROM else str(rounded)
    return f"{text}{symbol(unit).zh}" if lang == "zh" else amount(rounded, unit, lang)


def _bound(value: Decimal, style: Style, lang: Lang) -> str:
    if value <= 0:
        return style.plain(value, lang)
    power = value.adjusted() - style.digits + 1
    step = Decimal(1).scaleb(power)
    way = ROUND_FLOOR if style.kind == "over" else ROUND_CEILING
    bound = (value / step).to_integral_value(way) * step
    if style.kind == "under" and value < NEAR * bound:
        return style.plain(value, lang)
    word = "" if bound == value else BOUND_WORDS[style.kind].in_(lang)
    if style.unit == "ratio":
        return f"{word}{_rounded(bound * 100, max(0, -power - 2))}%"
    said = (
        f"{_wan(bound)}{symbol(style.unit).zh}" if lang == "zh" else amount(bound, style.unit, lang)
    )
    return word + said


def _wan(bound: Decimal) -> str:
    """Write a round number in 万 or 亿.

    Examples
    --------
    >>> _wan(Decimal(31000)), _wan(Decimal(1700000)), _wan(Decimal(8000))
    ('3.1万', '170万', '8000')
    """
    for power, word in ((8, "亿"), (4, "万")):
        if bound >= Decimal(10) ** power:
            scaled = bound.scaleb(-power).normalize()
            return f"{scaled:f}{word}"
    return f"{bound:f}"


def _tenths(value: Decimal, style: str, lang: Lang) -> str:
    """Say a share in tenths, or nothing where that would not be true."""
    tenths = value * 10
    way = {"tenths_over": ROUND_FLOOR, "tenths_under": ROUND_CEILING}.get(style, ROUND_HALF_UP)
    whole = int(tenths.to_integral_value(way))
    if not _true_of(whole, tenths, style):
        return ""
    exact = tenths == whole
    half = whole == HALF and style == "tenths_about"
    if lang == "en":
        word = {"tenths_over": "over ", "tenths_under": "nearly ", "tenths_about": "about "}[style]
        return f"{'' if exact else word}{'half' if half else f'{whole * 10}%'}"
    said = "半数" if half else f"{TENTHS[whole]}成"
    if exact or style == "tenths_about":
        return said
    return f"{said}以上" if style == "tenths_over" else f"近{said}"


def _true_of(whole: int, tenths: Decimal, style: str) -> bool:
    """Tell whether a whole number of tenths may be said of a share."""
    if not 1 <= whole < 10:
        return False
    if style == "tenths_about":
        return abs(tenths - whole) <= ABOUT * 10
    return style == "tenths_over" or tenths >= NEAR * whole


def _rounded(value: Decimal, decimals: int) -> Decimal:
    rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return rounded or abs(rounded)  # nought has no sign
