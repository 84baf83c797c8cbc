"""From one row a plant to sums by industry and region: the groundwork of plant-based indices."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from jiqun.stats import arguments, frames
from jiqun.stats.arguments import Codes, Floats
from jiqun.stats.compilation import compiled, over_blocks
from jiqun.stats.frames import column
from jiqun.stats.refusal import ArgumentRefused

REMEDY = "drop or name these plants"
PLANTS_A_BLOCK = 1 << 20  # about 12 MB of sorted plants: the unit of work of one thread
FEW_PLANTS = 1 << 14  # summed by NumPy
WIDEST_CODE = 1 << 24  # integer keys in a range this wide are looked up, wider ones hashed


@dataclass(frozen=True)
class PlantSums:
    """What the plant-based indices need of the plants.

    Parameters
    ----------
    industries, regions
        The labels, sorted.
    employment
        Industries x regions, summed.
    plants
        Plants an industry, those with zero employment included.
    herfindahl, fourth
        Sums over an industry's plants of the second and fourth power of their share in it.
    """

    industries: pd.Index
    regions: pd.Index
    employment: Floats
    plants: Codes
    herfindahl: Floats
    fourth: Floats

    def shares(self) -> tuple[Floats, Floats]:
        """Return regional shares of each industry (industries x regions) and of everything."""
        cells = self.employment
        with np.errstate(divide="ignore", invalid="ignore"):
            own = cells / cells.sum(axis=1, keepdims=True)
            return np.asarray(own), np.asarray(cells.sum(axis=0) / cells.sum())


def plant_sums(plants: pd.DataFrame, industry: str, region: str, employment: str) -> PlantSums:
    """Sum plants by industry and region in one pass.

    Parameters
    ----------
    plants
        One row a plant; of pandas, Polars or Arrow.
    industry, region, employment
        The names of its columns.

    Raises
    ------
    ArgumentRefused
        If a column or key is missing, or an employment missing or negative.
    """
    plants = frames.framed(plants, "plants")
    if len(plants) == 0:
        raise ArgumentRefused("plants", "has no rows", "give at least one plant")
    rows = _keys(column(plants, industry, "industry"), "industry")
    columns = _keys(column(plants, region, "region"), "region")
    worth = _employment(column(plants, employment, "employment"))
    arguments.fits((len(rows.labels), len(columns.labels)), "region")
    add_up = _sum_few if len(worth) <= FEW_PLANTS else _sum_blocks
    cells, power2, power4, count = add_up(rows, columns, worth)
    total = cells.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        herfindahl, fourth = power2 / total**2, power4 / total**4
    return PlantSums(rows.labels, columns.labels, cells, count, herfindahl, fourth)


def _sum_few(rows: "Keys", columns: "Keys", worth: Any) -> tuple[Floats, Floats, Floats, Codes]:
    """Sum plants in row order too, to the same bits; loading compiled code would take longer."""
    count = (len(rows.labels), len(columns.labels))
    at, amounts = rows.codes(), worth.astype(np.float64)

    def added(codes: Codes, values: Floats, many: int) -> Floats:
        return np.asarray(np.bincount(codes, values, many), dtype=np.float64)

    cells = added(at * count[1] + columns.codes(), amounts, count[0] * count[1]).reshape(count)
    squares = amounts * amounts
    second, fourth = added(at, squares, count[0]), added(at, squares * squares, count[0])
    return cells, second, fourth, np.asarray(np.bincount(at, minlength=count[0]), dtype=np.int64)


def _sum_blocks(rows: "Keys", columns: "Keys", worth: Any) -> tuple[Floats, Floats, Floats, Codes]:
    """Sort fixed blocks of plants by industry, then sum each industry's plants in row order.

    Sorting first keeps every sum inside one row of the table, which stays in fast memory;
    adding in row order makes the result that of a plain loop, whatever the threads.
    """
    count = (len(rows.labels), len(columns.labels))
    blocks = 1 + len(worth) // PLANTS_A_BLOCK
    cuts = np.linspace(0, len(worth), blocks + 1).astype(np.int64)

    def sort(block: int) -> tuple[Any, Any, Any]:
        part = slice(cuts[block], cuts[block + 1])
        starts, region, amount = _sorted_block(
            rows.values[part],
            rows.lowest,
            rows.place,
            columns.values[part],
            columns.lowest,
            columns.place,
            worth[part],
            count[0],
        )
        return starts, region, amount

    parts = over_blocks(sort, blocks)
    cells, powers = np.zeros(count), np.zeros((count[0], 2))
    ranges = np.linspace(0, count[0], min(count[0], 16) + 1).astype(np.int64)

    def add(group: int) -> None:
        for starts, region, amount in parts:
            _add_rows(starts, region, amount, ranges[group], ranges[group + 1], cells, powers)

    over_blocks(add, len(ranges) - 1)
    plants = np.sum([np.diff(starts) for starts, _, _ in parts], axis=0)
    return cells, powers[:, 0].copy(), powers[:, 1].copy(), plants


@compiled
def _sorted_block(
    keys: Any,
    lowest: int,
    place: Any,
    keys2: Any,
    lowest2: int,
    place2: Any,
    worth: Any,
    count: int,
) -> Any:
    """Return where each industry starts, and regions and amounts in order of industry."""
    starts = np.zeros(count + 1, dtype=np.int64)
    for k in range(len(keys)):
        starts[place[keys[k] - lowest] + 1] += 1
    for i in range(count):
        starts[i + 1] += starts[i]
    following = starts[:-1].copy()
    region = np.empty(len(keys), dtype=np.int32)
    amount = np.empty(len(keys), dtype=np.float64)
    for k in range(len(keys)):
        i = place[keys[k] - lowest]
        to = following[i]
        following[i] = to + 1
        region[to] = place2[keys2[k] - lowest2]
        amount[to] = worth[k]
    return starts, region, amount


@compiled
def _add_rows(
    starts: Any, region: Any, amount: Any, first: int, last: int, cells: Any, powers: Any
) -> None:
    for i in range(first, last):
        row = cells[i]
        for k in range(starts[i], starts[i + 1]):
            z = amount[k]
            square = z * z
            row[region[k]] += z
            powers[i, 0] += square
            powers[i, 1] += square * square


def _employment(column: pd.Series) -> Any:
    """Return employment as integers or floats, refusing what is missing or negative."""
    plain = isinstance(column.dtype, np.dtype) and column.dtype.kind in "iuf"
    if not plain:
        return arguments.amounts(column, "employment")
    values = arguments.native(column.to_numpy())
    lowest = values.min()  # missing if any value is missing
    if not lowest >= 0 or not np.isfinite(values.max()):
        return arguments.amounts(column, "employment")
    return values


@dataclass(frozen=True)
class Keys:
    """Integer keys: row k bears ``labels[place[values[k] - lowest]]``."""

    values: Any
    lowest: int
    place: Any
    labels: pd.Index

    def codes(self) -> Codes:
        """Return the number of each row's label."""
        wide = np.uint64 if self.values.dtype.kind == "u" else np.int64
        found = self.place[np.subtract(self.values, self.lowest, dtype=wide)]
        return np.asarray(found, dtype=np.int64)


def _keys(column: pd.Series, argument: str) -> Keys:
    """Return the keys of a column and its labels, sorted, without those no row bears."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes = column.cat.codes.to_numpy()
        labels = arguments.keys(column.cat.categories, argument, REMEDY)[1]
        if codes.min() < 0:
            arguments.refuse_where(
                codes < 0,
                argument,
                "key is missing|keys are missing",
                REMEDY,
                arguments.labels_of(column),
            )
        return _category_keys(codes, column.cat.categories.astype(labels.dtype))
    if isinstance(column.dtype, np.dtype) and column.dtype.kind in "iu":
        values = arguments.native(column.to_numpy())
        lowest, highest = int(values.min()), int(values.max())
        if highest - lowest < WIDEST_CODE:
            present = _present(values, lowest, highest - lowest + 1)
            labels = pd.Index((np.flatnonzero(present) + lowest).astype(values.dtype))
            return Keys(values, lowest, (np.cumsum(present) - 1).astype(np.int32), labels)
    codes, labels = arguments.keys(column, argument, REMEDY)
    return Keys(codes, 0, np.arange(len(labels), dtype=np.int32), labels)


def _category_keys(codes: Any, labels: pd.Index) -> Keys:
    kept = np.flatnonzero(_present(codes, 0, len(labels)))
    kept = kept[labels[kept].argsort()]
    place = np.zeros(len(labels), dtype=np.int32)
    place[kept] = np.arange(len(kept), dtype=np.int32)
    return Keys(codes, 0, place, labels[kept])


@compiled
def _present(values: Any, lowest: int, count: int) -> Any:
    present = np.zeros(count, dtype=np.bool_)
    for k in range(len(values)):
        present[values[k] - lowest] = True
    return present
