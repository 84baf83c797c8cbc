"""The rule of three: no figure from which one unit's could be told."""

FEWEST_CLUSTERS = 3
FEWEST_ENTERPRISES = 3


def may_be_counted(having: int, lacking: int) -> bool:
    """Tell whether it may be said how many have something, among those a reader does not see.

    Parameters
    ----------
    having, lacking
        How many of them have it, and how many have not: three of each at least.

    Examples
    --------
    >>> may_be_counted(3, 40), may_be_counted(2, 40), may_be_counted(40, 0)
    (True, False, False)
    """
    return min(having, lacking) >= FEWEST_CLUSTERS
