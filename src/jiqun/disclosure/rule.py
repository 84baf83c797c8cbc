"""The rule of three: no figure from which one unit's could be told."""

FEWEST_CLUSTERS = 3
FEWEST_ENTERPRISES = 3
