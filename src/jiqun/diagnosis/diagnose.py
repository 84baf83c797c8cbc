"""A year's clusters held against the catalogue's findings, as one reader may see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from jiqun.base.errors import NotFound, Problem
from jiqun.base.quantities import Quantity, Status
from jiqun.base.readers import Reader
from jiqun.diagnosis.board import NOTHING_OUTSIDE, Outside
from jiqun.diagnosis.comparison import Step, comparison
from jiqun.diagnosis.fitting import Fitted, Weakness, fitted
from jiqun.diagnosis.following import Followed, follow
from jiqun.diagnosis.judged import JudgedYear, judged_year
from jiqun.diagnosis.measures import asked_of_the_filing
from jiqun.diagnosis.responding import Dismissal, dismissals_of, holding, taken_of
from jiqun.diagnosis.telling import Found, Telling
from jiqun.disclosure import Compared
from jiqun.workspace import Snapshot
from jiqun.workspace.responses import Response


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
    telling = Telling(compared, judged)
    return [_diagnosis(telling, place) for place in chosen]


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
    if not own:
        return diagnosis
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


def _diagnosis(telling: Telling, place: int) -> Diagnosis:
    judged, now = telling.judged, telling.judged.now
    key, step = now.case.board.keys[place], int(now.case.peers.step[place])
    found = tuple(telling.found(place))
    compared_ones = [said for said in found if said.finding.compares]
    return Diagnosis(
        key,
        *judged.names[key],
        now.peers(place),
        comparison().steps[step] if step >= 0 else None,
        found,
        sum(said.verdict == "present" for said in compared_ones),
        float(sum(judged.chances[said.finding.id][place] for said in compared_ones)),
    )
