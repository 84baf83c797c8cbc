"""The URL map, route by route, with the function that answers each method.

What a route declares (its right, whether its pages are kept) is stamped on that function, whether
it is a view or an operation of the API.
"""

import inspect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

Answering = Callable[..., Any]
"""A view, or an operation of the API."""


@dataclass(frozen=True, slots=True)
class Route:
    """One address of the site.

    Parameters
    ----------
    pattern
        As Django writes it, from the root.
    name
        For :func:`django.urls.reverse`, with its namespace.
    callback
        What Django calls.
    """

    pattern: str
    name: str
    callback: Answering

    @property
    def functions(self) -> tuple[Answering, ...]:
        """Every function that answers here: one a view, one an operation of the API."""
        return tuple(dict.fromkeys(_operations(self.callback).values())) or (self.callback,)


def routes(patterns: Sequence[URLPattern | URLResolver] | None = None) -> list[Route]:
    """Return every route of the site, or of some patterns."""
    found = get_resolver().url_patterns if patterns is None else patterns
    return list(_walk(found, "/", ""))


def _walk(
    patterns: Sequence[URLPattern | URLResolver], above: str, namespace: str
) -> Iterator[Route]:
    for pattern in patterns:
        address = above + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inside = namespace + (f"{pattern.namespace}:" if pattern.namespace else "")
            yield from _walk(pattern.url_patterns, address, inside)
        else:
            yield Route(address, namespace + (pattern.name or ""), pattern.callback)


def function_for(callback: Answering, method: str | None) -> Answering | None:
    """Return the function that answers a method; None where the API has no such operation.

    Parameters
    ----------
    callback
        What Django calls: a view decides about methods by its right, whatever they are.
    method
        The request's; HEAD is answered as GET.
    """
    operations = _operations(callback)
    return operations.get(_as_get(method)) if operations else callback


def methods_of(callback: Answering) -> tuple[str, ...]:
    """Return the methods of the API's operations here; empty for a view."""
    return tuple(_operations(callback))


def _as_get(method: str | None) -> str:
    return "GET" if method in (None, "HEAD") else str(method)


@cache
def _operations(callback: Answering) -> dict[str, Answering]:
    """Return the API's operations behind a callback, by method; empty for a plain view.

    Django Ninja gives Django a wrapper around the path it belongs to, and says no other way which.
    """
    if not inspect.isfunction(callback):
        return {}
    path = inspect.getclosurevars(callback).nonlocals.get("self")
    return {
        method: operation.view_func
        for operation in getattr(path, "operations", ())
        for method in operation.methods
    }
