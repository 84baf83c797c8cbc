"""How unusual a line is in a county: shrunken quotient, exact test, false discoveries."""

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Counts = NDArray[np.int64]


def shrunken_quotient(
    firms: "Counts | int",
    makers: "Counts | int",
    of_line: "Counts | int",
    of_all: int,
    prior: float,
) -> "Floats | float":
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
    numpy.ndarray or float
        One quotient a pair; 1 is the register's own share.

    Examples
    --------
    >>> shrunken_quotient(20, 100, 200, 10_000, prior=0.0)
    10.0
    """
    share = of_line / of_all
    return cast("Floats | float", (firms + prior * share) / (makers + prior) / share)


def upper_tail(firms: int, makers: int, of_line: int, of_all: int) -> float:
    """Return the chance of so many firms of a line in the county or more, were firms spread evenly.

    The count is hypergeometric: the county's makers are drawn from the register's without
    replacement (the one-sided exact test of Fisher).

    Parameters
    ----------
    firms, makers, of_line, of_all
        As for :func:`shrunken_quotient`.

    Examples
    --------
    Fisher's tea taster names three of four cups rightly or better with chance 17/70:

    >>> round(upper_tail(3, 4, 4, 8), 6) == round(17 / 70, 6)
    True
    """
    import numpy as np
    from scipy.special import gammaln

    most = min(makers, of_line)
    if firms > most:
        return 0.0
    counts = np.arange(max(firms, makers + of_line - of_all, 0), most + 1)

    def ways(of: int, taken: "Counts") -> "Floats":
        found: Floats = gammaln(of + 1) - gammaln(taken + 1) - gammaln(of - taken + 1)
        return found

    every = ways(of_all, np.array([makers]))
    chances = np.exp(ways(of_line, counts) + ways(of_all - of_line, makers - counts) - every)
    return float(min(chances.sum(), 1.0))


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
