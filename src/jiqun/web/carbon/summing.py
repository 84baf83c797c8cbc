"""What the firms of a county emit together, as the county is told it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from jiqun.base.language import Bilingual
from jiqun.exchange.carbon.account import TITLES, Account, account
from jiqun.exchange.carbon.activity import read_activity
from jiqun.exchange.carbon.together import counted_next
from jiqun.web.carbon.models import CarbonTold, CarbonYear
from jiqun.web.casework.row_policies import seen_whole


@dataclass(frozen=True)
class Together:
    """A figure of a county's year: of how many firms, and their tonnes; None: not told."""

    title: Bilingual
    firms: int
    tonnes: Decimal | None


def sums_of(county: str) -> list[tuple[int, list[Together]]]:
    """Return by year, the last first, what the firms of a county emit together.

    Parameters
    ----------
    county
        The county whose office asks: firms that take part in its sums are counted.
    """
    with seen_whole(), transaction.atomic():
        amounts = dict(_amounts(county))
        told = {(row.year, row.figure): row for row in CarbonTold.objects.filter(county=county)}
        years = sorted({year for year, _ in (*amounts, *told)}, reverse=True)
        found = [
            (year, [_told(county, year, name, amounts.get((year, name), {})) for name in TITLES])
            for year in years
        ]
    # A year of which nothing is told would say that some firm takes part with it.
    return [row for row in found if any(figure.tonnes is not None for figure in row[1])]


def _told(county: str, year: int, figure: str, now: Mapping[str, Decimal]) -> Together:
    CarbonTold.objects.get_or_create(county=county, year=year, figure=figure)
    rows = CarbonTold.objects.select_for_update()
    row = rows.get(county=county, year=year, figure=figure)
    before = {firm: Decimal(text) for firm, text in row.counted.items()}
    counted = counted_next(before, now)
    if counted is not before:
        row.counted = {firm: f"{tonnes:f}" for firm, tonnes in counted.items()}
        row.save()
    total = sum(counted.values(), Decimal(0)) if counted else None
    return Together(TITLES[figure], len(counted), total)


def _amounts(county: str) -> Iterator[tuple[tuple[int, str], dict[str, Decimal]]]:
    """Yield by year and figure the tonnes of each firm that knows it, by its last word."""
    last: dict[tuple[str, int], CarbonYear] = {}
    for row in CarbonYear.objects.filter(shared=True, county=county):
        last.setdefault((row.credit_code, row.year), row)
    found: dict[tuple[int, str], dict[str, Decimal]] = {}
    for (firm, year), row in last.items():
        for figure, tonnes in _known(account(read_activity(row.said)[0])):
            found.setdefault((year, figure), {})[firm] = tonnes
    yield from found.items()


def _known(found: Account) -> Iterator[tuple[str, Decimal]]:
    """Yield the figures a firm enters sums with.

    The two of scope 2 are two answers for the same electricity: a firm enters both or neither. By
    which of two sums it is missing, the other would tell what it bought.
    """
    scope_2 = (found.by_place, found.by_market)
    whole = all(figure.tonnes is not None for figure in scope_2)
    for figure in found.figures:
        if figure.tonnes is not None and (whole or figure not in scope_2):
            yield figure.id, figure.tonnes
