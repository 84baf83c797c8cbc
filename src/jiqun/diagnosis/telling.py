"""What a reader is told of judged clusters: each finding's answer, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from math import isfinite
from typing import Literal, NamedTuple, TypeAlias

from jiqun.base.definitions import indicators
from jiqun.base.language import Bilingual
from jiqun.diagnosis.findings import Finding, findings
from jiqun.diagnosis.judged import Judged, JudgedYear
from jiqun.diagnosis.outcomes import PRESENT, UNKNOWN, Shown
from jiqun.diagnosis.peers import Standing
from jiqun.diagnosis.places import told_standing
from jiqun.diagnosis.responding import Dismissal, Filed
from jiqun.diagnosis.signals import Duplicated, leaves
from jiqun.diagnosis.verdicts import same_trade
from jiqun.disclosure import Compared
from jiqun.indicators.figures import text

Verdict = Literal["present", "absent", "cannot_tell"]
Change = Literal["new", "gone", "still", "none", "cannot_tell"]
Ahead = Literal["better", "above", "below"]
Answer: TypeAlias = tuple[int, float, float]
"""A verdict, its severity and its confidence."""
VERDICTS: tuple[Verdict, Verdict, Verdict] = ("absent", "cannot_tell", "present")


class Evidence(NamedTuple):
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
    ahead
        What the cluster is of that share of its peers: better, or, in an indicator without a better
        side, merely above or below them.
    """

    figure: str
    year: int
    value: Decimal | None
    peer_median: Decimal | None = None
    percentile: float | None = None
    percentile_low: float | None = None
    percentile_high: float | None = None
    peers: int | None = None
    ahead: Ahead = "better"


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
    others
        The clusters it is about beside this one, by name: those of the same trade.
    missed
        The criteria of a programme that the cluster does not meet.
    """

    finding: Finding
    verdict: Verdict
    severity: float
    confidence: float
    evidence: tuple[Evidence, ...]
    change: Change
    dismissed: Dismissal | None = None
    dismissed_before: Dismissal | None = None
    others: tuple[str, ...] = ()
    missed: tuple[Bilingual, ...] = ()

    @property
    def filed(self) -> tuple[Filed, ...]:
        """The cluster's own values it rests on."""
        return tuple((said.figure, said.year, text(said.value)) for said in self.evidence)


class _Cluster(NamedTuple):
    """A cluster on the board: its place and id, and those of its peers."""

    place: int
    key: str
    peers: tuple[str, ...]
    beside: list[int]


@dataclass(frozen=True)
class Telling:
    """Judged clusters, and the reader who is told of them.

    Parameters
    ----------
    compared
        What may be compared for the reader; over the clusters that were judged.
    judged
        Their answers, the same for every reader.
    """

    compared: Compared
    judged: JudgedYear
    _blurred: dict[int, Standing] = field(default_factory=dict, init=False, repr=False)

    def found(self, place: int) -> Iterator[Found]:
        """Yield the findings of a cluster that the reader may see all evidence of."""
        now = self.judged.now
        cluster = _Cluster(place, now.case.board.keys[place], now.peers(place), now.beside(place))
        for finding in findings().values():
            if shows(self.compared, finding, cluster.key):
                yield self._found(finding, cluster)

    def _found(self, finding: Finding, cluster: _Cluster) -> Found:
        verdict, severity, confidence = self._answers[finding.id][cluster.place]
        decimals = self.compared.decimals(finding.figures, cluster.peers, finding.fields)
        outcome = self.judged.now.outcomes[finding.id]
        return Found(
            finding,
            VERDICTS[verdict],
            round(severity, decimals),
            round(confidence, 3),
            tuple(self._evidence(part, cluster) for part in outcome.shown),
            _change(verdict, _answer(self.judged.before, finding.id, cluster.key)),
            others=self._others(finding, cluster.place) if verdict == PRESENT else (),
            missed=outcome.missed.get(cluster.place, ()) if verdict == PRESENT else (),
        )

    def _others(self, finding: Finding, place: int) -> tuple[str, ...]:
        """Return the names of the clusters that a cluster shares its trade with."""
        keys = self.judged.now.case.board.keys
        same = {other for alike in self._same_trade[finding.id] for other in alike[place]}
        return tuple(self.judged.names[keys[other]][0] for other in sorted(same))

    @cached_property
    def _same_trade(self) -> Mapping[str, list[list[tuple[int, ...]]]]:
        """By finding, of each part that asks for it, who is of the same trade as each cluster."""
        board = self.judged.now.case.board
        return {
            name: [
                same_trade(leaf, board)
                for leaf in leaves(finding.signal)
                if isinstance(leaf, Duplicated)
            ]
            for name, finding in findings().items()
        }

    @cached_property
    def _answers(self) -> Mapping[str, Sequence[Answer]]:
        """By finding, every cluster's answer in plain numbers, which are quick to ask for."""
        return {
            name: list(
                zip(
                    said.verdict.tolist(),
                    said.severity.tolist(),
                    said.confidence.tolist(),
                    strict=True,
                )
            )
            for name, said in self.judged.now.outcomes.items()
        }

    def _evidence(self, shown: Shown, cluster: _Cluster) -> Evidence:
        place, exact = cluster.place, shown.series.exact
        stands = shown.standing
        if stands is None or not isfinite(stands.percentile[place]):
            return Evidence(shown.name, shown.year, exact[place])
        values = {
            key: value
            for key, peer in zip(cluster.peers, cluster.beside, strict=True)
            if (value := exact[peer]) is not None
        }
        middle = self.compared.middle(shown.name, shown.year, values)
        if not self.compared.sees_all(shown.name, values):
            stands = self._stands_by_blocks(shown)
        if not isfinite(stands.percentile[place]):
            return Evidence(shown.name, shown.year, exact[place], middle)
        share, low, high = (
            round(float(part[place]), 3) for part in (stands.percentile, stands.low, stands.high)
        )
        told = share, low, high, len(values), _ahead(shown)
        return Evidence(shown.name, shown.year, exact[place], middle, *told)

    def _stands_by_blocks(self, shown: Shown) -> Standing:
        """Return where clusters stand as it may be told, worked out once for all of them."""
        if id(shown) not in self._blurred:
            case = self.judged.now.case
            stood = told_standing(self.compared, case.board, shown, case.peers.places)
            self._blurred[id(shown)] = stood
        return self._blurred[id(shown)]


def shows(compared: Compared, finding: Finding, cluster: str) -> bool:
    """Tell whether a reader may see all that a finding rests on of a cluster.

    Parameters
    ----------
    compared
        What may be compared for the reader.
    finding, cluster
        Which, and whose.
    """
    if finding.reads_candidates and not compared.covers(cluster):
        return False
    if finding.reads_whole:
        return compared.sees_whole(cluster)
    return compared.tells(finding.figures, finding.fields, cluster)


def _ahead(shown: Shown) -> Ahead:
    """Return what a cluster is of those it is counted ahead of."""
    if indicators()[shown.name].direction != "neutral":
        return "better"
    return "below" if shown.lower_is_better else "above"


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
