"""Places by the names people call them by: 浙江, 杭州市, 西湖区, Zhejiang, "Xihu, Hangzhou"."""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import product

from jiqun.base.codes import NO_CITIES, Region, regions
from jiqun.base.distinct import distinct
from jiqun.base.names import region_name, short_place, without_its_kind
from jiqun.base.readers import own_quota

LEVELS = ("province", "prefecture", "county")


def places_named(said: str, levels: tuple[str, ...] = LEVELS) -> tuple[str, ...]:
    """Return the codes of the places of a name: one, several where many bear it, or none.

    Parameters
    ----------
    said
        A code, or a name in Chinese or English, with or without what kind of place it is and the
        places it lies in. A province goes before lower places of its name.
    levels
        Of the places that are looked for.

    Examples
    --------
    >>> places_named("浙江"), places_named("Hangzhou"), places_named("杭州市西湖区")
    (('330000',), ('330100',), ('330106',))
    >>> len(places_named("西湖区")) > 1, places_named("nowhere")
    (True, ())
    """
    wanted = said.strip().casefold()
    if regions().get(wanted) or wanted in own_quota():
        return (wanted,)
    if not wanted:
        return ()
    known = _english() if wanted.isascii() else _chinese()
    for level in levels:
        if level == "province" and wanted in known[level]:
            return known[level][wanted]
    return tuple(distinct(code for level in levels for code in known[level].get(wanted, ())))


Names = dict[str, dict[str, tuple[str, ...]]]
"""Codes by name, level by level."""


@cache
def _chinese() -> Names:
    return _by_name(_called, {quota.name.zh: code for code, quota in own_quota().items()})


@cache
def _english() -> Names:
    apart = {quota.name.en.casefold(): code for code, quota in own_quota().items()}
    return _by_name(_called_in_english, apart)


def _by_name(called: Callable[[Region], Iterator[str]], apart: dict[str, str]) -> Names:
    """Gather the places by what they are called; who has a quota apart may be no city at all."""
    every = {
        "province": regions().provinces,
        "prefecture": [place for place in regions().prefectures if place.name not in NO_CITIES],
        "county": regions().counties,
    }
    found: Names = {level: {} for level in every}
    for level, places in every.items():
        for place in places:
            for name in distinct(called(place)):
                found[level][name] = (*found[level].get(name, ()), place.code)
    for name, code in apart.items():
        if not any(name in names for names in found.values()):
            found["province"][name] = (code,)
    return found


def _called(place: Region) -> Iterator[str]:
    """Yield what a place is called, alone and after the places it lies in."""
    short = short_place if place.level == "province" else without_its_kind
    ways = [("", name, _short(code)) for code in _above(place) for name in (_full(code),)]
    for parts in product(*ways, (place.name, short(place.name))):
        yield "".join(parts)


def _called_in_english(place: Region) -> Iterator[str]:
    """Yield what a place is called, alone and before the places it lies in."""
    names = [region_name(code).en for code in (place.code, *reversed(_above(place)))]
    for last in range(1, len(names) + 1):
        yield ", ".join(names[:last]).casefold()


def _full(code: str) -> str:
    found = regions().get(code)
    return found.name if found else code


def _short(code: str) -> str:
    return (short_place if code.endswith("0000") else without_its_kind)(_full(code))


def _above(place: Region) -> tuple[str, ...]:
    """Return the codes of the places a place lies in, the widest first."""
    if place.level == "province":
        return ()
    province = regions().province_of(place.code).code
    city = regions().get(place.parent_code)
    if place.level == "county" and city and city.level == "prefecture":
        return (province,) if city.name in NO_CITIES else (province, city.code)
    return (province,)
