"""A figure as it is shown: printed, with its status in words and its place among peers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from jiqun.base.definitions import Indicator, applies, indicators, unit_of
from jiqun.base.language import Bilingual, Lang
from jiqun.base.units import amount
from jiqun.diagnosis.standing import Standing
from jiqun.indicators import Figure
from jiqun.indicators.breaks import caveat_of
from jiqun.indicators.figures import text
from jiqun.indicators.words import method_words
from jiqun.publications.publication import Publication
from jiqun.reports.outline import Section

DIRECTION_WORDS = {
    "higher_is_better": Bilingual("越高越好", "higher is better"),
    "lower_is_better": Bilingual("越低越好", "lower is better"),
    "neutral": Bilingual("无好坏之分", "neither is better"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure with everything that is said about it."""

    figure: Figure
    entry: Indicator
    standing: Standing | None
    within_sector: Standing | None

    @property
    def status(self) -> Bilingual:
        """The status in words."""
        return self.figure.status.words

    @property
    def method(self) -> Bilingual:
        """The method in words."""
        return method_words(self.figure.method)

    def printed(self, lang: Lang) -> str:
        """Print the number, or the status where there is none."""
        if self.figure.value is None:
            return self.status.in_(lang)
        return self.entry.printed.plain(self.figure.value, lang)

    def headline(self, lang: Lang) -> str:
        """Print the number as the report prints it."""
        if self.figure.value is None:
            return self.status.in_(lang)
        return self.entry.printed.show(self.figure.value, lang)

    def before(self, lang: Lang) -> str:
        """Print last year's number, or a dash."""
        if self.figure.previous is None:
            return "—"
        return self.entry.printed.plain(self.figure.previous, lang)

    def change(self, lang: Lang) -> str:
        """Print the change on the year before: points for a ratio, per cent otherwise."""
        now, before = self.figure.value, self.figure.previous
        if now is None or before is None:
            return ""
        if self.entry.unit == "ratio":
            return f"{signed((now - before) * 100)} {'个百分点' if lang == 'zh' else 'pts'}"
        return f"{signed((now / before - 1) * 100)}%" if before else ""

    @property
    def caveat(self) -> Bilingual | None:
        """What to say beside last year's number and the change, where the series breaks."""
        return caveat_of(self.figure)

    @property
    def exact(self) -> str | None:
        """The value to the last digit."""
        return text(self.figure.value)

    def sides(self, lang: Lang) -> tuple[str, str]:
        """Print what was divided, to the last digit, with its unit; empty where nothing was."""
        above, below = side_units(self.entry)
        one = self.figure
        return _side(one.numerator, above, lang), _side(one.denominator, below, lang)


def side_units(entry: Indicator) -> tuple[str, str]:
    """Return the units of an indicator's numerator and denominator; empty where there is none.

    Examples
    --------
    >>> side_units(indicators()["rd_intensity"]), side_units(indicators()["output_per_employee"])
    (('万元', '万元'), ('万元', '人'))
    """
    definition = entry.definition
    if definition.form == "per":
        above, _, below = entry.unit.partition("/")
        return above, below
    if definition.form == "ratio_of_sums":
        base = unit_of(definition.denominator)
        return base, base
    if definition.form == "growth_of":
        base = unit_of(definition.numerator)
        return base, base
    if definition.form == "share_of_clusters":
        return "个", "个"
    return ("", "") if entry.unit == "ratio" else (entry.unit, "")


def _side(number: Decimal | None, unit: str, lang: Lang) -> str:
    if number is None:
        return ""
    return amount(number.normalize(), unit, lang) if unit else f"{number.normalize():,f}"


def shown(published: Publication, figure: Figure) -> Shown:
    """Return a figure with its place among the same level's, and a cluster's within its sector."""
    entry = indicators()[figure.id]
    placed = published.placed(figure)
    return Shown(figure, entry, placed.among_all, placed.within_sector)


def figures_in(section: Section, year: int | None = None) -> list[str]:
    """Return a section's figures: those the report names in its order, the rest after them.

    With a year, only those that can be in it.
    """
    rest = [
        indicator.figure for indicator in indicators().values() if indicator.dimension == section.id
    ]
    return [
        name
        for name in dict.fromkeys([*section.figures, *rest])
        if year is None or applies(indicators()[name], year)
    ]


def signed(change: Decimal) -> str:
    """Print a change with its sign: a second digit where one would show none, no sign at zero."""
    digits = 1 if round(change, 1) else 2
    return f"{change:+.{digits}f}" if round(change, digits) else "0.0"
