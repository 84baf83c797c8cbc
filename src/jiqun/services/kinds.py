"""The seven kinds of public services, and how a firm says how content it was, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jiqun.base.catalogue import sound_entry
from jiqun.base.errors import Problem, Where
from jiqun.base.files import catalogue_path
from jiqun.base.language import Bilingual
from jiqun.base.own_catalogue import per_catalogue

FILE = ("services", "kinds.yaml")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of service.

    Parameters
    ----------
    id, title, about
        Its name, and in words.
    field
        The field of the yearly filing that says whether a cluster has it.
    """

    id: str
    title: Bilingual
    about: Bilingual
    field: str = ""


@dataclass(frozen=True, slots=True)
class Services:
    """The kinds, and the grades by number, the best first."""

    document: str
    kinds: Mapping[str, Kind]
    grades: Mapping[int, Bilingual]


@per_catalogue
def services() -> Services:
    """Load the kinds of the catalogue, once.

    Raises
    ------
    Refused
        With every fault of the file.

    Examples
    --------
    >>> [kind.title.zh for kind in services().kinds.values()][:3]
    ['信息服务', '人才培训', '创业辅导']
    >>> services().grades[5].en, services().kinds["policy"].field
    ('very satisfied', 'service_policy')
    """
    entry = sound_entry(catalogue_path(*FILE), "services")
    said = entry.content
    return Services(
        said["document"],
        {
            name: Kind(
                name,
                entry.named(kind["title"], "kinds", name),
                Bilingual.of(kind["about"]),
                kind["field"],
            )
            for name, kind in said["kinds"].items()
        },
        {int(grade): Bilingual.of(title) for grade, title in said["grades"].items()},
    )


def kind_named(name: str) -> Kind:
    """Return a kind; one that the catalogue has no more by its name alone.

    Examples
    --------
    >>> kind_named("finance").title.en, kind_named("gone").title.zh
    ('finance', 'gone')
    """
    title = Bilingual(name, name)
    return services().kinds.get(name) or Kind(name, title, title)


def read_kind(said: str, problems: list[Problem]) -> str:
    """Read a kind by its name.

    Examples
    --------
    >>> problems = []
    >>> read_kind("training", problems), read_kind("", problems)
    ('training', '')
    >>> [problem.code for problem in problems]
    ['services.no_kind']
    """
    if said not in services().kinds:
        problems.append(Problem("services.no_kind", Where(field="kind")))
        return ""
    return said


def read_grade(said: str, problems: list[Problem]) -> int | None:
    """Read how content a firm was.

    Examples
    --------
    >>> problems = []
    >>> read_grade("4", problems), read_grade("9", problems), read_grade("", problems)
    (4, None, None)
    >>> [problem.code for problem in problems]
    ['services.no_grade', 'services.no_grade']
    """
    grades = {str(grade): grade for grade in services().grades}
    if said not in grades:
        problems.append(Problem("services.no_grade", Where(field="grade")))
    return grades.get(said)
