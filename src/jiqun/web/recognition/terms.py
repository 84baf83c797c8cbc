"""What a call says: as its form says it, as the catalogue knows it, as a draft keeps it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from jiqun.base.canonical import content_hash
from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.names import place_name
from jiqun.base.texts import read_text
from jiqun.rules import Programme
from jiqun.rules.life import call_of
from jiqun.rules.programmes import NATIONAL
from jiqun.web.posted import day_in
from jiqun.web.recognition.models import Call
from jiqun.web.recognition.quota_forms import LARGEST_QUOTA, PLACES, read_quotas
from jiqun.web.recognition.quotas import kinds_of, known_quotas

LONGEST_NOTICE = 100


@dataclass(frozen=True, slots=True)
class Terms:
    """What a call says.

    Parameters
    ----------
    programme, year
        Under which programme, for which batch.
    due
        The last day to apply.
    notice
        The notice's number, or empty.
    quotas
        How many a recommender may name, by kind or region code; None is no limit.
    """

    programme: str
    year: int
    due: date
    notice: str
    quotas: dict[str, int | None]

    @property
    def said(self) -> dict[str, Any]:
        """What an event says of them, and a draft can amend."""
        return {"due": self.due.isoformat(), "quotas": self.quotas, "notice": self.notice}

    @property
    def version(self) -> str:
        """A hash of what is said: what was looked at is what is amended."""
        return content_hash({**asdict(self), **self.said})


def terms_of(call: Call) -> Terms:
    """Return what a call says now."""
    return Terms(call.programme, call.year, call.due, call.notice, call.quotas)


def checked(terms: Terms) -> Terms:
    """Return terms as a call keeps them.

    Raises
    ------
    Refused
        Where the number of the notice cannot be kept, or a quota is out of bounds.
    """
    notice, problems = read_text(terms.notice, Where(field="notice"), longest=LONGEST_NOTICE)
    for key, limit in terms.quotas.items():
        if limit is not None and not 0 <= limit <= LARGEST_QUOTA:
            words = {"title": key, "title_en": key, "text": limit, "most": LARGEST_QUOTA}
            problems.append(Problem("recognition.no_quota", Where(field=f"quota_{key}"), words))
    if errors_only(problems):
        raise Refused(problems)
    return Terms(terms.programme, terms.year, terms.due, notice, terms.quotas)


def read_terms(said: Mapping[str, str], programme: Programme, year: int) -> Terms:
    """Read terms as the form says them.

    Raises
    ------
    Refused
        With everything wrong at once: the day, the number of the notice, each quota.
    """
    problems: list[Problem] = []
    due = day_in(said.get("due", ""), "due", problems)
    if due is None and not problems:
        problems.append(Problem("recognition.no_due_day", Where(field="due")))
    notice, faults = read_text(
        said.get("notice", ""), Where(field="notice"), longest=LONGEST_NOTICE
    )
    problems += errors_only(faults)
    quotas: dict[str, int | None] = {}
    try:
        typed = {kind: said.get(f"quota_{kind}", "").strip() for kind in kinds_of(programme)}
        region = "" if programme.region == NATIONAL else programme.region
        quotas = read_quotas(typed, said.get(PLACES, ""), region)
    except Refused as refused:
        problems += refused.problems
    if problems or due is None:
        raise Refused(problems)
    return Terms(programme.id, year, due, notice, quotas)


def known_terms(programme: Programme, year: int) -> dict[str, Any]:
    """Return what the catalogue knows of a year's call."""
    known = call_of(programme, year)
    quotas = known_quotas(programme, year)
    if known is None:
        return {"notice": "", "due": None, "quotas": quotas}
    return {"notice": known.notice or "", "due": known.due, "quotas": quotas}


def known_form(programme: Programme, year: int) -> dict[str, Any]:
    """Return the form of a year's call, filled in with what the catalogue knows."""
    return _form(programme, **known_terms(programme, year))


def kept_form(call: Call) -> dict[str, Any]:
    """Return the form of a draft, filled in with what it says."""
    return _form(call.rules, call.notice, call.due, call.quotas)


def typed_form(programme: Programme, said: Mapping[str, str]) -> dict[str, Any]:
    """Return the form as it was typed."""
    quotas = {kind: said.get(f"quota_{kind}", "") for kind in kinds_of(programme)}
    typed = {name: said.get(name, "") for name in ("notice", "due")}
    return {**typed, "quotas": quotas, "places": said.get(PLACES, "")}


def _form(
    programme: Programme, notice: str, due: date | None, quotas: Mapping[str, int | None]
) -> dict[str, Any]:
    limits = {key: "-" if limit is None else str(limit) for key, limit in quotas.items()}
    lines = [f"{place_name(key).zh} {limit}" for key, limit in limits.items() if key.isdigit()]
    kinds = {kind: limits.get(kind, "") for kind in kinds_of(programme)}
    said = due.isoformat() if due else ""
    return {"notice": notice, "due": said, "quotas": kinds, "places": "\n".join(lines)}
