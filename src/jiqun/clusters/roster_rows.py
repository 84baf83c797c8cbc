"""Read one row of a list of firms: codes, size, dates, titles, numbers; all faults at once."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, NamedTuple

from jiqun.base.codes import industries, regions
from jiqun.base.credit_codes import ALPHABET, CREDIT_LENGTH, check_character, of_alphabet
from jiqun.base.days import EPOCH_1900, DayFault
from jiqun.base.days import read_day as day_said
from jiqun.base.errors import Problem, errors_only, shown
from jiqun.base.flags import read_flag
from jiqun.base.lists import says_nothing
from jiqun.base.numerals import NumeralFault, bounded, read_numeral
from jiqun.base.plurals import counted
from jiqun.base.quantities import FRACTION_DIGITS, INTEGER_DIGITS
from jiqun.base.texts import LONGEST_NAME, UNSEEN, read_text
from jiqun.clusters.roster import Firm, RawRow, Roster, TierPeriod
from jiqun.clusters.roster_form import roster_form

CREDIT_CODE = re.compile(rf"[{ALPHABET}]{{2}}\d{{6}}[{ALPHABET}]{{10}}")
CLASS_DIGITS = 4
EXACT = float(10**INTEGER_DIGITS)
OPEN_ENDED = frozenset({"至今", "长期", "长期有效", "永久", "仍在", "在集群内"})
"""What stands for the last day of what has not ended."""
_NUMBER_LOST = re.compile(r"\d(?:\.\d+)?E\+?\d\d|\d{15,}\.0+")
"""A code that a spreadsheet took for a number: its last digits are gone."""
_AROUND_CODE = frozenset(" -'\"`*‘’“”\t")
_BROKEN = re.compile(r"(?<=[^\x00-\x7f]) *[\r\n]+ *(?=[^\x00-\x7f])")
"""A line's end between two Chinese characters; between words it may stand for a blank."""
_INDUSTRY = re.compile(r"(?<!\d)(\d{2,4})(?![\d年月日家人万])")
_REGISTRATION = re.compile(r"\d{15}")
_POINT_NOUGHT = re.compile(r"(\d+)\.0+")


class _Fault(ValueError):
    """A cell that cannot be read; the code is of ``catalog/messages/roster.yaml``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Conventions(NamedTuple):
    """What a list says of all its cells.

    Parameters
    ----------
    epoch
        Day nought of its dates.
    powers
        By column, the power of ten a plain number in it has over the column's unit: 4 where a
        heading says 亿元 and the column is of 万元.
    """

    epoch: date = EPOCH_1900
    powers: Mapping[str, int] = {}


class RawTier(NamedTuple):
    """One title as a file says it."""

    tier: str
    since: Any
    until: Any
    column: str


def read_row(raw: RawRow, row: int, roster: Roster, conventions: Conventions | None = None) -> None:
    """Read a row into a firm of the roster, or note what is wrong with it.

    Parameters
    ----------
    raw
        The row; ``tiers`` is a list of :class:`RawTier`.
    row
        Where it stands.
    roster
        The list; a firm or problems are appended.
    conventions
        What holds of all its cells.
    """
    reader = _RowReader(raw, row, roster, conventions or Conventions())
    firm = Firm(
        credit_code=reader.take("credit_code", reader.code),
        name=reader.text("name"),
        county_code=reader.take("county_code", _county),
        industry=reader.take("industry", _industry),
        size=reader.take("size", _size),
        tiers=tuple(reader.tiers()),
        key_supplier=_supplier(reader.text("key_supplier")),
        output=reader.take("output", reader.money),
        employment=reader.take("employment", reader.people),
        cluster_id=roster.cluster_id,
        since=reader.take("from", reader.day),
        until=reader.take("until", reader.day),
        row=row,
    )
    if firm.since and firm.until and firm.until < firm.since:
        reader.note("dates_reversed", "until", firm.until)
    if not reader.failed:
        roster.firms.append(firm)


class _RowReader:
    """Takes a row's cells one after the other, noting faults with their place."""

    def __init__(self, raw: RawRow, row: int, roster: Roster, conventions: Conventions) -> None:
        self.raw, self.row, self.roster = raw, row, roster
        self.conventions = conventions
        self.failed = False

    def take(self, column: str, read: Any) -> Any:
        """Read one cell; an empty one is empty, or a fault where the column is required."""
        said = self.raw.get(column)
        if says_nothing(said):
            if roster_form().columns[column].required:
                self.note("empty_cell", column, "")
            return _EMPTY.get(column)
        try:
            return read(said)
        except _Fault as fault:
            self.note(fault.code, column, said)
        except NumeralFault:
            self.note("bad_number", column, said)
        return _EMPTY.get(column)

    def text(self, column: str) -> str:
        """Read a text somebody wrote; an invisible character in it is noted."""
        said: str = self.take(column, _words)
        if said.isprintable() and len(said) <= LONGEST_NAME:
            return said.strip()
        text, problems = read_text(said, self.roster.where(self.row, column))
        self.failed = self.failed or bool(errors_only(problems))
        self.roster.problems += problems
        return text

    def code(self, said: Any) -> str:
        """Read a credit code, noting what nobody sees and had to be taken off it."""
        code = credit_code(said)
        for character in _taken_off(said, code):
            self.roster.taken_off.setdefault(character, []).append(self.row)
        return code

    def day(self, said: Any) -> date | None:
        """Read a day; none where nothing is said, or that something goes on."""
        if says_nothing(said) or said in OPEN_ENDED:
            return None
        try:
            return day_said(said, self.conventions.epoch)
        except DayFault as fault:
            raise _Fault("bad_date") from fault

    def money(self, said: Any) -> Decimal:
        """Read an amount in the column's unit, whatever unit the heading states."""
        return _number(said, "output", self.conventions)

    def people(self, said: Any) -> int:
        """Read a whole number of people."""
        number = _number(said, "employment", self.conventions)
        if number != number.to_integral_value():
            raise _Fault("bad_number")
        return int(number)

    def tiers(self) -> Iterator[TierPeriod]:
        """Read the titles."""
        for word in self.raw.get("tiers", ()):
            tier = roster_form().tier_words.get(_plain_title(word.tier))
            if tier is None:
                self.note("unknown_tier", word.column, word.tier)
                continue
            try:
                since, until = self.day(word.since), self.day(word.until)
            except _Fault as fault:
                self.note(fault.code, word.column, f"{word.since} / {word.until}")
                continue
            if since is None:
                self.note("tier_without_date", word.column, word.tier)
            elif until is not None and until < since:
                self.note("dates_reversed", word.column, until)
            else:
                yield TierPeriod(tier, since, until)

    def note(self, code: str, column: str, said: object) -> None:
        """Note a fault of a cell."""
        self.failed = True
        known = roster_form().columns.get(column)
        title = known.title if known else roster_form().title
        details = {"title": title.zh, "title_en": title.en, "value": shown(said)}
        if code == "bad_credit_code":
            details |= _why_no_code(str(said))
        place = self.roster.where(self.row, column)
        self.roster.problems.append(Problem(f"roster.{code}", place, details))


_EMPTY: dict[str, Any] = {
    "output": None, "employment": None, "from": None, "until": None,
    **dict.fromkeys(("credit_code", "name", "county_code", "industry", "size", "key_supplier"), ""),
}  # fmt: skip


def _plain_title(said: str) -> str:
    """Return a title as it is compared: 专精特新“小巨人”企业 without its marks."""
    text = unicodedata.normalize("NFKC", UNSEEN.sub("", said)).strip()
    return "".join(letter for letter in text if letter not in "“”\"'‘’《》「」")


def credit_code(said: Any) -> str:
    """Return a credit code in its normal form; its check character is judged elsewhere.

    Examples
    --------
    >>> credit_code("'91330106xn0000012q\u200b")
    '91330106XN0000012Q'
    >>> credit_code("9.13301E+17")
    Traceback (most recent call last):
    jiqun.clusters.roster_rows._Fault: code_as_number
    """
    if not isinstance(said, str):
        raise _Fault("code_as_number")
    if CREDIT_CODE.fullmatch(said) and not said.endswith("000"):
        return said
    plain = unicodedata.normalize("NFKC", UNSEEN.sub("", said)).upper()
    code = "".join(sign for sign in plain if sign not in _AROUND_CODE and sign.isprintable())
    if _NUMBER_LOST.fullmatch(plain.strip()):
        raise _Fault("code_as_number")
    if _REGISTRATION.fullmatch(code):
        raise _Fault("registration_number")
    if not CREDIT_CODE.fullmatch(code):
        raise _Fault("bad_credit_code")
    if _cut_to_15_digits(code):
        raise _Fault("code_as_number")
    return code


def _why_no_code(said: str) -> dict[str, str]:
    """Name what is wrong with a credit code: its length, its letters, or their order."""
    code = "".join(unicodedata.normalize("NFKC", UNSEEN.sub("", said)).split()).upper()
    if len(code) != CREDIT_LENGTH:
        return {"why": f"有 {len(code)} 位", "why_en": f"it has {counted(len(code), 'character')}"}
    strange = [letter for letter in dict.fromkeys(code) if not of_alphabet(letter)]
    if strange:
        return {"why": f"含有 {'、'.join(strange)}", "why_en": f"it holds {', '.join(strange)}"}
    return {"why": "第 3 至 8 位不是数字", "why_en": "characters 3 to 8 are not digits"}


def _cut_to_15_digits(code: str) -> bool:
    """Whether a code looks as one does that went through a number: 15 digits and noughts."""
    return code.isdigit() and code.endswith("000") and check_character(code[:-1]) != code[-1]


def _taken_off(said: str, code: str) -> Iterator[str]:
    """Yield each character that was taken off a code, once."""
    if len(said) > len(code):
        yield from dict.fromkeys(
            letter
            for letter in said
            if letter in _AROUND_CODE - {" "} or UNSEEN.match(letter) or not letter.isprintable()
        )


def _words(said: Any) -> str:
    """Return a text; where it was broken over lines to fit its cell, on one line."""
    if not isinstance(said, str):
        raise _Fault("bad_name")
    return _BROKEN.sub("", said.strip()) if "\n" in said or "\r" in said else said


def _code_text(said: Any) -> str:
    """Return a code's text; a spreadsheet may have made it a number."""
    if isinstance(said, float) and said.is_integer():
        said = int(said)
    if isinstance(said, bool) or not isinstance(said, str | int):
        return ""
    text = unicodedata.normalize("NFKC", UNSEEN.sub("", str(said))).strip(" '\"")
    whole = _POINT_NOUGHT.fullmatch(text)
    return whole[1] if whole else text


@lru_cache(maxsize=8192, typed=True)
def _county(said: Any) -> str:
    code = _code_text(said)
    if regions().county(code) is None:
        raise _Fault("unknown_county")
    return code


@lru_cache(maxsize=8192, typed=True)
def _industry(said: Any) -> str:
    code = _code_text(said)
    if not isinstance(said, str) and len(code) < CLASS_DIGITS:
        raise _Fault("industry_as_number")
    found = set(_INDUSTRY.findall(code.upper()))
    code = found.pop() if len(found) == 1 else "" if found else _industry_named(code)
    if code not in industries():
        raise _Fault("unknown_industry")
    return code


def _industry_named(name: str) -> str:
    """Return the code of the class, or else the group, that bears a name; "" where none does."""
    return _industries_by_name().get("".join(name.split()), "")


@cache
def _industries_by_name() -> dict[str, str]:
    """Return by name the deepest code that bears it."""
    known = sorted(industries().values(), key=lambda industry: industry.level)
    return {industry.name: industry.code for industry in known if industry.code.isdigit()}


@lru_cache(maxsize=256, typed=True)
def _size(said: Any) -> str:
    size = roster_form().size_words.get(str(said).strip().lower())
    if size is None:
        raise _Fault("unknown_size")
    return size


def _supplier(said: str) -> str:
    return "" if read_flag(said) is False else said


def _number(said: Any, column: str, conventions: Conventions) -> Decimal:
    power = conventions.powers.get(column, 0)
    if isinstance(said, float) and said.is_integer() and 0 <= said < EXACT and not power:
        return Decimal(int(said))
    if isinstance(said, str):
        plain = said.strip()
        number = read_numeral(plain, roster_form().columns[column].unit).value
        power = power if plain[-1:].isdigit() else 0  # a unit of its own counts
        if not power and number >= 0:
            return number
    elif isinstance(said, float | int | Decimal) and not isinstance(said, bool):
        number = Decimal(f"{said:.15g}" if isinstance(said, float) else said)
    else:
        raise _Fault("bad_number")
    if number < 0 or not number.is_finite():
        raise _Fault("bad_number")
    number = number.scaleb(power) if power else number
    fine = int(number.as_tuple().exponent) < -FRACTION_DIGITS
    return bounded(round(number, FRACTION_DIGITS) if fine else number)


def tiers_said(text: str) -> Iterable[RawTier]:
    """Take ``srdi:2021-06-30/2024-06-29|hightech:…`` apart.

    Examples
    --------
    >>> list(tiers_said("srdi:2021-06-30/"))
    [RawTier(tier='srdi', since='2021-06-30', until='', column='tiers')]
    """
    for part in text.split("|"):
        if part.strip():
            tier, _, period = unicodedata.normalize("NFKC", part).partition(":")
            since, _, until = period.partition("/")
            yield RawTier(tier, since, until, "tiers")
