"""One page of a longer list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.http import QueryDict

Item = TypeVar("Item")
Other = TypeVar("Other")
ROWS = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """A page of a list, and the addresses of its neighbours."""

    rows: Sequence[Item]
    number: int
    pages: int
    total: int
    query: str
    name: str = "page"
    size: int = ROWS

    @property
    def first(self) -> int:
        """Where in the whole list its first row stands, from 1."""
        return (self.number - 1) * self.size + 1

    def of(self, rows: Sequence[Other]) -> "Page[Other]":
        """Return the same page with its rows made into something else."""
        return Page(rows, self.number, self.pages, self.total, self.query, self.name, self.size)

    def address(self, number: int) -> str:
        """Return the query of another page of the same list."""
        query = QueryDict(self.query, mutable=True)
        query[self.name] = str(number)
        return f"?{query.urlencode()}"


def page_of(
    rows: Sequence[Item], query: QueryDict, size: int = 0, name: str = "page"
) -> Page[Item]:
    """Cut a list; a page number beyond its ends gives the nearest page there is.

    Parameters
    ----------
    rows
        The whole list.
    query
        The request's query, with the page counting from 1.
    size
        Rows a page; :data:`ROWS` where none is said.
    name
        What the query calls the page: where a page of the site has several lists.
    """
    size = size or ROWS
    pages = max((len(rows) + size - 1) // size, 1)
    said = query.get(name, "1")
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 7 else 1
    number = min(max(number, 1), pages)
    start = (number - 1) * size
    shown = rows[start : start + size]
    return Page(shown, number, pages, len(rows), query.urlencode(), name, size)
