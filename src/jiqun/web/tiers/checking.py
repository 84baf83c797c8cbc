"""Read the form as a page sends it, and hold a firm against every tier of the day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from jiqun.base.errors import Problem
from jiqun.clusters.firm_form import NOW, Firm, FirmField, firm_form, read_firm
from jiqun.clusters.tier_checks import SELF_CHECKED, TierCheck, check

FLAGS = {"true": True, "false": False}


def years_asked(year: int) -> list[int]:
    """Return the years the form asks, the last first."""
    return [year - back for back in range(firm_form().years)]


def name_of(field: str, year: int = NOW) -> str:
    """Return what a page calls an answer.

    Examples
    --------
    >>> name_of("revenue", 2025), name_of("own_brand")
    ('revenue-2025', 'own_brand')
    """
    return f"{field}-{year}" if year else field


def answers_in(posted: Mapping[str, str], year: int) -> dict[str, Any]:
    """Return what a page sends as the form's own record: what is empty is not known."""
    fields = firm_form().fields.values()
    yearly = [field for field in fields if field.each_year]
    return {
        "year": year,
        "years": {
            str(asked): {field.id: _said(field, posted, asked) for field in yearly}
            for asked in years_asked(year)
        },
        "now": {field.id: _said(field, posted) for field in fields if not field.each_year},
    }


def texts_of(said: Mapping[str, Any]) -> dict[str, str]:
    """Return kept answers as a page shows them: the inverse of :func:`answers_in`."""
    found: dict[str, Any] = {}
    for year, answers in said.get("years", {}).items():
        found |= {name_of(name, int(year)): answer for name, answer in answers.items()}
    found |= said.get("now", {})
    return {name: _text(answer) for name, answer in found.items() if answer is not None}


def checks_of(said: Mapping[str, Any], on: date) -> tuple[list[TierCheck], list[Problem]]:
    """Hold answers against each tier that has rules on a day.

    Returns
    -------
    list of TierCheck
        Tier by tier, the lowest first.
    list of Problem
        Answers that are none of the form's: they count as not known.
    """
    firm, problems = read_firm(said)
    return checks(firm, on), problems


def checks(firm: Firm, on: date) -> list[TierCheck]:
    """Return what each tier says of a firm."""
    return [found for tier in SELF_CHECKED if (found := check(tier, firm, on)) is not None]


def _said(field: FirmField, posted: Mapping[str, str], year: int = NOW) -> Any:
    text = posted.get(name_of(field.id, year), "").strip().replace(",", "")
    if field.type == "flag":
        return FLAGS.get(text)
    return text or None


def _text(answer: Any) -> str:
    return str(answer).lower() if isinstance(answer, bool) else str(answer)
