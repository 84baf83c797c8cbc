"""A firm's county as lists say it: by today's code, by a longer or older one, or by its name."""

import csv
import re
import unicodedata
from collections.abc import Collection
from functools import cache, lru_cache
from typing import Any

from jiqun.base.codes import regions
from jiqun.base.files import catalogue_path
from jiqun.base.texts import UNSEEN
from jiqun.registry.addresses import gazetteer

OLD_CODE_SHARE = 0.6
"""An old code is a county of the cluster where so large a share of its firms' addresses says so."""
_CODE = re.compile(r"(?<!\d)(\d{6})(?:\d{3}|\d{6})?(?:\.0+)?(?!\d)")


def county_of(said: Any, around: str = "", perimeter: Collection[str] = ()) -> str:
    """Return the code of the county a cell names, or "" where that cannot be told.

    Parameters
    ----------
    said
        The cell.
    around
        Province and prefecture, where other columns name them.
    perimeter
        The counties of the cluster: of two counties of one name, its own is meant.

    Examples
    --------
    >>> county_of("浙江省杭州市西湖区"), county_of("西湖区", "杭州市"), county_of("330106000")
    ('330106', '330106', '330106')
    >>> county_of("西湖区"), county_of("西湖区", perimeter=["330106"])
    ('', '330106')
    """
    if isinstance(said, float) and said.is_integer():
        said = int(said)
    if isinstance(said, bool) or not isinstance(said, str | int):
        return ""
    text = "".join(unicodedata.normalize("NFKC", UNSEEN.sub("", str(said))).split())
    return _county_of(text.strip("'\""), around, tuple(perimeter))


@lru_cache(maxsize=8192)
def _county_of(text: str, around: str, perimeter: tuple[str, ...]) -> str:
    if found := _CODE.search(text):
        code = found[1]
        if regions().county(code) is not None:
            return code
        today = _today().get(code, "")
        return today if today in perimeter else ""
    if not text or text.isascii():
        return ""
    for code in perimeter:
        near = f"{code[:4]}00"
        if gazetteer().read(f"{around}{text}", near).county == code:
            return code
    read = gazetteer().read
    return read(f"{around}{text}", "").county or read(text, "").county


@cache
def _today() -> dict[str, str]:
    """Return today's county of codes that are no longer in force, where most of their firms are."""
    path = catalogue_path("codes", "old_county_codes.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["old_code"]: row["county_code"]
            for row in csv.DictReader(file)
            if float(row["share"]) >= OLD_CODE_SHARE
        }
