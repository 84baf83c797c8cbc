"""A chart as an expert wrote it."""

from __future__ import annotations

from dataclasses import dataclass

from jiqun.base.definitions import indicators
from jiqun.base.language import Bilingual


@dataclass(frozen=True, slots=True)
class ChartEntry:
    """What a chart shows, as an expert wrote it.

    Parameters
    ----------
    id, kind, title
        The file's name; one of the kinds of :mod:`jiqun.charts.kinds`; the caption.
    figures
        Figure ids, in order; of ``interval``, ``strip``, ``ranked`` and ``places`` one, of
        ``specialisation_bubble`` the size and its growth.
    labels
        Short names of figures on the axis, where the indicator's title is long.
    field
        Of ``bridge``: the field whose total is bridged.
    by
        Of ``ranked``, ``interval``, ``strip``, ``places`` and the four made from a statistic: the
        level compared.
    across
        Of ``specialisation_bubble``, ``product_space`` and ``heat_map``: the places it is spread
        over.
    farthest, step, simulations
        Of ``distance_density``: the largest distance and the step between distances, km; random
        permutations.
    seed
        Of ``distance_density`` and ``product_space``.
    top
        Of ``ranked``: so many are drawn; nought is all.
    reference
        A comparator drawn as a line.
    note
        What a reader must know.
    """

    id: str
    kind: str
    title: Bilingual
    figures: tuple[str, ...] = ()
    labels: tuple[tuple[str, Bilingual], ...] = ()
    field: str = ""
    by: str = ""
    across: str = ""
    farthest: int = 0
    step: int = 0
    simulations: int = 0
    seed: int = 0
    top: int = 0
    reference: str = ""
    note: Bilingual | None = None

    def label(self, figure: str) -> Bilingual:
        """Return the name a figure has on the axis."""
        return dict(self.labels).get(figure, indicators()[figure].title)
