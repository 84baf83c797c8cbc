"""Clusters held against the criteria of a published programme, as one signal of a finding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np

from jiqun.base.definitions import every_indicator
from jiqun.base.language import Bilingual
from jiqun.base.quantities import Quantity, Status
from jiqun.diagnosis.outcomes import Case, Outcome, Shown, settled
from jiqun.rules.assessment import Assessment, answer_by_number, judge
from jiqun.rules.facts import Facts
from jiqun.rules.loading import programme
from jiqun.rules.logic import Answer
from jiqun.rules.programmes import Criterion, Programme
from jiqun.rules.rulings import rule_on

LAST_DAY = (12, 31)
"""A data year is judged at the end of the year it is filed in, by what is in force then."""


def judged_on(year: int) -> date:
    """Return the day on which a data year is the newest that counts.

    Examples
    --------
    >>> judged_on(2022)
    datetime.date(2023, 12, 31)
    """
    return date(year + 1, *LAST_DAY)


def rule_fields(name: str) -> tuple[str, ...]:
    """Return the fields that the hard criteria with a known number read; none of no programme.

    Parameters
    ----------
    name
        The programme's id.

    Examples
    --------
    >>> "output_leading" in rule_fields("national/sme-cluster")
    True
    """
    known = every_indicator()
    leaves = _numbered(programme(name))
    found = (field for leaf in leaves for field in known[leaf.figure].definition.fields)
    return tuple(dict.fromkeys(found))


def rule_years(name: str, year: int) -> tuple[int, ...]:
    """Return the data years a programme's criteria read, the newest last.

    Examples
    --------
    >>> rule_years("national/sme-cluster", 2022)
    (2020, 2021, 2022)
    """
    return programme(name).years(judged_on(year))


def _numbered(asked: Programme) -> Iterator[Criterion]:
    for criterion in asked.criteria.values():
        for leaf in () if criterion.soft else criterion.leaves():
            parameter = asked.parameters.get(leaf.threshold)
            values = parameter.values if parameter else ()
            if leaf.figure and any(dated.value is not None for dated in values):
                yield leaf


def failing(name: str, case: Case) -> Outcome:
    """Return whether clusters miss a criterion of a programme whose number is known.

    Present where one is not met, whatever is missing; absent where all are met. What a reviewer
    may accept, and what rests on a figure nobody filed, cannot be told.

    Parameters
    ----------
    name
        The programme's id.
    case
        The clusters; of fields and years see :func:`rule_fields` and :func:`rule_years`.
    """
    board = case.board
    asked, on = programme(name), judged_on(board.year)
    number = len(board.keys)
    if not asked.covers(on):
        nobody = np.zeros(number, bool)
        return settled(nobody, nobody, np.zeros(number), ())
    ruling = rule_on(asked, on)
    found = [judge(ruling, facts) for facts in _facts(name, case)]
    answers = [assessment.known_criteria for assessment in found]
    present = np.array([answer is Answer.NOT_MET for answer in answers], bool)
    absent = np.array([answer is Answer.MET for answer in answers], bool)
    share = np.array([_share(assessment) for assessment in found], np.float64)
    shown = [
        Shown(field, board.year, board.series[field, board.year]) for field in rule_fields(name)
    ]
    told = settled(present, absent, share, tuple(said for said in shown if said.series.asked))
    return replace(told, missed={place: _missed(cluster) for place, cluster in enumerate(found)})


def _missed(found: Assessment) -> tuple[Bilingual, ...]:
    """Return the titles of the criteria with a known number that are not met."""
    return tuple(
        verdict.rule.criterion.title
        for verdict in found.hard
        if answer_by_number(verdict) is Answer.NOT_MET
    )


def _share(found: Assessment) -> float:
    """Return the share of criteria with a known number that are not met."""
    answers = [answer_by_number(verdict) for verdict in found.hard]
    known = [answer for answer in answers if answer is not None]
    return sum(answer is Answer.NOT_MET for answer in known) / max(len(known), 1)


def _facts(name: str, case: Case) -> Iterator[Facts]:
    board = case.board
    asked = [
        (year, field, series)
        for year in rule_years(name, board.year)
        for field in rule_fields(name)
        if (series := board.series.get((field, year))) is not None
    ]
    for place, key in enumerate(board.keys):
        years: dict[int, dict[str, Quantity]] = {}
        for year, field, series in asked:
            cells = years.setdefault(year, {})
            if series.exact[place] is not None:
                cells[field] = Quantity(series.exact[place], Status.REPORTED)
            elif series.absent[place]:
                cells[field] = Quantity(None, Status.NOT_APPLICABLE)
        yield Facts(key, board.counties[place], years)
