"""How unusual a line is in a county: shrunken quotient, exact test, false discoveries."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Counts = NDArray[np.int64]


def shrunken_quotient(
    firms: "Counts", makers: "Counts", of_line: "Counts", of_all: int, prior: float
) -> "Floats":
    """Return location quotients drawn towards 1 where the county has few makers.

    The county's share is estimated as ``(firms + prior * p) / (makers + prior)`` with ``p`` the
    line's share of the whole register: the posterior mean under a Beta prior with mean ``p`` and
    weight ``prior`` (Clayton and Kaldor 1987 for the idea in rates of small areas).

    Parameters
    ----------
    firms, makers
        Firms of the line in the county, and all its makers.
    of_line, of_all
        The same in the whole register.
    prior
        The prior's weight, in firms.

    Returns
    -------
    numpy.ndarray
        One quotient a pair; 1 is the register's own share.

    Examples
    --------
    >>> import numpy as np
    >>> quotient = shrunken_quotient(
    ...     np.array([20]), np.array([100]), np.array([200]), 10_000, prior=0.0)
    >>> float(quotient[0])
    10.0
    """
    share = of_line / of_all
    return (firms + prior * share) / (makers + prior) / share


def upper_tail(firms: "Counts", makers: "Counts", of_line: "Counts", of_all: int) -> "Floats":
    """Return the chance of so many firms of a line in the county or more, were firms spread evenly.

    The count is hypergeometric: the county's makers are drawn from the register's without
    replacement (the one-sided exact test of Fisher).

    Examples
    --------
    Fisher's tea taster names three of four cups rightly or better with chance 17/70:

    >>> import numpy as np
    >>> tail = upper_tail(np.array([3]), np.array([4]), np.array([4]), 8)
    >>> round(float(tail[0]), 6) == round(17 / 70, 6)
    True
    """
    from scipy.stats import hypergeom

    tail: Floats = hypergeom.sf(firms - 1, of_all, of_line, makers)
    return tail


def false_discovery_adjusted(p_values: "Floats", tests: int) -> "Floats":
    """Adjust p-values so that a level bounds the share of false discoveries.

    Benjamini and Hochberg (1995), step-up.

    Parameters
    ----------
    p_values
        Those of the candidates looked at.
    tests
        How many were tested in all, candidates or not.

    Examples
    --------
    >>> import numpy as np
    >>> false_discovery_adjusted(np.array([0.01, 0.04, 0.03]), 3).round(3).tolist()
    [0.03, 0.04, 0.04]
    """
    import numpy as np

    order = np.argsort(p_values, kind="stable")
    ranks = np.arange(1, len(p_values) + 1)
    stepped = np.minimum.accumulate((p_values[order] * max(tests, 1) / ranks)[::-1])[::-1]
    adjusted = np.empty_like(stepped)
    adjusted[order] = np.minimum(stepped, 1.0)
    return adjusted
