"""Made-up boards of clusters."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import numpy as np

from jiqun.diagnosis.board import Board, Series


def series(
    values: Sequence[float | None], absent: Sequence[bool] = (), asked: bool = True
) -> Series:
    """Return a figure of clusters; None where it is missing."""
    exact = [None if value is None else Decimal(str(value)) for value in values]
    floats = np.array([np.nan if value is None else value for value in values], np.float64)
    none = np.array(absent or [False] * len(values), bool)
    return Series(floats, none, asked, exact)


def board(number: int, given: Mapping[tuple[str, int], Series] | None = None, **said: Any) -> Board:
    """Return a board of so many clusters that are alike but in what is said."""
    return Board(
        year=2022,
        keys=tuple(f"c{place:03}" for place in range(number)),
        sectors=tuple(said.get("sectors", ["a"] * number)),
        regions=tuple(said.get("regions", ["east"] * number)),
        provinces=tuple(said.get("provinces", ["p"] * number)),
        industries=tuple(said.get("industries", ["391"] * number)),
        size=np.log(np.array(said.get("sizes", [100.0] * number), np.float64)),
        recognised=np.array(said.get("recognised", [np.nan] * number), np.float64),
        national=np.array(said.get("national", [True] * number), bool),
        series=given or {},
        years_filed=np.full(number, 3),
        missing=np.zeros(number, np.int64),
        read=40,
        counties=tuple(said.get("counties", ["330106"] * number)),
        listed=said.get("listed"),
        links=said.get("links", {}),
        specialised=said.get("specialised", {}),
    )
