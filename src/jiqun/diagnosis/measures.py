"""What can be done about findings: ``measures/<group>/<id>.yaml``, the path is the name.

A measure that no source says anything more of is ours, and says so: its cost, its time, its weights
and the indicators it should move are a working definition.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jiqun.base.catalogue import Entry, all_sound, sound_entries
from jiqun.base.definitions import every_indicator
from jiqun.base.errors import Problem
from jiqun.base.forms import YEARLY, family
from jiqun.base.language import Bilingual
from jiqun.base.own_catalogue import catalogue_files, per_catalogue
from jiqun.base.schema_faults import because, unknown_name
from jiqun.diagnosis.findings import finding_ids
from jiqun.diagnosis.supports import classes, supports
from jiqun.policies import policies


@dataclass(frozen=True, slots=True)
class Need:
    """What must be there before a measure can work.

    Parameters
    ----------
    text
        In words.
    field, at_least
        The filed field that decides, and from which number on; empty and None where a person has
        to judge.
    """

    text: Bilingual
    field: str = ""
    at_least: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Payer:
    """Who was seen to pay: a policy of ``policies/`` or a programme of ``measures/supports.yaml``.

    Parameters
    ----------
    kind, id
        ``policy`` or ``support``, and its name there.
    """

    kind: str
    id: str

    @property
    def title(self) -> Bilingual:
        """Its title."""
        return policies()[self.id].title if self.kind == "policy" else supports()[self.id].title

    @property
    def jurisdiction(self) -> str:
        """The region it holds in."""
        if self.kind == "policy":
            return policies()[self.id].jurisdiction
        return supports()[self.id].jurisdiction

    @property
    def grants(self) -> list[Bilingual]:
        """What it pays, as read; empty where no amount or right was seen."""
        if self.kind == "policy":
            return policies()[self.id].grants
        granted = supports()[self.id].grants
        return [] if granted is None else [granted]


@dataclass(frozen=True, slots=True)
class Moved:
    """An indicator a measure should move, and which way: ``up`` or ``down``."""

    figure: str
    direction: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that can be done.

    Parameters
    ----------
    id, group
        Its file and its folder.
    title, what
        Its heading, and what it consists of.
    who
        Who acts, who leads first.
    cost, time
        Its classes.
    needs
        What must be there first.
    pays
        Who was seen to pay; None where nobody was, which does not mean that nobody does.
    moves
        What it should move; empty where it mends data.
    answers
        The findings it answers with their weights, in the order of the file.
    document, confidence
        Where the measure itself is asked for or shown, and how sure that reading is.
    """

    id: str
    group: str
    title: Bilingual
    what: Bilingual
    who: tuple[str, ...]
    cost: str
    time: str
    needs: tuple[Need, ...]
    pays: tuple[Payer, ...] | None
    moves: tuple[Moved, ...]
    answers: Mapping[str, Decimal]
    document: Bilingual
    confidence: str

    @property
    def actors(self) -> Bilingual:
        """Who acts, in words."""
        named = [classes().who[name] for name in self.who]
        return Bilingual("、".join(who.zh for who in named), ", ".join(who.en for who in named))


@per_catalogue
def measures() -> dict[str, Measure]:
    """Load every measure by id, by group and file.

    Raises
    ------
    Refused
        With every fault of every file: schema, groups, fields, indicators, policies, supports.

    Examples
    --------
    >>> measures()["open_bidding"].needs[0].field
    'has_difficulty_list'
    """
    entries = all_sound(sound_entries(catalogue_files("measures/*/*.yaml"), "measure", _unknown))
    order = list(classes().groups)
    entries.sort(key=lambda entry: (order.index(entry.path.parent.name), entry.path.stem))
    return {entry.path.stem: _measure(entry) for entry in entries}


def asked_of_the_filing() -> frozenset[str]:
    """Return the fields of a filing by which any measure's prerequisites are told."""
    return frozenset(
        need.field for measure in measures().values() for need in measure.needs if need.field
    )


def answering(finding: str) -> list[Measure]:
    """Return the measures that answer a finding, the most direct first.

    Examples
    --------
    >>> [measure.id for measure in answering("exports_behind")]
    ['go_abroad_together', 'regional_brand']
    """
    found = [measure for measure in measures().values() if finding in measure.answers]
    return sorted(found, key=lambda measure: (-measure.answers[finding], measure.id))


def _measure(entry: Entry) -> Measure:
    said = entry.content
    paid = said["pays"]
    return Measure(
        id=entry.path.stem,
        group=entry.path.parent.name,
        title=entry.named(said["title"]),
        what=Bilingual.of(said["what"]),
        who=tuple(said["who"]),
        cost=said["cost"],
        time=said["time"],
        needs=tuple(_need(need) for need in said["needs"]),
        pays=None if paid == "not_known" else tuple(Payer(*next(iter(p.items()))) for p in paid),
        moves=tuple(Moved(moved["figure"], moved["direction"]) for moved in said["moves"]),
        answers={answer["finding"]: Decimal(answer["weight"]) for answer in said["answers"]},
        document=Bilingual(said["source"]["document"], said["source"]["document_en"]),
        confidence=said["source"]["confidence"],
    )


def _need(said: Mapping[str, str]) -> Need:
    least = Decimal(said["at_least"]) if "at_least" in said else None
    return Need(Bilingual(said["zh"], said["en"]), said.get("field", ""), least)


def _unknown(entry: Entry) -> Iterator[Problem]:
    """Yield what a file names and nobody defined, and findings it answers twice."""
    group = entry.path.parent.name
    if group not in classes().groups:
        yield unknown_name(entry.where(), group, "group of measures", "catalog/measures/classes")
    yield from _unknown_figures(entry)
    known: dict[str, tuple[Mapping[str, Any], str]] = {
        "policy": (policies(), "catalog/policies"),
        "support": (supports(), "catalog/measures/supports.yaml"),
    }
    paid = entry.content["pays"]
    for number, payer in enumerate([] if paid == "not_known" else paid):
        for kind, name in payer.items():
            if name not in known[kind][0]:
                yield unknown_name(entry.where("pays", number), name, kind, known[kind][1])
    named = [answer["finding"] for answer in entry.content["answers"]]
    for number, finding in enumerate(named):
        if finding not in finding_ids():
            where = entry.where("answers", number)
            yield unknown_name(where, finding, "finding", "catalog/findings")
        if finding in named[:number]:
            reason = Bilingual(f"{finding} 写了两次", f"{finding} stands there twice")
            yield because("catalogue.bad_value", entry.where("answers", number), reason)


def _unknown_figures(entry: Entry) -> Iterator[Problem]:
    fields = family(YEARLY).fields
    for number, need in enumerate(entry.content["needs"]):
        field = need.get("field", "")
        if field and field not in fields:
            yield unknown_name(entry.where("needs", number), field, "field", "catalog/forms")
    for number, moved in enumerate(entry.content["moves"]):
        if moved["figure"] not in every_indicator():
            place = entry.where("moves", number)
            yield unknown_name(place, moved["figure"], "indicator", "catalog/indicators")
