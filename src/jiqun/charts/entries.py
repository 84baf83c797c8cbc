"""Charts as catalogue entries: ``charts/<id>.yaml``, the path is the name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jiqun.base.catalogue import Entry, read_entry
from jiqun.base.definitions import indicators
from jiqun.base.errors import Problem, Refused
from jiqun.base.forms import YEARLY, family
from jiqun.base.language import Bilingual
from jiqun.base.own_catalogue import catalogue_files, per_catalogue
from jiqun.charts.model import Kind


@dataclass(frozen=True, slots=True)
class ChartEntry:
    """What a chart shows, as an expert wrote it.

    Parameters
    ----------
    id, kind, title
        The file's name; one of the kinds of :mod:`jiqun.charts.model`; the caption.
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
    kind: Kind
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


@per_catalogue
def chart_entries() -> dict[str, ChartEntry]:
    """Load every chart of the catalogue by id, once.

    Raises
    ------
    Refused
        With every fault of every file, figures the catalogue does not know among them.

    Examples
    --------
    >>> chart_entries()["regions"].kind
    'parts'
    """
    found: dict[str, ChartEntry] = {}
    problems: list[Problem] = []
    for path in catalogue_files("charts/*.yaml"):
        entry, faults = read_entry(path, "chart")
        problems += faults
        if entry is not None and not faults:
            problems += _unknown(entry)
            found[path.stem] = _read(entry)
    if problems:
        raise Refused(problems)
    return found


def _read(entry: Entry) -> ChartEntry:
    said = entry.content
    return ChartEntry(
        id=entry.path.stem,
        kind=said["kind"],
        title=entry.named(said["title"]),
        figures=tuple(said.get("figures", ())),
        labels=tuple((name, Bilingual.of(one)) for name, one in said.get("labels", {}).items()),
        field=said.get("field", ""),
        by=said.get("by", ""),
        across=said.get("across", ""),
        farthest=said.get("farthest", 0),
        step=said.get("step", 0),
        simulations=said.get("simulations", 0),
        seed=said.get("seed", 0),
        top=said.get("top", 0),
        reference=said.get("reference", ""),
        note=Bilingual.of(said["note"]) if "note" in said else None,
    )


def _unknown(entry: Entry) -> Iterator[Problem]:
    """Yield figures, fields and units that do not fit."""
    known = indicators()
    figures = entry.content.get("figures", [])
    for number, name in enumerate(figures):
        if name not in known:
            details = {"name": name, "kind": "figure", "place": "catalog/indicators"}
            yield Problem("catalogue.unknown_name", entry.where("figures", number), details)
            yield from known.faults_of(name)
    units = {known[name].unit for name in figures if name in known}
    if len(units) > 1 and entry.content["kind"] != "specialisation_bubble":
        reason = f"one axis, several units: {', '.join(sorted(units))}"
        yield Problem("catalogue.unit_mismatch", entry.where("figures"), {"reason": reason})
    if (field := entry.content.get("field")) and field not in family(YEARLY).fields:
        details = {"name": field, "kind": "field", "place": "catalog/forms"}
        yield Problem("catalogue.unknown_name", entry.where("field"), details)
