"""Peers on the same work: pandas, py-ecomplexity, pointpats, and bare counts of distances."""

import contextlib
import importlib.util
import math
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from typing import Any

import numba
import numpy as np
import pandas as pd


def installed(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def seconds(work: Callable[[], Any], times: int) -> float:
    """Median time of a few runs."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return median(found)


def pandas_ellison_glaeser(plants: pd.DataFrame) -> pd.Series:
    """Return EG the shortest pandas way: group, sum, unstack."""
    total = plants.groupby("industry", observed=True)["employment"].sum()
    cells = plants.groupby(["industry", "region"], observed=True)["employment"].sum()
    squares = (plants["employment"] ** 2).groupby(plants["industry"], observed=True).sum()
    share = cells.unstack(fill_value=0).div(total, axis=0)
    x = cells.groupby("region", observed=True).sum() / total.sum()
    g, h, room = ((share - x) ** 2).sum(axis=1), squares / total**2, 1 - (x**2).sum()
    return (g - room * h) / (room * (1 - h))


def py_ecomplexity(table: pd.DataFrame) -> pd.DataFrame:
    from ecomplexity import ecomplexity

    rows = table.stack().rename_axis(["loc", "ind"]).rename("val").reset_index()
    rows["year"] = 2024
    columns = {"time": "year", "loc": "loc", "prod": "ind", "val": "val"}
    return ecomplexity(rows, columns, check_logsupermodularity=False, verbose=False)


def py_proximity(table: pd.DataFrame) -> pd.DataFrame:
    from ecomplexity import proximity

    rows = table.stack().rename_axis(["loc", "ind"]).rename("val").reset_index()
    rows["year"] = 2024
    with contextlib.redirect_stdout(sys.stderr):  # it prints the year
        return proximity(rows, {"time": "year", "loc": "loc", "prod": "ind", "val": "val"})


def pointpats_k(x: Any, y: Any, r: Any) -> Any:
    from pointpats import k

    return k(np.column_stack([x, y]), support=r)


@numba.njit(nogil=True)
def _count(x: Any, y: Any, first: int, last: int, bins: int, counts: Any) -> None:
    for i in range(first, last):
        for j in range(i + 1, len(x)):
            dx = x[i] - x[j]
            dy = y[i] - y[j]
            b = int(math.sqrt(dx * dx + dy * dy))
            if b < bins:
                counts[b] += 1


@numba.njit(nogil=True)
def _within(x: Any, y: Any, first: int, last: int, square: float) -> int:
    found = 0
    for i in range(first, last):
        for j in range(i + 1, len(x)):
            dx = x[i] - x[j]
            dy = y[i] - y[j]
            found += dx * dx + dy * dy <= square
    return found


def bare_histogram(x: Any, y: Any, bins: int, threads: int = 2) -> Any:
    """Pair distances counted into bins of 1 km: the plain double loop, on all threads."""
    counts = np.zeros((64, bins), np.int64)
    cuts = np.round(len(x) * (1 - np.sqrt(1 - np.arange(65) / 64))).astype(int)
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda b: _count(x, y, cuts[b], cuts[b + 1], bins, counts[b]), range(64)))
    return counts.sum(axis=0)


def bare_count(x: Any, y: Any, r: float, threads: int = 2) -> int:
    """Pairs within r, no square root and no bins: the least any program must do."""
    cuts = np.round(len(x) * (1 - np.sqrt(1 - np.arange(65) / 64))).astype(int)
    with ThreadPoolExecutor(threads) as pool:
        return sum(pool.map(lambda b: _within(x, y, cuts[b], cuts[b + 1], r * r), range(64)))
