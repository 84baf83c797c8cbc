"""The ministry's table of digital levels, as the catalogue has it.

Source: 中小企业数字化水平评测指标（2024年版）, 工信厅企业〔2024〕56号.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any, Literal

from jiqun.base.catalogue import Entry, sound_entry
from jiqun.base.errors import Problem
from jiqun.base.files import catalogue_path
from jiqun.base.language import Bilingual
from jiqun.base.own_catalogue import per_catalogue
from jiqun.base.schema_faults import unknown_name

FILE = ("digital", "level_2024.yaml")
Kind = Literal["multi", "single", "band", "trend"]


@dataclass(frozen=True, slots=True)
class Option:
    """An answer that can be chosen: its points, and the effort (1 to 3, ours) of coming to it."""

    title: Bilingual
    points: Decimal
    effort: int


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the table.

    Parameters
    ----------
    number, group
        Its number, and the group its points count in.
    kind
        ``multi``: the points of all options chosen; ``single``: those of the highest step reached;
        ``band``: of the band a share in % lies in; ``trend``: of worse, the same or better.
    title, asks, example
        In words a workshop understands.
    options
        What can be chosen, or the bands and outcomes in rising order of points.
    upper
        Of bands: the upper bounds in %, each inside its band.
    beyond
        Of bands: whether a share above the last bound can be.
    better
        Of trends: ``up`` or ``down``.
    """

    number: int
    group: str
    kind: Kind
    title: Bilingual
    asks: Bilingual
    example: Bilingual
    options: tuple[Option, ...]
    upper: tuple[Decimal, ...] = ()
    beyond: bool = False
    better: str = ""

    @property
    def most(self) -> Decimal:
        """The most points it can give."""
        points = [option.points for option in self.options]
        return sum(points, Decimal()) if self.kind == "multi" else max(points)


@dataclass(frozen=True, slots=True)
class Scene:
    """A business scene: constrained ones have a quorum of their own in a level."""

    id: str
    title: Bilingual
    group: str
    constrained: bool
    example: Bilingual


@dataclass(frozen=True, slots=True)
class Level:
    """What makes a level: a score, and so many scenes at that level or above."""

    number: int
    title: Bilingual
    score: Decimal
    scenes: int
    constrained: int


@dataclass(frozen=True)
class Table:
    """The whole table; levels from the highest to the lowest."""

    title: Bilingual
    document: str
    published: str
    scores_confidence: Confidence
    rule_confidence: Confidence
    efforts: Mapping[int, Bilingual]
    groups: Mapping[str, Bilingual]
    questions: Mapping[int, Question]
    scene_levels: Mapping[int, Option]
    scene_groups: Mapping[str, Bilingual]
    scenes: Mapping[str, Scene]
    levels: tuple[Level, ...]
    none: Bilingual

    def level_title(self, number: int) -> Bilingual:
        """Return a level's name; of 0 that there is none yet."""
        return next((level.title for level in self.levels if level.number == number), self.none)


@dataclass(frozen=True, slots=True)
class Confidence:
    """How sure we are of a part of the table, and why."""

    grade: str
    why: Bilingual


@per_catalogue
def digital_table() -> Table:
    """Load the table, once.

    Raises
    ------
    Refused
        With every fault of the file.

    Examples
    --------
    >>> table = digital_table()
    >>> len(table.questions), sum(question.most for question in table.questions.values())
    (15, Decimal('100.000'))
    >>> len(table.scenes), sum(scene.constrained for scene in table.scenes.values())
    (16, 10)
    """
    said = sound_entry(catalogue_path(*FILE), "digital", _unknown, _uneven).content
    confidence = {
        name: Confidence(part["grade"], Bilingual.of(part))
        for name, part in said["confidence"].items()
    }
    return Table(
        title=Bilingual.of(said["title"]),
        document=said["document"],
        published=said["published"],
        scores_confidence=confidence["scores"],
        rule_confidence=confidence["rule"],
        efforts={int(number): Bilingual.of(words) for number, words in said["efforts"].items()},
        groups=_texts(said["groups"]),
        questions={
            int(number): _question(int(number), asked)
            for number, asked in said["questions"].items()
        },
        scene_levels={
            int(number): Option(Bilingual.of(step), Decimal(), step["effort"])
            for number, step in said["scene_levels"].items()
        },
        scene_groups=_texts(said["scene_groups"]),
        scenes={name: _scene(name, scene) for name, scene in said["scenes"].items()},
        levels=tuple(
            Level(
                int(number),
                Bilingual.of(level),
                Decimal(level["score"]),
                level["scenes"],
                level["constrained"],
            )
            for number, level in sorted(said["levels"].items(), reverse=True)
        ),
        none=Bilingual.of(said["none"]),
    )


def _texts(said: Mapping[str, Any]) -> dict[str, Bilingual]:
    return {name: Bilingual.of(words) for name, words in said.items()}


def _scene(name: str, said: Mapping[str, Any]) -> Scene:
    title, example = Bilingual(name, said["en"]), Bilingual.of(said["example"])
    return Scene(name, title, said["group"], said["constrained"], example)


def _question(number: int, said: Mapping[str, Any]) -> Question:
    title, asks, example = (Bilingual.of(said[name]) for name in ("title", "asks", "example"))
    return Question(
        number,
        said["group"],
        said["kind"],
        title,
        asks,
        example,
        tuple(_options(said)),
        tuple(map(Decimal, said.get("upper", ()))),
        said.get("beyond", False),
        said.get("better", ""),
    )


def _options(said: Mapping[str, Any]) -> Iterator[Option]:
    """Yield what can be chosen, each in words; bands and outcomes are named by their bounds."""
    if "options" in said:
        for option in said["options"]:
            yield Option(Bilingual.of(option), Decimal(option["points"]), option["effort"])
        return
    named = _bands(said["upper"]) if said["kind"] == "band" else _outcomes(said["better"])
    for title, points in zip(named, said["points"], strict=True):
        yield Option(title, Decimal(points), said["effort"])


def _bands(upper: list[str]) -> Iterator[Bilingual]:
    yield Bilingual(f"不超过 {upper[0]}%", f"up to {upper[0]}%")
    for below, above in pairwise(upper[:-1]):
        yield Bilingual(f"超过 {below}%、不超过 {above}%", f"more than {below}% and up to {above}%")
    yield Bilingual(f"超过 {upper[-2]}%", f"more than {upper[-2]}%")


def _outcomes(better: str) -> tuple[Bilingual, Bilingual, Bilingual]:
    up, down = Bilingual("上升", "up"), Bilingual("下降", "down")
    same = Bilingual("持平", "the same")
    return (down, same, up) if better == "up" else (up, same, down)


def _unknown(entry: Entry) -> Iterator[Problem]:
    """Yield groups nobody named."""
    for part, groups in (("questions", "groups"), ("scenes", "scene_groups")):
        for name, said in entry.content[part].items():
            if said["group"] not in entry.content[groups]:
                where = entry.where(part, name, "group")
                yield unknown_name(where, said["group"], "group", f"{entry.name}: {groups}")


def _uneven(entry: Entry) -> Iterator[Problem]:
    """Yield bands whose bounds and points do not go together, and levels that do not rise."""
    for number, said in entry.content["questions"].items():
        if said["kind"] == "band" and (
            len(said["upper"]) != len(said["points"]) or not _rising(said["upper"])
        ):
            yield Problem("digital.uneven_bands", entry.where("questions", number, "upper"))
        if "points" in said and not _rising(said["points"]):
            yield Problem("digital.points_fall", entry.where("questions", number, "points"))
    scores = [entry.content["levels"][number]["score"] for number in "1234"]
    if not _rising(scores):
        yield Problem("digital.levels_fall", entry.where("levels"))


def _rising(numbers: list[str]) -> bool:
    read = [Decimal(number) for number in numbers]
    return all(lower < higher for lower, higher in pairwise(read))
