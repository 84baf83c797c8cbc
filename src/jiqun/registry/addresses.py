"""Find the county, the town and the streets an address names, as a reader of maps would.

Only names are read here. What a town or street alone gives away is learned from the register
itself (:mod:`jiqun.registry.localities`).
"""

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from jiqun.base.codes import Region, Regions, regions
from jiqun.base.files import catalogue_path

READ = 40
"""Characters of an address that are searched for a county."""
_SUFFIX = re.compile(
    r"(?:(?:满|回|蒙古|土家|苗|彝|藏|羌|瑶|壮|侗|畲|黎|满族蒙古|土家族苗|苗族侗|壮族瑶)族)*"
    r"(?:自治县|自治州|自治区|特区|林区|新区|地区|县|市|区|旗|盟)$"
)
_NOT_A_PLACE = r"(?![东西南北中]?(?:路|街|大道|巷|桥|大厦|广场|花园|商|公司|厂|酒店|大酒店|宾馆))"
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


class Gazetteer:
    """Names of provinces, prefectures and counties, today's and former ones.

    Examples
    --------
    >>> read = gazetteer().read
    >>> read("浙江省杭州市西湖区转塘街道1号", "330000").county
    '330106'
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
            "|".join(f"(?P<p{code}>{one.pattern})" for code, one in self._provinces.items())
        )
        counties: dict[str, list[tuple[str, str]]] = defaultdict(list)
        heads: dict[str, dict[str, str]] = defaultdict(dict)
        for county in places.counties:
            for name in sorted({county.name, *_zone_names(county)}):
                counties[_prefecture(county.code)].append((name, county.code))
            if len(_root(county.name)) > 1 and "开发区" not in county.name:
                counties[county.code[:2] + "0000"].append((county.name, county.code))
            parent = places.get(county.parent_code)
            if parent is not None and parent.level == "prefecture":
                heads[county.code[:2]][_root(parent.name)] = parent.code
            elif county.name[-1] == "市":
                heads[county.code[:2]][_root(county.name)] = county.code
        for prefecture, name, code in former:
            counties[prefecture].append((name, code))
            counties[prefecture[:2] + "0000"].append((name, code))
        self._heads = {
            province: re.compile(
                "("
                + "|".join(sorted(names, key=len, reverse=True))
                + ")(?:市(?!中区)|地区|州|(?![区县]))"
            )
            for province, names in heads.items()
        }
        self._head_codes = dict(heads)
        self._counties = {code: _patterns(names) for code, names in counties.items()}

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
        province, text = self._province(text, near[:2])
        prefecture = near[:4] + "00" if near[:2] == province else ""
        head = self._heads[province].match(text) if province in self._heads else None
        if head and not _street_follows(text, head.end(), head.group()):
            named = self._head_codes[province][head.group(1)]
            if self._places.county(named):
                return self._place(named, named, True, text[head.end() :])
            if county := self._seat(named, head.group()):
                return self._place(named, county, True, text[head.end() :])
            prefecture, text = named, text[head.end() :]
        for code in (prefecture, province + "0000"):
            names = self._counties.get(code)
            if names and (found := _county(names, text, whole=code != prefecture)):
                county, full, rest = found
                return self._place(_prefecture(county), county, full, rest)
        return self._place(prefecture or province + "0000", "", False, text)

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

    def _place(self, prefecture: str, county: str, full: bool, rest: str) -> Place:
        area = _AREAS.match(rest)
        bare = rest[area.end() :] if area else rest
        town = _TOWN.search(bare) if "镇" in bare or "乡" in bare or "街" in bare else None
        zone = "" if county else self._zone(prefecture, rest)
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


def _county(names: _Prefecture, text: str, *, whole: bool) -> tuple[str, bool, str] | None:
    """Find a county by its whole name, or, inside its prefecture, by the name's root."""
    if found := names.full.search(text):
        return names.codes[found.group(1)], True, text[found.end() :]
    if not whole and (found := names.short.match(text)):
        return names.codes[found.group(1)], False, text[found.end() :]
    return None


def _street_follows(text: str, at: int, name: str) -> bool:
    """Whether a city's name is only a street's: 中山路."""
    return name[-1] not in "市州区" and bool(
        re.match(r"[东西南北中]?[一二三四]?(?:路|街|大道|巷)", text[at:])
    )


def _patterns(names: list[tuple[str, str]]) -> _Prefecture:
    """Compile the names of one prefecture: in full anywhere, by their root only at the start."""
    codes: dict[str, str] = {}
    for name, code in names:
        codes.setdefault(name, code)
    roots: dict[str, str] = {}
    for name, code in names:
        root = _root(name)
        if len(root) > 1:
            roots.setdefault(root, code)
            for suffix in "县市区":
                codes.setdefault(root + suffix, code)
    full = sorted(codes, key=lambda name: (-len(name), name))
    short = sorted(roots, key=lambda name: (-len(name), name))
    return _Prefecture(
        re.compile("(" + "|".join(map(re.escape, full)) + ")" + _NOT_A_PLACE),
        re.compile("(" + ("|".join(map(re.escape, short)) or "(?!)") + ")" + _NOT_A_PLACE),
        {**roots, **codes},
    )


def _province_pattern(province: Region) -> str:
    root = re.sub(
        r"(?:省|市|维吾尔自治区|壮族自治区|回族自治区|自治区|特别行政区)$", "", province.name
    )
    return (
        rf"(?:中国)?\(?{root}\)?(?:省|市|自治区|壮族自治区|回族自治区|维吾尔自治区)?(?!路|街|大道)"
    )


def _zone_names(county: Region) -> set[str]:
    """Return how people write a development zone that counts as a county."""
    name = county.name
    if "高新技术" in name:
        return {"高新区", "高新技术开发区", "高新技术产业开发区", "高新开发区"}
    if name.endswith("经济技术开发区"):
        return {"经济技术开发区", "经开区"}
    if "示范区" in name:
        return {"城乡一体化示范区", "示范区"}
    return set()


def _root(name: str) -> str:
    return _SUFFIX.sub("", name) or name


def _prefecture(county: str) -> str:
    return county[:4] + "00"


_FIRST = frozenset(region.name[0] for region in regions().provinces) | {"中", "("}


@cache
def gazetteer() -> Gazetteer:
    """Load the gazetteer with the catalogue's former names and zones, once."""
    return Gazetteer(
        regions(), _triples("former_county_names.csv", "name"), _triples("zones.csv", "zone")
    )


def _triples(file_name: str, column: str) -> list[tuple[str, str, str]]:
    with catalogue_path("registry", file_name).open(encoding="utf-8", newline="") as file:
        return [
            (row["prefecture_code"], row[column], row["county_code"])
            for row in csv.DictReader(file)
        ]
