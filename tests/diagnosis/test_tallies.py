"""Counting clusters by finding: what is frequent where, what may be told."""

from collections.abc import Sequence
from decimal import Decimal

from jiqun.diagnosis.diagnose import Diagnosis
from jiqun.diagnosis.findings import Finding, findings
from jiqun.diagnosis.fitting import Weakness, fitted
from jiqun.diagnosis.tallies import fittings, tallies
from jiqun.diagnosis.telling import Found, Verdict

SERVICES = "services_incomplete"
COUNTED = 40


def said(name: str, verdict: Verdict) -> Found:
    return Found(findings()[name], verdict, 0.5, 0.8, (), "none")


def diagnosis(number: int, *found: Found) -> Diagnosis:
    measures = fitted(
        [
            Weakness(said.finding.id, said.finding.title, said.verdict, *(2 * (weight(said),)))
            for said in found
        ]
    )
    name = f"made-{number:03}"
    return Diagnosis(name, name, True, (), None, found, 0, 0.0, tuple(measures))


def weight(found: Found) -> Decimal:
    return Decimal(str(found.severity))


def services(present: int, absent: int, unknown: int = 0) -> list[Diagnosis]:
    verdicts: list[Verdict] = ["present"] * present
    verdicts += ["absent"] * absent
    verdicts += ["cannot_tell"] * unknown
    return [diagnosis(at, said(SERVICES, verdict)) for at, verdict in enumerate(verdicts)]


def nothing(finding: Finding, cluster: str) -> bool:
    return False


def withheld(found: Sequence[Diagnosis]) -> bool:
    [tally] = tallies(found, nothing)
    return tally.withheld


def test_clusters_are_counted_by_verdict_and_who_cannot_tell_is_not_among_those_told() -> None:
    [tally] = tallies(services(4, 5, 2))
    assert (tally.present, tally.absent, tally.cannot_tell, tally.told) == (4, 5, 2, 9)


def test_of_clusters_the_reader_does_not_see_three_must_have_it_and_three_not() -> None:
    assert [withheld(services(*counts)) for counts in ((3, 3), (2, 9), (9, 2), (0, 9))] == [
        False, True, True, True,
    ]  # fmt: skip
    assert not tallies(services(1, 1))[0].withheld


def test_a_cluster_the_reader_sees_does_not_help_to_hide_the_others() -> None:
    """Four have it, of which the reader sees two: the other two could be told by subtraction."""
    found = services(4, 6)
    [tally] = tallies(found, lambda _, cluster: cluster in ("made-000", "made-001"))
    assert tally.withheld


def test_a_place_is_named_only_where_the_finding_is_clearly_more_frequent() -> None:
    found = services(12, COUNTED - 12)
    members = {
        own.cluster: {"macro_region": "west" if at < 10 else "east"} for at, own in enumerate(found)
    }
    [tally] = tallies(found, None, members)
    [group] = tally.groups
    assert (group.level, group.key, group.present, group.told) == ("macro_region", "west", 10, 10)
    spread = {own.cluster: {"macro_region": "we"[at % 2]} for at, own in enumerate(found)}
    assert tallies(found, None, spread)[0].groups == ()


def test_no_place_is_named_to_a_reader_who_does_not_see_every_cluster() -> None:
    found = services(12, COUNTED - 12)
    members = {own.cluster: {"sector": str(at < 10)} for at, own in enumerate(found)}
    assert tallies(found, nothing, members)[0].groups == ()


def test_measures_are_counted_where_they_are_among_the_first_and_most_come_first() -> None:
    found = fittings(services(5, 3))
    counts = [fit.clusters for fit in found]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == 5
    assert [finding.id for finding in found[0].answered] == [SERVICES]
