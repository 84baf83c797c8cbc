"""Frames as researchers bring them: of pandas, Polars or Arrow, and what in them is no number."""

from typing import Any

import numpy as np
import pandas as pd

from jiqun.stats.refusal import ArgumentRefused, Flags

MOST_NAMED = 12
"""Columns named where one is not found."""


def framed(values: Any, argument: str) -> Any:
    """Return a frame of Polars or a table of Arrow as pandas has it, anything else as it is.

    Raises
    ------
    ArgumentRefused
        If the frame is lazy: it holds no rows yet.
    """
    if isinstance(values, pd.DataFrame):
        return values
    if hasattr(values, "collect_schema") and not hasattr(values, "shape"):
        raise ArgumentRefused(argument, "is a lazy frame, without rows yet", "collect() it first")
    names = getattr(values, "column_names", None)
    if names is None:
        names = getattr(values, "columns", None)
    if names is None or not hasattr(values, "to_pandas"):
        return values
    return pd.DataFrame({name: values[name].to_numpy() for name in names})


def by_place(values: Any, argument: str) -> Any:
    """Return a frame as :func:`framed`; where it knows no row labels, its first words are them."""
    frame = framed(values, argument)
    if frame is values or frame.shape[1] < 2 or not _is_words(frame.iloc[:, 0]):
        return frame
    return frame.set_index(frame.columns[0])


def column(frame: Any, name: Any, argument: str) -> pd.Series:
    """Return one column of a frame by its name.

    Parameters
    ----------
    frame
        A table in long form.
    name
        The column's name.
    argument
        The argument that gives the name.
    """
    if not isinstance(frame, pd.DataFrame):
        what = f"is of type {type(frame).__name__}"
        raise ArgumentRefused(argument, what, "give a frame with named columns")
    if name not in frame.columns:
        there = ", ".join(repr(each) for each in frame.columns[:MOST_NAMED].tolist())
        more = ", …" if frame.shape[1] > MOST_NAMED else ""
        raise ArgumentRefused(
            argument, f"the frame has no column {name!r}", f"name one it has: {there}{more}"
        )
    found: pd.Series | pd.DataFrame = frame[name]
    if isinstance(found, pd.DataFrame):
        many = found.shape[1]
        raise ArgumentRefused(argument, f"the frame has {many} columns {name!r}", "leave one")
    return found


def no_numbers(frame: pd.DataFrame, argument: str, labelled: bool) -> ArgumentRefused:
    """Return the refusal of a table's cells that are no numbers: how many, and the first."""
    bad = np.column_stack([unread(frame.iloc[:, at]) for at in range(frame.shape[1])])
    if labelled and isinstance(frame.index, pd.RangeIndex) and _is_words(frame.iloc[:, 0]):
        name = frame.columns[0]
        what = f"the first column, {name!r}, holds words"
        return ArgumentRefused(argument, what, f"make them the places' names: set_index({name!r})")
    if not bad.any():
        return ArgumentRefused(argument, "not all cells are numbers", "give numbers")
    row, at = (int(position) for position in np.argwhere(bad)[0])
    place = f"position {(row, at)}"
    if labelled:
        place = f"{frame.index[row : row + 1].tolist()[0]!r} and {frame.columns[at]!r}"
    shown = f"{int(bad.sum())} of {bad.size}, first at {place}: {_shown(frame.iat[row, at])}"
    return ArgumentRefused(argument, f"not all cells are numbers ({shown})", "give numbers")


def unread(values: Any) -> Flags:
    """Tell which values are there and are no numbers."""
    return np.fromiter((not _is_number(value) for value in values), np.bool_, len(values))


def no_number_among(values: Any, argument: str) -> ArgumentRefused:
    """Return the refusal of a row of values that are not all numbers."""
    flat = np.asarray(values, dtype=object)
    bad = unread(flat) if flat.ndim == 1 else np.zeros(0, dtype=np.bool_)
    if not bad.any():
        return ArgumentRefused(argument, "not all values are numbers", "give numbers")
    first = int(np.flatnonzero(bad)[0])
    shown = f"{int(bad.sum())} of {len(bad)}, first at position {first}: {_shown(flat[first])}"
    return ArgumentRefused(argument, f"not all values are numbers ({shown})", "give numbers")


def _is_words(values: pd.Series) -> bool:
    words = [value for value in values if isinstance(value, str)]
    return len(words) == len(values) and not all(_is_number(value) for value in words)


def _is_number(value: Any) -> bool:
    if value is None or value is pd.NA or value is pd.NaT:
        return True
    if isinstance(value, complex | np.datetime64 | np.timedelta64) or hasattr(value, "year"):
        return False
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True


def _shown(value: Any) -> str:
    words = repr(value) if isinstance(value, str) else str(value)
    return words if len(words) <= 40 else words[:39] + "…"
