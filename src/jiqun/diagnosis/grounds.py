"""What a finding is told by where it compares with nobody, and why one cannot be told."""

from __future__ import annotations

from typing import Literal, TypeAlias

from jiqun.base.definitions import indicators
from jiqun.base.distinct import distinct
from jiqun.base.forms import existed
from jiqun.diagnosis.findings import Finding
from jiqun.diagnosis.signals import ChainLinks, Duplicated, FailsRule, NotSpecialised, leaves
from jiqun.diagnosis.telling import Found

Basis: TypeAlias = Literal["filing", "criteria", "trades", "register", "chain"]
Untold: TypeAlias = Literal["register", "form", "peers", "filing"]
REASONS: tuple[Untold, ...] = ("filing", "peers", "form", "register")
"""Why a finding cannot be told, what the cluster itself can mend first."""
_BASES: dict[type, Basis] = {
    FailsRule: "criteria",
    Duplicated: "trades",
    NotSpecialised: "register",
    ChainLinks: "chain",
}


def bases(finding: Finding) -> tuple[Basis, ...]:
    """Return what a finding is told by, beside peers; the cluster's own filing where nothing else.

    Examples
    --------
    >>> from jiqun.diagnosis.findings import findings
    >>> bases(findings()["criteria_not_met"]), bases(findings()["services_incomplete"])
    (('criteria',), ('filing',))
    """
    found: list[Basis] = [_BASES.get(type(leaf), "filing") for leaf in leaves(finding.signal)]
    return tuple(distinct(found))


def untestable(finding: Finding, year: int) -> Untold | None:
    """Return why a finding can be told of no cluster in a year; None where it may be told of some.

    Parameters
    ----------
    finding, year
        Which, and the data year.

    Examples
    --------
    >>> from jiqun.diagnosis.findings import findings
    >>> absent = findings()["service_platform_absent"]
    >>> untestable(absent, 2022), untestable(absent, 2026)
    ('form', None)
    """
    if all(basis in ("register", "chain") for basis in bases(finding)):
        return "register"
    read = [name for name in finding.fields if existed(name, year)]
    compared = [name for name, _ in finding.asked_in(year) if _asked(name, year)]
    return "form" if (finding.fields or finding.figures) and not read + compared else None


def _asked(figure: str, year: int) -> bool:
    return all(existed(name, year) for name in indicators()[figure].definition.fields)


def untold(found: Found, year: int) -> Untold:
    """Return why a finding cannot be told of a cluster.

    Parameters
    ----------
    found
        Its answer, which is that it cannot be told.
    year
        The data year.
    """
    reason = untestable(found.finding, year)
    if reason is not None:
        return reason
    filed = all(shown.value is not None for shown in found.evidence)
    return "peers" if found.finding.compares and filed else "filing"
