"""A figure's texts, each made once: whoever prints a figure prints one of these."""

from __future__ import annotations

from jiqun.base.definitions import indicators
from jiqun.base.display import NO_NUMBER
from jiqun.base.language import Bilingual, Lang
from jiqun.base.quantities import Status
from jiqun.indicators import Figure
from jiqun.indicators.breaks import caveat_of
from jiqun.reports.model import ReportedFigure


def reported(figure: Figure) -> ReportedFigure:
    """Return a figure with its texts."""
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
    )


def in_table(figure: Figure, lang: Lang) -> str:
    """Print a figure as a table of places does: the number itself, a dash where withheld."""
    value = None if _withheld(figure) else figure.value
    return indicators()[figure.id].printed.cell(value, lang)


def _withheld(figure: Figure) -> bool:
    return figure.status == Status.SUPPRESSED
