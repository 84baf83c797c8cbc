"""A table as reports print it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it is printed.

    Parameters
    ----------
    title, note
        Above it; empty for the page's own.
    header, rows
        As printed.
    widths
        Relative widths of the columns.
    """

    title: str
    note: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
