"""All that is known of one candidate, on one page: numbers, firms, place, what to ask."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from jiqun.base.codes import regions
from jiqun.base.errors import NotFound, Problem
from jiqun.base.files import catalogue_path
from jiqun.base.language import Lang
from jiqun.base.names import industry_name, place_name
from jiqun.base.plurals import filled
from jiqun.base.yaml_files import read_yaml
from jiqun.discovery.candidates import Candidate
from jiqun.discovery.output import row
from jiqun.discovery.perimeter import Perimeter, first_perimeter


@dataclass(frozen=True)
class Dossier:
    """A candidate with everything behind it.

    Parameters
    ----------
    candidate
        Its row of the output.
    perimeter
        The towns that hold most of its firms.
    point
        Longitude, latitude and whether the point is a parent region's; None where unknown.
    firms
        One record a firm: code, name, town, address, registered, industry, its words.
    jobs, tiers
        Jobs where the register states them (with how many firms state them), and firms by tier.
    questions
        What to ask the county for.
    """

    candidate: dict[str, Any]
    perimeter: Perimeter
    point: dict[str, Any] | None
    firms: list[dict[str, Any]]
    jobs: dict[str, int] | None
    tiers: dict[str, int]
    questions: list[dict[str, str]]

    def record(self) -> dict[str, Any]:
        """Return the dossier as one JSON object."""
        return asdict(self)

    def text(self, lang: Lang) -> str:
        """Write the dossier for a reader."""
        one = self.candidate
        words = _WORDS[lang]
        towns = "、".join(f"{town} {firms}" for town, firms in self.perimeter.towns)
        share = f"{100 * one['share']:.1f}%"
        place = place_name(one["county_code"]).in_(lang)
        industry = industry_name(one["industry_code"]).in_(lang)
        lines = [
            *([words["demo"]] if one["demo"] else []),
            f"#{one['rank']} {place} {one['label']} ({one['industry_code']} {industry})",
            f"{words['terms']}: {one['terms'].replace('|', '、')}",
            filled(words["numbers"], {**one, "share": share}),
            f"{words['towns']}: {towns or words['none']} "
            f"({filled(words['no_town'], {'n': self.perimeter.unknown})})",
        ]
        if self.point:
            mark = words["approximate"] if self.point["approximate"] else ""
            spot = f"{self.point['longitude']}, {self.point['latitude']} {mark}".rstrip()
            lines.append(f"{words['point']}: {spot}")
        if self.jobs:
            lines.append(filled(words["jobs"], self.jobs))
        if one["neighbours"]:
            lines.append(f"{words['neighbours']}: {one['neighbours'].replace('|', '、')}")
        if one["recognised"]:
            lines.append(f"{words['recognised']}: {one['recognised'].replace('|', '、')}")
        lines.append(f"{words['firms']}:")
        lines += [f"  {firm['code']}  {firm['name']}  {firm['town']}" for firm in self.firms]
        lines.append(f"{words['ask']}:")
        lines += [f"  - {question[lang]}" for question in self.questions]
        return "\n".join(lines)


def make_dossier(found: list[Candidate], rank: int, enterprises: Path) -> Dossier:
    """Gather what is known of the candidate of a rank.

    Raises
    ------
    NotFound
        Where no candidate has this rank.
    """
    one = next((candidate for candidate in found if candidate.rank == rank), None)
    if one is None:
        last = max((candidate.rank or 0 for candidate in found), default=0)
        raise NotFound(Problem("discovery.no_rank", details={"rank": rank, "last": last}))
    firms = _firms(enterprises, one)
    place = regions().point(one.county_code)
    stated = [firm["employees"] for firm in firms if firm["employees"] is not None]
    tiers: dict[str, int] = {}
    for firm in firms:
        if firm["tier"]:
            tiers[firm["tier"]] = tiers.get(firm["tier"], 0) + 1
    return Dossier(
        row(one),
        first_perimeter(firm["town"] for firm in firms),
        {"longitude": place[0], "latitude": place[1], "approximate": place[2]} if place else None,
        firms,
        {"jobs": sum(stated), "stating": len(stated), "firms": len(firms)} if stated else None,
        dict(sorted(tiers.items())),
        _questions(),
    )


def _firms(enterprises: Path, one: Candidate) -> list[dict[str, Any]]:
    from jiqun.registry.engine import connected

    with connected(enterprises.parent) as (db, plain):
        result = db.execute(
            "select code, name, town, address, registered_on, industry_code, industry_words, "
            "employees, tier from read_parquet(?) where row in (select unnest(?)) order by row",
            [str(plain / enterprises.name), list(one.members)],
        )
        names = [column[0] for column in result.description]
        return [dict(zip(names, values, strict=True)) for values in result.fetchall()]


def _questions() -> list[dict[str, str]]:
    path = catalogue_path("discovery", "questions.yaml")
    loaded: list[dict[str, str]] = read_yaml(path)
    return loaded


_WORDS: dict[Lang, dict[str, str]] = {
    "zh": {
        "terms": "产品词",
        "numbers": "企业 {firms} 家，占全县生产企业 {county_firms} 家的 {share}；"
        "区位商 {lq}（收缩后）；p = {p_value}（校正后 {p_adjusted}）",
        "towns": "写明乡镇的企业，八成在",
        "no_town": "另有 {n} 家地址未写乡镇",
        "none": "地址未写乡镇",
        "point": "经纬度",
        "approximate": "（上级行政区的位置，仅供参考）",
        "jobs": "从业人数 {jobs}（{firms} 家中 {stating} 家登记了人数）",
        "neighbours": "相邻县同类候选",
        "recognised": "已认定的集群",
        "firms": "企业名单（登记数据，未核实是否在营）",
        "ask": "请向县里了解",
        "demo": "演示数据：企业均为虚构",
    },
    "en": {
        "terms": "words",
        "numbers": "{firms} {firms:firm|firms}, {share} of the county's {county_firms} "
        "{county_firms:maker|makers}; "
        "location quotient {lq} (shrunken); p = {p_value} (adjusted {p_adjusted})",
        "towns": "towns that hold 80 % of the firms that name one",
        "no_town": "{n} more {n:firm names|firms name} no town",
        "none": "no address names a town",
        "point": "longitude, latitude",
        "approximate": "(of the parent region, approximate)",
        "jobs": "{jobs} {jobs:job|jobs} ({stating} of {firms} {firms:firm|firms} "
        "{stating:states|state} them)",
        "neighbours": "counties nearby with the same line",
        "recognised": "recognised clusters",
        "firms": "firms (as registered; whether still active is not known)",
        "ask": "ask the county for",
        "demo": "Demonstration: the firms are fictional",
    },
}
