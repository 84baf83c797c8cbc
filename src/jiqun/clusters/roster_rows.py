"""Read one row of a list of firms: codes, size, dates, titles, numbers; all faults at once."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from jiqun.base.codes import industries, regions
from jiqun.base.credit_codes import ALPHABET
from jiqun.base.errors import Problem, errors_only, shown
from jiqun.base.numerals import NumeralFault, bounded, read_numeral
from jiqun.base.quantities import INTEGER_DIGITS
from jiqun.base.texts import LONGEST_NAME, read_text
from jiqun.clusters.roster import Firm, RawRow, Roster, TierPeriod
from jiqun.clusters.roster_form import roster_form

CREDIT_CODE = re.compile(rf"[{ALPHABET}]{{2}}\d{{6}}[{ALPHABET}]{{10}}")
CLASS_DIGITS = 4
EXACT = 10**INTEGER_DIGITS
_DAY = re.compile(r"((?:19|20)\d\d)(?:[-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})日?(?:T?00:00:00)?")
_DAY_PLAIN = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")


class _Fault(ValueError):
    """A cell that cannot be read; the code is of ``catalog/messages/roster.yaml``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class RawTier(NamedTuple):
    """One title as a file says it."""

    tier: str
    since: Any
    until: Any
    column: str


def read_row(raw: RawRow, row: int, roster: Roster) -> None:
    """Read a row into a firm of the roster, or note what is wrong with it.

    Parameters
    ----------
    raw
        The row; ``tiers`` is a list of :class:`RawTier`.
    row
        Where it stands.
    roster
        The list; a firm or problems are appended.
    """
    reader = _RowReader(raw, row, roster)
    firm = Firm(
        credit_code=reader.take("credit_code", credit_code),
        name=reader.text("name"),
        county_code=reader.take("county_code", _county),
        industry=reader.take("industry", _industry),
        size=reader.take("size", _size),
        tiers=tuple(reader.tiers()),
        key_supplier=_supplier(reader.text("key_supplier")),
        output=reader.take("output", _money),
        employment=reader.take("employment", _count),
        cluster_id=roster.cluster_id,
        since=reader.take("from", read_day),
        until=reader.take("until", read_day),
        row=row,
    )
    if firm.since and firm.until and firm.until < firm.since:
        reader.note("dates_reversed", "until", firm.until)
    if not reader.failed:
        roster.firms.append(firm)


class _RowReader:
    """Takes a row's cells one after the other, noting faults with their place."""

    def __init__(self, raw: RawRow, row: int, roster: Roster) -> None:
        self.raw, self.row, self.roster = raw, row, roster
        self.failed = False

    def take(self, column: str, read: Any) -> Any:
        """Read one cell; an empty one is empty, or a fault where the column is required."""
        said = self.raw.get(column)
        if said is None or said == "" or (isinstance(said, str) and not said.strip()):
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

    def tiers(self) -> Iterator[TierPeriod]:
        """Read the titles."""
        for one in self.raw.get("tiers", ()):
            tier = roster_form().tier_words.get(one.tier.strip())
            if tier is None:
                self.note("unknown_tier", one.column, one.tier)
                continue
            try:
                since, until = read_day(one.since), read_day(one.until)
            except _Fault as fault:
                self.note(fault.code, one.column, f"{one.since} / {one.until}")
                continue
            if since is None:
                self.note("tier_without_date", one.column, one.tier)
            elif until is not None and until < since:
                self.note("dates_reversed", one.column, until)
            else:
                yield TierPeriod(tier, since, until)

    def note(self, code: str, column: str, said: object) -> None:
        """Note a fault of a cell."""
        self.failed = True
        known = roster_form().columns.get(column)
        title = known.title if known else roster_form().title
        details = {"title": title.zh, "title_en": title.en, "value": shown(said)}
        place = self.roster.where(self.row, column)
        self.roster.problems.append(Problem(f"roster.{code}", place, details))


_EMPTY: dict[str, Any] = {
    "output": None, "employment": None, "from": None, "until": None,
    **dict.fromkeys(("credit_code", "name", "county_code", "industry", "size", "key_supplier"), ""),
}  # fmt: skip


def credit_code(said: Any) -> str:
    """Return a credit code in its normal form; its check character is judged elsewhere."""
    if not isinstance(said, str):
        raise _Fault("code_as_number")
    code = said
    if not CREDIT_CODE.fullmatch(code):
        code = "".join(unicodedata.normalize("NFKC", said).split()).replace("-", "").upper()
        if not CREDIT_CODE.fullmatch(code):
            raise _Fault("bad_credit_code")
    return code


def _words(said: Any) -> str:
    if not isinstance(said, str):
        raise _Fault("bad_name")
    return said


def _code_text(said: Any) -> str:
    """Return a code's text; a spreadsheet may have made it a number."""
    if isinstance(said, float) and said.is_integer():
        said = int(said)
    if isinstance(said, bool) or not isinstance(said, str | int):
        return ""
    return unicodedata.normalize("NFKC", str(said)).strip()


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
    if len(code) > CLASS_DIGITS and code[0].isalpha():
        code = code[1:]
    if code not in industries() or not code.isdigit():
        raise _Fault("unknown_industry")
    return code


@lru_cache(maxsize=256, typed=True)
def _size(said: Any) -> str:
    size = roster_form().size_words.get(str(said).strip().lower())
    if size is None:
        raise _Fault("unknown_size")
    return size


def _supplier(said: str) -> str:
    return "" if said in ("否", "无", "no", "false") else said


def _number(said: Any, unit: str) -> Decimal:
    if isinstance(said, float) and said.is_integer() and 0 <= said < EXACT:
        return Decimal(int(said))
    if isinstance(said, str):
        number = read_numeral(said, unit).value
    elif isinstance(said, float | int | Decimal) and not isinstance(said, bool):
        number = bounded(round(Decimal(f"{said:.15g}" if isinstance(said, float) else said), 6))
    else:
        raise _Fault("bad_number")
    if number < 0:
        raise _Fault("bad_number")
    return number


def _money(said: Any) -> Decimal:
    return _number(said, roster_form().columns["output"].unit)


def _count(said: Any) -> int:
    number = _number(said, roster_form().columns["employment"].unit)
    if number != number.to_integral_value():
        raise _Fault("bad_number")
    return int(number)


def read_day(said: Any) -> date | None:
    """Read a day as people write it.

    Examples
    --------
    >>> read_day("2022年6月1日") == read_day("2022/6/1") == read_day("20220601") == date(2022, 6, 1)
    True
    >>> read_day("1/6/2022")
    Traceback (most recent call last):
    jiqun.clusters.roster_rows._Fault: bad_date
    """
    if said is None or said == "":
        return None
    if isinstance(said, datetime):
        return said.date()
    if isinstance(said, date):
        return said
    if isinstance(said, float) and said.is_integer():
        said = int(said)
    return _day_said(str(said))


@lru_cache(maxsize=4096)
def _day_said(said: str) -> date | None:
    text = "".join(unicodedata.normalize("NFKC", said).split(" "))
    if not text:
        return None
    found = _DAY.fullmatch(text) or _DAY_PLAIN.fullmatch(text)
    if found is None:
        raise _Fault("bad_date")
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError as fault:
        raise _Fault("bad_date") from fault


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
