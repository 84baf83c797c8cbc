"""What measures are sorted by, and the programmes that were seen to pay for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from jiqun.base.catalogue import sound_entry
from jiqun.base.codes import regions
from jiqun.base.files import catalogue_path
from jiqun.base.language import Bilingual

NATION = "000000"


@dataclass(frozen=True, slots=True)
class Support:
    """A programme outside the policy documents that was seen to pay, or to open a way to money.

    Parameters
    ----------
    id, title, number
        Its name here, its own, and its document's number; None where not seen.
    jurisdiction
        The code of the region it holds in; 000000 is the nation.
    grants
        What it pays as read; None where not seen, which is not nothing.
    receiver
        Who gets it: ``cluster``, ``operator``, ``firms`` or ``city``.
    source, confidence
        Where it was read, and how sure that is.
    """

    id: str
    title: Bilingual
    number: str | None
    jurisdiction: str
    grants: Bilingual | None
    receiver: str
    source: Bilingual
    confidence: str


@dataclass(frozen=True, slots=True)
class Weights:
    """The numbers measures are ranked by; all of them ours, in ``measures/classes.yaml``.

    Parameters
    ----------
    not_met, cannot_tell
        What a score is multiplied by where a prerequisite is not met, or nobody can tell.
    repeated
        What a finding still counts for each measure ranked before that answers it.
    least
        The smallest score that is listed.
    """

    not_met: Decimal
    cannot_tell: Decimal
    repeated: Decimal
    least: Decimal


@dataclass(frozen=True, slots=True)
class Classes:
    """The words measures are sorted by, in the order of the file, and their weights."""

    groups: Mapping[str, Bilingual]
    who: Mapping[str, Bilingual]
    costs: Mapping[str, Bilingual]
    times: Mapping[str, Bilingual]
    weights: Weights


@cache
def classes() -> Classes:
    """Load the words and weights of measures.

    Examples
    --------
    >>> list(classes().groups)
    ['guidance', 'lead_industry', 'innovation', 'transformation', 'governance']
    >>> classes().weights.repeated
    Decimal('0.5')
    """
    said = sound_entry(catalogue_path("measures", "classes.yaml"), "measure_classes").content
    named = {key: _named(said[key]) for key in ("groups", "who", "costs", "times")}
    numbers = {key: Decimal(number) for key, number in said["fitting"].items()}
    return Classes(**named, weights=Weights(**numbers))


@cache
def supports() -> dict[str, Support]:
    """Load the programmes by id.

    Examples
    --------
    >>> supports()["key_little_giants"].number
    '财建〔2024〕148号'
    """
    said = sound_entry(catalogue_path("measures", "supports.yaml"), "support").content
    return {name: _support(name, support) for name, support in said["supports"].items()}


def holds_in(jurisdiction: str, county: str) -> bool:
    """Tell whether what a region grants can reach a county.

    Parameters
    ----------
    jurisdiction
        A region's code; 000000 is the nation.
    county
        The county's code; empty where it is not known: then only the nation's reaches it.

    Examples
    --------
    >>> holds_in("130000", "130532"), holds_in("130000", "330106"), holds_in("000000", "")
    (True, False, True)
    """
    if jurisdiction == NATION:
        return True
    if not county:
        return False
    known = regions().get(county)
    places = {county, county[:4] + "00", county[:2] + "0000"}
    return jurisdiction in (places if known is None else places | {known.code})


def _named(said: Mapping[str, Mapping[str, str]]) -> dict[str, Bilingual]:
    return {name: Bilingual.of(texts) for name, texts in said.items()}


def _support(name: str, said: Mapping[str, Any]) -> Support:
    return Support(
        id=name,
        title=Bilingual.of(said["title"]),
        number=said["number"],
        jurisdiction=said["jurisdiction"],
        grants=None if said["grants"] is None else Bilingual.of(said["grants"]),
        receiver=said["for"],
        source=Bilingual.of(said["source"]),
        confidence=said["confidence"],
    )
