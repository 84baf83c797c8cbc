"""How numerical kernels are compiled and spread over threads.

Kernels are compiled on first call and cached on disk (about two seconds once per machine).
They release the interpreter lock and work on fixed blocks, so that a result never depends on
the number of threads. Numba itself is imported on first call too: it takes most of a second.
Where it is not installed the busiest kernels have a stand-in in NumPy and the others run as plain
Python: the same numbers, more slowly.
"""

import os
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, update_wrapper
from itertools import pairwise
from threading import Lock
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")


class Kernel:
    """A function that is compiled when Python or another kernel first calls it.

    Parameters
    ----------
    function
        What to compile.
    plain
        What does the same where Numba is not installed; the function itself where not given.
    """

    _first = Lock()

    def __init__(
        self, function: Callable[..., Any], plain: Callable[..., Any] | None = None
    ) -> None:
        update_wrapper(self, function)
        self._function = function
        self._plain = plain or function
        self._made: Any = None

    @property
    def made(self) -> Any:
        """What Numba makes of the function: cached where the machine lets us write."""
        if self._made is None:
            with Kernel._first:
                self._made = self._made or _made(self._function, self._plain)
        return self._made

    @property
    def _numba_type_(self) -> Any:
        """By this Numba knows a kernel that another kernel calls."""
        return self.made._numba_type_

    def __call__(self, *arguments: Any) -> Any:
        """Compute, on arguments as the function takes them."""
        return self.made(*arguments)


class UncompiledWarning(UserWarning):
    """Numba is not installed: what loops over pairs of points takes many times as long."""


def _made(function: Callable[..., Any], plain: Callable[..., Any]) -> Any:
    try:
        import numba
    except ModuleNotFoundError:
        _warn_once()
        return plain
    try:
        return numba.njit(nogil=True, cache=True)(function)
    except RuntimeError:  # neither the source tree nor the user's cache folder can be written
        return numba.njit(nogil=True)(function)


@cache
def _warn_once() -> None:
    words = "Numba is not installed, so this is slow; for speed: pip install 'jiqun[fast]'"
    warnings.warn(words, UncompiledWarning, stacklevel=2)


def compiled(function: F) -> F:
    """Let a kernel be compiled, cached where the machine lets us write and uncached elsewhere.

    Parameters
    ----------
    function
        A function in the subset of Python that Numba compiles.

    Examples
    --------
    >>> @compiled
    ... def double(x: float) -> float:
    ...     return 2.0 * x
    >>> double(4.0)
    8.0
    """
    return cast(F, Kernel(function))


def compiled_or(plain: Callable[..., Any]) -> Callable[[F], F]:
    """Let a kernel be compiled that has a stand-in where Numba is not installed.

    Parameters
    ----------
    plain
        Takes and does the same.
    """

    def kernel(function: F) -> F:
        return cast(F, Kernel(function, plain))

    return kernel


def threads_available() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def over_blocks(work: Callable[[int], T], blocks: int, threads: int | None = None) -> list[T]:
    """Run ``work(0) … work(blocks - 1)`` on threads; return the results in block order.

    Parameters
    ----------
    work
        What to do for one block; it must release the interpreter lock to gain anything.
    blocks
        How many blocks; it must depend on the data only, never on the machine.
    threads
        How many threads; all the process may use when not given.

    Examples
    --------
    >>> over_blocks(lambda block: block * block, 4, threads=2)
    [0, 1, 4, 9]
    """
    count = min(blocks, threads or threads_available())
    if count <= 1:
        return [work(block) for block in range(blocks)]
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(work, range(blocks)))


def even_triangle(n: int, blocks: int) -> Sequence[tuple[int, int]]:
    """Cut rows 0 … n-1 of an upper triangle into ranges of about equally many pairs.

    Parameters
    ----------
    n
        Rows; row i holds the pairs (i, j) with j > i.
    blocks
        How many ranges are wanted.

    Examples
    --------
    >>> even_triangle(10, 3)
    [(0, 2), (2, 4), (4, 10)]
    """
    cuts = [round(n * (1.0 - (1.0 - block / blocks) ** 0.5)) for block in range(blocks)] + [n]
    return list(pairwise(cuts))
