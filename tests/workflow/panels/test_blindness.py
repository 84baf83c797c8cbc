"""Nobody sees scores, counts or order before giving theirs."""

from itertools import product

import pytest

from jiqun.base.readers import Office
from jiqun.workflow.panels.blindness import Sight, seen_by_expert, seen_by_office

LEADING = {Sight.OTHERS_SCORES, Sight.AGGREGATES, Sight.COUNTS, Sight.ORDER, Sight.EXPERTS}


@pytest.mark.parametrize("closed", [True, False])
def test_before_giving_scores_an_expert_sees_the_material_alone(closed: bool) -> None:
    assert seen_by_expert(assigned=True, given=False, closed=closed) == {Sight.MATERIAL}


def test_until_all_scores_are_closed_giving_them_opens_only_ones_own() -> None:
    seen = seen_by_expert(assigned=True, given=True, closed=False)
    assert not seen & LEADING
    assert Sight.OWN_SCORES in seen


def test_who_was_replaced_or_stood_aside_sees_nothing() -> None:
    for given, closed in product([True, False], repeat=2):
        assert seen_by_expert(assigned=False, given=given, closed=closed) == frozenset()


def test_an_expert_never_sees_who_the_others_are_nor_the_order() -> None:
    for assigned, given, closed in product([True, False], repeat=3):
        seen = seen_by_expert(assigned=assigned, given=given, closed=closed)
        assert not seen & {Sight.EXPERTS, Sight.ORDER, Sight.COUNTS}


@pytest.mark.parametrize("office", list(Office))
def test_no_office_sees_scores_or_order_before_they_are_closed(office: Office) -> None:
    for authority in (True, False):
        seen = seen_by_office(office, authority=authority, closed=False)
        assert not seen & {Sight.OTHERS_SCORES, Sight.AGGREGATES, Sight.ORDER}


@pytest.mark.parametrize("office", [Office.SYSTEM, Office.SECURITY, Office.AUDIT, Office.PUBLIC])
def test_who_keeps_the_installation_sees_nothing_of_a_review(office: Office) -> None:
    assert seen_by_office(office, authority=True, closed=True) == frozenset()


def test_only_the_authority_sees_what_came_of_it() -> None:
    assert seen_by_office(Office.PROVINCE, authority=True, closed=True) == frozenset(Sight)
    assert seen_by_office(Office.PROVINCE, authority=False, closed=True) == {Sight.MATERIAL}
