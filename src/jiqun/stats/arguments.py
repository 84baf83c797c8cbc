"""What every statistic asks of its arguments, and how it refuses: by name, place and remedy."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Codes = NDArray[np.int64]
Flags = NDArray[np.bool_]


class ArgumentRefused(ValueError):
    """An argument cannot be used; nothing was computed.

    Parameters
    ----------
    argument
        The argument's name as it stands in the function's signature.
    what
        What is wrong with it, and where.
    todo
        What to do about it.

    Examples
    --------
    >>> raise ArgumentRefused("weights", "2 values are negative", "give weights of 0 or more")
    Traceback (most recent call last):
        ...
    jiqun.stats.arguments.ArgumentRefused: weights: 2 values are negative; give weights of 0 or more
    """

    def __init__(self, argument: str, what: str, todo: str) -> None:
        self.argument = argument
        super().__init__(f"{argument}: {what}; {todo}")


def refuse_where(bad: NDArray[Any], argument: str, what: str, todo: str) -> None:
    """Refuse an argument if any flag is set, naming how many and where the first stands."""
    if bad.any():
        first = tuple(int(i) for i in np.argwhere(bad)[0])
        place = first[0] if len(first) == 1 else first
        raise ArgumentRefused(
            argument, f"{int(bad.sum())} {what} (first at position {place})", todo
        )


def vector(values: ArrayLike, argument: str, like: int | None = None) -> Floats:
    """Return a one-dimensional array of finite numbers, of length ``like`` if given."""
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as fault:
        raise ArgumentRefused(argument, "not all values are numbers", "give numbers") from fault
    if array.ndim != 1:
        raise ArgumentRefused(argument, f"has {array.ndim} dimensions", "give one dimension")
    if like is not None and len(array) != like:
        raise ArgumentRefused(
            argument, f"has {len(array)} values where {like} are wanted", "give one a point"
        )
    refuse_where(
        ~np.isfinite(array), argument, "values are missing or not finite", "drop or fill them first"
    )
    return np.ascontiguousarray(array)


def amounts(values: ArrayLike, argument: str, like: int | None = None) -> Floats:
    """Return a vector of finite numbers of zero or more."""
    array = vector(values, argument, like)
    refuse_where(array < 0, argument, "values are negative", "give values of 0 or more")
    return array


def flags(values: ArrayLike, argument: str, like: int) -> Flags:
    """Return a vector of booleans, one a point; 0 and 1 are taken as false and true."""
    array = np.asarray(values)
    if array.shape != (like,):
        raise ArgumentRefused(
            argument, f"has shape {array.shape} where ({like},) is wanted", "give one flag a point"
        )
    if array.dtype != np.bool_:
        number = vector(array, argument)
        refuse_where(
            (number != 0) & (number != 1),
            argument,
            "values are neither 0 nor 1",
            "give true or false",
        )
        array = number.astype(np.bool_)
    return np.ascontiguousarray(array)


def radii(values: ArrayLike, argument: str = "r") -> Floats:
    """Return distances of zero or more, strictly increasing, at least one."""
    array = amounts(values, argument)
    if len(array) == 0:
        raise ArgumentRefused(argument, "is empty", "give at least one distance")
    refuse_where(np.diff(array) <= 0, argument, "steps do not increase", "sort the distances")
    return array


def table(values: Any, argument: str) -> pd.DataFrame:
    """Return a places-by-industries frame of finite numbers of zero or more."""
    frame = values if isinstance(values, pd.DataFrame) else pd.DataFrame(np.asarray(values))
    if frame.shape[0] == 0 or frame.shape[1] == 0:
        raise ArgumentRefused(argument, f"has shape {frame.shape}", "give rows and columns")
    for labels, side in ((frame.index, "row"), (frame.columns, "column")):
        if not labels.is_unique:
            twice = labels[labels.duplicated()][0]
            raise ArgumentRefused(argument, f"has the {side} {twice!r} twice", "merge them first")
    array = numbers(frame, argument)
    refuse_where(
        ~np.isfinite(array),
        argument,
        "cells are missing or not finite",
        "fill what is truly zero with 0 and drop the rest",
    )
    refuse_where(array < 0, argument, "cells are negative", "give values of 0 or more")
    return pd.DataFrame(array, index=frame.index, columns=frame.columns, copy=False)


def numbers(frame: pd.DataFrame, argument: str) -> Floats:
    """Return a frame's cells as floating-point numbers."""
    try:
        plain = all(isinstance(kind, np.dtype) and kind.kind in "biuf" for kind in frame.dtypes)
        if plain:  # no copy of a large table of floats
            return np.asarray(frame.to_numpy(dtype=np.float64))
        return np.asarray(frame.to_numpy(dtype=np.float64, na_value=np.nan))
    except (TypeError, ValueError) as fault:
        raise ArgumentRefused(argument, "not all cells are numbers", "give numbers") from fault


def square(values: Any, argument: str) -> pd.DataFrame:
    """Return a frame with the same labels on both sides."""
    frame = table(values, argument)
    if frame.shape[0] != frame.shape[1] or not frame.index.equals(frame.columns):
        raise ArgumentRefused(
            argument, f"has shape {frame.shape} or unlike labels", "give one row and column each"
        )
    return frame


def fraction(value: float, argument: str) -> float:
    """Return a number strictly between 0 and 1."""
    if not 0.0 < value < 1.0:
        raise ArgumentRefused(argument, f"is {value}", "give a number between 0 and 1")
    return float(value)


def whole(value: int, argument: str, least: int) -> int:
    """Return a whole number of at least ``least``."""
    if int(value) != value or value < least:
        raise ArgumentRefused(argument, f"is {value}", f"give a whole number of {least} or more")
    return int(value)


def choice(value: str, argument: str, known: tuple[str, ...]) -> str:
    """Return one of the known names."""
    if value not in known:
        raise ArgumentRefused(argument, f"{value!r} is not known", f"use one of {', '.join(known)}")
    return value
