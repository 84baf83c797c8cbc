"""A programme on a day: which criteria hold then, with which numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from jiqun.base.definitions import EXACT, Indicator, every_indicator
from jiqun.base.errors import NotFound, Problem, Refused
from jiqun.base.own_catalogue import Entered
from jiqun.base.units import conversion
from jiqun.rules.programmes import OPERATORS, Criterion, Parameter, Programme

ONE = Decimal(1)
Settings = tuple[tuple[str, Decimal | None], ...]
"""Numbers of a reform by parameter, sorted; None repeals."""


@dataclass(frozen=True, slots=True)
class Bar:
    """The number a figure is held against.

    Parameters
    ----------
    value, unit
        As the document says it; the value is None where it is not known to us.
    limit
        The number in the figure's unit; for growth over several years the factor of all of them.
    since, at_the_latest
        In force from this day; certainly from this day and perhaps from an earlier one.
    origin
        The jurisdiction that set it; ``reform`` for a number being tried out.
    article, source, confidence
        Its citation.
    relaxed_in
        Where a reviewer may accept less.
    entered
        Who entered it, where an installation did.
    """

    value: Decimal | None
    unit: str
    limit: Decimal | None
    since: date | None
    origin: str
    article: str = ""
    source: tuple[str, ...] = ()
    confidence: str = ""
    relaxed_in: str = ""
    at_the_latest: bool = False
    entered: Entered | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A criterion on a day.

    Parameters
    ----------
    criterion
        What the file says.
    figure, bar
        Of a comparison; None otherwise.
    spans
        The years each reading takes: one after the other, or all at once for growth.
    parts
        Of ``all_of`` and ``any_of``: those that hold on the day.
    """

    criterion: Criterion
    figure: Indicator | None = None
    bar: Bar | None = None
    spans: tuple[tuple[int, ...], ...] = ()
    parts: tuple["Rule", ...] = ()

    @property
    def id(self) -> str:
        """The criterion's name."""
        return self.criterion.id

    @property
    def operator(self) -> str:
        """``ge``, ``gt``, … for a comparison; else the test's own name."""
        return OPERATORS.get(self.criterion.test, self.criterion.test)

    def leaves(self) -> list["Rule"]:
        """Return the rules that compare or judge something, itself or its parts."""
        return [leaf for part in self.parts for leaf in part.leaves()] if self.parts else [self]


@dataclass(frozen=True, eq=False)
class Ruling:
    """All criteria of a programme that hold on a day, in the file's order."""

    programme: Programme
    on: date
    years: tuple[int, ...]
    settings: Settings
    rules: tuple[Rule, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field of a filing the criteria read."""
        leaves = [leaf for rule in self.rules for leaf in rule.leaves()]
        found = [name for leaf in leaves if leaf.figure for name in leaf.figure.definition.fields]
        return tuple(dict.fromkeys(found))


@lru_cache(maxsize=1024)
def rule_on(programme: Programme, on: date, settings: Settings = ()) -> Ruling:
    """Settle which criteria hold on a day, and with which numbers.

    Parameters
    ----------
    programme
        The programme, merged with what it extends.
    on
        The day.
    settings
        Numbers to try instead of those in force.

    Returns
    -------
    Ruling
        A criterion whose number is not in force yet, or was repealed, is left out; one whose
        number is not known to us stays, with no number.

    Raises
    ------
    NotFound
        Where the programme was not in force on that day.
    Refused
        Where a setting names no parameter.
    """
    _check_in_force(programme, on)
    _check_settings(programme, settings)
    years = programme.years(on)
    chosen = dict(settings)
    rules = [
        _rule(criterion, programme, on, years, chosen) for criterion in programme.criteria.values()
    ]
    return Ruling(programme, on, years, settings, tuple(rule for rule in rules if rule is not None))


def _check_in_force(programme: Programme, on: date) -> None:
    if programme.covers(on):
        return
    details = {"id": programme.id, "on": on, "since": programme.since, "until": programme.until}
    late = programme.until is not None and on > programme.until
    unsure = "rules.perhaps_not_in_force" if programme.at_the_latest else "rules.not_in_force"
    code = "rules.no_longer_in_force" if late else unsure
    raise NotFound(Problem(code, details=details))


def _check_settings(programme: Programme, settings: Settings) -> None:
    known = ", ".join(programme.parameters)
    problems = [
        Problem(
            "rules.unknown_parameter",
            details={"programme": programme.id, "name": name, "known": known},
        )
        for name, _ in settings
        if name not in programme.parameters
    ]
    if problems:
        raise Refused(problems)


def _rule(
    criterion: Criterion,
    programme: Programme,
    on: date,
    years: tuple[int, ...],
    settings: Mapping[str, Decimal | None],
) -> Rule | None:
    """Return the criterion on a day, or None where it does not hold then."""
    if criterion.parts:
        parts = [_rule(part, programme, on, years, settings) for part in criterion.parts]
        held = tuple(part for part in parts if part is not None)
        return Rule(criterion, parts=held) if held else None
    if criterion.is_judgement:
        return Rule(criterion)
    spans = (years,) if criterion.window == "span" else tuple((year,) for year in years)
    if criterion.window == "latest":
        spans = spans[-1:]
    figure = every_indicator()[criterion.figure]
    if criterion.test == "is_true":
        bar = Bar(ONE, "flag", ONE, programme.since, criterion.origin, criterion.article)
        return Rule(criterion, figure, bar, spans)
    parameter = programme.parameters[criterion.threshold]
    found = _bar(parameter, figure, on, len(years) - 1, settings)
    return Rule(criterion, figure, found, spans) if found else None


def _bar(
    parameter: Parameter,
    figure: Indicator,
    on: date,
    intervals: int,
    settings: Mapping[str, Decimal | None],
) -> Bar | None:
    dated = parameter.on(on)
    if parameter.id in settings:
        tried = settings[parameter.id]
        if tried is None:
            return None
        limit = _limit(tried, parameter, figure, intervals)
        return Bar(tried, parameter.unit, limit, on, "reform", relaxed_in=parameter.relaxed_in)
    if not parameter.values or (dated is not None and not dated.known):
        since = dated.since if dated else None
        return Bar(
            None, parameter.unit, None, since, parameter.origin, relaxed_in=parameter.relaxed_in
        )
    if dated is None or dated.value is None:
        return None
    return Bar(
        dated.value,
        parameter.unit,
        _limit(dated.value, parameter, figure, intervals),
        None if dated.since == date.min else dated.since,
        dated.origin,
        dated.article,
        dated.source,
        dated.confidence,
        parameter.relaxed_in,
        dated.at_the_latest,
        dated.entered,
    )


def _limit(value: Decimal, parameter: Parameter, figure: Indicator, intervals: int) -> Decimal:
    """Return the number in the figure's unit; of a yearly growth the factor of all years."""
    limit = EXACT.multiply(value, conversion(parameter.unit, figure.unit))
    if not figure.definition.is_growth:
        return limit
    factor = max(EXACT.add(ONE, limit), Decimal(0))
    return EXACT.power(factor, intervals if figure.definition.spans_years else 1)
