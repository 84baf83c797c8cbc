"""Policy documents of the catalogue: the one loader of ``policies/``.

A document is a fact, and so is how much of it was read: None means not seen, never that there is
none. The numbers of its criteria belong to the rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jiqun.base.catalogue import all_sound, sound_entries
from jiqun.base.codes import regions
from jiqun.base.language import Bilingual
from jiqun.base.names import region_name
from jiqun.base.own_catalogue import catalogue_files, per_catalogue

NATION = "000000"
KINDS = {
    "recognition_programme": Bilingual("认定办法", "recognition programme"),
    "competition": Bilingual("竞赛培育", "competition"),
    "policy": Bilingual("政策规划", "policy or plan"),
}
STATUSES = {
    "found": Bilingual("已读正文", "text read"),
    "partial": Bilingual("正文未全见", "text partly seen"),
    "not-found": Bilingual("仅知题名", "title only"),
}


@dataclass(frozen=True, slots=True)
class Task:
    """One of the areas of work a document sets, with what it asks for."""

    id: str
    title: Bilingual
    points: tuple[Bilingual, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy document: what is known of it.

    Parameters
    ----------
    id
        Its file.
    title
        Its own title; the English is ours.
    level, jurisdiction
        Who issued it, and the code of the region it holds in; 000000 is the nation.
    kind, status
        What it is, and how much of it was read.
    first_listed
        The first report year whose list names it; None where no list does.
    issuer, doc_no, issued, valid_until, recognition_validity
        As printed; None where not seen.
    incentives, sources
        What it grants, and where it was read.
    note
        What a reader must know; empty where there is nothing.
    reviewed
        When a person last checked the entry.
    tasks
        The areas of work it sets, in order.
    english
        In English what the fields above have in Chinese.
    """

    id: str
    title: Bilingual
    level: str
    jurisdiction: str
    kind: str
    status: str
    first_listed: int | None
    issuer: str | None
    doc_no: str | None
    issued: str | None
    valid_until: str | None
    recognition_validity: str | None
    incentives: tuple[str, ...]
    sources: tuple[str, ...]
    note: str
    reviewed: str
    tasks: tuple[Task, ...]
    english: Mapping[str, Any]

    def words(self, name: str) -> Bilingual | None:
        """Return one of its texts in both languages; what has no English is said as printed.

        Examples
        --------
        >>> policies()["national"].words("issuer").en, policies()["tianjin"].words("issued")
        ('Ministry of Industry and Information Technology', None)
        """
        said = getattr(self, name)
        return Bilingual(said, self.english.get(name, said)) if said else None

    @property
    def grants(self) -> list[Bilingual]:
        """What it grants, in words."""
        english = self.english.get("incentives", self.incentives)
        return [Bilingual(*pair) for pair in zip(self.incentives, english, strict=True)]

    @property
    def read_at(self) -> list[Bilingual]:
        """Where it was read: addresses, and descriptions where there is no address."""
        english = self.english.get("sources", {})
        return [Bilingual(source, english.get(source, source)) for source in self.sources]

    @property
    def place(self) -> Bilingual:
        """Where it holds."""
        if self.jurisdiction == NATION:
            return Bilingual("全国", "Nation")
        return region_name(self.jurisdiction)

    @property
    def kind_name(self) -> Bilingual:
        """What it is, in words."""
        return KINDS[self.kind]

    @property
    def status_name(self) -> Bilingual:
        """How much of it was read, in words."""
        return STATUSES[self.status]


@per_catalogue
def policies() -> dict[str, Policy]:
    """Load every policy by id, the nation's first, then by region code.

    Raises
    ------
    Refused
        With every fault of every file.

    Examples
    --------
    >>> policies()["national"].doc_no, policies()["beijing"].doc_no
    ('工信部企业〔2022〕119号', '京经信发〔2023〕82号')
    """
    entries = all_sound(sound_entries(catalogue_files("policies/*.yaml"), "policy"))
    found = [_policy(entry.path.stem, entry.content) for entry in entries]
    found.sort(key=lambda policy: (policy.jurisdiction, policy.id))
    return {policy.id: policy for policy in found}


def policies_of(region: str) -> list[Policy]:
    """Return the policies of a region and of the regions it lies in."""
    held = {region}
    if regions().get(region) is not None:
        held |= {region[:4] + "00", region[:2] + "0000"}
    return [policy for policy in policies().values() if policy.jurisdiction in held]


def listed_by(year: int) -> list[Policy]:
    """Return the provincial documents that reports up to a year list, by region code.

    Examples
    --------
    >>> len(listed_by(2022)), listed_by(2022)[0].place.zh
    (27, '天津市')
    """
    return [
        policy
        for policy in policies().values()
        if policy.level == "provincial"
        and policy.first_listed is not None
        and policy.first_listed <= year
    ]


def _policy(name: str, said: dict[str, Any]) -> Policy:
    own = ("level", "jurisdiction", "kind", "status", "first_listed", "issuer", "doc_no", "issued")
    further = ("valid_until", "recognition_validity", "reviewed")
    return Policy(
        id=name,
        title=Bilingual.of(said["title"]),
        **{key: said[key] for key in (*own, *further)},
        incentives=tuple(said["incentives"]),
        sources=tuple(said["sources"]),
        note=said.get("note", ""),
        tasks=tuple(
            Task(task["id"], Bilingual.of(task["title"]), tuple(map(_point, task["points"])))
            for task in said.get("tasks", ())
        ),
        english=said.get("en", {}),
    )


def _point(said: str | dict[str, str]) -> Bilingual:
    """Return what a task asks for; where it was entered in one language, the same in both."""
    return Bilingual(said, said) if isinstance(said, str) else Bilingual.of(said)
