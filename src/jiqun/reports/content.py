"""The report composed: figures, claims, tables, charts and what changed, in types."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jiqun.base.canonical import content_hash
from jiqun.base.definitions import factors, indicators
from jiqun.base.distinct import distinct
from jiqun.base.errors import NotFound, Problem, Refused, Where
from jiqun.base.forms import YEARLY, family, form_for
from jiqun.base.names import level_name
from jiqun.base.own_catalogue import in_force, per_catalogue
from jiqun.charts import chart_entries
from jiqun.diagnosis.findings import findings
from jiqun.diagnosis.measures import measures
from jiqun.disclosure import Counting, Edition
from jiqun.reports.claims import claims
from jiqun.reports.comparators import comparators
from jiqun.reports.coverage import NATIONWIDE, Coverage
from jiqun.reports.drawn import drawn
from jiqun.reports.fitting import Known, fitted
from jiqun.reports.issuers import issuer_of
from jiqun.reports.judged import judged
from jiqun.reports.judgement import judge
from jiqun.reports.model import BridgeTable, Catalogue, Filed, LevelTable, Place, Report
from jiqun.reports.outline import outline
from jiqun.reports.pinned import pinned, under_another
from jiqun.reports.policies import documents
from jiqun.reports.printing import reported
from jiqun.reports.revision import preceding, revision
from jiqun.reports.sources import clusters, figures_of
from jiqun.reports.weighing import NOTHING_BESIDE, Beside, weigh

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jiqun.base.json_files import Record
    from jiqun.base.language import Lang
    from jiqun.base.readers import Reader
    from jiqun.indicators import Figure
    from jiqun.reports.claims import Claim
    from jiqun.reports.model import ReportedFigure
    from jiqun.workspace import Snapshot

TABLE_LEVELS = ("macro_region", "province", "sector")


def compose(
    snapshot: Snapshot,
    year: int,
    reader: Reader,
    coverage: Coverage = NATIONWIDE,
    lang: Lang = "zh",
    known: Beside = NOTHING_BESIDE,
) -> Report:
    """Make the report every writer writes from.

    Parameters
    ----------
    snapshot
        A vintage. One that follows another carries the revision note; one first reported with
        another catalogue says so.
    year
        The data year.
    reader
        Who reads: the public edition withholds small groups.
    coverage
        What it is of.
    lang
        The language it is written in.
    known
        What is known of the one cluster it is of beside the vintage.

    Raises
    ------
    NotFound
        Where nothing of the year is there for the reader.
    Refused
        Where the reader may see no figure of it.
    """
    counting: Counting = "national" if coverage.national else "own"
    edition = Edition(snapshot, reader, counting)
    asked: Record = {"year": year}
    if year not in edition.snapshot.years():
        raise NotFound(Problem("workspace.year_not_filed", Where(year=year), asked))
    report = replace(_composed(edition, year, coverage, known), lang=lang)
    told = any(shown.figure.value is not None for shown in report.figures.values())
    if not coverage.national and not told:
        details = {"name": coverage.name.zh, "name_en": coverage.name.en}
        raise Refused([Problem("reports.nothing_published", details=details)])
    older = preceding(snapshot)
    beside = None if older is None else Edition(older, reader, counting)
    if beside is None or year not in beside.snapshot.years():
        return report
    before = _composed(beside, year, coverage)
    return replace(report, revision=revision(before, report))


def _composed(
    edition: Edition, year: int, coverage: Coverage, known: Beside = NOTHING_BESIDE
) -> Report:
    figures, within = _figures(edition, year, coverage)
    own = own_figures(figures, coverage)
    bridges = {} if within is None else _bridges(within, year, coverage)
    drawable = {field: table.bridge.drawn for field, table in bridges.items()}
    charts = drawn(edition, within, year, coverage, figures, drawable)
    listed = bool(documents(year, coverage.province))
    said = {name: judge(claim, own) for name, claim in claims().items() if _known(claim, own)}
    weighed = weigh(edition, year, coverage, known)
    whole = fitted(coverage, Known(own, said, charts, bridges, listed))
    found = judged(whole, weighed, frozenset(own))
    return Report(
        edition=edition,
        coverage=coverage,
        outline=found.outline,
        year=year,
        demo=coverage.demo if coverage.counties else edition.snapshot.is_demonstration(),
        catalogue=_catalogue(edition),
        derived_form=form_for(YEARLY, year).derived,
        figures=_reported(own, figures, coverage),
        claims={**said, **found.statements},
        levels={level: _level_table(level, figures) for level in _levels(coverage, within)},
        bridges=bridges,
        filed=_filed(edition, year, coverage),
        charts={**charts, **found.charts},
        pictures=found.pictures,
        comparators=comparators(),
        issuer=issuer_of(coverage, year),
        weighed=weighed,
    )


def _levels(coverage: Coverage, within: Edition | None) -> tuple[str, ...]:
    """Return the levels that have a table: of a province its sectors, where it is seen in full."""
    if coverage.national:
        return TABLE_LEVELS
    return ("sector",) if coverage.level == "province" and within is not None else ()


def _figures(
    edition: Edition, year: int, coverage: Coverage
) -> tuple[list[Figure], Edition | None]:
    """Return the figures of a report, and what is covered in full where the reader sees it so.

    Beside figures of the whole that are published, a reader who does not see every cluster covered
    is given none of parts of it: they could be subtracted from each other.
    """
    if coverage.national:
        return figures_of(edition, year, ("nation", *TABLE_LEVELS)), edition
    places = [(coverage.level, coverage.key), *coverage.yardsticks]
    found = figures_of(edition, year, distinct(level for level, _ in places))
    figures = [figure for figure in found if (figure.level, figure.key) in places]
    within = edition.alone(dict(coverage.counties))
    if within is not None and coverage.level == "province":
        figures += figures_of(within, year, ["sector"])
    return figures, within


def own_figures(figures: Sequence[Figure], coverage: Coverage) -> dict[str, Figure]:
    """Return the figures of all that is covered, by id; the ten largest of ten say nothing."""
    own = {figure.id: figure for figure in figures if coverage.is_of(figure)}
    if coverage.national:
        return own
    return {name: figure for name, figure in own.items() if _tells(figure)}


def _tells(figure: Figure) -> bool:
    definition = indicators()[figure.id].definition
    return definition.measure != "top_share" or figure.reporting > definition.top


def _known(claim: Claim, own: Mapping[str, Figure]) -> bool:
    return all(name in own for name in claim.figures)


def _reported(
    own: Mapping[str, Figure], figures: Sequence[Figure], coverage: Coverage
) -> dict[str, ReportedFigure]:
    """Return the figures with their texts, and beside them those of wider places."""
    names = [(place, level_name(*place)) for place in coverage.yardsticks]
    placed = {(figure.level, figure.key, figure.id): figure for figure in figures}
    return {
        name: reported(
            figure,
            [(said, placed[*place, name]) for place, said in names if (*place, name) in placed],
        )
        for name, figure in own.items()
    }


@per_catalogue
def catalogue_hash() -> str:
    """Return the hash of the definitions and the outline a report was made with."""
    definitions = {
        "indicators": {name: repr(indicator) for name, indicator in indicators().items()},
        "claims": {name: repr(claim) for name, claim in claims().items()},
        "charts": {name: repr(chart) for name, chart in chart_entries().items()},
        "outline": repr([outline(), outline("checkup")]),
        "findings": {name: repr(finding) for name, finding in findings().items()},
        "measures": {name: repr(measure) for name, measure in measures().items()},
        "factors": {name: repr(factor) for name, factor in factors().items()},
        "forms": {form.version: repr(form) for form in family(YEARLY).versions},
    }
    return content_hash(definitions)


def _catalogue(edition: Edition) -> Catalogue:
    now = catalogue_hash()
    first = pinned(edition.snapshot, now)
    another = under_another(first, now) if first != now else None
    return Catalogue(now, first, another, in_force().refused)


def _level_table(level: str, figures: Sequence[Figure]) -> LevelTable:
    found = tuple(figure for figure in figures if figure.level == level)
    keys = distinct(figure.key for figure in found)
    return LevelTable(level, tuple(Place(key, level_name(level, key)) for key in keys), found)


def _bridges(edition: Edition, year: int, coverage: Coverage) -> dict[str, BridgeTable]:
    """Return the bridges of the outline by field; none where nobody filed the year before.

    One cluster's two years need no bridge.
    """
    if coverage.level == "cluster" or year - 1 not in edition.snapshot.years():
        return {}
    fields = family(YEARLY).fields
    return {
        name: BridgeTable(edition.bridge(year, name), fields[name].title, fields[name].unit, year)
        for name in outline(coverage.follows).bridges
    }


def _filed(edition: Edition, year: int, coverage: Coverage) -> Filed:
    """Say which of the clusters known up to the year filed for it, and which did not."""
    known, filed, before = (
        {
            profile.cluster_id
            for profile in clusters(edition.snapshot, years)
            if coverage.holds(profile.cluster_id)
        }
        for years in (range(year + 1), [year], [year - 1])
    )
    return Filed(
        known=len(known),
        filed=len(filed),
        not_filed=tuple(sorted(known - filed)),
        entrants=tuple(sorted(filed - before)),
        leavers=tuple(sorted(before - filed)),
    )
