"""Rank candidate clusters: county × line, how many, how unusual, how sure."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from jiqun.base.codes import industries, regions
from jiqun.discovery.line_words import line_name
from jiqun.discovery.lines import (
    CountyWords,
    Line,
    coherent_roots,
    county_words,
    join_lines,
)
from jiqun.discovery.makers import Makers, Progress, load_makers
from jiqun.discovery.settings import settings
from jiqun.discovery.statistics import false_discovery_adjusted, shrunken_quotient, upper_tail
from jiqun.registry.industries import classifier

ENOUGH, FEW_MAKERS, NOT_SIGNIFICANT = "enough", "too_few_makers", "not_significant"
INDUSTRY_SHARE = 0.5
"""Share of a line's firms that must lie in a group for the group to be given."""


@dataclass(frozen=True)
class Candidate:
    """A line in a county.

    Parameters
    ----------
    county_code, industry_code, label, terms
        Where, in which industry, what: a product or an industry; terms most telling first.
    firms, county_firms
        Makers of the line, and all makers of the county.
    quotient
        Location quotient after shrinkage.
    p_value, adjusted
        Chance of so many or more, and the same adjusted for false discoveries.
    score
        firms × log of the quotient.
    evidence
        ``enough``, or why the candidate gets no rank.
    rank
        1 for the best; None where the evidence is not enough.
    members
        Row numbers of the firms in the register.
    neighbours
        Counties nearby with a candidate of the same label.
    recognised
        Names of recognised clusters of the county; set after ranking.
    demo
        Whether its firms are the fictional ones of the demonstration.
    """

    county_code: str
    industry_code: str
    label: str
    terms: tuple[str, ...]
    firms: int
    county_firms: int
    quotient: float
    p_value: float
    adjusted: float
    score: float
    evidence: str
    rank: int | None = None
    members: Sequence[int] = field(default=(), repr=False)
    neighbours: tuple[str, ...] = ()
    recognised: tuple[str, ...] = ()
    demo: bool = False

    @property
    def share(self) -> float:
        """Share of the county's makers."""
        return self.firms / self.county_firms


def find_candidates(enterprises: Path, progress: Progress | None = None) -> list[Candidate]:
    """Find and rank the candidates of a settled register.

    Parameters
    ----------
    enterprises
        The settled table of a registry store.
    progress
        Told how many rows are read.

    Returns
    -------
    list of Candidate
        Ranked ones first, best first; then those without enough evidence, best first.
    """
    makers = load_makers(enterprises, progress)
    if not makers.words:
        return []
    found = _significant(*_all_lines(makers))
    ranked = sorted(
        found, key=lambda one: (one.evidence != ENOUGH, -one.score, one.county_code, one.label)
    )
    numbered = [
        replace(candidate, rank=number if candidate.evidence == ENOUGH else None)
        for number, candidate in enumerate(ranked, 1)
    ]
    return _with_neighbours(numbered)


def _all_lines(makers: Makers) -> tuple[list[Candidate], int]:
    """Return the lines of all counties, and how many county × word pairs were looked at."""
    roots = coherent_roots(makers)
    found, pairs = [], 0
    for county in county_words(makers):
        pairs += county.looked_at
        for line in join_lines(makers, county, roots):
            if candidate := _candidate(makers, county, line):
                found.append(candidate)
    return found, pairs


def _candidate(makers: Makers, county: CountyWords, line: Line) -> Candidate | None:
    """Count a line in its county and in the whole register."""
    import numpy as np

    wanted, county_firms = settings(), county.makers
    terms = line.words[: wanted.terms_shown]
    everywhere = makers.firms_with_any(terms)
    here = np.sort(everywhere[makers.county[everywhere] == county.number])
    if here.size < (wanted.least_firms if county_firms >= wanted.least_makers else 2):
        return None
    total = len(makers.rows)
    quotient = float(
        shrunken_quotient(here.size, county_firms, everywhere.size, total, wanted.prior_firms)
    )
    if quotient < wanted.least_quotient:
        return None
    words = tuple(makers.words[word] for word in terms)
    industry = _industry(makers.industry[here].tolist(), words)
    label = _label(makers, county.number, terms, here.size, industry)
    if not label:
        return None
    return Candidate(
        makers.counties[county.number],
        industry,
        label,
        tuple(sorted(words, key=lambda word: word != label)),
        int(here.size),
        county_firms,
        quotient,
        upper_tail(here.size, county_firms, everywhere.size, total),
        1.0,
        float(here.size * np.log(quotient)),
        ENOUGH,
        members=array("q", makers.rows[here].tolist()),
    )


def _label(makers: Makers, county: int, terms: list[int], firms: int, industry: str) -> str:
    """Return what a line is called, "" where nothing names it."""

    def share(place: int) -> float:
        return makers.firms_in(county, terms[place]) / firms

    return line_name([makers.words[word] for word in terms], share, industry)


def _significant(found: list[Candidate], pairs: int) -> list[Candidate]:
    """Adjust for false discoveries over all county × word pairs; say whose evidence is enough."""
    import numpy as np

    if not found:
        return []
    wanted = settings()
    adjusted = false_discovery_adjusted(np.array([candidate.p_value for candidate in found]), pairs)
    return [
        replace(
            candidate,
            adjusted=float(level),
            evidence=_evidence(candidate, float(level), wanted.least_makers),
        )
        for candidate, level in zip(found, adjusted, strict=True)
    ]


def _evidence(one: Candidate, adjusted: float, least_makers: int) -> str:
    if one.county_firms < least_makers:
        return FEW_MAKERS
    return ENOUGH if adjusted <= settings().false_discovery_rate else NOT_SIGNIFICANT


def _industry(codes: list[str], words: Sequence[str]) -> str:
    """Return the industry most of a line's firms share, as deep as half of them agree.

    Where no firm is known to make anything, the line's first word says it.
    """
    made = Counter(code for code in codes if code and "06" <= code[:2] <= "46")
    known = industries()
    for length in (4, 3, 2):
        code, firms = _commonest(made, length)
        if firms and firms >= INDUSTRY_SHARE * made.total() and code in known:
            return code
    match = classifier().products.find(words[0])
    return match.code if match else _commonest(made, 2)[0]


def _commonest(codes: Counter[str], length: int) -> tuple[str, int]:
    """Return the commonest beginning of codes that are that long, and its firms; "" without any."""
    counted: Counter[str] = Counter()
    for code, firms in codes.items():
        if len(code) >= length:
            counted[code[:length]] += firms
    return min(counted.items(), key=lambda pair: (-pair[1], pair[0]), default=("", 0))


def _with_neighbours(found: list[Candidate]) -> list[Candidate]:
    """Note for each ranked candidate the counties nearby that make the same."""
    by_label: defaultdict[str, list[str]] = defaultdict(list)
    for candidate in found:
        if candidate.evidence == ENOUGH:
            by_label[candidate.label].append(candidate.county_code)
    return [
        replace(
            candidate,
            neighbours=tuple(
                sorted(
                    other
                    for other in by_label[candidate.label]
                    if other != candidate.county_code and _near(candidate.county_code, other)
                )
            ),
        )
        if candidate.evidence == ENOUGH
        else candidate
        for candidate in found
    ]


def _near(one: str, other: str) -> bool:
    """Whether two counties' centres are close enough for one agglomeration."""
    import math

    here, there = regions().point(one), regions().point(other)
    if here is None or there is None:
        return False
    mean = math.radians((here[1] + there[1]) / 2)
    east = (here[0] - there[0]) * math.cos(mean)
    return math.hypot(east, here[1] - there[1]) * 111.2 <= settings().neighbour_distance
