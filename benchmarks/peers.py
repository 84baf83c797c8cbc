"""Peers on the same work: pandas, py-ecomplexity, pointpats, spatstat, and bare counts of pairs."""

import contextlib
import importlib.util
import math
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import numba
import numpy as np
import pandas as pd


def installed(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def seconds(
    work: Callable[[], Any], times: int, clock: Callable[[], float] = time.perf_counter
) -> float:
    """Median time of a few runs."""
    found = []
    for _ in range(times):
        start = clock()
        work()
        found.append(clock() - start)
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


SPATSTAT_K = """
suppressPackageStartupMessages({library(spatstat.geom); library(spatstat.explore)})
given <- commandArgs(trailingOnly = TRUE)
size <- file.size(given[1]) / 8
both <- matrix(readBin(given[1], "double", size), ncol = 2)
points <- ppp(both[, 1], both[, 2], window = owin(c(0, 1000), c(0, 1000)))
r <- seq(0, 100, length.out = 101)
once <- function() Kest(points, r = r, correction = "none", ratio = FALSE, nlarge = Inf)
found <- once()
taken <- sapply(1:15, function(at) system.time(once())[["elapsed"]])
cat(median(taken), as.character(packageVersion("spatstat.explore")), found$un, "\\n")
"""
"""K without edge correction in R: the median of 15 runs inside one process, and the curve."""


@cache
def has_spatstat() -> bool:
    """Tell whether Rscript is there with the parts of spatstat that K needs."""
    if shutil.which("Rscript") is None:
        return False
    asked = "q(status = !all(sapply(c('spatstat.geom', 'spatstat.explore'), requireNamespace)))"
    asking = subprocess.run(["Rscript", "-e", asked], capture_output=True, check=False)
    return asking.returncode == 0


def spatstat_k(x: Any, y: Any) -> tuple[float, str, Any]:
    """Return spatstat's seconds for K at 0, 1, ..., 100 km, its version, and the curve."""
    with tempfile.TemporaryDirectory() as folder:
        points, script = Path(folder, "points"), Path(folder, "k.R")
        points.write_bytes(np.concatenate([x, y]).astype("<f8").tobytes())
        script.write_text(SPATSTAT_K, "utf-8")
        run = subprocess.run(
            ["Rscript", script, points], capture_output=True, text=True, check=True
        )
    taken, version, *curve = run.stdout.split()
    return float(taken), version, np.array(curve, float)


@cache
def _spatstat_lines(script: str, points: bytes) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        given, asked = Path(folder, "points"), Path(folder, "k.R")
        given.write_bytes(points)
        asked.write_text(script, "utf-8")
        run = subprocess.run(["Rscript", asked, given], capture_output=True, text=True, check=True)
    return run.stdout.splitlines()


def spatstat_curves(script: str, x: Any, y: Any) -> list[tuple[float, Any]]:
    """Return spatstat's seconds and curve of each line a script prints of the points."""
    lines = _spatstat_lines(script, np.concatenate([x, y]).astype("<f8").tobytes())
    numbers = [np.array(line.split(), float) for line in lines]
    return [(float(line[0]), line[1:]) for line in numbers]


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
