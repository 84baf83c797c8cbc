"""Which measures fit, and in which order: by severity, confidence and weight, repeats halved."""

from decimal import Decimal

from jiqun.base.language import Bilingual
from jiqun.base.quantities import Quantity, Status
from jiqun.diagnosis.fitting import Weakness, fitted
from jiqun.diagnosis.measures import measures
from jiqun.diagnosis.supports import classes


def weak(name: str, severity: str = "0.8", verdict: str = "present") -> Weakness:
    return Weakness(name, Bilingual(name, name), verdict, Decimal(severity), Decimal(1))


def test_what_is_absent_or_cannot_be_told_asks_for_nothing() -> None:
    assert fitted([weak("exports_behind", verdict="absent")]) == []
    assert fitted([weak("exports_behind", verdict="cannot_tell")]) == []


def test_the_score_is_severity_times_confidence_times_weight() -> None:
    best = fitted([weak("exports_behind")])[0]
    assert best.score == Decimal("0.8") * best.measure.answers["exports_behind"]


def test_a_second_measure_for_the_same_weakness_counts_half() -> None:
    ranked = fitted([weak("exports_behind")])
    assert [fit.repeated["exports_behind"] for fit in ranked] == list(range(len(ranked)))


def test_the_order_does_not_depend_on_the_order_of_findings() -> None:
    both = [weak("cloud_behind"), weak("services_incomplete", "0.5")]
    ranked = [[fit.measure.id for fit in fitted(found)] for found in (both, both[::-1])]
    assert ranked[0] == ranked[1]


def test_a_prerequisite_is_told_by_the_filing_alone() -> None:
    bidding = measures()["open_bidding"]
    found = [weak("innovation_mechanisms_incomplete")]
    states = {}
    for said in (Quantity(Decimal(1), Status.REPORTED), Quantity(Decimal(0), Status.ZERO), None):
        cells = {} if said is None else {"has_difficulty_list": said}
        (fit,) = fitted(found, cells=cells, among=[bidding])
        states[fit.needs[0][1]] = fit.score
    weights = classes().weights
    assert states["not_met"] == states["met"] * weights.not_met
    assert states["cannot_tell"] == states["met"] * weights.cannot_tell


def test_who_pays_is_who_pays_in_the_cluster_s_place() -> None:
    for county in ("330106", "530102"):
        for fit in fitted(
            [weak(name) for measure in measures().values() for name in measure.answers],
            county=county,
        ):
            for payer in fit.pays or ():
                assert (
                    county.startswith(payer.jurisdiction.rstrip("0"))
                    or not payer.jurisdiction.isdigit()
                )


def test_the_reason_names_the_weakness_and_its_numbers() -> None:
    why = fitted([weak("exports_behind")])[0].why("en")
    assert why.startswith("exports_behind (severity 0.8, confidence 1, weight")
