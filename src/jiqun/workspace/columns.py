"""Arrow columns from plain Python, without pandas.

``pyarrow.array`` imports pandas to see whether its argument is one of its own, which costs half a
second: as long as a small import takes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np

from jiqun.base.arrow import pa

Row: TypeAlias = Mapping[str, str | int | None]
"""A row under way: decimals are text, flags are flags."""


def column(texts: Sequence[str | None], kind: pa.DataType) -> pa.Array:
    """Return a column of texts, or of what Arrow reads from them.

    Parameters
    ----------
    texts
        Numbers as decimals, flags as ``true`` and ``false``; None where there is nothing.
    kind
        What the column holds.

    Raises
    ------
    ArrowInvalid
        Where a text is no such thing.

    Examples
    --------
    >>> column(["2020", None], pa.int32()).to_pylist()
    [2020, None]
    """
    # The same few texts fill most columns: each is written once, and read once.
    places = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    chosen = np.fromiter(map(places.__getitem__, texts), np.int64, len(texts))
    return _written(list(places)).cast(kind).take(_places(chosen))


def table_of(rows: Sequence[Row], schema: pa.Schema) -> pa.Table:
    """Return rows as a table; decimals in them are text.

    Examples
    --------
    >>> schema = pa.schema([("year", pa.int32()), ("demo", pa.bool_())])
    >>> table_of([{"year": 2022, "demo": True}], schema).to_pylist()
    [{'year': 2022, 'demo': True}]
    """
    columns = {
        field.name: column([_text(row[field.name]) for row in rows], field.type) for field in schema
    }
    return pa.Table.from_pydict(columns, schema=schema)


def _text(value: str | int | None) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)


def repeated(values: pa.Array, times: Sequence[int]) -> pa.Array:
    """Return a column in which each value comes so many times in a row.

    Examples
    --------
    >>> repeated(column(["a", "b"], pa.string()), [1, 2]).to_pylist()
    ['a', 'b', 'b']
    """
    return values.take(_places(np.repeat(np.arange(len(times), dtype=np.int64), times)))


def lists_of(lengths: Sequence[int], values: pa.Array) -> pa.Array:
    """Return a column of lists, each the next so many values.

    Examples
    --------
    >>> lists_of([2, 0], column(["a", "b"], pa.string())).to_pylist()
    [['a', 'b'], []]
    """
    ends = np.zeros(len(lengths) + 1, np.int32)
    np.cumsum(lengths, out=ends[1:])
    kind, buffers = pa.list_(values.type), [None, pa.py_buffer(ends)]
    return pa.Array.from_buffers(kind, len(lengths), buffers, children=[values])


def rows_in(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    """Return a table's rows as plain Python.

    Each value of a column is made once, however many rows have it: a decimal costs more than all
    the rest of its row.

    Examples
    --------
    >>> list(rows_in(pa.Table.from_arrays([column(["a", None], pa.string())], names=["id"])))
    [('a',), (None,)]
    """
    return zip(*(values_in(found, _made(found.type)) for found in table.columns), strict=True)


def _made(kind: pa.DataType) -> Callable[[Any], Any]:
    """Return what makes a value plain Python: what DuckDB counts in 128 bits comes as a decimal."""
    counted = pa.types.is_decimal(kind) and kind.scale == 0
    return (lambda value: None if value is None else int(value)) if counted else lambda value: value


def values_in(
    column: pa.ChunkedArray, made: Callable[[Any], Any] = lambda value: value
) -> list[Any]:
    """Return a column's values as plain Python, or as what is made of them; each is made once."""
    found: list[Any] = []
    for chunk in column.chunks:
        coded = chunk.dictionary_encode(null_encoding="encode")
        values = [made(value) for value in coded.dictionary.to_pylist()]
        # Not `to_numpy`: it imports pandas, which costs half a second.
        found += [values[place] for place in np.from_dlpack(coded.indices).tolist()]
    return found


def _written(texts: Sequence[str | None]) -> pa.LargeStringArray:
    written = [b"" if text is None else text.encode() for text in texts]
    ends = np.zeros(len(written) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, written), np.int64, len(written)), out=ends[1:])
    there = np.packbits(np.array([text is not None for text in texts], bool), bitorder="little")
    buffers = (pa.py_buffer(part) for part in (ends, b"".join(written), there))
    return pa.LargeStringArray.from_buffers(len(written), *buffers)


def _places(places: np.ndarray[Any, np.dtype[np.int64]]) -> pa.Int64Array:
    return pa.Array.from_buffers(pa.int64(), len(places), [None, pa.py_buffer(places)])
