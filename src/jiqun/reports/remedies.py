"""Part four of a report: which measures fit, for what, by whom, and who was seen to pay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from jiqun.base.display import percent
from jiqun.base.language import Bilingual
from jiqun.charts import FoundChart, Series
from jiqun.diagnosis.findings import DATA
from jiqun.diagnosis.fitting import STATES
from jiqun.diagnosis.following import LEVEL, NO_PROOF, READINGS, WHYS
from jiqun.diagnosis.supports import classes
from jiqun.diagnosis.tallies import FEWEST_SAID, FIRST_MEASURES
from jiqun.diagnosis.words import change_text
from jiqun.reports.own_weaknesses import present
from jiqun.reports.statements import Ground, both, filled, listed, stated
from jiqun.reports.tables import Table
from jiqun.reports.words import words

if TYPE_CHECKING:
    from jiqun.base.language import Lang
    from jiqun.charts import Chart
    from jiqun.diagnosis.diagnose import Diagnosis
    from jiqun.diagnosis.fitting import Fitted
    from jiqun.diagnosis.following import Followed, Trace
    from jiqun.diagnosis.measures import Measure, Payer
    from jiqun.diagnosis.tallies import Fitting
    from jiqun.reports.model import Statement
    from jiqun.reports.statements import Part

MOST_SAID = 2
"""Measures of a group that are said in sentences."""
MOST_LISTED = 6
"""Measures of a group in its table; ``diagnose`` lists all of a cluster."""
OVERVIEW = "overview"
MOST_PAYERS = 2
MOST_NAMED, MOST_DRAWN = 3, 10
"""Measures of all groups that the overview names, and that it draws."""


def fitting_sentences(fittings: Sequence[Fitting], group: str) -> list[Statement]:
    """Return what is said of a group of measures: those that fit most clusters.

    Parameters
    ----------
    fittings
        Of all measures, those that fit most clusters first.
    group
        A group of measures, or :data:`OVERVIEW` for all of them.
    """
    shown = [fit for fit in _of(fittings, group) if fit.clusters >= FEWEST_SAID]
    if group == OVERVIEW:
        return [_most(shown[:MOST_NAMED])] if shown else []
    return [_fits(fit, group) for fit in shown[:MOST_SAID]]


def _of(fittings: Sequence[Fitting], group: str) -> list[Fitting]:
    return [fit for fit in fittings if _weak(fit) and group in (OVERVIEW, fit.measure.group)]


def _weak(fit: Fitting) -> bool:
    """Tell whether a measure answers a weakness, and not only what is not known."""
    return any(finding.group != DATA for finding in fit.answered)


def _most(shown: Sequence[Fitting]) -> Statement:
    named = listed(filled("count_of", title=fit.measure.title, count=fit.clusters) for fit in shown)
    test = Ground("measure_test", str(shown[-1].clusters), "≥", str(FEWEST_SAID))
    text = filled("measure_most", first=FIRST_MEASURES, named=named)
    return stated("fits_most", OVERVIEW, text, [test], caution=_note())


def fitting_chart(fittings: Sequence[Fitting], title: Bilingual) -> Chart | None:
    """Draw the measures that fit most clusters.

    Parameters
    ----------
    fittings, title
        Of all measures, and what stands above the chart.

    Returns
    -------
    Chart or None
        None where none fits any cluster as far as the reader may know.
    """
    shown = _of(fittings, OVERVIEW)[:MOST_DRAWN]
    if not shown:
        return None
    counts = tuple(Decimal(fit.clusters) for fit in shown)
    return FoundChart(
        id="fitting_measures",
        kind="found",
        title=title,
        unit=Bilingual("集群数", "clusters"),
        percent=False,
        categories=tuple(fit.measure.title for fit in shown),
        series=(Series(both(lambda said: said["fits"]), counts, tuple(map(str, counts))),),
        figures=(),
    )


def _fits(fit: Fitting, group: str) -> Statement:
    parts: dict[str, Part] = {
        "title": fit.measure.title,
        "count": fit.clusters,
        "first": FIRST_MEASURES,
        "finding": fit.answered[0].title,
    }
    if fit.times[0] == fit.clusters:
        text = filled("measure_fits_all", **parts)
    else:
        text = filled("measure_fits", answering=fit.times[0], **parts)
    test = Ground("measure_test", str(fit.clusters), "≥", str(FEWEST_SAID))
    return stated(f"fits_{fit.measure.id}", group, text, [test], caution=_note())


def _note() -> Bilingual:
    return both(lambda said: said["measure_note"])


def own_measures(own: Diagnosis) -> Statement:
    """Say which measures fit a cluster best, all that score alike, or that there is none."""
    if not own.measures:
        found = len(present(own))
        text = both(lambda said: said["measure_no_match" if found else "measure_none"])
        test = Ground("own_test", str(found), "≥" if found else "=", "1" if found else "0")
        return stated("measure_first", OVERVIEW, text, [test], wording=2)
    best = own.measures[0].score
    first = [fit for fit in own.measures if fit.score == best]
    named = listed(
        filled(
            "measure_one",
            title=fit.measure.title,
            finding=fit.answered[0].title,
            who=fit.measure.actors,
        )
        for fit in first
    )
    test = Ground("measure_test_first", str(len(first)), "≥", "1")
    if len(first) == 1:
        text = filled("measure_first", named=named)
    else:
        text = filled("measure_first_equal", count=len(first), named=named)
    wording = 0 if len(first) == 1 else 1
    return stated("measure_first", OVERVIEW, text, [test], wording=wording, caution=_note())


def own_taken(own: Diagnosis) -> list[Statement]:
    """Say which measures were taken, and what the indicators they should move did since."""
    return [_taken(followed) for followed in own.taken]


def _taken(followed: Followed) -> Statement:
    traces = listed(_trace(trace) for trace in followed.traces)
    since = followed.taken.since.isoformat()
    word = "measure_taken" if followed.traces else "measure_taken_only"
    text = filled(word, since=since, title=followed.title, traces=traces)
    figures = tuple(trace.moved.figure for trace in followed.traces)
    number = followed.taken.line.about
    test = Ground("own_test", str(len(followed.traces)), "≥", "0")
    return stated(f"taken_{number}", OVERVIEW, text, [test], figures=figures, caution=NO_PROOF)


def _trace(trace: Trace) -> Bilingual:
    """Say what one indicator did beside matched peers; or why nobody can tell."""
    if trace.difference is None or trace.low is None or trace.high is None:
        return filled("trace_unknown", figure=trace.title, why=WHYS[trace.why])
    return filled(
        "trace",
        figure=trace.title,
        reading=READINGS[trace.reading],
        peers=trace.peers,
        by=_change(trace, trace.difference),
        low=_change(trace, trace.low),
        high=_change(trace, trace.high),
        level=percent(Decimal(str(LEVEL)), 0),
    )


def _change(trace: Trace, value: Decimal) -> Bilingual:
    return both(lambda said: change_text(trace, value, said.lang))


def fitting_table(fittings: Sequence[Fitting], group: str, lang: Lang) -> Table | None:
    """Return the measures of a group that fit most clusters.

    Parameters
    ----------
    fittings
        Of all measures.
    group, lang
        A group of measures, and the report's language.
    """
    shown = _of(fittings, group)[:MOST_LISTED]
    if not shown:
        return None
    said = words(lang)
    rows = tuple(
        (
            fit.measure.title.in_(lang),
            str(fit.clusters),
            fit.measure.actors.in_(lang),
            _cost_and_time(fit.measure, lang),
            said.listed(finding.title.in_(lang) for finding in fit.answered),
            _paid(fit.measure.pays, lang),
        )
        for fit in shown
    )
    names = ("measure", "fits", "who_acts", "cost_and_time", "answers", "who_pays")
    return Table("", "", tuple(said[name] for name in names), rows, (2.6, 1.1, 2, 2.1, 3.4, 3.2))


def own_measure_table(own: Diagnosis, lang: Lang) -> Table | None:
    """Return the measures that fit a cluster best, with what is needed first.

    Parameters
    ----------
    own
        Its diagnosis.
    lang
        The report's language.
    """
    if not own.measures:
        return None
    said = words(lang)
    rows = tuple(_own_row(fit, lang) for fit in own.measures[: 2 * FIRST_MEASURES])
    names = ("measure", "answers", "who_acts", "cost_and_time", "needed_first", "who_pays")
    return Table("", "", tuple(said[name] for name in names), rows, (2.6, 2.6, 1.8, 2.1, 3.4, 2.9))


def _own_row(fit: Fitted, lang: Lang) -> tuple[str, ...]:
    said = words(lang)
    needs = [need.text.in_(lang) + said.aside(STATES[state].in_(lang)) for need, state in fit.needs]
    return (
        fit.measure.title.in_(lang),
        said.listed(weak.title.in_(lang) for weak in fit.answered),
        fit.measure.actors.in_(lang),
        _cost_and_time(fit.measure, lang),
        said["pause"].join(needs) or "—",
        _paid(fit.pays, lang),
    )


def _cost_and_time(measure: Measure, lang: Lang) -> str:
    known = classes()
    parts = (known.costs[measure.cost].in_(lang), known.times[measure.time].in_(lang))
    return words(lang)["pause"].join(parts)


def _paid(pays: Iterable[Payer] | None, lang: Lang) -> str:
    """Name who was seen to pay, the first of them; that nobody was seen is said too."""
    said = words(lang)
    names = [payer.title.in_(lang) for payer in pays or ()]
    if not names:
        return said["not_seen"]
    named = said.listed(names[:MOST_PAYERS])
    return named if len(names) <= MOST_PAYERS else said.fill("and_more", names=named)
