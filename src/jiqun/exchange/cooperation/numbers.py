"""Numbers of Chinese patents and standards: their form, their check digit, what they say.

A patent's number is its application's after ZL: year, kind, serial, and a check digit after the
point (ZC 0006-2003, 专利申请号标准); before October 2003 the year had two digits and the serial
five. A publication number is CN, seven to nine digits and a letter for the stage (ZC 0007-2012,
中国专利文献号), and has no check digit. Standards carry the code of who issues them, a serial
and a year: GB (国家标准), two letters (行业标准), DB with a place's digits (地方标准), T/ with an
association (团体标准), Q/ with a firm (企业标准), ISO, IEC, ITU. Another form says nothing: it
cannot be told, and is no fault.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Check = Literal["sound", "unchecked", "cannot_tell", "wrong"]
SOUND: Check = "sound"
"""The form is known, and so is the check digit, where there is one."""
UNCHECKED: Check = "unchecked"
"""The form is known; it has no check digit."""
CANNOT_TELL: Check = "cannot_tell"
WRONG: Check = "wrong"
"""The form is known, and the check digit is another."""

_APPLICATION = re.compile(
    r"(?:ZL|CN|ZLCN)?(\d{2}(?:\d{2})?)([12389])(\d{5}|\d{7})\.?([0-9X])", re.A
)
_PUBLICATION = re.compile(r"CN([123])(\d{6}|\d{8})([ABCUYS])\d?", re.A)
_KINDS = {"1": "invention", "8": "invention", "2": "utility", "9": "utility", "3": "design"}
_STANDARDS = (
    ("national", re.compile(r"GB(?:/T|/Z)?")),
    ("local", re.compile(r"DB\d{2}(?:\d{2})?(?:/T)?")),
    ("group", re.compile(r"T/[A-Z]{2,12}\d?")),
    ("enterprise", re.compile(r"Q/[0-9A-Z]{2,20}")),
    ("international", re.compile(r"(?:ISO|IEC|ITU)(?:/[A-Z]{1,8})*")),
    ("industry", re.compile(r"[A-Z]{2}(?:/T|/Z)?")),
)
_TAIL = re.compile(r"(.*?)\s*(\d[\d.]*)\s*[-:]\s*((?:19|20)\d{2})", re.A)
_DASHES = re.compile("[\u2010-\u2015\u2212\u30fc]")
_WITHIN = re.compile(r"[\s\-\u00b7\u2022\u2027\u22c5\u30fb:]+")
"""What people write between the parts of a patent's number."""
LONGEST_KEY = 100


@dataclass(frozen=True, slots=True)
class Read:
    """What a number says of itself.

    Parameters
    ----------
    key
        The same for every way of writing it.
    level
        The kind of patent, or who issues the standard; empty where it does not say.
    check
        Whether it can be right.
    """

    key: str
    level: str
    check: Check


def check_digit(number: str) -> str:
    """Return the check digit of a patent application: weighted sum modulo 11, X for ten.

    Parameters
    ----------
    number
        Year, kind and serial: 12 digits, or 8 of before October 2003.

    Examples
    --------
    >>> check_digit("200410016940"), check_digit("85100001")
    ('6', '0')
    """
    weights = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
    total = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False))
    return "0123456789X"[total % 11]


def read_patent(written: str) -> Read:
    """Read the number of a patent.

    Examples
    --------
    >>> read_patent("ZL 2004 1 0016940.6")
    Read(key='200410016940.6', level='invention', check='sound')
    >>> read_patent("200410016940.7").check, read_patent("CN 101234567 B").level
    ('wrong', 'invention')
    >>> read_patent("US 10,123,456 B2")
    Read(key='US10,123,456B2', level='', check='cannot_tell')
    """
    plain = re.sub(r"\s+", "", _plain(written))
    bare = _WITHIN.sub("", re.sub(r"^(?:专利号|申请号|NO\.)", "", plain))
    if (found := _APPLICATION.fullmatch(bare)) and _fits(found[1], found[3]):
        body = "".join(found.group(1, 2, 3))
        sound = check_digit(body) == found[4]
        return Read(f"{body}.{found[4]}", _KINDS[found[2]], SOUND if sound else WRONG)
    if found := _PUBLICATION.fullmatch(bare):
        return Read(f"CN{found[1]}{found[2]}", _KINDS[found[1]], UNCHECKED)
    return Read(key_of(plain), "", CANNOT_TELL)


def read_standard(written: str) -> Read:
    """Read the number of a standard.

    Examples
    --------
    >>> [read_standard(said).level for said in ("GB/T 1031-2009", "JB/T 5000.3-2007",
    ...     "DB3301/T 65-2023", "T/ZZB 0001—2026", "Q/ABC 1-2026", "ISO 9001:2015")]
    ['national', 'industry', 'local', 'group', 'enterprise', 'international']
    >>> read_standard("gb/t1031—2009").key, read_standard("白皮书 3").check
    ('GB/T 1031-2009', 'cannot_tell')
    """
    plain = _plain(written).strip()
    found = _TAIL.fullmatch(plain)
    code = re.sub(r"\s+", "", found[1]) if found else ""
    for level, form in _STANDARDS:
        if found and form.fullmatch(code):
            return Read(f"{code} {found[2]}-{found[3]}", level, UNCHECKED)
    return Read(key_of(plain), "", CANNOT_TELL)


def is_application(key: str) -> bool:
    """Tell whether a patent's key is its application's number.

    Examples
    --------
    >>> is_application(read_patent("ZL200410016940.6").key), is_application("CN101234567")
    (True, False)
    """
    return bool(_APPLICATION.fullmatch(key)) and key[0].isdigit()


def is_publication(key: str) -> bool:
    """Tell whether a patent's key is its publication's number.

    Examples
    --------
    >>> is_publication(read_patent("CN 101234567 B").key), is_publication("200410016940.6")
    (True, False)
    """
    return bool(_PUBLICATION.fullmatch(f"{key}A")) and key.startswith("CN")


def key_of(written: str) -> str:
    """Return what a number without a known form is told by, however it is written, in a column.

    Examples
    --------
    >>> key_of("us  10,123"), len(key_of("㍿" * 100))
    ('US 10,123', 100)
    """
    plain = re.sub(r"\s+", " ", _plain(written)).strip()
    if len(plain) <= LONGEST_KEY:
        return plain
    return plain[:36] + hashlib.sha256(plain.encode()).hexdigest()  # signs that write out as words


def _plain(written: str) -> str:
    return _DASHES.sub("-", unicodedata.normalize("NFKC", written).upper())


def _fits(year: str, serial: str) -> bool:
    """Tell whether a year and a serial are of the same standard."""
    return len(serial) == (5 if len(year) == 2 else 7)
