"""How strict an expert is beside others, with shrinkage; below a history nothing is said.

An expert's leniency is the mean of their total less the mean of the other experts' totals, over
the applications they scored with others. With few applications chance speaks louder than habit,
so the mean is drawn towards nought by ``count / (count + PRIOR)`` (a normal prior as heavy as
PRIOR applications), and below MINIMUM applications the expert is "not calibrated".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from jiqun.workflow.panels.scores import Category, Sheet

MINIMUM = 8
"""Applications scored together with others before anything is said of an expert. Ours."""
PRIOR = 8
"""How many applications the assumption of ordinary strictness weighs. Ours."""


@dataclass(frozen=True, slots=True)
class Leniency:
    """An expert's habit in points of the total: above nought lenient, below strict.

    Parameters
    ----------
    count
        Applications it rests on.
    raw
        The mean difference as it is; None where there is none.
    points
        After shrinkage; None is "not calibrated".
    """

    count: int
    raw: Fraction | None
    points: Fraction | None


def leniency(
    history: Sequence[Sequence[Sheet]],
    scheme: Sequence[Category],
    *,
    minimum: int = MINIMUM,
    prior: int = PRIOR,
) -> dict[str, Leniency]:
    """Return each expert's habit.

    Parameters
    ----------
    history
        The sheets of each application, of this call and earlier ones on the same scheme.
    scheme
        The scheme.
    minimum, prior
        As :data:`MINIMUM` and :data:`PRIOR`.

    Examples
    --------
    >>> from decimal import Decimal
    >>> from jiqun.base.language import Bilingual
    >>> scheme = [Category("a", Bilingual("甲", "A"), Decimal(100), Decimal(100))]
    >>> pair = [Sheet("kind", {"a": Decimal(80)}), Sheet("strict", {"a": Decimal(70)})]
    >>> found = leniency([pair] * 8, scheme)
    >>> found["kind"].raw, found["kind"].points, leniency([pair] * 7, scheme)["kind"].points
    (Fraction(10, 1), Fraction(5, 1), None)
    """
    apart: dict[str, list[Fraction]] = {}
    for sheets in history:
        totals = {sheet.expert: sheet.total(scheme) for sheet in sheets}
        count, whole = len(totals), sum(totals.values(), Fraction(0))
        for expert, total in totals.items():
            differences = apart.setdefault(expert, [])
            if count > 1:  # less the mean of the others
                differences.append((count * total - whole) / (count - 1))
    return {
        expert: _shrunk(differences, minimum, prior)
        for expert, differences in sorted(apart.items())
    }


def corrected(
    sheets: Sequence[Sheet], scheme: Sequence[Category], habits: Mapping[str, Leniency]
) -> Fraction | None:
    """Return the mean total with habits taken out; None where an expert is not calibrated.

    It is shown beside the mean and decides nothing: the published scheme does.
    """
    points = [habits[sheet.expert].points for sheet in sheets if sheet.expert in habits]
    known = [point for point in points if point is not None]
    if not sheets or len(known) < len(sheets):
        return None
    totals = sum((sheet.total(scheme) for sheet in sheets), Fraction(0))
    return (totals - sum(known, Fraction(0))) / len(sheets)


def _shrunk(differences: Sequence[Fraction], minimum: int, prior: int) -> Leniency:
    count = len(differences)
    if not count:
        return Leniency(0, None, None)
    raw = sum(differences, Fraction(0)) / count
    return Leniency(count, raw, raw * Fraction(count, count + prior) if count >= minimum else None)
