"""Names of places in both languages, and how a Chinese name is searched for."""

import csv
from collections.abc import Callable
from functools import cache

from jiqun.base.codes import MACRO_REGIONS, Region, regions, sectors
from jiqun.base.files import catalogue_path
from jiqun.base.language import Bilingual

NO_CITIES = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
"""Entries of GB/T 2260 between province and county that are no place."""
SUFFIXES = (
    "自治县",
    "自治旗",
    "特区",
    "林区",
    "地区",
    "新区",
    "自治州",
    "盟",
    "县",
    "区",
    "市",
    "旗",
)


@cache
def region_name(code: str) -> Bilingual:
    """Return a region's name; the English one is official for provinces, pinyin below them.

    Examples
    --------
    >>> region_name("330000").en, region_name("330106").en
    ('Zhejiang', 'Xihu')
    """
    found = regions().get(code)
    if found is None:
        return Bilingual(code, code)
    return Bilingual(found.name, _english(found))


@cache
def place_name(code: str) -> Bilingual:
    """Return a county's name with its city and province before it.

    Examples
    --------
    >>> place_name("330106").zh, place_name("330106").en, place_name("110108").zh
    ('浙江省杭州市西湖区', 'Xihu, Hangzhou, Zhejiang', '北京市海淀区')
    """
    found = regions().get(code)
    if found is None or found.level == "province":
        return region_name(code)
    steps = [region_name(code), region_name(regions().province_of(code).code)]
    city = regions().get(found.parent_code)
    if city is not None and city.level == "prefecture" and city.name not in NO_CITIES:
        steps.insert(1, region_name(city.code))
    steps = list(dict.fromkeys(steps))
    return Bilingual("".join(one.zh for one in reversed(steps)), ", ".join(o.en for o in steps))


def level_name(level: str, key: str) -> Bilingual:
    """Return the name of a place at a level of figures.

    Examples
    --------
    >>> level_name("nation", "CN").zh, level_name("sector", "electronics").en
    ('全国', 'Electronics')
    """
    if level == "nation":
        return Bilingual("全国", "All clusters")
    if level == "macro_region":
        return Bilingual(*MACRO_REGIONS[key])
    if level == "province":
        return region_name(key)
    if level == "sector":
        return sector_name(key)
    return Bilingual(key, key)


def sector_name(key: str) -> Bilingual:
    """Return a sector's name."""
    return Bilingual(sectors()[key].name, sectors()[key].english)


def pinyin(text: str) -> str:
    """Return a text in pinyin without tones, everything else dropped.

    Examples
    --------
    >>> pinyin("重庆市荣昌区")
    'chongqingshirongchangqu'
    """
    return "".join(_reader()(text, errors=_letters)).lower()


def initials(text: str) -> str:
    """Return the initials of a Chinese text, as people type them to search.

    Examples
    --------
    >>> initials("长垣市起重机")
    'cyqzj'
    """
    from pypinyin import Style

    short = _without_suffix(text)
    return "".join(_reader()(short, style=Style.FIRST_LETTER, errors=_letters)).lower()


@cache
def _reader() -> Callable[..., list[str]]:
    """Return pypinyin's reading of a text, with places it would misread put right."""
    from pypinyin import lazy_pinyin, load_phrases_dict

    with catalogue_path("codes", "place_readings.csv").open(encoding="utf-8", newline="") as file:
        readings = {row["text"]: row["pinyin"].split() for row in csv.DictReader(file)}
    load_phrases_dict({text: [[one] for one in said] for text, said in readings.items()})
    return lazy_pinyin


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isascii() and char.isalnum())


def _without_suffix(text: str) -> str:
    for suffix in ("市", "县", "区"):
        head, found, tail = text.partition(suffix)
        if found and len(head) >= 2 and tail:
            return head + tail
    return text


def _english(region: Region) -> str:
    if region.level == "province":
        return _provinces()[region.code]
    name = region.name
    for suffix in SUFFIXES:
        if name.endswith(suffix) and len(name) - len(suffix) >= 2:
            name = name.removesuffix(suffix)
            break
    return pinyin(name).capitalize()


@cache
def _provinces() -> dict[str, str]:
    with catalogue_path("codes", "provinces_en.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["en"] for row in csv.DictReader(file)}
