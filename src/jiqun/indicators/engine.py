"""Figures from cells: one Ibis expression for all indicators, levels and years.

Cells are joined to the table of terms, added up to linear forms for each cluster, compared where
the indicator counts clusters, and added up again for each level. The engine sums in DECIMAL; the
one division of a figure happens in Python.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from jiqun.base.definitions import LEVELS, Indicator, indicators, scales
from jiqun.base.quantities import Status
from jiqun.indicators import functions
from jiqun.indicators.concentration import CONCENTRATIONS
from jiqun.indicators.figures import Figure, quotient
from jiqun.indicators.sums import Counted, Place, Sums
from jiqun.indicators.terms import EVERY_CLUSTER, absence_table, predicate_table, term_table

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from jiqun.workspace import Snapshot

SUM = "decimal(38, 12)"
WIDE = "decimal(38, 6)"
"""A cell before it is multiplied: DuckDB multiplies narrow decimals in 18 digits and overflows."""
NATION = "CN"
ZERO = Decimal(0)
METHODS = {"growth_of": "like_for_like"}


class Forms(NamedTuple):
    """Numerators and denominators of every cluster: the table, and of what it has them."""

    table: ir.Table
    indicators: frozenset[Indicator]
    years: frozenset[int]


def compute(
    snapshot: Snapshot,
    years: Sequence[int],
    levels: Sequence[str] = LEVELS,
    only: Iterable[str] | None = None,
) -> list[Figure]:
    """Compute figures.

    Parameters
    ----------
    snapshot
        The submissions that count.
    years
        The data years.
    levels
        Of nation, macro_region, province, sector, cluster.
    only
        Figure ids; every indicator of the catalogue by default.

    Returns
    -------
    list of Figure
        Sorted by year, level (in the order above), key and catalogue order; without ``previous``,
        which :func:`beside` adds.
    """
    names = indicators() if only is None else set(only)
    chosen = [
        indicator
        for name, indicator in indicators().items()
        if name in names and not set(levels).isdisjoint(indicator.levels)
    ]
    totals = _totals(snapshot, chosen, years, levels)
    places = _places(snapshot, years, levels)
    return [
        _figure(one, place, totals, filed)
        for place, filed in sorted(places.items(), key=_order)
        for one in chosen
        if place[1] in one.levels
    ]


def beside(current: Iterable[Figure], before: Iterable[Figure]) -> list[Figure]:
    """Put last year's value beside this year's figures.

    Parameters
    ----------
    current
        Figures of a year.
    before
        Figures of the year before, already withheld where they must be.
    """
    values = {(one.id, one.level, one.key): one.value for one in before}
    return [replace(one, previous=values.get((one.id, one.level, one.key))) for one in current]


def enterprises(
    snapshot: Snapshot, years: Sequence[int], levels: Sequence[str] = LEVELS
) -> dict[Place, int]:
    """Return how many enterprises stand behind each year, level and key, as far as filed."""
    members = _members(snapshot, years, levels)
    cells = snapshot.cells
    counted = cells.filter(
        (cells.period == "current") & (cells.field == "enterprises_total") & cells.value.notnull()
    ).select("year", "cluster_id", "value")
    joined = members.join(counted, ["year", "cluster_id"])
    summed = joined.group_by("year", "level", "key").agg(firms=joined.value.sum().cast(SUM))
    return {found.place: int(found.number) for found in snapshot.rows_of(Counted, summed)}


def _order(place: tuple[Place, int]) -> tuple[int, int, str]:
    (year, level, key), _ = place
    return year, LEVELS.index(level), key


def _figure(
    one: Indicator, place: Place, totals: Mapping[tuple[str, Place], Sums], filed: int
) -> Figure:
    """Make one figure from its sums."""
    year, level, key = place
    if one.definition.form == "function":
        return functions.figure(one, level, key, year)
    found = totals.get((one.figure, place)) or Sums(one.figure, level, key, year)
    numerator, denominator = _sides(one, found) if found.reporting else (None, None)
    value = _value(one, numerator, denominator)
    status = _status(value, found, filed)
    return Figure(
        id=one.figure,
        indicator=one.id,
        level=level,
        key=key,
        year=year,
        value=value,
        unit=one.unit,
        status=status,
        numerator=numerator,
        denominator=denominator,
        reporting=found.reporting,
        expected=filed,
        not_applicable=found.not_applicable,
        method=METHODS.get(one.definition.form, one.definition.form),
    )


def _sides(one: Indicator, found: Sums) -> tuple[Decimal | None, Decimal | None]:
    if one.definition.form == "concentration_of":
        return CONCENTRATIONS[one.definition.measure](found.values, one.definition.top)
    if one.definition.form == "share_of_clusters" or found.numerator is None:
        return found.numerator, Decimal(found.reporting)
    above, below = scales(one)
    divides = one.definition.divides and found.denominator is not None
    return found.numerator * above, (found.denominator or ZERO) * below if divides else None


def _value(
    one: Indicator, numerator: Decimal | None, denominator: Decimal | None
) -> Decimal | None:
    if numerator is None or denominator is None:
        return numerator
    value = quotient(numerator, denominator)
    if value is not None and one.definition.form == "growth_of":
        return value - 1
    return value


def _status(value: Decimal | None, found: Sums, filed: int) -> Status:
    if value is None:
        nothing_to_divide_by = found.reporting > 0
        none_applies = found.not_applicable == filed
        return Status.NOT_APPLICABLE if nothing_to_divide_by or none_applies else Status.MISSING
    if found.estimated:
        return Status.ESTIMATED
    return Status.ZERO if value == 0 else Status.REPORTED


def _places(snapshot: Snapshot, years: Sequence[int], levels: Sequence[str]) -> dict[Place, int]:
    """Return how many clusters filed, for every year, level and key."""
    members = _members(snapshot, years, levels)
    counted = members.group_by("year", "level", "key").agg(filed=members.count())
    return {found.place: int(found.number) for found in snapshot.rows_of(Counted, counted)}


def _totals(
    snapshot: Snapshot, chosen: list[Indicator], years: Sequence[int], levels: Sequence[str]
) -> dict[tuple[str, Place], Sums]:
    """Return numerator, denominator and coverage for every figure, level, key and year."""
    forms = _kept_forms(snapshot, chosen, years)
    members = _members(snapshot, years, levels)
    joined = _where_there_are(forms.join(members, ["year", "cluster_id"]), chosen, levels)
    summed = joined.group_by("indicator", "level", "key", "year").agg(
        numerator=joined.numerator.sum(where=joined.complete).cast(SUM),
        denominator=joined.denominator.sum(where=joined.complete).cast(SUM),
        reporting=joined.complete.sum().cast("int64"),
        not_applicable=(joined.not_applicable & ~joined.complete).sum().cast("int64"),
        estimated=(joined.estimated & joined.complete).any(),
    )
    found = {(sums.indicator, sums.place): sums for sums in snapshot.rows_of(Sums, summed)}
    _add_values(snapshot, joined, chosen, found)
    return found


def _kept_forms(snapshot: Snapshot, chosen: list[Indicator], years: Sequence[int]) -> ir.Table:
    """Return the forms of some indicators, made anew only where those kept lack any."""
    made: Forms | None = snapshot.made.get("forms")
    wanted = frozenset(chosen)
    if made is None or not (wanted <= made.indicators and made.years.issuperset(years)):
        table = snapshot.keep("forms", _cluster_forms(snapshot, chosen, years))
        made = snapshot.made["forms"] = Forms(table, wanted, frozenset(years))
    if wanted == made.indicators:
        return made.table
    return made.table.filter(made.table.indicator.isin(sorted(one.figure for one in wanted)))


def _where_there_are(joined: ir.Table, chosen: list[Indicator], levels: Sequence[str]) -> ir.Table:
    """Leave out the levels at which an indicator is not computed."""
    for level in levels:
        lacking = [indicator.figure for indicator in chosen if level not in indicator.levels]
        if lacking:
            joined = joined.filter((joined.level != level) | ~joined.indicator.isin(lacking))
    return joined


def _add_values(
    snapshot: Snapshot,
    joined: ir.Table,
    chosen: list[Indicator],
    found: dict[tuple[str, Place], Sums],
) -> None:
    """Add each cluster's value where the figure says how unevenly they lie."""
    uneven = [one.figure for one in chosen if one.definition.form == "concentration_of"]
    if not uneven:
        return
    values: dict[tuple[str, Place], list[Decimal]] = defaultdict(list)
    wanted = joined.filter(joined.indicator.isin(uneven) & joined.complete)
    columns = wanted.select("indicator", "level", "key", "year", "numerator")
    for alone in snapshot.rows_of(Sums, columns):
        values[alone.indicator, alone.place].append(alone.numerator or ZERO)
    for at, numbers in values.items():
        found[at] = found[at]._replace(values=tuple(sorted(numbers, reverse=True)))


def _cluster_forms(snapshot: Snapshot, chosen: list[Indicator], years: Sequence[int]) -> ir.Table:
    """Return numerator and denominator of every indicator for every cluster and year."""
    import ibis

    terms = snapshot.hold("terms", term_table(chosen, years))
    predicates = snapshot.hold("predicates", predicate_table(chosen))
    joined = _observed(snapshot, years).join(terms, ["year", "period", "field"])
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


def _observed(snapshot: Snapshot, years: Sequence[int]) -> ir.Table:
    """Return cells as the terms ask for them: of this year, and of the year before.

    The year before is the filer's own figure for it (``previous``, on the present perimeter) where
    one is given, else last year's filing.
    """
    import ibis

    cells = snapshot.cells
    columns = ["year", "cluster_id", "period", "field", "value", "status"]
    this_year = cells.filter((cells.period == "current") & cells.year.isin(years))
    given = cells.filter(
        (cells.period == "previous") & cells.year.isin(years) & cells.value.notnull()
    )
    filed = cells.filter((cells.period == "current") & (cells.year + 1).isin(years)).mutate(
        year=(cells.year + 1).cast("int32"), period=ibis.literal("previous")
    )
    filed = filed.semi_join(snapshot.headers, ["year", "cluster_id"])
    fallback = filed.anti_join(given, ["year", "cluster_id", "field"])
    filed = ibis.union(*(part.select(columns) for part in (this_year, given, fallback)))
    absent = _absent(snapshot, years).anti_join(filed, columns[:4]).select(columns)
    return ibis.union(filed, absent, _counted(snapshot, years))


def _absent(snapshot: Snapshot, years: Sequence[int]) -> ir.Table:
    """Return the fields that did not exist in a year: not applicable in every cluster."""
    import ibis

    absent = snapshot.hold("absent", absence_table(years))
    headers = snapshot.headers.select("year", "cluster_id")
    return headers.join(absent, "year").mutate(
        value=ibis.null("decimal(18, 6)"), status=ibis.literal(str(Status.NOT_APPLICABLE))
    )


def _counted(snapshot: Snapshot, years: Sequence[int]) -> ir.Table:
    """Return the fields by which clusters themselves are counted."""
    import ibis

    headers = snapshot.headers.filter(snapshot.headers.year.isin(years))
    one = ibis.literal(Decimal(1)).cast("decimal(18, 6)")
    base = headers.mutate(
        period=ibis.literal("current"),
        field=ibis.literal(EVERY_CLUSTER),
        value=one,
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


def _members(snapshot: Snapshot, years: Sequence[int], levels: Sequence[str]) -> ir.Table:
    """Return which cluster counts at which level under which key."""
    import ibis

    headers = snapshot.headers.filter(snapshot.headers.year.isin(years))
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
