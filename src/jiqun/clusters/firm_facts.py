"""What the criteria of tiers read, from a firm's answers; what an answer is missing for is unknown.

Rates are exact fractions of the answers, to 28 digits; nothing is rounded before it is compared.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from jiqun.clusters.firm_form import NOW, Cell, Firm, firm_form
from jiqun.clusters.scores import Fact

HUNDRED = Decimal(100)
Years = Mapping[int, Decimal | None]
"""A field's answers by how many years back: 0 is the last year."""


def facts_of(firm: Firm) -> dict[str, Fact]:
    """Return every fact the criteria may read, None where answers are missing.

    Examples
    --------
    >>> firm = Firm(2025, {("rd_spend", 2025): Decimal(300), ("revenue", 2025): Decimal(6000)})
    >>> facts = facts_of(firm)
    >>> facts["rd_share"] == 5, facts["rd_share_each_2y"]
    (True, None)
    """
    form = firm_form()
    found: dict[str, Fact] = {
        name: firm.cells.get((name, NOW))
        for name, asked in form.fields.items()
        if not asked.each_year
    }
    for name, said in form.facts.items():
        ((kind, used),) = said.items()
        if kind == "function":
            found[name] = FUNCTIONS[used](firm)
        elif isinstance(used, list):
            found[name] = PAIRS[kind](*(_years(firm, part) for part in used))
        else:
            found[name] = KINDS[kind](_years(firm, used))
    return found


def cells_of(fact: str, year: int) -> list[Cell]:
    """Return the answers a fact needs, for a firm that answers for a year.

    Examples
    --------
    >>> cells_of("rd_total_2y", 2025)
    [('rd_spend', 2025), ('rd_spend', 2024)]
    """
    form = firm_form()
    if fact in form.fields and fact not in form.facts:
        return [(fact, NOW)]
    ((kind, used),) = form.facts.get(fact, {"": ()}).items()
    names = BY_FUNCTION[used] if kind == "function" else [used] if isinstance(used, str) else used
    return [
        (name, year - back if form.fields[name].each_year else NOW)
        for name in names
        for back in range(BACK.get(kind, 1) if form.fields[name].each_year else 1)
    ]


def rd_by_revenue(firm: Firm) -> bool | None:
    """Tell whether R&D is enough for a little giant under 工信部企业〔2022〕63号.

    With revenue of 100 million yuan or more 3 % of it in each of two years; from 50 to 100 million
    6 %; below, new equity of 80 million in two years, R&D of 30 million and half the staff in R&D.
    A revenue on the edge of two bands is in the higher one.

    Examples
    --------
    >>> def firm(revenue: int, rd: int) -> Firm:
    ...     years = (2024, 2025)
    ...     return Firm(2025, {("revenue", y): Decimal(revenue) for y in years}
    ...                     | {("rd_spend", y): Decimal(rd) for y in years})
    >>> rd_by_revenue(firm(10000, 300)), rd_by_revenue(firm(10000, 299))
    (True, False)
    >>> rd_by_revenue(firm(5000, 299)), rd_by_revenue(Firm(2025))
    (False, None)
    """
    revenue = _years(firm, "revenue")
    spent, last = _years(firm, "rd_spend"), revenue.get(0)
    if last is None:
        return None
    if last >= 5000:
        share = _lowest_percent(spent, revenue)
        return None if share is None else share >= (3 if last >= 10000 else 6)
    wanted = (
        (_sum(_years(firm, "new_equity"), 2), Decimal(8000)),
        (_sum(spent, 2), Decimal(3000)),
        (_percent(_years(firm, "rd_staff"), _years(firm, "staff")), Decimal(50)),
    )
    answers = [None if value is None else value >= bound for value, bound in wanted]
    if False in answers:
        return False
    return None if None in answers else True


def _years(firm: Firm, name: str) -> dict[int, Decimal | None]:
    """Return a field's numbers by how many years back; what is asked once stands at nought."""
    asked = firm_form().fields[name]
    at = [firm.year - back for back in range(firm_form().years)] if asked.each_year else [NOW]
    answers = [firm.cells.get((name, year)) for year in at]
    return {
        back: answer if isinstance(answer, Decimal) else None for back, answer in enumerate(answers)
    }


def _of(years: Years, count: int) -> list[Decimal] | None:
    """Return the last years' numbers, the newest first; None where one is missing."""
    numbers = [years.get(back) for back in range(count)]
    known = [number for number in numbers if number is not None]
    return known if len(known) == count else None


def _sum(years: Years, count: int) -> Decimal | None:
    numbers = _of(years, count)
    return None if numbers is None else sum(numbers, Decimal(0))


def _mean(years: Years, count: int) -> Decimal | None:
    total = _sum(years, count)
    return None if total is None else total / count


def _percent(part: Years, whole: Years, back: int = 0) -> Decimal | None:
    top, bottom = part.get(back), whole.get(back)
    return None if top is None or not bottom else top / bottom * HUNDRED


def _lowest_percent(part: Years, whole: Years) -> Decimal | None:
    shares = [_percent(part, whole, back) for back in (0, 1)]
    known = [share for share in shares if share is not None]
    return min(known) if len(known) == len(shares) else None


def _growth(years: Years, back: int = 0) -> Decimal | None:
    now, before = years.get(back), years.get(back + 1)
    return None if now is None or not before else (now / before - 1) * HUNDRED


def _mean_growth(years: Years) -> Decimal | None:
    rates = [rate for back in (0, 1) if (rate := _growth(years, back)) is not None]
    return sum(rates, Decimal(0)) / 2 if len(rates) == 2 else None


def _compound(years: Years) -> Decimal | None:
    now, before = years.get(0), years.get(2)
    return None if now is None or not before else ((now / before).sqrt() - 1) * HUNDRED


def _lowest(years: Years) -> Decimal | None:
    numbers = _of(years, 2)
    return None if numbers is None else min(numbers)


def _highest(first: Years, second: Years) -> Decimal | None:
    """Return the higher of two numbers, either of which is enough."""
    known = [number for number in (first.get(0), second.get(0)) if number is not None]
    return max(known) if known else None


KINDS: Mapping[str, Callable[[Years], Decimal | None]] = {
    "last": lambda years: years.get(0),
    "lowest_2y": _lowest,
    "sum_2y": lambda years: _sum(years, 2),
    "sum_3y": lambda years: _sum(years, 3),
    "mean_2y": lambda years: _mean(years, 2),
    "mean_3y": lambda years: _mean(years, 3),
    "growth": _growth,
    "mean_growth_2y": _mean_growth,
    "compound_2y": _compound,
}
"""How a fact follows from one field, as the form's schema names it."""
PAIRS: Mapping[str, Callable[[Years, Years], Decimal | None]] = {
    "percent": _percent,
    "lowest_percent_2y": _lowest_percent,
    "highest": _highest,
}
"""How a fact follows from two fields."""
FUNCTIONS: Mapping[str, Callable[[Firm], bool | None]] = {"rd_by_revenue": rd_by_revenue}
BY_FUNCTION: Mapping[str, Sequence[str]] = {
    "rd_by_revenue": ("revenue", "rd_spend", "new_equity", "rd_staff", "staff")
}
BACK = {
    "lowest_2y": 2, "sum_2y": 2, "sum_3y": 3, "mean_2y": 2, "mean_3y": 3, "growth": 2,
    "mean_growth_2y": 3, "compound_2y": 3, "lowest_percent_2y": 2, "function": 2,
}  # fmt: skip
"""How many years a kind reads; one where it is not named."""
