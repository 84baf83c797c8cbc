"""From one row a plant to sums by industry and region: the groundwork of plant-based indices."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from jiqun.stats import arguments
from jiqun.stats.arguments import Codes, Floats
from jiqun.stats.compilation import compiled, over_blocks

CELLS_OF_SCRATCH = 1 << 23  # 64 MB of doubles for all blocks together
WIDEST_CODE = 1 << 24  # integer keys in a range this wide are looked up, wider ones hashed
FULLEST_TABLE = 1 << 27  # 1 GB of doubles: the largest industry x region table made


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


def plant_sums(plants: pd.DataFrame, industry: str, region: str, employment: str) -> PlantSums:
    """Sum plants by industry and region in one pass.

    Parameters
    ----------
    plants
        One row a plant.
    industry, region, employment
        The names of its columns.

    Raises
    ------
    ArgumentRefused
        If a column or key is missing, or an employment missing or negative.
    """
    for name, argument in ((industry, "industry"), (region, "region"), (employment, "employment")):
        if name not in plants.columns:
            raise arguments.ArgumentRefused(
                argument, f"the frame has no column {name!r}", "name one it has"
            )
    if len(plants) == 0:
        raise arguments.ArgumentRefused("plants", "has no rows", "give at least one plant")
    rows, industries = _codes(plants[industry], "industry")
    columns, regions = _codes(plants[region], "region")
    worth = _employment(plants[employment])
    shape = (len(industries), len(regions))
    if shape[0] * shape[1] > FULLEST_TABLE:
        raise arguments.ArgumentRefused(
            "region", f"{shape[0]} industries x {shape[1]} regions do not fit in memory",
            "use coarser regions or fewer industries at a time",
        )
    cells, power2, power4, count = _sum_blocks(rows, columns, worth, shape)
    total = cells.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return PlantSums(industries, regions, cells, count, power2 / total**2, power4 / total**4)


def _sum_blocks(
    rows: Any, columns: Any, worth: Any, shape: tuple[int, int]
) -> tuple[Floats, Floats, Floats, Codes]:
    """Sum fixed blocks of plants, as many as fit in the scratch memory, and add them in order."""
    blocks = int(np.clip(CELLS_OF_SCRATCH // (shape[0] * shape[1]), 1, 16))
    blocks = min(blocks, 1 + len(rows) // 100_000)
    cuts = np.linspace(0, len(rows), blocks + 1).astype(np.int64)

    def work(block: int) -> tuple[Floats, Floats, Codes]:
        part = slice(cuts[block], cuts[block + 1])
        cells, powers = np.zeros(shape), np.zeros((shape[0], 2))
        count = np.zeros(shape[0], dtype=np.int64)
        _add_plants(rows[part], columns[part], worth[part], cells, powers, count)
        return cells, powers, count

    cells, powers, count = over_blocks(work, 1, 1)[0] if blocks == 1 else _added(
        over_blocks(work, blocks)
    )
    return cells, powers[:, 0].copy(), powers[:, 1].copy(), count


def _added(parts: list[tuple[Floats, Floats, Codes]]) -> tuple[Floats, Floats, Codes]:
    cells, powers, count = parts[0]
    for more_cells, more_powers, more_count in parts[1:]:
        cells += more_cells
        powers += more_powers
        count += more_count
    return cells, powers, count


@compiled
def _add_plants(
    rows: Any, columns: Any, worth: Any, cells: Any, powers: Any, count: Any
) -> None:
    for k in range(len(rows)):
        i = rows[k]
        z = float(worth[k])
        square = z * z
        cells[i, columns[k]] += z
        powers[i, 0] += square
        powers[i, 1] += square * square
        count[i] += 1


def _employment(column: pd.Series) -> Any:
    """Return employment as integers or floats, refusing what is missing or negative."""
    values = column.to_numpy()
    if values.dtype.kind not in "iuf":
        values = arguments.vector(column.to_numpy(dtype=object, na_value=np.nan), "employment")
    lowest = values.min()  # missing if any value is missing
    if not lowest >= 0 or not np.isfinite(values.max()):
        return arguments.amounts(values, "employment")
    return values


def _codes(column: pd.Series, argument: str) -> tuple[Any, pd.Index]:
    """Return each row's position among the sorted labels present, and the labels."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return _category_codes(column, argument)
    values = column.to_numpy()
    if values.dtype.kind in "iu" and column.dtype == values.dtype:
        lowest, highest = int(values.min()), int(values.max())
        if highest - lowest < WIDEST_CODE:
            present = np.zeros(highest - lowest + 1, dtype=np.bool_)
            _mark(values, lowest, present)
            labels = np.flatnonzero(present) + lowest
            place = (np.cumsum(present) - 1).astype(np.int32)
            return _looked_up(values, lowest, place), pd.Index(labels.astype(values.dtype))
    codes, uniques = pd.factorize(column, sort=True)
    _refuse_missing(codes, argument)
    return codes.astype(np.int32), pd.Index(uniques)


def _category_codes(column: pd.Series, argument: str) -> tuple[Any, pd.Index]:
    codes = column.cat.codes.to_numpy()
    if codes.min() < 0:
        _refuse_missing(codes, argument)
    labels = column.cat.categories
    present = np.zeros(len(labels), dtype=np.bool_)
    _mark(codes, 0, present)
    if present.all() and labels.is_monotonic_increasing:
        return codes, labels
    kept = np.flatnonzero(present)
    kept = kept[labels[kept].argsort()]
    place = np.zeros(len(labels), dtype=np.int32)
    place[kept] = np.arange(len(kept), dtype=np.int32)
    return _looked_up(codes, 0, place), labels[kept]


def _refuse_missing(codes: Any, argument: str) -> None:
    arguments.refuse_where(codes < 0, argument, "keys are missing", "drop or name these plants")


@compiled
def _mark(values: Any, lowest: int, present: Any) -> None:
    for k in range(len(values)):
        present[values[k] - lowest] = True


@compiled
def _looked_up(values: Any, lowest: int, place: Any) -> Any:
    result = np.empty(len(values), dtype=np.int32)
    for k in range(len(values)):
        result[k] = place[values[k] - lowest]
    return result
