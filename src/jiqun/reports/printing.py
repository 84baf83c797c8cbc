"""A figure's texts, each made once: whoever prints a figure prints one of these."""

from __future__ import annotations

from collections.abc import Iterable

from jiqun.base.definitions import indicators
from jiqun.base.display import NO_NUMBER
from jiqun.base.language import Bilingual, Lang
from jiqun.base.quantities import Status
from jiqun.indicators import Figure
from jiqun.indicators.breaks import caveat_of
from jiqun.reports.model import Beside, ReportedFigure


def reported(figure: Figure, wider: Iterable[tuple[Bilingual, Figure]] = ()) -> ReportedFigure:
    """Return a figure with its texts.

    Parameters
    ----------
    figure
        Of what is covered.
    wider
        The same figure of wider places, each with its name; one without a number is left out.
    """
    entry = indicators()[figure.id]
    shown, plain = entry.printed.show, entry.printed.cell
    display = Bilingual(shown(figure.value, "zh"), shown(figure.value, "en"))
    return ReportedFigure(
        figure=figure,
        entry=entry,
        display=Bilingual(NO_NUMBER, NO_NUMBER) if _withheld(figure) else display,
        plain=Bilingual(plain(figure.value, "zh"), plain(figure.value, "en")),
        previous=Bilingual(plain(figure.previous, "zh"), plain(figure.previous, "en")),
        caveat=caveat_of(figure),
        beside=tuple(_beside(name, other) for name, other in wider if other.value is not None),
    )


def _beside(name: Bilingual, figure: Figure) -> Beside:
    cell = indicators()[figure.id].printed.cell
    return Beside(name, figure, Bilingual(cell(figure.value, "zh"), cell(figure.value, "en")))


def in_table(figure: Figure, lang: Lang) -> str:
    """Print a figure as a table of places does: the number itself, a dash where withheld."""
    value = None if _withheld(figure) else figure.value
    return indicators()[figure.id].printed.cell(value, lang)


def _withheld(figure: Figure) -> bool:
    return figure.status == Status.SUPPRESSED
