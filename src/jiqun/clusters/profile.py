"""A cluster's profile as a filing states it, checked against the code lists."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from jiqun.base.codes import industries, regions, sector_named, sectors
from jiqun.base.errors import Problem, Where, errors_only, shown
from jiqun.base.language import Bilingual
from jiqun.base.texts import read_text

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
KEYS = ("id", "name", "county_codes", "sector", "industry", "operator", "recognised_by", "demo")
REQUIRED = ("id", "name", "county_codes", "sector")
WRITTEN = ("name", "operator")
NATION, PROVINCE = "nation", "province"
RECOGNISED_BY = {
    NATION: Bilingual("国家级", "the nation"),
    PROVINCE: Bilingual("省级", "a province"),
}
"""Who recognised a cluster: one that only a province did counts in no national figure."""
TITLES = {
    "id": Bilingual("集群编号", "cluster id"),
    "name": Bilingual("集群名称", "name of the cluster"),
    "county_codes": Bilingual("县级区划代码", "county codes"),
    "sector": Bilingual("行业类别", "sector"),
}
"""What a filer's form calls what is required."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Who a cluster is.

    Parameters
    ----------
    id
        Letters, digits, dot, dash and underscore.
    name
        In Chinese.
    county_codes
        The perimeter's counties; the first is the one it files under.
    sector
        A sector id.
    industry
        A GB/T 4754-2017 code, or empty.
    operator
        Who runs the cluster's daily work, or empty.
    demo
        Whether it is fictional.
    recognised_by
        ``province`` for a cluster that only its province recognised; empty where nothing is said:
        then it is as it was, and one nobody knows is the nation's.
    """

    id: str
    name: str
    county_codes: tuple[str, ...]
    sector: str
    industry: str = ""
    operator: str = ""
    demo: bool = False
    recognised_by: str = ""

    @property
    def national(self) -> bool:
        """Whether it counts in national figures."""
        return self.recognised_by != PROVINCE

    def record(self) -> dict[str, Any]:
        """Return the profile as documents hold it; of who recognised it only what differs."""
        said = {name: getattr(self, name) for name in self.__slots__}
        if self.national:
            del said["recognised_by"]
        return {**said, "county_codes": list(self.county_codes)}

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> "Profile":
        """Return the profile of a record: the inverse of :meth:`record`.

        Examples
        --------
        >>> profile = Profile("demo-001", "示例集群001", ("330106",), "electronics")
        >>> Profile.of(profile.record()) == profile
        True
        """
        return cls(**{**said, "county_codes": tuple(said["county_codes"])})


@dataclass(frozen=True, slots=True)
class Stated:
    """What could be read of a profile, whatever is wrong with the rest of it.

    Parameters
    ----------
    sector
        A sector id, or empty.
    county_codes
        The perimeter's counties; none where one of them cannot be read.
    demo
        Whether it says that the cluster is fictional.
    recognised_by
        Who it says recognised the cluster; empty where it does not, or it cannot be read.
    """

    sector: str = ""
    county_codes: tuple[str, ...] = ()
    demo: bool = False
    recognised_by: str = ""

    @classmethod
    def of(cls, profile: Profile) -> "Stated":
        """Return the same of a profile in which nothing is wrong."""
        return cls(profile.sector, profile.county_codes, profile.demo, profile.recognised_by)


def stated_of(said: object) -> Stated:
    """Read as much of a profile as other checks need.

    Parameters
    ----------
    said
        The ``cluster`` object of a filing.

    Examples
    --------
    >>> stated_of({"sector": "电子", "county_codes": ["330106"], "name": ""}).county_codes
    ('330106',)
    """
    if not isinstance(said, Mapping):
        return Stated()
    sector, codes = sector_named(str(said.get("sector", "")).strip()), said.get("county_codes", [])
    sound = not any(_county_faults(codes))
    return Stated(
        sector.id if sector else "",
        tuple(codes) if sound else (),
        said.get("demo") is True,
        _recogniser(said) or "",
    )


def read_profile(said: object, file: str) -> tuple[Profile | None, list[Problem]]:
    """Read a profile from JSON or a workbook.

    Parameters
    ----------
    said
        The ``cluster`` object of a filing.
    file
        The file it stands in, for messages.

    Returns
    -------
    Profile or None
        None where an error was found.
    list of Problem
        Everything wrong with it, or worth noting.
    """
    where = Where(file=file, field="cluster")
    if not isinstance(said, Mapping):
        return None, [Problem("clusters.no_profile", where)]
    problems = [
        Problem("clusters.unknown_key", where, {"key": key, "known": ", ".join(KEYS)})
        for key in said
        if key not in KEYS
    ]
    problems += [_missing(key, where) for key in REQUIRED if not _said(said.get(key))]
    profile, faults = _checked(said, where)
    return (None if problems else profile), problems + faults


def place_of(profile: Profile) -> dict[str, str]:
    """Return the region columns a cluster counts under.

    Examples
    --------
    >>> place_of(Profile("demo-001", "示例集群001", ("330106",), "electronics"))
    {'county_code': '330106', 'province_code': '330000', 'macro_region': 'east'}
    """
    county = profile.county_codes[0]
    province = regions().province_of(county)
    return {
        "county_code": county,
        "province_code": province.code,
        "macro_region": province.macro_region,
    }


def _checked(said: Mapping[str, Any], where: Where) -> tuple[Profile | None, list[Problem]]:
    sector = sector_named(str(said.get("sector", "")).strip())
    problems = [
        Problem(f"clusters.{code}", replace(where, field=f"cluster/{key}"), {"value": shown(value)})
        for key, code, value in _faults(said)
    ]
    if sector is None and _said(said.get("sector")):
        names = "、".join(sector.name for sector in sectors().values())
        details = {"value": shown(said["sector"]), "known": names}
        place = replace(where, field="cluster/sector")
        problems.append(Problem("clusters.unknown_sector", place, details))
    texts, faults = _texts(said, where)
    problems += faults
    if errors_only(problems) or sector is None or not all(_said(said.get(key)) for key in REQUIRED):
        return None, problems
    profile = Profile(
        said["id"],
        texts["name"],
        tuple(said["county_codes"]),
        sector.id,
        said.get("industry") or "",
        texts["operator"],
        said.get("demo", False),
        _recogniser(said) or "",
    )
    return profile, problems


def _texts(said: Mapping[str, Any], where: Where) -> tuple[dict[str, str], list[Problem]]:
    """Read what people wrote of the cluster."""
    texts: dict[str, str] = {}
    problems = []
    for key in WRITTEN:
        written = said.get(key) or ""
        place = replace(where, field=f"cluster/{key}")
        if not isinstance(written, str):
            problems.append(Problem("clusters.bad_text", place, {"value": shown(written)}))
            continue
        texts[key], faults = read_text(written, place)
        problems += faults
        if key in REQUIRED and _said(written) and not texts[key] and not faults:
            problems.append(_missing(key, where))
    return texts, problems


def _missing(key: str, where: Where) -> Problem:
    title = TITLES[key]
    details = {"key": key, "title": title.zh, "title_en": title.en}
    return Problem("clusters.key_missing", where, details)


def _faults(said: Mapping[str, Any]) -> Iterator[tuple[str, str, object]]:
    """Yield key, message and value of everything wrong but the sector; what is missing is not."""
    if _said(id_ := said.get("id")) and not (isinstance(id_, str) and ID.fullmatch(id_)):
        yield "id", "bad_id", id_
    yield from _county_faults(said.get("county_codes") or [])
    industry = said.get("industry")
    if industry and not isinstance(industry, str):
        yield "industry", "bad_text", industry
    elif industry and industry not in industries():
        yield "industry", "unknown_industry", industry
    if _recogniser(said) is None:
        yield "recognised_by", "unknown_recogniser", said["recognised_by"]
    if not isinstance(said.get("demo", False), bool):
        yield "demo", "bad_flag", said["demo"]


def _county_faults(codes: object) -> Iterator[tuple[str, str, object]]:
    if not isinstance(codes, list):
        yield "county_codes", "counties_not_a_list", codes
        return
    for place, code in enumerate(codes):
        if not (isinstance(code, str) and regions().county(code)):
            yield "county_codes", "unknown_county", code
        elif code in codes[:place]:
            yield "county_codes", "county_twice", code


def _recogniser(said: Mapping[str, Any]) -> str | None:
    """Return who recognised a cluster, by id or in Chinese; None where it is none of these."""
    stated = said.get("recognised_by") or ""
    known = {"": "", **{name: name for name in RECOGNISED_BY}}
    known |= {words.zh: name for name, words in RECOGNISED_BY.items()}
    return known.get(stated) if isinstance(stated, str) else None


def _said(value: object) -> bool:
    """Tell whether something was said at all: blanks and empty lists say nothing."""
    return bool(value.strip()) if isinstance(value, str) else value not in (None, [])
