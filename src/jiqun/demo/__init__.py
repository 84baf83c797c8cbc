"""Floor 7: the demonstration's generator; everything it makes is marked 演示数据.

100 fictional clusters (示例集群001 to 100) with filings for 2020 to 2022, and the 31,600 fictional
firms behind them. The sums of 2022, and growth on 2021, meet every figure of the published report
on the first 100 clusters at its printed precision. Everything else is **invented**: the split by
sector, province and cluster, the totals of 2020 and 2021, every single cluster and firm. The
settings in ``catalog/demo`` say which number is which. The counties are real places and host no
recognised cluster known to us; nothing here says anything about them.

>>> from jiqun.demo import generate
>>> generate(seed=2022).filings[0]["cluster"]["demo"]
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jiqun.demo.world import Demonstration, generate, write_filings, write_roster

__all__ = ["Demonstration", "generate", "write_filings", "write_roster"]


def __getattr__(name: str) -> Any:
    """Import the generator, and numpy with it, only when it is asked for."""
    if name not in __all__:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    from importlib import import_module

    return getattr(import_module("jiqun.demo.world"), name)
