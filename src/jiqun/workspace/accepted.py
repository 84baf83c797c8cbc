"""What a workspace has accepted of one family of forms, by cluster and year.

A document is read when it is asked for.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from jiqun.base.form_model import YEARLY
from jiqun.workspace.documents import Submission
from jiqun.workspace.spans import Span, Spans, read_table

Key = tuple[str, int]
"""Cluster and year."""


class _Place(NamedTuple):
    """Where the document of a revision stands."""

    revision: int
    batch: int
    line: int


class Accepted(Mapping[Key, Submission]):
    """The latest submission of a form for every cluster and year, as it was when this was made.

    Only the small header tables are read at once: one filing can be held against its neighbours
    without reading the thousands beside them.

    Parameters
    ----------
    spans
        Where tables and documents lie.
    listed
        The spans that count; their headers say in which batch and line each document stands.
    only
        Hashes of the submissions that count, where not all do.
    form
        The family whose submissions count: those of another have revisions of their own.
    """

    def __init__(
        self,
        spans: Spans,
        listed: Sequence[Span],
        only: frozenset[str] | None = None,
        form: str = YEARLY,
    ) -> None:
        self._spans = spans
        self._listed = listed
        self._only = only
        self._form = form
        self._lines: dict[int, list[bytes]] = {}
        self._submissions: dict[_Place, Submission] = {}

    def __getitem__(self, key: Key) -> Submission:
        return self._read(self._places[key][-1])

    def __iter__(self) -> Iterator[Key]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def of(self, hashes: frozenset[str]) -> "Accepted":
        """Return what some of the submissions are alone, as if no other had been accepted."""
        return Accepted(self._spans, self._listed, hashes, self._form)

    def years(self, cluster_id: str) -> list[int]:
        """Return the years a cluster has filed for, ascending."""
        return self._years.get(cluster_id, [])

    def history(self, cluster_id: str, year: int) -> list[Submission]:
        """Return every revision of one cluster and year, the first first."""
        return [self._read(place) for place in self._places.get((cluster_id, year), [])]

    @cached_property
    def _places(self) -> dict[Key, list[_Place]]:
        found: dict[Key, list[_Place]] = defaultdict(list)
        columns = ["form", "sha256", "cluster_id", "year", "revision", "batch", "line"]
        for span in self._listed:
            table = read_table(self._spans.table("headers", span), columns)
            rows = zip(*(table.column(name).to_pylist() for name in columns), strict=True)
            for form, sha256, cluster_id, year, *place in rows:
                if form == self._form and (self._only is None or sha256 in self._only):
                    found[cluster_id, year].append(_Place(*place))
        return {key: sorted(places) for key, places in sorted(found.items())}

    @cached_property
    def _years(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for cluster_id, year in self._places:
            found[cluster_id].append(year)
        return dict(found)

    def _read(self, place: _Place) -> Submission:
        """Read a document, once."""
        if place not in self._submissions:
            if place.batch not in self._lines:
                file = self._spans.documents(place.batch)
                self._lines[place.batch] = file.read_bytes().splitlines()
            document = json.loads(self._lines[place.batch][place.line])
            self._submissions[place] = Submission(document)
        return self._submissions[place]
