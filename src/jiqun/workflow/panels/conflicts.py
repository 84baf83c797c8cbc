"""Conflicts of interest, computed before anybody is invited, and those an expert declares.

What could not be looked up is said: "not checked" is not "no conflict".
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache


class Tie(StrEnum):
    """What ties an expert to an application."""

    CREDIT_CODE = "credit_code"
    EMPLOYER = "employer"
    SHAREHOLDING = "shareholding"
    DECLARED = "declared"


@dataclass(frozen=True, slots=True)
class Expert:
    """An expert, as far as conflicts go.

    Parameters
    ----------
    id
        Their name in the panel.
    firms
        Credit codes or names of what they own, lead or speak for; None where nobody asked.
    employers
        Credit codes or names of whom they work for, now and in the years the authority asks
        about; None where not known.
    holder_names
        The names they hold shares under, as a register of shareholders has them.
    declared
        Applications they said they have a tie to.
    """

    id: str
    firms: frozenset[str] | None = None
    employers: frozenset[str] | None = None
    holder_names: frozenset[str] = frozenset()
    declared: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Applicant:
    """An application, as far as conflicts go.

    Parameters
    ----------
    id
        The application.
    firms
        Firms of the cluster and its operator: name by credit code.
    bodies
        Names of offices and bodies that apply or recommend.
    shareholders
        Shareholders' credit codes and names by firm, where a register of them was imported; a firm
        that is not a key was not.
    """

    id: str
    firms: Mapping[str, str]
    bodies: frozenset[str] = frozenset()
    shareholders: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found between an expert and an application.

    Parameters
    ----------
    ties
        What ties them, and by whom: pairs of a kind and a credit code or name.
    not_checked
        Kinds that could not be looked up, for whole or for some firms.
    """

    ties: tuple[tuple[Tie, str], ...]
    not_checked: tuple[Tie, ...]

    @property
    def conflict(self) -> bool:
        """Whether the expert may not judge the application."""
        return bool(self.ties)


def check(expert: Expert, applicant: Applicant) -> Checked:
    """Look for what ties an expert to an application.

    Examples
    --------
    >>> applicant = Applicant("a1", {"91330106MA2800000X": "某某泵业有限公司"})
    >>> found = check(Expert("e1", employers=frozenset({"某某泵业有限公司"})), applicant)
    >>> found.ties, [str(kind) for kind in found.not_checked]
    (((<Tie.EMPLOYER: 'employer'>, '某某泵业有限公司'),), ['credit_code', 'shareholding'])
    """
    there = {folded(said) for names in applicant.firms.items() for said in names}
    there.update(map(folded, applicant.bodies))
    ties = [(Tie.CREDIT_CODE, firm) for firm in sorted(expert.firms or ()) if _meant(firm) & there]
    ties += [
        (Tie.EMPLOYER, employer)
        for employer in sorted(expert.employers or ())
        if _meant(employer) & there
    ]
    ties += [(Tie.SHAREHOLDING, firm) for firm in _held(expert, applicant)]
    if applicant.id in expert.declared:
        ties.append((Tie.DECLARED, applicant.id))
    return Checked(tuple(ties), tuple(_not_checked(expert, applicant)))


def conflicts(
    experts: Iterable[Expert], applicants: Iterable[Applicant]
) -> dict[tuple[str, str], Checked]:
    """Return every pair of application and expert that a tie keeps apart, with what was found.

    Experts are looked up by what could tie them: of 900,000 pairs only those few are checked that
    share a code, a name or a declaration.

    Examples
    --------
    >>> applicants = [Applicant("a1", {}, frozenset({"某促进中心"})), Applicant("a2", {})]
    >>> experts = [Expert("e1", employers=frozenset({"某促进 中心"})), Expert("e2")]
    >>> sorted(conflicts(experts, applicants))
    [('a1', 'e1')]
    """
    by_trace: dict[str, set[Expert]] = defaultdict(set)
    for expert in experts:
        for trace in _traces(expert):
            by_trace[trace].add(expert)
    found = {}
    for applicant in applicants:
        near = {expert for trace in _left_by(applicant) for expert in by_trace.get(trace, ())}
        for expert in sorted(near, key=lambda expert: expert.id):
            checked = check(expert, applicant)
            if checked.conflict:
                found[applicant.id, expert.id] = checked
    return found


APART = re.compile(r"[\s,，、;；:：]+")
"""Between the parts of a line: a code, a name, what somebody is there."""
DECLARED = "declared "
"""Before an application's id, where it is a trace of its own."""


def _traces(expert: Expert) -> Iterator[str]:
    """Yield everything by which an expert may be tied to an application."""
    for line in {*(expert.firms or ()), *(expert.employers or ())}:
        yield from _meant(line)
    yield from map(folded, expert.holder_names)
    for application in expert.declared:
        yield DECLARED + application


def _left_by(applicant: Applicant) -> Iterator[str]:
    """Yield everything by which an expert may be tied to this application."""
    yield DECLARED + applicant.id
    yield from map(folded, (*applicant.firms, *applicant.firms.values(), *applicant.bodies))
    for holders in applicant.shareholders.values():
        yield from map(folded, holders)


@lru_cache(maxsize=65536)
def folded(name: str) -> str:
    """Write a name so that width, case and spaces make no difference.

    Examples
    --------
    >>> folded("某某（浙江） 泵业"), folded("ABC")
    ('某某(浙江)泵业', 'abc')
    """
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def _meant(line: str) -> set[str]:
    """Return what a line that somebody wrote may name: all of it, or a part beside a code or title.

    Examples
    --------
    >>> sorted(_meant("91330106ma2800000x 甲厂，总工程师"))
    ['91330106ma2800000x', '91330106ma2800000x甲厂,总工程师', '总工程师', '甲厂']
    """
    return {folded(part) for part in (line, *APART.split(line)) if part.strip()}


def _held(expert: Expert, applicant: Applicant) -> list[str]:
    """Return the firms of an application that an expert, their firm or employer has shares in."""
    lines = {*(expert.firms or ()), *(expert.employers or ())}
    mine = {named for line in lines for named in _meant(line)}
    mine.update(map(folded, expert.holder_names))
    return sorted(
        firm
        for firm, holders in applicant.shareholders.items()
        if not mine.isdisjoint(map(folded, holders))
    )


def _not_checked(expert: Expert, applicant: Applicant) -> Iterable[Tie]:
    if expert.firms is None:
        yield Tie.CREDIT_CODE
    if expert.employers is None:
        yield Tie.EMPLOYER
    if applicant.firms.keys() - applicant.shareholders.keys():
        yield Tie.SHAREHOLDING
