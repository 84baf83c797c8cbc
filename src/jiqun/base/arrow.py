"""Apache Arrow, loaded when a table is first touched.

What works on tables is imported by nearly everything, also by commands that touch none; they start
sooner for it, and run where Arrow is not installed.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq


class Deferred:
    """A module that is imported when something of it is first asked for.

    Parameters
    ----------
    name
        The module's name.

    Examples
    --------
    >>> Deferred("math").floor(2.5)
    2
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, wanted: str) -> Any:
        found = getattr(import_module(self._name), wanted)
        setattr(self, wanted, found)
        return found


if not TYPE_CHECKING:
    pa, pq = Deferred("pyarrow"), Deferred("pyarrow.parquet")

__all__ = ["pa", "pq"]
