"""Days as people and spreadsheets write them: read as precisely as they are said, or refused.

Excel writes 20220601, 44713, 2022/6/1 0:00 and 1-Jun-22 for one day; lists say 2022年12月 where
only the month is known. A day that does not exist, or could be another (06/01/2022), is no day.
"""

import re
import unicodedata
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache

EPOCH_1900, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
"""Day nought of spreadsheets, and of those that began on a Macintosh."""
SERIALS = range(10_000, 80_000)
"""Serial numbers that are days of a firm's life: 1927 to 2119."""
_TIME = re.compile(
    r"(?:(?<=[日号])|[T ]) *(?:上午|下午|AM|PM)? *\d{1,2}(?:(?::\d{2}){1,2}(?:\.\d+)?|[时点].*)"
    r" *(?:AM|PM)?(?:Z|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)
"""The time of day behind a day; spreadsheets write midnight."""
_YEAR = r"((?:1[89]|20|21)\d\d)"
_WRITTEN = (
    re.compile(rf"{_YEAR}(?:[-/.](\d{{1,2}})(?:[-/.](\d{{1,2}}))?)?"),
    re.compile(rf"{_YEAR}年(?:(\d{{1,2}})月(?:(\d{{1,2}})[日号]?)?)?"),
    re.compile(rf"{_YEAR}(\d\d)(\d\d)(?:\.0+|000000)?"),
)
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_NAMED = re.compile(r"(\d{1,2})[- ]([A-Za-z]{3})[a-z]*[- ](\d{4}|\d{2})")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_TENS = re.compile(r"([1-9]?)十([1-9]?)")
CHINA = timezone(timedelta(hours=8))
"""China's clocks, which know no summer."""
PIVOT = 30
"""Excel reads a year of two digits below this as 20.., else as 19..."""


class DayFault(ValueError):
    """What was written is no day, or could be more than one."""


def today_in_china() -> date:
    """Return the day in China."""
    return datetime.now(CHINA).date()


def read_day(said: object, epoch: date = EPOCH_1900) -> date | None:
    """Read a day from a cell.

    Parameters
    ----------
    said
        A text, a number, a date, or nothing.
    epoch
        Day nought of the spreadsheet the cell comes from.

    Returns
    -------
    date or None
        None of an empty cell.

    Raises
    ------
    DayFault
        Where it is no day, or only a month or a year.

    Examples
    --------
    >>> read_day("2022年6月1日") == read_day("2022/6/1 0:00") == read_day(20220601.0)
    True
    >>> read_day(44713) == read_day("44713") == read_day("1-Jun-22") == date(2022, 6, 1)
    True
    >>> read_day("2022-02-31")
    Traceback (most recent call last):
    jiqun.base.days.DayFault: 2022-02-31
    """
    if isinstance(said, datetime):
        return said.date()
    if said is None or isinstance(said, date):
        return said
    if isinstance(said, float) and said.is_integer():
        said = int(said)
    written = written_day(str(said), epoch)
    if written and len(written) < len("2022-06-01"):
        raise DayFault(str(said))
    return date.fromisoformat(written) if written else None


@lru_cache(maxsize=50_000)
def written_day(text: str, epoch: date = EPOCH_1900) -> str:
    """Write a day as ISO 8601, as precisely as it was said: 2022-06-01, 2022-12 or 2022.

    Raises
    ------
    DayFault
        Where the text is no day, month or year.

    Examples
    --------
    >>> written_day("2022.12"), written_day("二〇二二年六月一日"), written_day("2022年")
    ('2022-12', '2022-06-01', '2022')
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        return ""
    if found := _SERIAL.fullmatch(plain):
        return _of_serial(int(found[1]), epoch, text)
    if found := _NAMED.fullmatch(plain):
        month = _MONTHS.get(found[2].lower())
        if month is None:
            raise DayFault(text)
        return _iso(_year(found[3]), str(month), found[1], text)
    plain = _arabic("".join(_TIME.sub("", plain).split()))
    for pattern in _WRITTEN:
        if found := pattern.fullmatch(plain):
            return _iso(found[1], found[2], found[3], text)
    raise DayFault(text)


def _of_serial(serial: int, epoch: date, text: str) -> str:
    if serial not in SERIALS:
        raise DayFault(text)
    return (epoch + timedelta(days=serial)).isoformat()


def _year(digits: str) -> str:
    if len(digits) == len("2022"):
        return digits
    return f"{'20' if int(digits) < PIVOT else '19'}{digits}"


def _arabic(text: str) -> str:
    """Write 二〇二三年十二月三十一日 with digits."""
    if text.isascii():
        return text
    digits = text.translate(_DIGITS)
    return _TENS.sub(lambda ten: f"{ten[1] or 1}{ten[2] or 0}", digits)


def _iso(year: str, month: str | None, day: str | None, text: str) -> str:
    try:
        known = date(int(year), int(month or 1), int(day or 1)).isoformat()
    except ValueError:
        raise DayFault(text) from None
    return known if day else known[:7] if month else known[:4]
