"""Which names of places may stand alone: prefectures, unique counties, development zones."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from jiqun.base.codes import Region, Regions

NOT_A_PLACE = r"(?![东西南北中]?(?:路|街|大道|巷|桥|大厦|广场|花园|商|公司|厂|酒店|大酒店|宾馆))"
ZONE_FOLLOWS = re.compile(
    r"(?:国家级?|省级)?[^镇乡街村路县市区旗\d]{0,8}?"
    r"(?:开发区|高新区|经开区|示范区|产业园|工业园|科技园|物流园|园区|保税区|度假区|管理区|新区)"
)
_SUFFIX = re.compile(
    r"(?:(?:满|回|蒙古|土家|苗|彝|藏|羌|瑶|壮|侗|畲|黎|白|傣|水|土|朝鲜|布依|哈尼|景颇|傈僳|哈萨克|拉祜|佤"
    r"|纳西|独龙|怒|仡佬|仫佬|毛南|撒拉|东乡|保安|裕固|锡伯|达斡尔|柯尔克孜|塔吉克|布朗|普米|阿昌)族)*"
    r"(?:自治县|自治州|自治区|特区|林区|新区|地区|县|市|区|旗|盟)$"
)
_OF_ITS_OWN = re.compile(r"(?:市|州|盟|地区)$")
_ZONE = re.compile(r"(?:开发区|示范区|园区|管理区|管理区管委会)$")
_ZONE_BEGINS = "(?:国家级?)?(?:高新|经济技术|经济开发|经开|开发)(?:区|技术|开发)"
_TOWN_BEGINS = r"(?![区县市路街道公])[\u4e00-\u9fff]{1,3}?(?:镇|街道)"
"""Behind the root of a city that has no counties: 东莞长安镇."""
_SHORT = {
    "巴音郭楞蒙古": "巴州",
    "博尔塔拉蒙古": "博州",
    "克孜勒苏柯尔克孜": "克州",
    "乌鲁木齐": "乌市",
    "呼和浩特": "呼市",
}
"""How people write long names; they say something only where one of their counties follows."""
_WAYS = {
    "高新技术产业开发区": ("高新技术产业开发区", "高新技术开发区", "高新开发区", "高新区"),
    "高新技术开发区": ("高新技术产业开发区", "高新技术开发区", "高新开发区", "高新区"),
    "经济技术开发区": ("经济技术开发区", "经开区"),
    "经济开发区": ("经济开发区", "经开区"),
}
"""How people write the end of a development zone's name."""


class Name(NamedTuple):
    """A name found at the beginning of a text."""

    code: str
    length: int


class NamesAlone:
    """Names that say where a place is without the province, and often the prefecture, before them.

    A prefecture's whole name does, and its root where one of its own counties follows; a county's
    whole name does where no other county of the country bears it.

    Examples
    --------
    >>> from jiqun.base.codes import regions
    >>> alone = NamesAlone(regions(), [])
    >>> alone.match("无锡市新吴区", counties=True), alone.match("昆山市玉山镇", counties=True)
    (Name(code='320200', length=3), Name(code='320583', length=3))
    >>> alone.match("无锡新吴区", counties=False), alone.match("无锡路1号", counties=True)
    (Name(code='320200', length=2), None)
    """

    def __init__(self, places: Regions, former: list[tuple[str, str, str]]) -> None:
        self._prefectures: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._roots: dict[str, list[tuple[re.Pattern[str], str, int]]] = defaultdict(list)
        self._counties: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for prefecture in _prefectures(places):
            for name in _whole_names(prefecture.name):
                self._prefectures[name[:2]].append((name, prefecture.code))
            self._add_root(prefecture, places)
        for name, code in _unique_counties(places, former):
            self._counties[name[:2]].append((name, code))
        for names in (*self._prefectures.values(), *self._counties.values()):
            names.sort(key=lambda pair: -len(pair[0]))

    def _add_root(self, prefecture: Region, places: Regions) -> None:
        own = [
            county.name
            for county in places.counties
            if county.code[:4] == prefecture.code[:4] and len(county.name) > 2
        ]
        root = root_of(prefecture.name)
        if not own or len(root) < 2:
            return
        county = f"(?:{'|'.join(map(re.escape, own))}){NOT_A_PLACE}"
        if prefecture.level != "prefecture":
            county += f"|{_TOWN_BEGINS}"
        for name in filter(None, (root, _SHORT.get(root))):
            follows = re.compile(f"{name}(?={_ZONE_BEGINS}|{county})")
            self._roots[name[:2]].append((follows, prefecture.code, len(name)))

    def match(self, text: str, *, counties: bool) -> Name | None:
        """Return the prefecture, or the county where those are wanted too, a text begins with."""
        start = text[:2]
        for name, code in self._prefectures.get(start, ()):
            if text.startswith(name) and not _STREET.match(text, len(name)):
                return Name(code, len(name))
        for follows, code, length in self._roots.get(start, ()):
            if follows.match(text):
                return Name(code, length)
        for name, code in self._counties.get(start, ()) if counties else ():
            if text.startswith(name) and not _STREET.match(text, len(name)):
                return Name(code, len(name))
        return None


_STREET = re.compile(NOT_A_PLACE.replace("(?!", "(?:", 1))


class OwnZones:
    """Development zones that count as counties, by the short names they have at home.

    高新区 is many zones' name: it speaks only inside a prefecture that has one zone of that name.
    """

    def __init__(self, zones: dict[str, list[tuple[str, str]]]) -> None:
        self._zones = zones

    def match(self, prefecture: str, text: str) -> Name | None:
        """Return the zone the rest of an address begins with."""
        for name, code in self._zones.get(prefecture, ()):
            if text.startswith(name):
                return Name(code, len(name))
        return None


def own_zones(places: Regions) -> OwnZones:
    """Return the zones of the list of regions."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for county in places.counties:
        if _ZONE.search(county.name):
            found[county.code[:4] + "00"] += ((n, county.code) for n in zone_names(county, places))
    for prefecture, names in found.items():
        borne = Counter(name for name, _ in names)
        unique = [(name, code) for name, code in names if borne[name] == 1]
        found[prefecture] = sorted(unique, key=lambda pair: -len(pair[0]))
    return OwnZones(dict(found))


def zone_names(county: Region, places: Regions) -> set[str]:
    """Return how people write a development zone that counts as a county.

    Examples
    --------
    >>> from jiqun.base.codes import regions
    >>> min(zone_names(regions().county("220172"), regions()), key=len)
    '净月高新区'
    >>> "高新区" in zone_names(regions().county("220173"), regions())
    True
    """
    prefecture = places.get(county.parent_code)
    city = root_of(prefecture.name) if prefecture else ""
    province = root_of(places.province_of(county.code).name)
    proper = county.name.removeprefix(province) if province != city else county.name
    own = proper.removeprefix(city).removeprefix("市")
    for end, ways in _WAYS.items():
        if own.endswith(end):
            front = own.removesuffix(end)
            names = {front + way for way in ways}
            return names | {city + name for name in names} | {county.name}
    return {own, proper, county.name}


def root_of(name: str) -> str:
    """Return a region's name without what kind of region it is.

    Examples
    --------
    >>> root_of("恩施土家族苗族自治州"), root_of("西湖区")
    ('恩施', '西湖')
    """
    return _SUFFIX.sub("", name) or name


def _prefectures(places: Regions) -> Iterator[Region]:
    """Yield prefectures that bear a name of their own, and the cities that have no counties."""
    codes = {county.parent_code for county in places.counties}
    for code in sorted(codes):
        region = places.get(code)
        if region is not None and region.level == "prefecture" and _OF_ITS_OWN.search(region.name):
            yield region
    yield from (county for county in places.counties if county.code.endswith("00"))


def _whole_names(name: str) -> Iterator[str]:
    """Yield a prefecture's name as it stands, and 延边州 for 延边朝鲜族自治州."""
    yield name
    if name.endswith("自治州"):
        yield root_of(name) + "州"


def _unique_counties(
    places: Regions, former: list[tuple[str, str, str]]
) -> Iterator[tuple[str, str]]:
    """Yield the names only one county of the country bears, by today's name or a former one."""
    today: dict[str, set[str]] = defaultdict(set)
    before: dict[str, set[str]] = defaultdict(set)
    for county in places.counties:
        today[county.name].add(county.code)
        root = root_of(county.name)
        if len(root) > 1 and not _ZONE.search(county.name):
            for kind in "县市区":
                before[root + kind].add(county.code)
    for _, name, code in former:
        before[name].add(code)
    for name in before.keys() - today.keys():
        today[name] = before[name]
    for name, codes in today.items():
        if len(codes) == 1 and len(name) > 2:
            yield name, next(iter(codes))
