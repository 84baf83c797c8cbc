"""How often something was found, beside how often chance alone would find it."""

from __future__ import annotations

from jiqun.charts.kinds.bars import BarChart


class FoundChart(BarChart):
    """A row a finding: what chance alone makes, and what was found.

    It is made by a report from its diagnosis, not from an entry of the catalogue. Series: by
    chance, None where nothing is compared; found.
    """

    kinds = ("found",)
