"""Fictional firms for tests of rosters."""

from datetime import date
from typing import Any

from jiqun.base.credit_codes import check_character
from jiqun.clusters.roster import Firm, Roster, TierPeriod


def code(number: int, county: str = "330106") -> str:
    """Return a valid credit code that no register has: the organisation part says XN."""
    body = f"91{county}XN{number:07d}"
    return body + check_character(body)


def firm(number: int, **changes: Any) -> Firm:
    """Return a firm; titles are given as (tier, from, until)."""
    said: dict[str, Any] = {
        "credit_code": code(number), "name": f"示例企业{number}", "county_code": "330106",
        "industry": "3962", "size": "small", "tiers": (), "key_supplier": "", "output": None,
        "employment": 50, "cluster_id": "demo-001", "since": date(2020, 1, 1), "until": None,
        "row": number,
    }  # fmt: skip
    tiers = tuple(TierPeriod(*one) for one in changes.pop("tiers", ()))
    return Firm(**{**said, "tiers": tiers, **changes})


def roster(*firms: Firm) -> Roster:
    """Return the list of one cluster."""
    return Roster("roster.csv", firms[0].cluster_id if firms else "demo-001", list(firms))


def raw(number: int, **changes: Any) -> dict[str, Any]:
    """Return a row of a CSV as it is read."""
    said: dict[str, Any] = {
        "credit_code": code(number), "name": f"示例企业{number}", "county_code": "330106",
        "industry": "3962", "size": "小型", "key_supplier": "", "output": "1200.5",
        "employment": "50", "from": "2020-01-01", "until": "", "tiers": (),
    }  # fmt: skip
    return {**said, **changes}
