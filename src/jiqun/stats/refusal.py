"""How a statistic refuses an argument: its name, what is wrong with it, and what to do."""

import numpy as np
from numpy.typing import NDArray

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
    jiqun.stats.refusal.ArgumentRefused: weights: 2 values are negative; give weights of 0 or more
    """

    def __init__(self, argument: str, what: str, todo: str) -> None:
        self.argument = argument
        super().__init__(f"{argument}: {what}; {todo}")
