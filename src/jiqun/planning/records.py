"""A plan as JSON has it, and as rows of a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from jiqun.base.language import Lang
from jiqun.base.names import industry_name, region_name
from jiqun.planning.ahead import Ahead, Owned, Planner
from jiqun.planning.landscape import row_of
from jiqun.planning.leads import Differentiation
from jiqun.planning.links import ChainLinks, chains_of
from jiqun.planning.options import Option
from jiqun.planning.register import Coverage

DIGITS = 6
"""Behind the point, of what is no count."""


def document(ahead: Ahead, options: Iterable[Option], lang: Lang) -> dict[str, Any]:
    """Return a plan as one JSON object.

    Parameters
    ----------
    ahead
        The plan.
    options
        Its options, in the order and number wanted.
    lang
        The language of names.
    """
    scope, covered = ahead.scope, ahead.coverage
    return {
        "demo": ahead.demo,
        "county": ahead.county,
        "name": region_name(ahead.county).in_(lang),
        "verdict": ahead.verdict.code,
        "why": ahead.verdict.value.in_(lang),
        "held": asdict(ahead.held),
        "coverage": _coverage(covered),
        "compared": None
        if scope is None
        else {**asdict(scope), "provinces": list(scope.provinces)},
        "has": [_owned(owned, lang) for owned in ahead.has],
        "options": [option_record(option, lang) for option in options],
        "unrelated": [
            {**_named(option.industry, lang), "firms": option.firms} for option in ahead.unrelated
        ],
        "differentiation": _apart(ahead.differentiation, lang),
        "raised_by": None
        if ahead.levers is None
        else {
            "leads": [option.industry for option in ahead.levers.leads],
            "own": list(ahead.levers.own),
            "shared": list(ahead.levers.shared),
        },
        "links": [_links(links, lang) for links in (ahead.links or {}).values()],
    }


def _coverage(covered: Coverage) -> dict[str, Any]:
    return {
        "first_year": covered.first_year,
        "last_year": covered.last_year,
        "makers": covered.makers,
        "known": covered.known,
        "without_county": covered.without_county,
        "without_year": covered.without_year,
        "provinces": {code: asdict(held) for code, held in covered.provinces.items()},
    }


def _owned(owned: Owned, lang: Lang) -> dict[str, Any]:
    return {
        **_named(owned.industry, lang),
        "firms": owned.firms,
        "lq": _rounded(owned.quotient),
        "complexity": _rounded(owned.complexity),
    }


def option_record(option: Option, lang: Lang) -> dict[str, Any]:
    """Return an option as JSON has it."""
    crowded = option.crowding
    return {
        **_named(option.industry, lang),
        "density": _rounded(option.density),
        "density_rank": option.density_rank,
        "distance": _rounded(option.distance),
        "complexity": _rounded(option.complexity),
        "complexity_rank": option.complexity_rank,
        "gain": _rounded(option.gain),
        "road": option.road.code,
        "firms": option.firms,
        "lq": _rounded(option.quotient),
        "nearby": _rounded(option.nearby),
        "because": [
            {
                **_named(reason.industry, lang),
                "firms": reason.firms,
                "proximity": _rounded(reason.proximity),
            }
            for reason in option.because
        ],
        "crowding": {**asdict(crowded), "trend": crowded.trend.code},
        "nearest": [
            {**asdict(place), "name": region_name(place.county).in_(lang)}
            for place in option.nearest
        ],
        "if_lead": {"low": _rounded(option.if_lead.low), "high": _rounded(option.if_lead.high)},
        "chains": [chain.id for chain in chains_of(option.industry)],
    }


def option_row(option: Option, ahead: Ahead, rank: int, lang: Lang) -> dict[str, Any]:
    """Return an option as a row of a table: lists in one cell each, ``|`` between."""
    said = option_record(option, lang)
    nearest = said["nearest"][0] if said["nearest"] else {}
    return {
        "rank": rank,
        "county_code": ahead.county,
        "county": region_name(ahead.county).in_(lang),
        "industry_code": option.industry,
        "industry": said["name"],
        **{
            name: said[name]
            for name in (
                "density", "density_rank", "distance", "complexity", "complexity_rank", "gain",
                "road", "firms", "lq", "nearby",
            )
        },
        "because": "|".join(reason["name"] for reason in said["because"]),
        **{name: number for name, number in said["crowding"].items() if name != "firms"},
        "industry_firms": said["crowding"]["firms"],
        "nearest": nearest.get("name"),
        "nearest_km": nearest.get("kilometres"),
        "differentiation_low": said["if_lead"]["low"],
        "differentiation_high": said["if_lead"]["high"],
        "chains": "|".join(said["chains"]),
        "demo": ahead.demo,
    }  # fmt: skip


def lead_rows(planner: Planner, lang: Lang) -> list[dict[str, Any]]:
    """Return the lead industry of every county that is told, the least apart first."""
    scape, leads = planner.scape, planner.leads
    if scape is None or leads is None:
        return []
    found = []
    for county in map(str, scape.firms.index):
        apart = leads.differentiation(county)
        if apart is not None:
            found.append(_lead_row(planner, county, apart, lang))
    return sorted(found, key=lambda row: (row["low"], row["high"], row["county_code"]))


def _lead_row(planner: Planner, county: str, apart: Differentiation, lang: Lang) -> dict[str, Any]:
    closest = next((other for other in apart.look_alikes if other.alike is not None), None)
    firms = {} if planner.scape is None else row_of(planner.scape.firms, county).to_dict()
    return {
        "county_code": county,
        "county": region_name(county).in_(lang),
        "province": region_name(f"{county[:2]}0000").in_(lang),
        "industry_code": apart.industry,
        "industry": industry_name(apart.industry).in_(lang),
        "basis": apart.basis,
        "firms": int(firms.get(apart.industry, 0)),
        "look_alikes": len(apart.look_alikes),
        "in_province": apart.in_province,
        "low": _rounded(apart.index.low),
        "high": _rounded(apart.index.high),
        "most_alike": None if closest is None else region_name(closest.county).in_(lang),
        "alike": None if closest is None else _rounded(closest.alike),
        "demo": planner.register.demo,
    }


def _apart(apart: Differentiation | None, lang: Lang) -> dict[str, Any] | None:
    if apart is None:
        return None
    return {
        **_named(apart.industry, lang),
        "basis": apart.basis,
        "low": _rounded(apart.index.low),
        "high": _rounded(apart.index.high),
        "in_province": apart.in_province,
        "look_alikes": [
            {
                **asdict(other),
                "name": region_name(other.county).in_(lang),
                "alike": _rounded(other.alike),
            }
            for other in apart.look_alikes
        ],
    }


def _links(links: ChainLinks, lang: Lang) -> dict[str, Any]:
    def nodes(part: Iterable[Any]) -> list[dict[str, str]]:
        return [{"node": node.id, "title": node.title.in_(lang)} for node in part]

    return {
        "chain": links.chain.id,
        "title": links.chain.title.in_(lang),
        "links": None if links.counts is None else asdict(links.counts),
        "missing": nodes(links.missing),
        "single": nodes(links.single),
    }


def _named(industry: str, lang: Lang) -> dict[str, str]:
    return {"industry": industry, "name": industry_name(industry).in_(lang)}


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, DIGITS)
