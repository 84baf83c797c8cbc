"""What every statistic asks of its arguments, and how it refuses: by name, place and remedy."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from jiqun.base.plurals import counted
from jiqun.stats import frames
from jiqun.stats.refusal import ArgumentRefused, Flags

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Codes = NDArray[np.int64]

FULLEST_TABLE = 1 << 27
"""Cells, 1 GB of doubles: the largest industry x region table made."""
TOLERANCE = 1e-12
"""Relative: what differs by less is equal, so that neither a unit nor the order of rows decides.

Adding up amounts with decimals is exact to some 1e-15; a million rows lose another factor of ten.
"""


def refuse_where(
    bad: NDArray[Any], argument: str, what: str, todo: str, *axes: pd.Index | None
) -> None:
    """Refuse an argument if any flag is set, naming how many and where the first stands.

    Parameters
    ----------
    bad
        One flag a value.
    argument, todo
        As in :class:`ArgumentRefused`.
    what
        What is wrong with one, and with several, between them a ``|``.
    axes
        The labels along each dimension, where the values have any.
    """
    if bad.any():
        first = tuple(int(i) for i in np.argwhere(bad)[0])
        many = counted(int(bad.sum()), *what.split("|"))
        raise ArgumentRefused(argument, f"{many} ({_place(first, axes)})", todo)


def _place(at: tuple[int, ...], axes: tuple[pd.Index | None, ...]) -> str:
    """Say where a value stands: by its labels, or by position where it has none."""
    if axes and all(axis is not None for axis in axes):
        labels = zip(at, axes, strict=True)
        names = [repr(axis[i : i + 1].tolist()[0]) for i, axis in labels if axis is not None]
        return "first at " + " and ".join(names)
    return f"first at position {at[0] if len(at) == 1 else at}"


def labels_of(values: Any) -> pd.Index | None:
    """Return the labels of a series whose index says more than positions do, else None."""
    index = getattr(values, "index", None)
    if not isinstance(index, pd.Index) or isinstance(index, pd.RangeIndex):
        return None
    return index


def native(values: NDArray[Any]) -> NDArray[Any]:
    """Return numbers as a compiled kernel can read them: in the machine's byte order and widths.

    Examples
    --------
    >>> native(np.array([1, 2], dtype=">i8")).dtype.isnative, native(np.float16([1.5])).dtype
    (True, dtype('float64'))
    """
    if values.dtype.kind == "f" and values.dtype.itemsize not in (4, 8):
        return values.astype(np.float64)
    if not values.dtype.isnative:
        return values.astype(values.dtype.newbyteorder("="))
    return values


def _as_numbers(values: Any, argument: str) -> Floats:
    """Return values of any kind as floating-point numbers; what is missing is NaN."""
    masked = np.ma.getmaskarray(values) if isinstance(values, np.ma.MaskedArray) else None
    if isinstance(values, pd.Series | pd.Index | pd.api.extensions.ExtensionArray):
        values = values.to_numpy(dtype=object, na_value=np.nan) if _boxed(values) else values
    array = np.asarray(np.ma.getdata(values) if masked is not None else values)
    if array.dtype == object:
        array = np.where(pd.isna(array), np.nan, array)
        dated = any(isinstance(value, date | timedelta | complex) for value in array.flat)
    else:
        dated = array.dtype.kind in "mMc"
    try:
        if dated:
            raise TypeError("dates and complex numbers are no amounts")
        number = array.astype(np.float64)
    except (TypeError, ValueError) as fault:
        raise frames.no_number_among(array, argument) from fault
    if masked is not None:
        number[masked] = np.nan
    return number


def _boxed(values: Any) -> bool:
    """Whether pandas keeps values in an array of its own, which may hold a missing value."""
    return not isinstance(values.dtype, np.dtype)


def vector(values: ArrayLike, argument: str, like: int | None = None) -> Floats:
    """Return a one-dimensional array of finite numbers, of length ``like`` if given."""
    array = _as_numbers(values, argument)
    if array.ndim != 1:
        raise ArgumentRefused(
            argument, f"has {counted(array.ndim, 'dimension')}", "give one dimension"
        )
    if like is not None and len(array) != like:
        what = f"has {counted(len(array), 'value')} where {like} are wanted"
        raise ArgumentRefused(argument, what, "give one a point")
    refuse_where(
        ~np.isfinite(array),
        argument,
        "value is missing or not finite|values are missing or not finite",
        "drop or fill them first",
        labels_of(values),
    )
    return np.ascontiguousarray(array)


def keys(values: Any, argument: str, todo: str, like: int | None = None) -> tuple[Codes, pd.Index]:
    """Return codes 0, 1, … of labels, and the labels sorted: the one gate for labels of any kind.

    Parameters
    ----------
    values
        Labels: numbers, texts, categories, dates; None, NaN, ``pd.NA`` and masked are missing.
    argument, todo
        For the refusal of what is missing.
    like
        How many labels are wanted.

    Raises
    ------
    ArgumentRefused
        If a label is missing, there are not ``like`` of them, or numbers stand beside texts
        (1 and "1" would be two labels).

    Examples
    --------
    >>> codes, labels = keys(["b", "a", "b"], "region", "name every region")
    >>> codes.tolist(), labels.tolist()
    ([1, 0, 1], ['a', 'b'])
    """
    column = _labels(values)
    if column.ndim != 1 or (like is not None and len(column) != like):
        wanted = "one dimension" if like is None else f"({like},)"
        raise ArgumentRefused(
            argument, f"has shape {column.shape} where {wanted} is wanted", "give one a value"
        )
    missing = np.asarray(pd.isna(column))
    refuse_where(missing, argument, "key is missing|keys are missing", todo, labels_of(values))
    try:
        codes, labels = pd.factorize(column, sort=True)
    except TypeError as fault:
        raise _mixed(column, argument) from fault
    labels = pd.Index(labels)
    if labels.dtype == object and len({isinstance(label, str) for label in labels}) > 1:
        raise _mixed(column, argument)
    return np.asarray(codes, dtype=np.int64), labels


def _labels(values: Any) -> Any:
    """Return labels as pandas can number them: native, categories as what they stand for."""
    if isinstance(values, np.ma.MaskedArray):
        filled = np.ma.getdata(values).astype(object)
        filled[np.ma.getmaskarray(values)] = None
        return filled
    if isinstance(values, pd.Series | pd.Index):
        if isinstance(values.dtype, pd.CategoricalDtype):
            return values.astype(values.dtype.categories.dtype).array
        values = values.array if _boxed(values) else values.to_numpy()
    if isinstance(values, pd.api.extensions.ExtensionArray):
        return values
    array = np.asarray(values, dtype=None if isinstance(values, np.ndarray) else object)
    array = native(array)
    if array.dtype != object:
        return array
    plain = pd.api.types.infer_dtype(array.ravel(), skipna=True)
    return array.astype(np.int64) if plain == "integer" and not pd.isna(array).any() else array


def _mixed(column: Any, argument: str) -> ArgumentRefused:
    kinds = sorted({type(label).__name__ for label in column})
    return ArgumentRefused(
        argument, f"keys are of several kinds ({', '.join(kinds)})", "give all as text"
    )


def amounts(values: ArrayLike, argument: str, like: int | None = None) -> Floats:
    """Return a vector of finite numbers of zero or more."""
    array = vector(values, argument, like)
    refuse_where(
        array < 0,
        argument,
        "value is negative|values are negative",
        "give values of 0 or more",
        labels_of(values),
    )
    return array


def flags(values: ArrayLike, argument: str, like: int) -> Flags:
    """Return a vector of booleans, one a point; 0 and 1 are taken as false and true."""
    array = np.asarray(values)
    if array.shape != (like,):
        raise ArgumentRefused(
            argument, f"has shape {array.shape} where ({like},) is wanted", "give one flag a point"
        )
    if array.dtype != np.bool_ or isinstance(values, np.ma.MaskedArray):
        number = vector(values, argument)
        refuse_where(
            (number != 0) & (number != 1),
            argument,
            "value is neither 0 nor 1|values are neither 0 nor 1",
            "give true or false",
        )
        array = number.astype(np.bool_)
    return np.ascontiguousarray(array)


def radii(values: ArrayLike, argument: str = "r") -> Floats:
    """Return distances of zero or more, strictly increasing, at least one."""
    array = amounts(values, argument)
    if len(array) == 0:
        raise ArgumentRefused(argument, "is empty", "give at least one distance")
    refuse_where(
        np.diff(array) <= 0,
        argument,
        "step does not increase|steps do not increase",
        "sort the distances",
    )
    return array


def table(values: Any, argument: str) -> pd.DataFrame:
    """Return a places-by-industries frame of finite numbers of zero or more.

    Parameters
    ----------
    values
        A frame (of Polars or Arrow too: words in its first column name the places), an array, or
        a sparse matrix or frame: all cells it does not store are 0.
    argument
        Its name.
    """
    values = frames.by_place(values, argument)
    frame = values if isinstance(values, pd.DataFrame) else _framed(values, argument)
    if frame.shape[0] == 0 or frame.shape[1] == 0:
        raise ArgumentRefused(argument, f"has shape {frame.shape}", "give rows and columns")
    for labels, side in ((frame.index, "row"), (frame.columns, "column")):
        if not labels.is_unique:
            twice = labels[labels.duplicated()][0]
            raise ArgumentRefused(argument, f"has the {side} {twice!r} twice", "merge them first")
    labelled = isinstance(values, pd.DataFrame)
    array = numbers(frame, argument, labelled)
    axes = (frame.index, frame.columns) if labelled else ()
    refuse_where(
        ~np.isfinite(array),
        argument,
        "cell is missing or not finite|cells are missing or not finite",
        "fill what is truly zero with 0 and drop the rest",
        *axes,
    )
    refuse_where(
        array < 0,
        argument,
        "cell is negative|cells are negative",
        "give values of 0 or more",
        *axes,
    )
    return pd.DataFrame(array, index=frame.index, columns=frame.columns, copy=False)


def _framed(values: Any, argument: str) -> pd.DataFrame:
    """Return an array or a sparse matrix as a frame with positions for labels."""
    if hasattr(values, "toarray"):
        fits(values.shape, argument)
        return pd.DataFrame(values.toarray())
    if isinstance(values, np.ma.MaskedArray):
        return pd.DataFrame(np.where(np.ma.getmaskarray(values), np.nan, np.ma.getdata(values)))
    array = np.asarray(values)
    if array.ndim != 2:
        raise ArgumentRefused(
            argument,
            f"has {counted(array.ndim, 'dimension')}",
            "give a table of two: places x industries",
        )
    return pd.DataFrame(native(array))


def fits(shape: tuple[int, ...], argument: str) -> None:
    """Refuse a table that would not fit in memory when every cell is written out."""
    if shape[0] * shape[1] > FULLEST_TABLE:
        raise ArgumentRefused(
            argument,
            f"{shape[0]} x {shape[1]} cells do not fit in memory",
            "use coarser regions or fewer industries at a time",
        )


def numbers(frame: pd.DataFrame, argument: str, labelled: bool = True) -> Floats:
    """Return a frame's cells as floating-point numbers."""
    try:
        plain = all(isinstance(kind, np.dtype) and kind.kind in "biuf" for kind in frame.dtypes)
        if plain:  # no copy of a large table of floats
            return np.asarray(frame.to_numpy(dtype=np.float64))
        if any(getattr(kind, "kind", "") in "mMc" for kind in frame.dtypes):
            raise TypeError("dates and complex numbers are no amounts")
        return np.asarray(frame.to_numpy(dtype=np.float64, na_value=np.nan))
    except (TypeError, ValueError) as fault:
        raise frames.no_numbers(frame, argument, labelled) from fault


def deviations(cells: Floats, axis: int) -> Floats:
    """Return cells less their mean along an axis, over the line's largest cell.

    For measures that no unit changes. What differs by rounding only is all 0.

    Examples
    --------
    >>> deviations(np.array([[0.1, 0.1, 0.1], [1.0, 2.0, 4.5]]), axis=1).round(3).tolist()
    [[0.0, 0.0, 0.0], [-0.333, -0.111, 0.444]]
    """
    largest = np.abs(cells).max(axis=axis, keepdims=True)
    relative = cells / np.where(largest == 0, 1.0, largest)
    gap = relative - relative.mean(axis=axis, keepdims=True)
    alike = np.abs(gap).max(axis=axis, keepdims=True) <= TOLERANCE
    return np.where(alike, 0.0, gap)


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


def positive(value: float, argument: str) -> float:
    """Return a finite number above 0."""
    if not 0.0 < value < float("inf"):
        raise ArgumentRefused(argument, f"is {value}", "give a number above 0")
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
