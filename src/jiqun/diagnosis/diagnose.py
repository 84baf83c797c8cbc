"""A year's clusters held against the catalogue's findings, as one reader may see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

import numpy as np

from jiqun.base.errors import NotFound, Problem
from jiqun.base.quantities import Quantity, Status
from jiqun.base.readers import Reader
from jiqun.diagnosis.board import NOTHING_OUTSIDE, Outside
from jiqun.diagnosis.comparison import Step, comparison
from jiqun.diagnosis.findings import Finding, findings
from jiqun.diagnosis.fitting import Fitted, Weakness, fitted
from jiqun.diagnosis.following import Followed, follow
from jiqun.diagnosis.judged import Judged, JudgedYear, judged_year
from jiqun.diagnosis.measures import asked_of_the_filing
from jiqun.diagnosis.outcomes import PRESENT, UNKNOWN, Shown
from jiqun.diagnosis.places import told_standing
from jiqun.diagnosis.responding import Dismissal, Filed, dismissals_of, holding, taken_of
from jiqun.disclosure import Compared
from jiqun.indicators.figures import text
from jiqun.workspace import Snapshot
from jiqun.workspace.responses import Response

Verdict = Literal["present", "absent", "cannot_tell"]
Change = Literal["new", "gone", "still", "none", "cannot_tell"]
VERDICTS: tuple[Verdict, Verdict, Verdict] = ("absent", "cannot_tell", "present")


@dataclass(frozen=True)
class Evidence:
    """What a finding rests on.

    Parameters
    ----------
    figure, year, value
        A figure or field; None where there is no value.
    peer_median
        The middle of the peers as the reader may be told it; None where it may not, or there is
        none.
    percentile, percentile_low, percentile_high
        The share of peers that are worse, and where that may lie with so few of them.
    peers
        Peers with a value; None where nothing is compared.
    """

    figure: str
    year: int
    value: Decimal | None
    peer_median: Decimal | None = None
    percentile: float | None = None
    percentile_low: float | None = None
    percentile_high: float | None = None
    peers: int | None = None


@dataclass(frozen=True)
class Found:
    """A finding's answer for a cluster.

    Parameters
    ----------
    finding, verdict
        Which, and whether it is there.
    severity, confidence
        From 0 to 1.
    evidence
        What it rests on.
    change
        Since the year before.
    dismissed, dismissed_before
        Who said that it is no weakness, for the figures it rests on now, and for others before.
    """

    finding: Finding
    verdict: Verdict
    severity: float
    confidence: float
    evidence: tuple[Evidence, ...]
    change: Change
    dismissed: Dismissal | None = None
    dismissed_before: Dismissal | None = None

    @property
    def filed(self) -> tuple[Filed, ...]:
        """The cluster's own values it rests on."""
        return tuple((said.figure, said.year, text(said.value)) for said in self.evidence)


@dataclass(frozen=True)
class Diagnosis:
    """What is found of a cluster.

    Parameters
    ----------
    cluster, name, demo
        Which, and whether it is fictional.
    peers
        Comparable clusters, nearest first.
    step
        The step of widening that was needed; None where there are too few, or the cluster did not
        say how large it is.
    findings
        Those the reader may see all evidence of.
    by_peers
        How many of them are present and compare with peers.
    expected_by_chance
        How many of those chance would give.
    measures
        What can be done about what is present and nobody dismissed, what fits best first.
    taken
        The measures taken, and what its indicators did since.
    """

    cluster: str
    name: str
    demo: bool
    peers: tuple[str, ...]
    step: Step | None
    findings: tuple[Found, ...]
    by_peers: int
    expected_by_chance: float
    measures: tuple[Fitted, ...] = ()
    taken: tuple[Followed, ...] = ()


def diagnose(
    snapshot: Snapshot,
    reader: Reader,
    year: int,
    cluster: str = "",
    *,
    outside: Outside = NOTHING_OUTSIDE,
    opened: frozenset[str] = frozenset(),
    responses: Iterable[Response] = (),
) -> list[Diagnosis]:
    """Diagnose the clusters that filed for a year.

    Parameters
    ----------
    snapshot
        The submissions that count.
    reader
        Who reads; see :class:`jiqun.disclosure.Compared`.
    year
        The data year.
    cluster
        One cluster's id; all of them where empty.
    outside
        What is known of clusters beside their filings: lists of firms, chains, the register.
    opened
        Clusters that are shown in full to anybody.
    responses
        What offices respond to findings, of every cluster; told to who sees a cluster in full.

    Raises
    ------
    NotFound
        Where the cluster did not file for the year, or not so that the reader may know of it.
    """
    compared, found = examined(snapshot, reader, year, cluster, outside=outside, opened=opened)
    return completed(found, compared, year, responses)


def examined(
    snapshot: Snapshot,
    reader: Reader,
    year: int,
    cluster: str = "",
    *,
    outside: Outside = NOTHING_OUTSIDE,
    opened: frozenset[str] = frozenset(),
) -> tuple[Compared, list[Diagnosis]]:
    """Return what :func:`diagnose` finds, before anybody's response and without measures.

    It takes seconds, and rests on filings alone: who answers many requests keeps it, for the reader
    it was made for.

    Raises
    ------
    NotFound
        Where the cluster did not file for the year, or not so that the reader may know of it.
    """
    compared = Compared(snapshot, reader, opened)
    judged = judged_year(compared, year, outside)
    if cluster and cluster not in judged.now.places:
        raise NotFound(Problem("rules.no_cluster", details={"id": cluster}))
    return compared, told(compared, judged, cluster)


def told(compared: Compared, judged: JudgedYear, cluster: str = "") -> list[Diagnosis]:
    """Return what a reader is told of judged clusters, as :func:`examined` does.

    Parameters
    ----------
    compared
        What may be compared for the reader; over the clusters that were judged.
    judged
        Their answers, the same for every reader.
    cluster
        One cluster's id; all of them where empty.
    """
    places = judged.now.places
    chosen = [places[cluster]] if cluster else places.values()
    return [_diagnosis(compared, judged, place) for place in chosen]


def completed(
    found: Sequence[Diagnosis], compared: Compared, year: int, responses: Iterable[Response]
) -> list[Diagnosis]:
    """Set what offices responded beside what was found, and rank the measures for the rest.

    Parameters
    ----------
    found, compared
        As :func:`examined` returns them.
    year
        The data year.
    responses
        Of every cluster; those of a cluster are told to who sees it in full.
    """
    every = list(responses)
    dismissals, taken = dismissals_of(every), taken_of(every)
    told = [
        replace(
            dismissed_in(diagnosis, year, dismissals),
            taken=tuple(follow(compared, diagnosis.cluster, year, taken)),
        )
        if compared.sees_whole(diagnosis.cluster)
        else diagnosis
        for diagnosis in found
    ]
    return _answered(told, compared, year)


def dismissed_in(diagnosis: Diagnosis, year: int, dismissals: Iterable[Dismissal]) -> Diagnosis:
    """Set dismissals beside a cluster's findings."""
    cluster = diagnosis.cluster
    own = [dismissal for dismissal in dismissals if dismissal.line.cluster == cluster]
    found = tuple(_dismissed(said, year, own) for said in diagnosis.findings)
    return replace(diagnosis, findings=found)


def _dismissed(said: Found, year: int, dismissals: Iterable[Dismissal]) -> Found:
    held, before = holding(dismissals, said.finding.id, year, said.filed)
    return replace(said, dismissed=held, dismissed_before=before)


def _answered(found: list[Diagnosis], compared: Compared, year: int) -> list[Diagnosis]:
    """Rank the measures that answer each diagnosis, by what the reader may see of its filing."""
    cells: dict[str, dict[str, Quantity]] = {}
    for cell in compared.cells(asked_of_the_filing(), [year]):
        if compared.tells((), (cell.field,), cell.cluster_id):
            said = Quantity(cell.value, Status(cell.status))
            cells.setdefault(cell.cluster_id, {})[cell.field] = said
    return [
        replace(
            diagnosis,
            measures=tuple(
                fitted(
                    [_weakness(said) for said in diagnosis.findings if said.dismissed is None],
                    cells=cells.get(diagnosis.cluster),
                    county=compared.counties[diagnosis.cluster],
                )
            ),
        )
        for diagnosis in found
    ]


def _weakness(said: Found) -> Weakness:
    """Return a finding as far as measures need it; decimals as they are printed."""
    severity, confidence = Decimal(str(said.severity)), Decimal(str(said.confidence))
    return Weakness(said.finding.id, said.finding.title, said.verdict, severity, confidence)


def _diagnosis(compared: Compared, judged: JudgedYear, place: int) -> Diagnosis:
    now = judged.now
    key, step = now.case.board.keys[place], int(now.case.peers.step[place])
    found = tuple(
        _found(compared, judged, finding, place)
        for finding in findings().values()
        if shows(compared, finding, key)
    )
    by_peers = sum(said.verdict == "present" and said.finding.compares for said in found)
    compared_ones = (said.finding.id for said in found if said.finding.compares)
    return Diagnosis(
        key,
        *judged.names[key],
        now.peers(place),
        comparison().steps[step] if step >= 0 else None,
        found,
        by_peers,
        float(sum(judged.chances[name][place] for name in compared_ones)),
    )


def shows(compared: Compared, finding: Finding, cluster: str) -> bool:
    """Tell whether a reader may see all that a finding rests on of a cluster.

    Parameters
    ----------
    compared
        What may be compared for the reader.
    finding, cluster
        Which, and whose.
    """
    if finding.reads_whole:
        return compared.sees_whole(cluster)
    return compared.tells(finding.figures, finding.fields, cluster)


def _found(compared: Compared, judged: JudgedYear, finding: Finding, place: int) -> Found:
    now = judged.now
    said, board = now.outcomes[finding.id], now.case.board
    verdict = int(said.verdict[place])
    decimals = compared.decimals(finding.figures, now.peers(place), finding.fields)
    return Found(
        finding,
        VERDICTS[verdict],
        round(float(said.severity[place]), decimals),
        round(float(said.confidence[place]), 3),
        tuple(_evidence(compared, now, shown, place) for shown in said.shown),
        _change(verdict, _answer(judged.before, finding.id, board.keys[place])),
    )


def _answer(judged: Judged | None, finding: str, key: str) -> int:
    place = None if judged is None else judged.places.get(key)
    return (
        UNKNOWN if judged is None or place is None else int(judged.outcomes[finding].verdict[place])
    )


def _change(now: int, before: int) -> Change:
    if UNKNOWN in (now, before):
        return "cannot_tell"
    if now == PRESENT:
        return "still" if before == PRESENT else "new"
    return "gone" if before == PRESENT else "none"


def _evidence(compared: Compared, judged: Judged, shown: Shown, place: int) -> Evidence:
    value = shown.series.exact[place]
    stands = shown.standing
    if stands is None or not np.isfinite(stands.percentile[place]):
        return Evidence(shown.name, shown.year, value)
    board, peers = judged.case.board, judged.case.peers.places[place]
    values = {
        board.keys[peer]: exact
        for peer in peers
        if peer >= 0 and (exact := shown.series.exact[peer]) is not None
    }
    middle = compared.middle(shown.name, shown.year, values)
    if not compared.sees_all(shown.name, values):
        stands, place = told_standing(compared, board, shown, peers, place), 0
    if not np.isfinite(stands.percentile[place]):
        return Evidence(shown.name, shown.year, value, middle)
    share, low, high = (
        round(float(part[place]), 3) for part in (stands.percentile, stands.low, stands.high)
    )
    return Evidence(shown.name, shown.year, value, middle, share, low, high, len(values))
