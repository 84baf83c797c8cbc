"""A firm's county as lists say it: by today's code, by a longer or older one, or by its name."""

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from typing import Any

from jiqun.base.codes import regions
from jiqun.base.texts import UNSEEN
from jiqun.registry.addresses import gazetteer
from jiqun.registry.localities import LIKELY_CODE_SHARE, today_of

_PLAIN = re.compile("[0-9]{6}")
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
    if isinstance(said, str) and _PLAIN.fullmatch(said):
        return _county_of(said, around, tuple(perimeter))
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
        today = today_of(code, LIKELY_CODE_SHARE)
        return today if today in perimeter else ""
    if not text or text.isascii():
        return ""
    for code in perimeter:
        near = f"{code[:4]}00"
        if gazetteer().read(f"{around}{text}", near).county == code:
            return code
    read = gazetteer().read
    return read(f"{around}{text}", "").county or read(text, "").county
