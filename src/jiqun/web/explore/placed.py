"""A cluster's places among its peers as its page shows them: by section, with a strip of years."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from jiqun.base.definitions import Indicator, every_indicator
from jiqun.base.language import Bilingual, Lang
from jiqun.diagnosis.comparison import comparison
from jiqun.diagnosis.places import WHYS
from jiqun.diagnosis.words import AHEAD
from jiqun.publications.diagnosed import Seat
from jiqun.publications.shown import figures_in
from jiqun.reports.outline import Section, outline
from jiqun.web.explore.pictures import places_strip


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """An indicator: where the cluster stands in its newest year, and over the years."""

    entry: Indicator
    seats: Sequence[Seat]

    @property
    def newest(self) -> Seat:
        """The place of the newest year."""
        return self.seats[-1]

    @property
    def place(self) -> str:
        """The place, or the places it shares."""
        newest = self.newest
        if newest.first == newest.last:
            return f"{newest.first} / {newest.of}"
        return f"{newest.first}–{newest.last} / {newest.of}"

    @property
    def share(self) -> str:
        """The share of peers placed behind it, and its interval."""
        newest = self.newest
        return f"{_percent(newest.share)} ({_percent(newest.low)}–{_percent(newest.high)})"

    @property
    def ahead(self) -> Bilingual:
        """What it is of that share: better, or of an indicator without a better side, above."""
        return AHEAD["above" if self.entry.direction == "neutral" else "better"]

    @property
    def methods(self) -> str:
        """The span of that share over methods."""
        least, most = _percent(self.newest.least), _percent(self.newest.most)
        return least if least == most else f"{least}–{most}"

    @property
    def why(self) -> Bilingual:
        """Why the place cannot be told."""
        return WHYS[self.newest.why]

    @property
    def widened(self) -> Bilingual:
        """What its peers have in common: the step of widening they are of."""
        return comparison().steps[self.newest.step - 1].title if self.newest.step else WHYS[""]

    def strip(self, lang: Lang) -> Markup:
        """Draw the places over the years."""
        said = [(str(seat.year), _ends(seat)) for seat in self.seats]
        told = (
            Bilingual("、", ", ")
            .in_(lang)
            .join(f"{seat.year} {_percent(seat.share)}" for seat in self.seats)
        )
        return places_strip(said, f"{self.entry.title.in_(lang)}: {told}")


def placed_sections(seats: Iterable[Seat], year: int) -> list[tuple[Section, list[PlacedRow]]]:
    """Return a cluster's places by section of the report; a section without any is left out.

    Parameters
    ----------
    seats
        Of all indicators and years.
    year
        The newest data year.
    """
    by_figure: dict[str, list[Seat]] = {}
    for seat in seats:
        by_figure.setdefault(seat.figure, []).append(seat)
    known = every_indicator()
    found = []
    for section in outline().sections:
        rows = [
            PlacedRow(known[name], by_figure[name])
            for name in figures_in(section, year)
            if name in by_figure and by_figure[name][-1].why != "not_asked"
        ]
        if rows:
            found.append((section, rows))
    return found


def _ends(seat: Seat) -> tuple[float, float, float] | None:
    if seat.share is None or seat.low is None or seat.high is None:
        return None
    return seat.share, seat.low, seat.high


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{100 * share:.0f}%"
