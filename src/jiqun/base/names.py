"""Names in both languages, and how a Chinese name is searched for.

English is data of the catalogue (``codes/*_en.csv``). What has none there is not left empty: a
place below the province is written in pinyin, an industry by the division it belongs to.
"""

import json
from collections.abc import Callable, Iterable
from functools import cache, lru_cache

from jiqun.base.canonical import canonical_text
from jiqun.base.codes import MACRO_REGIONS, NO_CITIES, Region, industries, regions, sectors
from jiqun.base.csv_files import catalogue_rows
from jiqun.base.distinct import distinct
from jiqun.base.kept import kept
from jiqun.base.language import Bilingual

SUFFIXES = (
    "自治县",
    "自治旗",
    "特区",
    "地区",
    "新区",
    "自治州",
    "盟",
    "县",
    "区",
    "市",
    "旗",
)

FORESTRY = "神农架林区"
"""The one county of its kind: other names that end so are of a wood, and of a district."""


@cache
def region_name(code: str) -> Bilingual:
    """Return a region's name; pinyin where the catalogue has no English.

    Examples
    --------
    >>> region_name("330000").en, region_name("150100").en, region_name("330106").en
    ('Zhejiang', 'Hohhot', 'Xihu')
    >>> region_name("140400").en, region_name("110105").en, region_name("371722").en
    ('Changzhi', 'Chaoyang', 'Shanxian')
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
    steps = distinct(steps)
    return Bilingual(
        "".join(step.zh for step in reversed(steps)), ", ".join(step.en for step in steps)
    )


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


INSIDE = {"east": "the east", "central": "the centre", "west": "the west"}
"""Macro-regions inside a sentence."""


def within_sentence(level: str, key: str) -> Bilingual:
    """Return the name of a place as it stands inside a sentence.

    Examples
    --------
    >>> within_sentence("sector", "electronics").en, within_sentence("macro_region", "west").en
    ('electronics', 'the west')
    >>> within_sentence("province", "330000").en
    'Zhejiang'
    """
    name = level_name(level, key)
    if level == "sector":
        return Bilingual(name.zh, lowered(name.en))
    if level == "macro_region":
        return Bilingual(name.zh, INSIDE[key])
    return name


def lowered(words: str) -> str:
    """Return words without their capital; abbreviations keep theirs.

    Examples
    --------
    >>> lowered("Light industry"), lowered("IT services"), lowered("")
    ('light industry', 'IT services', '')
    """
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def sector_name(key: str) -> Bilingual:
    """Return a sector's name.

    Examples
    --------
    >>> sector_name("light").en
    'Light industry'
    """
    return Bilingual(sectors()[key].name, sectors()[key].english)


@cache
def industry_name(code: str) -> Bilingual:
    """Return an industry's name; below the divisions the English is the division's.

    Examples
    --------
    >>> industry_name("39").en
    'Manufacture of computers, communication and other electronic equipment'
    >>> industry_name("1811").en
    'Manufacture of textile wearing apparel and accessories (1811)'
    """
    found = industries().get(code)
    if found is None:
        return Bilingual(code, code)
    own = _english_industries().get(code)
    return Bilingual(found.name, own or f"{_english_industries()[code[:2]]} ({code})")


def short_place(name: str) -> str:
    """Return a province's Chinese name without the words for what it is.

    Examples
    --------
    >>> short_place("新疆维吾尔自治区"), short_place("内蒙古自治区"), short_place("北京市")
    ('新疆', '内蒙古', '北京')
    """
    for word in ("维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市"):
        name = name.removesuffix(word)
    return name


def pinyin(text: str) -> str:
    """Return a text in pinyin without tones, everything else dropped.

    Examples
    --------
    >>> pinyin("重庆市荣昌区")
    'chongqingshirongchangqu'
    """
    known = _readings().get(text)
    return known[0] if known else read_aloud(text)[0]


def initials(text: str) -> str:
    """Return the initials of a Chinese text, as people type them to search.

    Examples
    --------
    >>> initials("长垣市起重机")
    'cyqzj'
    """
    known = _readings().get(text)
    return known[1] if known else read_aloud(text)[1]


@lru_cache(maxsize=256)
def read_aloud(text: str) -> tuple[str, str]:
    """Return a text's pinyin and initials by its characters, whatever is kept of it.

    Examples
    --------
    >>> read_aloud("长垣市起重机")
    ('changyuanshiqizhongji', 'cyqzj')
    """
    from pypinyin import Style

    short = _without_suffix(text)
    whole = "".join(_reader()(text, errors=_letters)).lower()
    return whole, "".join(_reader()(short, style=Style.FIRST_LETTER, errors=_letters)).lower()


def read_once(texts: Iterable[str]) -> None:
    """Have texts read now and kept: the next program reads none of them aloud.

    Parameters
    ----------
    texts
        Chinese; those of the catalogue's codes are kept with it already.
    """
    unread = sorted(set(texts) - _readings().keys())

    def aloud() -> str:
        return canonical_text({text: read_aloud(text) for text in unread})

    said = json.loads(kept(canonical_text(["read aloud", *unread]), aloud))
    _readings().update({text: (whole, first) for text, (whole, first) in said.items()})


@cache
def _readings() -> dict[str, tuple[str, str]]:
    """Return what the names of the catalogue's codes read, so that nobody waits for all of them."""
    rows = catalogue_rows("codes", "readings.csv")
    return {row["text"]: (row["pinyin"], row["initials"]) for row in rows}


@cache
def _reader() -> Callable[..., list[str]]:
    """Return pypinyin's reading of a text, with places it would misread put right."""
    from pypinyin import lazy_pinyin, load_phrases_dict

    rows = catalogue_rows("codes", "place_readings.csv")
    readings = {row["text"]: row["pinyin"].split() for row in rows}
    load_phrases_dict({text: [[sound] for sound in said] for text, said in readings.items()})
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
    known = _english_regions().get(region.code)
    if known:
        return known
    return pinyin(without_its_kind(region.name)).capitalize()


def without_its_kind(place: str) -> str:
    """Return a place's name without what kind of place it is, where two characters are left.

    Examples
    --------
    >>> without_its_kind("神农架林区"), without_its_kind("万柏林区"), without_its_kind("滨海新区")
    ('神农架', '万柏林', '滨海')
    """
    if place == FORESTRY:
        return place.removesuffix("林区")
    for kind in SUFFIXES:
        if place.endswith(kind) and len(place) - len(kind) >= 2:
            return place.removesuffix(kind)
    return place


@cache
def _english_regions() -> dict[str, str]:
    return {row["code"]: row["en"] for row in catalogue_rows("codes", "regions_en.csv")}


@cache
def _english_industries() -> dict[str, str]:
    return {row["code"]: row["en"] for row in catalogue_rows("codes", "industries_en.csv")}
