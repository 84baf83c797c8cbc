"""Charts as catalogue entries: ``charts/<id>.yaml``, the path is the name."""

from __future__ import annotations

from collections.abc import Iterator

from jiqun.base.catalogue import Entry, all_sound, sound_entries
from jiqun.base.definitions import indicators
from jiqun.base.errors import Problem
from jiqun.base.forms import YEARLY, family
from jiqun.base.language import Bilingual
from jiqun.base.own_catalogue import catalogue_files, per_catalogue
from jiqun.base.schema_faults import because, unknown_name
from jiqun.charts.entry import ChartEntry
from jiqun.charts.kinds import KINDS


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
    entries = all_sound(sound_entries(catalogue_files("charts/*.yaml"), "chart", _unknown))
    return {entry.path.stem: _read(entry) for entry in entries}


def _read(entry: Entry) -> ChartEntry:
    said = entry.content
    return ChartEntry(
        id=entry.path.stem,
        kind=said["kind"],
        title=entry.named(said["title"]),
        figures=tuple(said.get("figures", ())),
        labels=tuple((name, Bilingual.of(text)) for name, text in said.get("labels", {}).items()),
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
            yield unknown_name(entry.where("figures", number), name, "figure", "catalog/indicators")
            yield from known.faults_of(name)
    units = {known[name].unit for name in figures if name in known}
    if len(units) > 1 and KINDS[entry.content["kind"]].one_unit:
        several = ", ".join(sorted(units))
        reason = Bilingual(f"一根轴上有几种单位：{several}", f"one axis, several units: {several}")
        yield because("catalogue.unit_mismatch", entry.where("figures"), reason)
    if (field := entry.content.get("field")) and field not in family(YEARLY).fields:
        yield unknown_name(entry.where("field"), field, "field", "catalog/forms")
