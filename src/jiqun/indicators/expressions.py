"""What the engine asks, as Ibis expressions: one for all indicators, levels and years.

Cells are joined to the table of terms, added up to linear forms for each cluster, compared where
the indicator counts clusters, and added up again for each level. Each public function is a
:mod:`question <jiqun.workspace.questions>`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from jiqun.base.quantities import Status
from jiqun.indicators.terms import EVERY_CLUSTER

if TYPE_CHECKING:
    import ibis.expr.types as ir

SUM = "decimal(38, 12)"
WIDE = "decimal(38, 6)"
"""A cell before it is multiplied: DuckDB multiplies narrow decimals in 18 digits and overflows."""
NATION = "CN"


def cluster_forms(
    headers: ir.Table,
    cells: ir.Table,
    closed: ir.Table,
    terms: ir.Table,
    predicates: ir.Table,
    absences: ir.Table,
    *,
    years: Sequence[int],
) -> ir.Table:
    """Ask for numerator and denominator of every indicator for every cluster and year.

    A field is of one family of forms: what was closed stands beside what was filed.
    """
    import ibis

    columns = ["year", "cluster_id", "period", "field", "value", "status"]
    said = cells.select(columns).union(closed.select(columns))
    observed = _observed(headers, said, absences, years)
    joined = observed.join(terms, ["year", "period", "field"])
    absent = joined.status == str(Status.NOT_APPLICABLE)
    contribution = ibis.cases(
        (joined.value.notnull(), (joined.value.cast(WIDE) * joined.factor.cast(WIDE)).cast(SUM)),
        (absent & joined.na_is_zero, ibis.literal(Decimal(0)).cast(SUM)),
    )
    cells = joined.mutate(contribution=contribution, leaves=absent & ~joined.na_is_zero)
    by_side = cells.group_by("indicator", "part", "side", "year", "cluster_id").agg(
        total=cells.contribution.sum().cast(SUM),
        whole=cells.contribution.count() == cells.needed.max(),
        sides=cells.sides.max(),
        not_applicable=cells.leaves.any(),
        estimated=(cells.status == str(Status.ESTIMATED)).any(),
    )
    return _forms(by_side, predicates)


def _forms(by_side: ir.Table, predicates: ir.Table) -> ir.Table:
    """Bring the two sides together, and decide the comparisons."""
    import ibis

    above = by_side.side == "numerator"
    parts = by_side.group_by("indicator", "part", "year", "cluster_id").agg(
        numerator=by_side.total.max(where=above),
        # Half a denominator is none: what a rate is over must be whole to be nought.
        denominator=by_side.total.max(where=~above & by_side.whole),
        complete=by_side.whole.sum() == by_side.sides.max(),
        not_applicable=by_side.not_applicable.any(),
        estimated=by_side.estimated.any(),
    )
    compared = parts.join(predicates, ["indicator", "part"])
    value, bar = compared.numerator, compared.threshold.cast(SUM)
    holds = ibis.cases(
        (compared.comparison == "at_least", value >= bar),
        (compared.comparison == "above", value > bar),
        (compared.comparison == "at_most", value <= bar),
        (compared.comparison == "below", value < bar),
        else_=value == bar,
    )
    nothing_to_compare_with = compared.of_a_sum & (compared.denominator == 0)
    judged = compared.mutate(
        holds=holds,
        complete=compared.complete & ~ibis.coalesce(nothing_to_compare_with, False),
        not_applicable=compared.not_applicable | ibis.coalesce(nothing_to_compare_with, False),
    )
    counted = judged.group_by("indicator", "year", "cluster_id").agg(
        numerator=judged.holds.all().cast("int64").cast(SUM),
        denominator=ibis.null(SUM),
        complete=judged.complete.sum() == judged.parts.max(),
        not_applicable=judged.not_applicable.any(),
        estimated=judged.estimated.any(),
    )
    summed = parts.anti_join(predicates, ["indicator"]).drop("part")
    columns = ["indicator", "year", "cluster_id", "numerator", "denominator", "complete"]
    columns += ["not_applicable", "estimated"]
    return summed.select(columns).union(counted.select(columns))


def _observed(
    headers: ir.Table, cells: ir.Table, absences: ir.Table, years: Sequence[int]
) -> ir.Table:
    """Return cells as the terms ask for them: of this year, and of the year before.

    The year before is the filer's own figure for it (``previous``, on the present perimeter) where
    one is given, else last year's filing.
    """
    import ibis

    columns = ["year", "cluster_id", "period", "field", "value", "status"]
    this_year = cells.filter((cells.period == "current") & cells.year.isin(years))
    given = cells.filter(
        (cells.period == "previous") & cells.year.isin(years) & cells.value.notnull()
    )
    filed = cells.filter((cells.period == "current") & (cells.year + 1).isin(years)).mutate(
        year=(cells.year + 1).cast("int32"), period=ibis.literal("previous")
    )
    filed = filed.semi_join(headers, ["year", "cluster_id"])
    fallback = filed.anti_join(given, ["year", "cluster_id", "field"])
    filed = ibis.union(*(part.select(columns) for part in (this_year, given, fallback)))
    absent = _absent(headers, absences).anti_join(filed, columns[:4]).select(columns)
    return ibis.union(filed, absent, _counted(headers, years))


def _absent(headers: ir.Table, absences: ir.Table) -> ir.Table:
    """Return the fields that did not exist in a year: not applicable in every cluster."""
    import ibis

    return (
        headers.select("year", "cluster_id")
        .join(absences, "year")
        .mutate(value=ibis.null("decimal(18, 6)"), status=ibis.literal(str(Status.NOT_APPLICABLE)))
    )


def _counted(headers: ir.Table, years: Sequence[int]) -> ir.Table:
    """Return the fields by which clusters themselves are counted."""
    import ibis

    headers = headers.filter(headers.year.isin(years))
    base = headers.mutate(
        period=ibis.literal("current"),
        field=ibis.literal(EVERY_CLUSTER),
        value=ibis.literal(Decimal(1)).cast("decimal(18, 6)"),
        status=ibis.literal(str(Status.REPORTED)),
    )
    columns = ["year", "cluster_id", "period", "field", "value", "status"]
    every = base.select(columns)
    there = [
        base.mutate(
            field=ibis.literal(f"{EVERY_CLUSTER}:{region}"),
            value=(base.macro_region == region).cast("int64").cast("decimal(18, 6)"),
        ).select(columns)
        for region in ("east", "central", "west")
    ]
    return ibis.union(every, *there)


def _members(headers: ir.Table, years: Sequence[int], levels: Sequence[str]) -> ir.Table:
    """Return which cluster counts at which level under which key."""
    import ibis

    headers = headers.filter(headers.year.isin(years))
    keys = {
        "nation": ibis.literal(NATION),
        "macro_region": headers.macro_region,
        "province": headers.province_code,
        "sector": headers.sector,
        "cluster": headers.cluster_id,
    }
    parts = [
        headers.select("year", "cluster_id", level=ibis.literal(level), key=keys[level])
        for level in levels
    ]
    return parts[0] if len(parts) == 1 else ibis.union(*parts)


def summed(
    forms: ir.Table,
    headers: ir.Table,
    *,
    years: Sequence[int],
    levels: Sequence[str],
    only: Sequence[str] | None,
    lacking: Mapping[str, Sequence[str]],
) -> ir.Table:
    """Add the clusters' forms up at every level."""
    joined = _at_levels(forms, headers, years, levels, only, lacking)
    return joined.group_by("indicator", "level", "key", "year").agg(
        numerator=joined.numerator.sum(where=joined.complete).cast(SUM),
        denominator=joined.denominator.sum(where=joined.complete).cast(SUM),
        reporting=joined.complete.sum().cast("int64"),
        not_applicable=(joined.not_applicable & ~joined.complete).sum().cast("int64"),
        estimated=(joined.estimated & joined.complete).any(),
    )


def alone(
    forms: ir.Table,
    headers: ir.Table,
    *,
    years: Sequence[int],
    levels: Sequence[str],
    only: Sequence[str] | None,
    lacking: Mapping[str, Sequence[str]],
) -> ir.Table:
    """Ask for each cluster's own, where the figure says how unevenly they lie."""
    joined = _at_levels(forms, headers, years, levels, only, lacking)
    wanted = joined.filter(joined.complete)
    return wanted.select("indicator", "level", "key", "year", "numerator")


def each(
    forms: ir.Table, headers: ir.Table, *, years: Sequence[int], only: Sequence[str] | None
) -> ir.Table:
    """Ask for what each cluster adds up to by itself, sorted; decimals as text."""
    if only is not None:
        forms = forms.filter(forms.indicator.isin(only))
    forms = forms.filter(forms.year.isin(years)).semi_join(headers, ["year", "cluster_id"])
    return forms.select(
        "indicator",
        "year",
        "cluster_id",
        "complete",
        numerator=forms.complete.ifelse(forms.numerator, None).cast("string"),
        denominator=forms.complete.ifelse(forms.denominator, None).cast("string"),
        not_applicable=forms.not_applicable & ~forms.complete,
        estimated=forms.estimated & forms.complete,
    ).order_by("indicator", "year", "cluster_id")


def _at_levels(
    forms: ir.Table,
    headers: ir.Table,
    years: Sequence[int],
    levels: Sequence[str],
    only: Sequence[str] | None,
    lacking: Mapping[str, Sequence[str]],
) -> ir.Table:
    """Place the clusters' forms at each level, but where an indicator is not computed."""
    if only is not None:
        forms = forms.filter(forms.indicator.isin(only))
    joined = forms.join(_members(headers, years, levels), ["year", "cluster_id"])
    for level, figures in lacking.items():
        if figures:
            joined = joined.filter((joined.level != level) | ~joined.indicator.isin(figures))
    return joined


def filing(headers: ir.Table, *, years: Sequence[int], levels: Sequence[str]) -> ir.Table:
    """Ask how many clusters filed at each level."""
    members = _members(headers, years, levels)
    return members.group_by("year", "level", "key").agg(filed=members.count())


def firms(
    headers: ir.Table, cells: ir.Table, *, years: Sequence[int], levels: Sequence[str]
) -> ir.Table:
    """Ask how many enterprises stand behind each level, as far as filed."""
    counted = cells.filter(
        (cells.period == "current") & (cells.field == "enterprises_total") & cells.value.notnull()
    ).select("year", "cluster_id", "value")
    joined = _members(headers, years, levels).join(counted, ["year", "cluster_id"])
    return joined.group_by("year", "level", "key").agg(firms=joined.value.sum().cast(SUM))
