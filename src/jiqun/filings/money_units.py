"""Suspect amounts that were written in another unit than the form's: 元, 千元, 百万元 or 亿元.

A wrong unit moves an amount by a power of ten and leaves counts of people and firms where they are.
So every ratio of amounts to counts, of amounts to each other, to the year before and to the sum of
the list of firms is held against a wide band; where some lie outside, the reading in another unit
is looked for (of one amount, of all of a year, of the list) that brings most of them back. The
words and bands stand in ``catalog/checks/money_units.yaml``; nothing is refused.
"""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from jiqun.base.canonical import decimal_text
from jiqun.base.errors import Problem, Where
from jiqun.base.language import Bilingual
from jiqun.base.quantities import Quantity
from jiqun.clusters.roster import Firm, Roster
from jiqun.clusters.roster_checks import countable
from jiqun.clusters.roster_ties import year_end
from jiqun.filings.read import ReadFiling
from jiqun.filings.unit_rules import LIST, Band, Unit, unit_rules

Cells = Mapping[str, Quantity]
VALUES, PREVIOUS, ROSTER = "values", "previous", "roster"
ALMOST = 1e-9
LIST_TITLE = Bilingual("企业名单的产值", "output in the list of firms")
ABOVE_ALL = Decimal("1.05")
"""One firm's output over its cluster's, beyond which rounding does not explain it."""


class Amount(NamedTuple):
    """An amount that may be in another unit: a field of a year, or the list's outputs as one."""

    period: str
    name: str


class Ratio(NamedTuple):
    """One ratio of a filing, as a power of ten, and the amounts it is made of."""

    power: float
    of: Amount
    to: Amount | None
    band: Band

    @property
    def beyond(self) -> float:
        """By how many powers of ten it lies outside its band."""
        return self.band.beyond(self.power)

    def read_in(self, unit: Unit, amounts: Collection[Amount]) -> "Ratio":
        """Return the ratio with amounts taken to be in another unit."""
        return self._replace(power=self.power - self._moved(amounts) * unit.power)

    def gain(self, unit: Unit, amounts: Collection[Amount]) -> float:
        """Return by how many powers of ten that brings it nearer to its band."""
        moved = self._moved(amounts)
        return self.beyond - self.band.beyond(self.power - moved * unit.power) if moved else 0.0

    def _moved(self, amounts: Collection[Amount]) -> int:
        return (self.of in amounts) - (self.to in amounts)


def suspected_units(filing: ReadFiling, before: Cells) -> list[Problem]:
    """Return a warning for amounts that look as if they were in another unit.

    Parameters
    ----------
    filing
        Read and checked by itself, with its list of firms; refused or not.
    before
        The cells of the year before.

    Returns
    -------
    list of Problem
        One a cell, alike but for its place: told together they are one warning for each unit.
    """
    if filing.form is None:
        return []
    firms = _counted(filing)
    if not firms and _all_usual(filing, before):
        return []
    odd = _above_all(filing, firms)
    ratios = list(_ratios(filing, before, [firm for firm in firms if firm not in odd]))
    found = _read(ratios) if any(ratio.beyond for ratio in ratios) else {}
    return [*_problems(filing, ratios, found), *_single_firms(filing, odd)]


# --- what is compared ---


def _counted(filing: ReadFiling) -> list[Firm]:
    """Return the firms of the list inside the cluster at year end."""
    roster = filing.raw.roster
    if roster is None or not filing.dated:
        return []
    return [firm for firm in roster.firms if firm.inside(year_end(filing.raw.year))]


def _above_all(filing: ReadFiling, firms: Sequence[Firm]) -> list[Firm]:
    """Return firms whose output alone is more than their cluster's; none where most are so."""
    cell = filing.values.get("output_total")
    if not firms or cell is None or not cell.value:
        return []
    giving = [firm for firm in firms if firm.output]
    odd = [firm for firm in giving if (firm.output or 0) > cell.value * ABOVE_ALL]
    return odd if 2 * len(odd) < len(giving) else []


def _ratios(filing: ReadFiling, before: Cells, firms: Sequence[Firm]) -> Iterator[Ratio]:
    now, then, money = _numbers(filing.values), _numbers(before), _amounts(filing)
    # Who gives last year's amounts seldom gives last year's people and firms.
    then_or_now = {name: number for name, number in now.items() if name not in money} | then
    for band in unit_rules().bands:
        if band.of.startswith(LIST):
            yield from _of_list(filing, band, firms)
        elif band.to:
            for period, of, to in ((VALUES, now, now), (PREVIOUS, then, then_or_now)):
                if band.of in of and band.to in to:
                    also = Amount(period, band.to) if band.to in money else None
                    power = math.log10(of[band.of] / to[band.to])
                    yield Ratio(power, Amount(period, band.of), also, band)
        elif band.of in now and band.of in then:
            power = math.log10(now[band.of] / then[band.of])
            yield Ratio(power, Amount(VALUES, band.of), Amount(PREVIOUS, band.of), band)


def _all_usual(filing: ReadFiling, before: Cells) -> bool:
    """Tell at a glance that no ratio of a filing comes near the ends of its band: few do."""
    now, then = _powers(filing.values), _powers(before)
    money = _amounts(filing)
    then_or_now = {name: power for name, power in now.items() if name not in money} | then
    for of, to, low, high in unit_rules().ends:
        pairs = ((now, now), (then, then_or_now)) if to else ((now, then),)
        for above, below in pairs:
            if of in above and (to or of) in below:
                power = above[of] - below[to or of]
                if not low + ALMOST < power < high - ALMOST:
                    return False
    return True


def _powers(cells: Cells) -> dict[str, float]:
    return {name: math.log10(number) for name, number in _numbers(cells).items()}


def _of_list(filing: ReadFiling, band: Band, firms: Sequence[Firm]) -> Iterator[Ratio]:
    """Yield a ratio of the list of firms: to its own people, or to the filing's output."""
    amount, total = Amount(ROSTER, "output"), filing.values.get(band.to)
    giving = [firm for firm in firms if firm.output]
    if band.to.startswith(LIST):
        giving = [firm for firm in giving if firm.employment]
        to, money = float(sum(firm.employment or 0 for firm in giving)), None
    else:
        to, money = float(total.value or 0) if total else 0.0, Amount(VALUES, band.to)
    output = float(sum(firm.output or 0 for firm in giving))
    if output and to and len(giving) >= band.complete * _expected(filing, firms):
        yield Ratio(math.log10(output / to), amount, money, band)


def _expected(filing: ReadFiling, firms: Sequence[Firm]) -> float:
    """Return how many firms a complete list has; beyond reach where rows could not be read."""
    filed, roster = filing.values.get("enterprises_total"), filing.raw.roster
    if roster is None or not countable(roster):
        return math.inf
    return max(len(firms), float(filed.value or 0) if filed else 0.0)


def _numbers(cells: Cells) -> dict[str, float]:
    """Return the figures ratios are made of, where they are numbers above nought."""
    named = ((name, cells.get(name)) for name in unit_rules().fields)
    return {name: float(cell.value) for name, cell in named if cell is not None and cell.value}


def _amounts(filing: ReadFiling) -> set[str]:
    """Return which of these figures are amounts of money."""
    fields = filing.form.fields if filing.form else {}
    return {name for name in unit_rules().fields & fields.keys() if fields[name].type == "money"}


# --- which amounts, in which unit ---


def _read(ratios: list[Ratio]) -> dict[Amount, Unit]:
    """Return the unit of each amount that looks as if it were not in the form's."""
    found: dict[Amount, Unit] = {}
    while True:
        gain, amounts, unit = max(_moves(ratios, found), key=lambda move: round(move[0], 6))
        if unit is None or gain < unit_rules().least_gain:
            return found
        found |= dict.fromkeys(amounts, unit)
        ratios = [ratio.read_in(unit, amounts) for ratio in ratios]


def _moves(
    ratios: Sequence[Ratio], settled: Collection[Amount]
) -> Iterator[tuple[float, list[Amount], Unit | None]]:
    """Yield how much nearer the ratios come by each reading; of equal ones the likeliest first."""
    amounts = dict.fromkeys(
        amount for ratio in ratios for amount in (ratio.of, ratio.to) if amount is not None
    )
    open_ = [amount for amount in amounts if amount not in settled]
    yield 0.0, [], None
    for group in _groups(open_):
        touched = [ratio for ratio in ratios if (ratio.of in group) != (ratio.to in group)]
        if not any(ratio.beyond for ratio in touched):
            continue
        for unit in unit_rules().units:
            kept = _trimmed(group, unit, ratios) if len(group) > 1 else group
            yield _gain(ratios, unit, kept), kept, unit


def _groups(amounts: Sequence[Amount]) -> Iterator[list[Amount]]:
    """Yield the amounts that may share a unit: this year's before last year's, all before one."""
    of = {
        period: [amount for amount in amounts if amount.period == period]
        for period in (VALUES, PREVIOUS, ROSTER)
    }
    yield of[VALUES]
    yield from ([amount] for amount in of[VALUES])
    yield of[ROSTER]
    yield of[VALUES] + of[PREVIOUS]
    for amount in of[VALUES]:
        if (then := amount._replace(period=PREVIOUS)) in amounts:
            yield [amount, then]
    yield of[PREVIOUS]
    yield from ([amount] for amount in of[PREVIOUS])


def _gain(ratios: Iterable[Ratio], unit: Unit, amounts: Collection[Amount]) -> float:
    """Return by how many powers of ten ratios come nearer to their bands."""
    return sum(ratio.gain(unit, amounts) for ratio in ratios)


def _trimmed(group: Sequence[Amount], unit: Unit, ratios: Sequence[Ratio]) -> list[Amount]:
    """Leave out of a group the amounts that fit better as they are."""
    kept = list(group)
    for amount in group:
        without = [other for other in kept if other != amount]
        if without and _gain(ratios, unit, without) > _gain(ratios, unit, kept) + ALMOST:
            kept = without
    return kept


# --- what is said ---


def _problems(
    filing: ReadFiling, ratios: Sequence[Ratio], found: Mapping[Amount, Unit]
) -> Iterator[Problem]:
    """Yield the warnings, in the form's order; those of one unit and the same years are alike."""
    for unit in dict.fromkeys(found.values()):
        amounts = [amount for amount in found if found[amount] is unit]
        names = {
            period: {amount.name for amount in amounts if amount.period == period}
            for period in (VALUES, PREVIOUS)
        }
        alike = names[VALUES] == names[PREVIOUS]
        for period in (VALUES, PREVIOUS, ROSTER):
            group = [amount for amount in amounts if amount.period == period]
            evidence = amounts if alike and period != ROSTER else group
            # What hangs together within a group may be out of band only beside all of the unit.
            shown = next((found for found in (evidence, amounts) if _touched(ratios, found)), None)
            if shown is None:
                continue
            details = _details(filing, unit, period, _touched(ratios, shown), both=alike)
            for amount in _in_order(filing, group):
                yield _problem(filing, amount, details)


def _touched(ratios: Sequence[Ratio], amounts: Collection[Amount]) -> list[Ratio]:
    """Return the ratios that change when some amounts are in another unit, and the rest is not."""
    return [ratio for ratio in ratios if (ratio.of in amounts) != (ratio.to in amounts)]


def _in_order(filing: ReadFiling, amounts: Sequence[Amount]) -> list[Amount]:
    order = list(filing.form.fields) if filing.form else []
    return sorted(amounts, key=lambda one: order.index(one.name) if one.name in order else 0)


def _details(
    filing: ReadFiling,
    unit: Unit,
    period: str,
    touched: Sequence[Ratio],
    *,
    both: bool,
) -> dict[str, str]:
    """Return what all warnings of a unit and year say: the ratio that lies farthest outside."""
    worst, wanted, year = (
        max(touched, key=lambda one: one.beyond),
        unit_rules().wanted,
        filing.raw.year,
    )
    both = both and period != ROSTER
    of_then = f"{year - 1}" if period == PREVIOUS else f"{year}"
    return {
        "year": f"{year - 1}、{year}" if both else of_then,
        "year_en": f"{year - 1} and {year}" if both else of_then,
        "unit": unit.title.zh,
        "unit_en": unit.title.en,
        "wanted": wanted.zh,
        "wanted_en": wanted.en,
        "times": unit.apart,
        "ratio": worst.band.title.zh,
        "ratio_en": worst.band.title.en,
        "value": f"{Decimal(f'{10**worst.power:.4g}'):f}",
        "range": worst.band.words.zh,
        "range_en": worst.band.words.en,
    }


def _problem(filing: ReadFiling, amount: Amount, alike: Mapping[str, str]) -> Problem:
    raw = filing.raw
    if amount.period == ROSTER:
        title, where = LIST_TITLE, _where_in_list(raw.roster)
        reason = raw.notes.get(VALUES, {}).get("output_total", "")
    else:
        assert filing.form is not None  # noqa: S101  # nothing is suspected otherwise
        title = filing.form.fields[amount.name].title
        where = (raw if amount.period == VALUES else raw.of_previous()).where(amount.name)
        reason = raw.notes.get(amount.period, {}).get(amount.name, "")
    details = {**alike, "title": title.zh, "title_en": title.en}
    if reason:
        return Problem("money_units.suspected_explained", where, {**details, "reason": reason})
    return Problem("money_units.suspected", where, details)


def _where_in_list(roster: Roster | None) -> Where:
    assert roster is not None  # noqa: S101  # its output is suspected
    return roster.where(next(firm.row for firm in roster.firms if firm.output), "output")


def _single_firms(filing: ReadFiling, firms: Iterable[Firm]) -> Iterator[Problem]:
    roster, total = filing.raw.roster, filing.values.get("output_total")
    for firm in firms:
        assert roster and total and total.value and firm.output  # noqa: S101  # they were compared
        details = {
            "name": firm.name,
            "value": decimal_text(firm.output),
            "total": decimal_text(total.value),
        }
        yield Problem("roster.output_above_cluster", roster.where(firm.row, "output"), details)
