"""What an assessment may and may not conclude."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiqun.base.errors import NotFound, Refused
from jiqun.base.quantities import Quantity, Status
from jiqun.rules import Answer, Facts, Judgement, assess, assess_all, programme, programmes
from jiqun.rules.facts import changed
from tests.rules.made_facts import cells, cluster, clusters

ON = date(2023, 6, 15)
NATIONAL = programme("national/sme-cluster")
PROGRAMMES = [
    programme(f"{name}")
    for name in (
        "national/sme-cluster",
        "yunnan/sme-cluster",
        "hunan/cluster-competition",
        "shanghai/sme-cluster",
    )
]
OPEN = ("cannot_tell", Answer.CANNOT_TELL)


@settings(max_examples=150, deadline=None)
@given(facts=clusters(), data=st.data())
def test_removing_a_fact_never_turns_cannot_tell_into_a_verdict(
    facts: Facts, data: st.DataObject
) -> None:
    rules = data.draw(st.sampled_from(PROGRAMMES))
    before = assess(rules, facts, ON)
    gone = data.draw(
        st.lists(
            st.sampled_from(
                [(year, name) for year in (2020, 2021, 2022) for name in before.ruling.fields]
            ),
            min_size=1,
            max_size=6,
        )
    )
    missing = Quantity.absent(Status.MISSING)
    after = assess(rules, changed(facts, dict.fromkeys(gone, missing)), ON)
    for verdict, other in zip(before.verdicts, after.verdicts, strict=True):
        assert other.answer in (verdict.answer, Answer.CANNOT_TELL)
    assert after.overall in (before.overall, "cannot_tell")
    if before.known_criteria is Answer.CANNOT_TELL:
        assert after.known_criteria is Answer.CANNOT_TELL


@settings(max_examples=100, deadline=None)
@given(facts=clusters())
def test_overall_and_known_criteria_never_contradict_each_other(facts: Facts) -> None:
    for rules in PROGRAMMES:
        found = assess(rules, facts, ON)
        if found.overall == "eligible":
            assert found.known_criteria is Answer.MET
        assert (found.overall == "not_eligible") == (found.known_criteria is Answer.NOT_MET)


def test_exact_shares_are_not_rounded_onto_the_line() -> None:
    third = cluster(output_total="1000000000000", output_leading="700000000000.000001")
    assert assess(NATIONAL, third, ON).verdict("output_leading_share").answer is Answer.MET
    exact = cluster(output_total="1000000000000", output_leading="700000000000")
    assert assess(NATIONAL, exact, ON).verdict("output_leading_share").answer is Answer.NOT_MET


def test_growth_is_compared_as_products_not_as_rounded_roots() -> None:
    first = {"output_total": "999999999999.999999"}
    exact = Decimal("999999999999.999999") * Decimal("1.21")
    at = cluster(first=first, output_total=str(exact))
    over = cluster(first=first, output_total=str(exact + Decimal("0.00000001")))
    assert assess(NATIONAL, at, ON).verdict("output_growth").answer is Answer.NOT_MET
    assert assess(NATIONAL, over, ON).verdict("output_growth").answer is Answer.MET


def test_what_a_later_filing_says_of_the_year_before_is_never_read() -> None:
    facts = Facts("test-001", "330106", {2022: cells(), 2023: cells(output_total=1)})
    found = assess(NATIONAL, facts, ON)
    assert found.verdict("output_each_year").missing == ("2020.output_total", "2021.output_total")


def test_a_date_before_the_rule_is_not_found_and_says_when_it_starts() -> None:
    with pytest.raises(NotFound, match="2022-09-13"):
        assess(NATIONAL, cluster(), date(2022, 9, 12))


def test_every_judgement_given_makes_a_cluster_eligible_only_with_the_unknown_numbers_judged() -> (
    None
):
    found = assess(NATIONAL, cluster(), ON)
    judged = [
        Judgement(verdict.rule.id, Answer.MET, "张三", "2023-06-20", "材料")
        for verdict in found.open
    ]
    assert assess(NATIONAL, cluster(), ON, judgements=judged).overall == "eligible"
    assert assess(NATIONAL, cluster(), ON, judgements=judged[:-1]).overall == "cannot_tell"
    refused = [*judged[:-1], Judgement(judged[-1].criterion, Answer.NOT_MET)]
    assert assess(NATIONAL, cluster(), ON, judgements=refused).overall == "not_eligible"


def test_a_judgement_settles_what_the_reviewer_may_relax() -> None:
    western = cluster(county="530102", first={"output_total": 399999})
    judged = [Judgement("output_each_year", Answer.MET, "李四")]
    found = assess(NATIONAL, western, ON, judgements=judged)
    assert found.verdict("output_each_year").answer is Answer.MET
    assert found.known_criteria is Answer.MET


def test_a_judgement_does_not_overrule_figures_nor_fill_them_in() -> None:
    facts = cluster(output_sme=1, output_leading=None)
    judged = [
        Judgement("output_sme_share", Answer.MET),
        Judgement("output_leading_share", Answer.MET),
        Judgement("atlantis", Answer.MET),
    ]
    with pytest.raises(Refused) as refusal:
        assess(NATIONAL, facts, ON, judgements=judged)
    codes = [problem.code for problem in refusal.value.problems]
    assert codes == ["rules.not_to_be_judged", "rules.not_to_be_judged", "rules.unknown_judged"]


def test_a_number_tried_out_replaces_the_one_in_force_and_says_so() -> None:
    found = assess(NATIONAL, cluster(), ON, settings=(("output_each_year", Decimal(60)),))
    verdict = found.verdict("output_each_year")
    assert verdict.answer is Answer.NOT_MET
    assert verdict.rule.bar is not None
    assert verdict.rule.bar.origin == "reform"


def test_an_unknown_number_can_be_tried_out() -> None:
    tried = (("rd_growth", Decimal(5)),)
    assert assess(NATIONAL, cluster(), ON, settings=tried).verdict("rd_growth").answer is Answer.MET


def test_a_repealed_number_takes_its_criterion_out() -> None:
    found = assess(NATIONAL, cluster(), ON, settings=(("output_each_year", None),))
    assert "output_each_year" not in [verdict.rule.id for verdict in found.verdicts]


def test_a_setting_that_names_no_parameter_is_refused() -> None:
    with pytest.raises(Refused, match="no parameter"):
        assess(NATIONAL, cluster(), ON, settings=(("outptu", Decimal(1)),))


def test_all_at_once_agrees_with_one_by_one_and_keeps_to_each_clusters_region() -> None:
    facts = [cluster(county=county) for county in ("330106", "530102", "440305", "430102")]
    found = [
        (assessment.facts.county_code, assessment.ruling.programme.id)
        for assessment in assess_all(programmes().values(), facts, date(2024, 12, 1))
    ]
    assert found == [
        ("330106", "national/sme-cluster"),
        ("530102", "national/sme-cluster"),
        ("530102", "yunnan/sme-cluster"),
        ("440305", "national/sme-cluster"),
        ("440305", "guangdong/sme-cluster"),
        ("440305", "shenzhen/sme-cluster"),
        ("430102", "national/sme-cluster"),
        ("430102", "hunan/cluster-competition"),
    ]
    for assessment in assess_all(programmes().values(), facts, ON):
        alone = assess(assessment.ruling.programme, assessment.facts, ON)
        assert [v.answer for v in alone.verdicts] == [v.answer for v in assessment.verdicts]


def test_where_no_start_is_known_the_whole_stays_open() -> None:
    gansu = programme("gansu/sme-cluster")
    found = assess(gansu, cluster(county="620102", accidents_larger=1), ON)
    assert found.overall == "cannot_tell"
    assert found.known_criteria is Answer.NOT_MET


@pytest.mark.parametrize(
    ("rules", "field"),
    [
        ("national/sme-cluster", "accidents_larger"),
        ("national/sme-cluster", "cyber_incidents_major"),
        ("national/sme-cluster", "serious_dishonesty"),
        ("hunan/cluster-competition", "serious_dishonesty"),
    ],
)
def test_a_higher_number_of_incidents_allowed_never_fails_a_cleaner_cluster(
    rules: str, field: str
) -> None:
    tried = (("negative_events", Decimal(1)),)
    answers = [
        assess(programme(rules), cluster(county="430102", **{field: count}), ON, settings=tried)
        .verdict("clean_record")
        .answer
        for count in (0, 1, 2)
    ]
    assert answers == [Answer.MET, Answer.MET, Answer.NOT_MET]


def test_no_programme_asks_for_an_exact_number() -> None:
    exact = [
        (programme.id, leaf.id)
        for programme in programmes().values()
        for criterion in programme.criteria.values()
        for leaf in criterion.leaves()
        if leaf.test == "equals"
    ]
    assert exact == []


def test_a_missing_figure_leaves_the_known_criteria_open_unless_another_failed() -> None:
    assert assess(NATIONAL, cluster(), ON).known_criteria is Answer.MET
    missing = assess(NATIONAL, cluster(output_leading=None), ON)
    assert missing.known_criteria is Answer.CANNOT_TELL
    failed = assess(NATIONAL, cluster(output_leading=None, accidents_larger=1), ON)
    assert failed.known_criteria is Answer.NOT_MET


def test_a_figure_that_only_a_number_unknown_to_us_needs_is_not_waited_for() -> None:
    assert assess(NATIONAL, cluster(iiot_users=None), ON).known_criteria is Answer.MET


def test_a_judgement_of_a_criterion_without_a_number_is_not_among_the_known_ones() -> None:
    judged = [Judgement("front_rank", Answer.NOT_MET)]
    found = assess(NATIONAL, cluster(), ON, judgements=judged)
    assert (found.overall, found.known_criteria) == ("not_eligible", Answer.MET)
