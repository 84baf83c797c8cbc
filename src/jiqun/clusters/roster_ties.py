"""Tie a list of firms to its cluster's filing: what was filed, what is counted, what differs."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from jiqun.base.canonical import decimal_text
from jiqun.base.errors import Problem, Where
from jiqun.base.forms import YEARLY, Form, family
from jiqun.base.quantities import Quantity, Status
from jiqun.clusters.roster import Count, Firm, counts_on


@dataclass(frozen=True, slots=True)
class TieRow:
    """One figure of the filing beside the count of the list.

    Parameters
    ----------
    figure
        The filing's field.
    filed
        The figure, or None where none was filed.
    counted
        What the list counts.
    """

    figure: str
    filed: Decimal | None
    counted: Count

    @property
    def ties(self) -> bool | None:
        """Whether they agree; None where nothing was filed to agree with."""
        if self.filed is None:
            return None
        return self.counted.low <= self.filed <= self.counted.high

    @property
    def difference(self) -> Decimal:
        """What was filed less the nearest count; nought where they agree."""
        filed = self.filed or Decimal(0)
        return filed - min(max(filed, Decimal(self.counted.low)), Decimal(self.counted.high))

    @property
    def counted_text(self) -> str:
        """The count, or the range it lies in."""
        low, high = self.counted
        return str(low) if low == high else f"{low}..{high}"

    def record(self) -> dict[str, Any]:
        """Return the row as a JSON object."""
        return {
            "figure": self.figure,
            "filed": None if self.filed is None else decimal_text(self.filed),
            "counted": self.counted_text,
            "ties": self.ties,
        }


def year_end(year: int) -> date:
    """Return the day a filing's counts are of."""
    return date(year, 12, 31)


def tie_rows(firms: Iterable[Firm], year: int, filed: Mapping[str, Quantity]) -> list[TieRow]:
    """Return every figure of the year that must tie, beside the count of the list.

    Parameters
    ----------
    firms
        One cluster's list.
    year
        The filing's data year; firms and titles are counted on its last day.
    filed
        The filing's cells. Not applicable is held against nought; missing against nothing.

    Examples
    --------
    >>> rows = tie_rows([], 2022, {"enterprises_total": Quantity.of(Decimal(3))})
    >>> rows[0].ties, rows[0].difference, rows[1].ties
    (False, Decimal('3'), None)
    """
    asked = family(YEARLY).form_around(year).fields
    counted = counts_on(firms, year_end(year))
    return [
        TieRow(figure, _filed(filed.get(figure)), count)
        for figure, count in counted.items()
        if figure in asked
    ]


def tie_problems(
    rows: Iterable[TieRow],
    form: Form,
    year: int,
    reasons: Mapping[str, str],
    where: Callable[[str], Where],
) -> Iterator[Problem]:
    """Yield what does not tie: refused without a reason, a warning with one.

    Parameters
    ----------
    rows
        From :func:`tie_rows`.
    form
        The filing's form, for titles.
    year
        The data year.
    reasons
        By field, why it differs.
    where
        Gives the place of a field.
    """
    for row in rows:
        if row.ties is not False:
            continue
        title, reason = form.fields[row.figure].title, reasons.get(row.figure, "")
        details = {
            "title": title.zh,
            "title_en": title.en,
            "filed": decimal_text(row.filed or Decimal(0)),
            "counted": row.counted_text,
            "difference": decimal_text(row.difference),
            "day": year_end(year).isoformat(),
            "reason": reason,
        }
        code = "roster.not_tied_explained" if reason else "roster.not_tied"
        yield Problem(code, where(row.figure), details)


def _filed(cell: Quantity | None) -> Decimal | None:
    if cell is None:
        return None
    return Decimal(0) if cell.status is Status.NOT_APPLICABLE else cell.value
