"""What a cluster answered by yes or no, in words."""

from __future__ import annotations

from dataclasses import dataclass

from jiqun.base.flags import in_words
from jiqun.base.forms import YEARLY, Field, form_for
from jiqun.base.language import Bilingual
from jiqun.base.quantities import Status
from jiqun.publications.publication import Publication


@dataclass(frozen=True, slots=True)
class Answer:
    """A question of the form and a cluster's answer, in words."""

    field: Field
    said: Bilingual


def answers(
    published: Publication, cluster_id: str, year: int
) -> list[tuple[Bilingual, list[Answer]]]:
    """Return a cluster's answers of a year by dimension, in the form's order.

    Parameters
    ----------
    published
        The vintage, for a reader.
    cluster_id
        The cluster.
    year
        The data year.

    Returns
    -------
    list of (Bilingual, list of Answer)
        Answers the reader may not see are left out; a question not answered says so.
    """
    form, said = form_for(YEARLY, year), published.answers(cluster_id, year)
    found: dict[str, list[Answer]] = {}
    for field in form.fields.values():
        if field.id in said:
            words = _words(*said[field.id])
            found.setdefault(field.dimension, []).append(Answer(field, words))
    return [(form.dimensions[dimension], rows) for dimension, rows in found.items()]


def _words(answer: bool | None, status: Status) -> Bilingual:
    return status.words if answer is None else in_words(answer)
