"""The policy documents a report names, from the catalogue."""

from __future__ import annotations

from dataclasses import dataclass

from jiqun.base.catalogue import sound_entry
from jiqun.base.files import catalogue_path
from jiqun.base.language import Bilingual
from jiqun.base.own_catalogue import per_catalogue
from jiqun.policies import Policy, Task, listed_by, policies

KINDS = {
    "recognition_programme": Bilingual("认定", "recognition"),
    "competition": Bilingual("竞赛", "competition"),
    "policy": Bilingual("规划或方案", "plan"),
}
SEEN = {
    "found": Bilingual("已见全文要点", "text read"),
    "partial": Bilingual("部分可见", "read in part"),
    "not-found": Bilingual("仅知题名", "title only"),
}


@dataclass(frozen=True, slots=True)
class Document:
    """One document: null stays "not seen"."""

    place: Bilingual
    title: Bilingual
    doc_no: str | None
    issued: Bilingual | None
    kind: Bilingual
    seen: Bilingual
    sources: tuple[Bilingual, ...]


@dataclass(frozen=True, slots=True)
class Instrument:
    """One national document and what it is for."""

    title: Bilingual
    doc_no: str
    issued: str
    role: Bilingual
    source: str


def documents(year: int, province: str = "") -> list[Document]:
    """Return the provincial documents listed up to a report year, by region code.

    Parameters
    ----------
    year
        The report's data year.
    province
        The only province whose documents, and its cities', are wanted; empty for every one.

    Examples
    --------
    >>> len(documents(2022)), documents(2022)[0].place.zh
    (27, '天津市')
    """
    return [
        _document(policy)
        for policy in listed_by(year)
        if policy.jurisdiction.startswith(province[:2])
    ]


def _document(policy: Policy) -> Document:
    return Document(
        place=policy.place,
        title=policy.title,
        doc_no=policy.doc_no,
        issued=policy.words("issued"),
        kind=KINDS[policy.kind],
        seen=SEEN[policy.status],
        sources=tuple(policy.read_at),
    )


def tasks() -> list[Task]:
    """Return the six tasks of the interim measures, in their order.

    Examples
    --------
    >>> len(tasks()), tasks()[1].title.zh
    (6, '激发创新活力')
    """
    return list(policies()["national"].tasks)


@per_catalogue
def _instruments() -> list[Instrument]:
    said = sound_entry(catalogue_path("reports", "instruments.yaml"), "instruments").content
    return [
        Instrument(
            Bilingual.of(document["title"]),
            document["doc_no"],
            document["issued"],
            Bilingual.of(document["role"]),
            document["source"],
        )
        for document in said["instruments"]
    ]


def instruments(year: int) -> list[Instrument]:
    """Return the national documents issued up to the year in which a data year is reported.

    Examples
    --------
    >>> [instrument.doc_no for instrument in instruments(2022)][:2]
    ['工信部企业〔2022〕119号', '工信厅企业函〔2022〕236号']
    """
    return [instrument for instrument in _instruments() if int(instrument.issued[:4]) <= year + 1]
