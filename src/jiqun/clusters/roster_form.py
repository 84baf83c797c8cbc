"""The roster's columns, tiers, sizes and ties, from ``catalog/rosters``."""

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from jiqun.base.catalogue import sound_entry
from jiqun.base.files import catalogue_path
from jiqun.base.language import Bilingual


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the list of firms.

    Parameters
    ----------
    also
        Further headings under which lists of offices' own keep it.
    """

    id: str
    title: Bilingual
    type: str
    unit: str
    required: bool
    width: float
    hint: Bilingual
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tie:
    """A figure of the filing that equals a count of firms.

    Parameters
    ----------
    figure
        The filing's field.
    count
        ``firms``, ``smes`` or ``any_tier``.
    tiers
        For ``any_tier``: a firm holding at least one of them counts once.
    """

    figure: str
    count: str
    tiers: tuple[str, ...]


@dataclass(frozen=True)
class RosterForm:
    """What a list of firms has."""

    title: Bilingual
    columns: dict[str, Column]
    tiers: dict[str, Bilingual]
    sizes: dict[str, Bilingual]
    sme_sizes: frozenset[str]
    ties: tuple[Tie, ...]
    tier_also: dict[str, tuple[str, ...]]
    beside: dict[str, tuple[str, ...]]
    tier_headings: dict[str, tuple[str, ...]]
    passed_over: tuple[str, ...]

    @cached_property
    def size_words(self) -> dict[str, str]:
        """Every word for a size, and the size it means."""
        words = {name: name for name in self.sizes}
        for name, title in self.sizes.items():
            plain = title.zh.removesuffix("型")
            words |= dict.fromkeys(
                (title.zh, plain, f"{plain}型企业", f"{plain}企业", title.en), name
            )
        return words

    @cached_property
    def tier_words(self) -> dict[str, str]:
        """Every word for a tier, and the tier it means."""
        words = {name: name for name in self.tiers}
        for name, title in self.tiers.items():
            words |= dict.fromkeys((title.zh, title.en, *self.tier_also[name]), name)
        return words


@cache
def roster_form(name: str = "sme-cluster-roster") -> RosterForm:
    """Load the roster's form, once.

    Raises
    ------
    Refused
        With every fault of the file.

    Examples
    --------
    >>> [tie.figure for tie in roster_form().ties][:3]
    ['enterprises_total', 'sme_total', 'quality_smes']
    """
    said = sound_entry(catalogue_path("rosters", f"{name}.yaml"), "roster").content
    return RosterForm(
        title=Bilingual.of(said["title"]),
        columns={column["id"]: _column(column) for column in said["columns"]},
        tiers={tier["id"]: Bilingual.of(tier) for tier in said["tiers"]},
        sizes={size["id"]: Bilingual.of(size) for size in said["sizes"]},
        sme_sizes=frozenset(said["sme_sizes"]),
        ties=tuple(
            Tie(tie["figure"], tie["count"], tuple(tie.get("tiers", []))) for tie in said["ties"]
        ),
        tier_also={tier["id"]: tuple(tier.get("also", ())) for tier in said["tiers"]},
        beside={name: tuple(words) for name, words in said["beside"].items()},
        tier_headings={end: tuple(words) for end, words in said["tier_headings"].items()},
        passed_over=tuple(said["passed_over"]),
    )


def _column(said: dict[str, Any]) -> Column:
    return Column(
        said["id"],
        Bilingual.of(said),
        said["type"],
        said.get("unit", ""),
        said["required"],
        said["width"],
        Bilingual.of(said["hint"]),
        tuple(said.get("also", ())),
    )
