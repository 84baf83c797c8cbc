"""How many clusters have each finding, and how many each measure fits: what may be said of it.

A count of secret findings is a figure of several clusters, and the rule of three holds for it: it
is told where at least three have the finding and three have not, and of the nation alone, so that
nobody subtracts one place from another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from jiqun.diagnosis.diagnose import Diagnosis
from jiqun.diagnosis.findings import Finding, findings
from jiqun.diagnosis.fitting import Fitted
from jiqun.diagnosis.measures import Measure
from jiqun.diagnosis.telling import Found
from jiqun.disclosure.rule import may_be_counted

FEWEST_SAID = 3
"""A finding or a measure is said in a sentence where so many clusters have it."""
FIRST_MEASURES = 5
"""A measure fits a cluster where it is among so many that fit best."""
OUTSTANDING = 3
"""A place stands out where its share lies so many deviations above the rest's: many are tried."""
FEWEST_THERE = 5
"""Of fewer clusters no place is said to stand out."""
Tells = Callable[[Finding, str], bool]
"""Whether a reader may see a finding of a cluster."""


@dataclass(frozen=True, slots=True)
class Group:
    """Where a finding is more frequent than elsewhere: of how many clusters there, how many."""

    level: str
    key: str
    present: int
    told: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How many clusters have a finding.

    Parameters
    ----------
    finding
        Which.
    present, absent, cannot_tell
        Clusters by verdict; meaningless where it is withheld.
    withheld
        Whether the reader may not be told.
    groups
        Where it is frequent, the place that stands out most first; empty where the reader does not
        see every cluster.
    """

    finding: Finding
    present: int
    absent: int
    cannot_tell: int
    withheld: bool
    groups: tuple[Group, ...] = ()

    @property
    def told(self) -> int:
        """Clusters of which it can be told."""
        return self.present + self.absent


@dataclass(frozen=True, slots=True)
class Fitting:
    """A measure that fits clusters among the first.

    Parameters
    ----------
    measure, clusters
        Which, and how many it fits.
    answered, times
        The findings it answers there, what it answers most first, and in how many of them.
    """

    measure: Measure
    clusters: int
    answered: tuple[Finding, ...]
    times: tuple[int, ...]


Members = Mapping[str, Mapping[str, str]]
"""By cluster, its key at every level."""


def tallies(
    found: Sequence[Diagnosis], tells: Tells | None = None, members: Members | None = None
) -> list[Tally]:
    """Count a year's diagnoses by finding, in the catalogue's order.

    Parameters
    ----------
    found
        Of all clusters counted, with every finding that is to be counted.
    tells
        Which of them the reader may see; all of them where not given.
    members
        Where each cluster belongs, to say where a finding is frequent.
    """
    by_finding: dict[str, list[tuple[str, Found]]] = {}
    for diagnosis in found:
        for said in diagnosis.findings:
            by_finding.setdefault(said.finding.id, []).append((diagnosis.cluster, said))
    return [_tally(rows, tells, members or {}) for rows in by_finding.values()]


def _tally(rows: Sequence[tuple[str, Found]], tells: Tells | None, members: Members) -> Tally:
    finding = rows[0][1].finding
    unseen = [said for cluster, said in rows if tells is not None and not tells(finding, cluster)]
    verdicts = Counter(said.verdict for _, said in rows)
    return Tally(
        finding,
        verdicts["present"],
        verdicts["absent"],
        verdicts["cannot_tell"],
        withheld=bool(unseen) and not _large(unseen),
        groups=() if unseen else tuple(_groups(rows, members)),
    )


def _large(unseen: Sequence[Found]) -> bool:
    """Tell whether enough have it and enough have it not among those the reader does not see."""
    verdicts = Counter(said.verdict for said in unseen)
    return may_be_counted(verdicts["present"], verdicts["absent"])


def _groups(rows: Sequence[tuple[str, Found]], members: Members) -> list[Group]:
    """Return where a finding is clearly more frequent than in the rest, the clearest first."""
    counts: dict[tuple[str, str], list[int]] = {}
    for cluster, said in rows:
        if said.verdict == "cannot_tell":
            continue
        for level, key in members.get(cluster, {}).items():
            at = counts.setdefault((level, key), [0, 0])
            at[0] += said.verdict == "present"
            at[1] += 1
    present = sum(said.verdict == "present" for _, said in rows)
    told = sum(said.verdict != "cannot_tell" for _, said in rows)
    standing = [
        (_standing_out((here, of), (present, told)), Group(level, key, here, of))
        for (level, key), (here, of) in counts.items()
    ]
    clear = [(score, group) for score, group in standing if score >= OUTSTANDING]
    return [group for _, group in sorted(clear, key=_clearest)]


def _clearest(standing: tuple[float, Group]) -> tuple[float, str, str]:
    score, group = standing
    return -score, group.level, group.key


def _standing_out(here: tuple[int, int], whole: tuple[int, int]) -> float:
    """Return how many deviations the share of a place lies above the rest's; nought of few.

    The test of two proportions with the pooled share, as textbooks have it.
    """
    (present, told), (every, all_told) = here, whole
    rest = all_told - told
    if present < FEWEST_SAID or told < FEWEST_THERE or not rest:
        return 0.0
    pooled = every / all_told
    deviation = sqrt(pooled * (1 - pooled) * (1 / told + 1 / rest))
    return (present / told - (every - present) / rest) / deviation if deviation else 0.0


def fittings(found: Sequence[Diagnosis]) -> list[Fitting]:
    """Count the measures that fit clusters best; those that fit most clusters first.

    Parameters
    ----------
    found
        Of all clusters counted, with what the reader may see of each and nothing else: then a
        measure tells nothing that its findings do not.
    """
    fitting: dict[str, list[tuple[str, Fitted]]] = {}
    for diagnosis in found:
        for fit in diagnosis.measures[:FIRST_MEASURES]:
            fitting.setdefault(fit.measure.id, []).append((diagnosis.cluster, fit))
    return sorted((_fitting(rows) for rows in fitting.values()), key=_most_first)


def _fitting(rows: Sequence[tuple[str, Fitted]]) -> Fitting:
    answered = Counter(weak.id for _, fit in rows for weak in fit.answered)
    most = answered.most_common()
    known = tuple(findings()[name] for name, _ in most)
    return Fitting(rows[0][1].measure, len(rows), known, tuple(times for _, times in most))


def _most_first(fitting: Fitting) -> tuple[int, str]:
    return -fitting.clusters, fitting.measure.id
