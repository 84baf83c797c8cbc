"""Find the county, the town and the streets an address names, as a reader of maps would.

Only names are read here. What a town or street alone gives away is learned from the register
itself (:mod:`jiqun.registry.localities`).
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from jiqun.base.codes import Region, Regions, regions
from jiqun.base.csv_files import catalogue_rows
from jiqun.registry.place_names import (
    NOT_A_PLACE,
    ZONE_FOLLOWS,
    NamesAlone,
    own_zones,
    root_of,
)

READ = 40
"""Characters of an address that are searched for a county."""
MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
"""Provinces without prefectures: a county's root says enough behind their name (重庆渝北)."""
_TOWN = re.compile(
    r"([\u4e00-\u9fff]{2,5}?)(街道办事处|街道办|街道|街办|镇|乡)(?![东西南北中前后]?路|企业|政府路)"
)
_STREET = re.compile(r"([\u4e00-\u9fff]{2,5}?(?:大道|路|街|巷|村|社区|新村|工业区|工业园|开发区))")
_AREAS = re.compile(
    r"[\u4e00-\u9fff]{0,8}?(?:新区|开发区|高新区|示范区|工业园区|工业园|度假区|管理区|片区|保税区)"
)


class Place(NamedTuple):
    """What an address says: a county or development zone, a town, and the words left over."""

    prefecture: str
    county: str
    named_in_full: bool
    zone_county: str
    town: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class _Prefecture:
    """The counties of a prefecture (or of a province), and how to find them in a text."""

    full: re.Pattern[str]
    short: re.Pattern[str]
    codes: dict[str, str]
    heads: frozenset[str]


class Gazetteer:
    """Names of provinces, prefectures and counties, today's and former ones.

    Examples
    --------
    >>> read = gazetteer().read
    >>> read("浙江省杭州市西湖区转塘街道1号", "330000").county
    '330106'
    >>> read("昆山市玉山镇北门路1号", "").county, read("西湖区三墩镇", "").county
    ('320583', '')
    >>> place = read("长垣县魏庄镇工业区", "410700")
    >>> place.county, place.town
    ('410783', '魏庄镇')
    >>> read("中山市古镇镇同兴路", "442000").county
    '442000'
    """

    def __init__(
        self,
        places: Regions,
        former: list[tuple[str, str, str]],
        zones: list[tuple[str, str, str]],
    ) -> None:
        self._places = places
        self._zones: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for prefecture, zone, within in zones:
            self._zones[prefecture].append((zone, within))
        self._provinces = {p.code[:2]: re.compile(_province_pattern(p)) for p in places.provinces}
        self._any_province = re.compile(
            "|".join(f"(?P<p{code}>{name.pattern})" for code, name in self._provinces.items())
        )
        self._head_codes = _heads(places)
        self._heads = {code: _head_pattern(names) for code, names in self._head_codes.items()}
        roots = {root for names in self._head_codes.values() for root in names}
        self._counties = {
            code: _patterns(names, roots) for code, names in _county_names(places, former).items()
        }
        self._own_zones = own_zones(places)
        self._alone = NamesAlone(places, former)

    def read(self, address: str, near: str) -> Place:
        """Read an address.

        Parameters
        ----------
        address
            The address, half-width.
        near
            A code of the province or prefecture the firm is known to belong to, or "".

        Returns
        -------
        Place
            Empty fields where the address does not say.
        """
        text = address[:READ].replace(" ", "")
        province, rest = self._province(text, near[:2])
        if rest is text and (found := self._elsewhere(text, province)):
            return found
        text, stated = rest, False
        prefecture = near[:4] + "00" if province and near[:2] == province else ""
        head = self._heads[province].match(text) if province in self._heads else None
        if head and not _street_follows(text, head.end(), head.group()):
            named = self._head_codes[province][head.group(1)]
            text = text[head.end() :]
            if self._places.county(named):
                return self._place(named, named, True, text)
            if county := self._seat(named, head.group()):
                return self._place(named, county, True, text)
            prefecture, stated = named, True
        return self._inside(province, prefecture, text, stated=stated)

    def _elsewhere(self, text: str, province: str) -> Place | None:
        """Read what stands without its province: a prefecture, or a county only one place bears.

        Where the province is known from elsewhere, a county of that name may lie in it, so that
        only a prefecture's whole name speaks for another one.
        """
        name = self._alone.match(text, counties=not province)
        if name is None or name.code[:2] == province:
            return None
        rest = text[name.length :]
        if self._places.county(name.code):
            return self._place(prefecture_of(name.code), name.code, True, rest)
        if county := self._seat(name.code, text[: name.length]):
            return self._place(name.code, county, True, rest)
        return self._inside(name.code[:2], name.code, rest, stated=True)

    def _inside(self, province: str, prefecture: str, text: str, *, stated: bool) -> Place:
        """Read the county from the rest of an address whose prefecture or province is known."""
        zone = self._own_zones.match(prefecture, text)
        if zone and stated:
            return self._place(prefecture, zone.code, True, text[zone.length :])
        hint = zone.code if zone else ""
        for code in (prefecture, province + "0000"):
            names = self._counties.get(code)
            whole = code != prefecture and province not in MUNICIPALITIES
            found = _county(names, text, whole=whole) if names else None
            if found and found.sure:
                return self._place(prefecture_of(found.code), found.code, found.full, found.rest)
            hint = hint or (found.code if found else "")
        return self._place(prefecture or (province and province + "0000"), "", False, text, hint)

    def _seat(self, prefecture: str, name: str) -> str:
        """Return the county that bears a prefecture's name: 恩施市 in 恩施州."""
        names = self._counties.get(prefecture)
        found = self._places.county(names.codes.get(name, "")) if names else None
        return found.code if found and found.name == name and name.endswith("市") else ""

    def _province(self, text: str, near: str) -> tuple[str, str]:
        """Return the province's two digits and the text after its name."""
        own = self._provinces.get(near)
        if own is not None:
            if found := own.match(text):
                return near, text[found.end() :]
            if text[:1] not in _FIRST:
                return near, text
        found = self._any_province.match(text)
        if found and found.lastgroup:
            return found.lastgroup[1:], text[found.end() :]
        return near, text

    def _place(self, prefecture: str, county: str, full: bool, rest: str, hint: str = "") -> Place:
        area = _AREAS.match(rest)
        bare = rest[area.end() :] if area else rest
        town = _TOWN.search(bare) if "镇" in bare or "乡" in bare or "街" in bare else None
        zone = "" if county else (self._zone(prefecture, rest) or hint)
        name = ""
        if town:
            kind = town.group(2)
            name = town.group(1) + (kind if kind in ("镇", "乡") else "街道")
        words = tuple(dict.fromkeys([*([name] if name else []), *_words(rest, bare, name)]))
        return Place(prefecture, county, full, zone, name, words)

    def _zone(self, prefecture: str, text: str) -> str:
        """Return the county most of a named development zone lies in, or ""."""
        found = ((text.find(zone), county) for zone, county in self._zones.get(prefecture, ()))
        return next((county for at, county in found if 0 <= at < 12), "")


def _words(rest: str, bare: str, town: str) -> list[str]:
    """Return the streets, villages and zones of an address, and its first characters."""
    after = bare.partition(town[:-1])[2] if town else bare
    found = [street.group(1).lstrip("镇乡的号内") for street in _STREET.finditer(after[:24])]
    return [*found[:3], *([rest[:2]] if rest[:2].isalpha() else [])]


class _Found(NamedTuple):
    """A county found; not sure where only a development zone is named after it."""

    code: str
    full: bool
    sure: bool
    rest: str


def _county(names: _Prefecture, text: str, *, whole: bool) -> _Found | None:
    """Find a county by its whole name, or, inside its prefecture, by the name's root."""
    if found := names.full.search(text):
        return _Found(names.codes[found.group(1)], True, True, text[found.end() :])
    if whole or not (found := names.short.match(text)):
        return None
    root, rest = found.group(1), text[found.end() :]
    if not ZONE_FOLLOWS.match(rest):
        return _Found(names.codes[root], False, True, rest)
    # 余杭开发区 lies in 余杭区; 南昌高新区 is the city's, not 南昌县's.
    return None if root in names.heads else _Found(names.codes[root], False, False, rest)


def _heads(places: Regions) -> dict[str, dict[str, str]]:
    """Return by province the roots an address may begin with: prefectures and cities."""
    heads: dict[str, dict[str, str]] = defaultdict(dict)
    for county in places.counties:
        parent = places.get(county.parent_code)
        if parent is not None and parent.level == "prefecture":
            heads[county.code[:2]][root_of(parent.name)] = parent.code
        elif county.name[-1] == "市":
            heads[county.code[:2]][root_of(county.name)] = county.code
    return dict(heads)


def _head_pattern(names: dict[str, str]) -> re.Pattern[str]:
    roots = "|".join(sorted(names, key=len, reverse=True))
    return re.compile(f"({roots})(?:市(?!中区)|地区|州|(?![区县]))")


def _county_names(
    places: Regions, former: list[tuple[str, str, str]]
) -> dict[str, list[tuple[str, str]]]:
    """Return counties by name, for each prefecture and, where a name is long enough, province."""
    counties: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for county in places.counties:
        counties[prefecture_of(county.code)].append((county.name, county.code))
        if len(root_of(county.name)) > 1 and "开发区" not in county.name:
            counties[county.code[:2] + "0000"].append((county.name, county.code))
    for prefecture, name, code in former:
        counties[prefecture].append((name, code))
        counties[prefecture[:2] + "0000"].append((name, code))
    return counties


def _street_follows(text: str, at: int, name: str) -> bool:
    """Whether a city's name is only a street's: 中山路."""
    return name[-1] not in "市州区" and bool(
        re.match(r"[东西南北中]?[一二三四]?(?:路|街|大道|巷)", text[at:])
    )


def _patterns(names: list[tuple[str, str]], heads: set[str]) -> _Prefecture:
    """Compile the names of one prefecture: in full anywhere, by their root only at the start.

    A name that two of its counties bear names neither.
    """
    bearers: dict[str, set[str]] = defaultdict(set)
    of_root: dict[str, set[str]] = defaultdict(set)
    for name, code in names:
        bearers[name].add(code)
        if len(root := root_of(name)) > 1:
            of_root[root].add(code)
    roots = {root: min(borne) for root, borne in of_root.items() if len(borne) == 1}
    codes = {root + kind: code for root, code in roots.items() for kind in "县市区"}
    codes = {name: code for name, code in codes.items() if name not in bearers}
    codes |= {name: min(borne) for name, borne in bearers.items() if len(borne) == 1}
    full = sorted(codes, key=lambda name: (-len(name), name))
    short = sorted(roots, key=lambda name: (-len(name), name))
    return _Prefecture(
        re.compile("(" + "|".join(map(re.escape, full)) + ")" + NOT_A_PLACE),
        re.compile("(" + ("|".join(map(re.escape, short)) or "(?!)") + ")" + NOT_A_PLACE),
        {**roots, **codes},
        frozenset(roots.keys() & heads),
    )


def _province_pattern(province: Region) -> str:
    """Return what a province is called; 吉林市 and 海南州 are prefectures."""
    kinds = r"(?:省|市|维吾尔自治区|壮族自治区|回族自治区|自治区|特别行政区)"
    root = re.sub(f"{kinds}$", "", province.name)
    if province.name.endswith("市"):
        return rf"(?:中国)?\(?{root}\)?市?(?!路|街|大道)"
    whole = kinds[3:-1].replace("市|", "")
    return rf"(?:中国)?\(?{root}\)?(?:(?:{whole})|(?!市|州|(?:藏|蒙古)族))(?!路|街|大道)"


def prefecture_of(county: str) -> str:
    """Return the code of the prefecture a county's code begins with."""
    return county[:4] + "00"


_FIRST = frozenset(region.name[0] for region in regions().provinces) | {"中", "("}


@cache
def gazetteer() -> Gazetteer:
    """Load the gazetteer with the catalogue's former names and zones, once."""
    return Gazetteer(
        regions(), _triples("former_county_names.csv", "name"), _triples("zones.csv", "zone")
    )


def _triples(file_name: str, column: str) -> list[tuple[str, str, str]]:
    rows = catalogue_rows("registry", file_name)
    return [(row["prefecture_code"], row[column], row["county_code"]) for row in rows]
