"""Floor 5: figures become pictures.

A chart here is one SVG text with its own title for those who do not see it, no script, and colours
taken from the page, so that it follows light, dark and print.
"""

from jiqun.charts.svg import pair_bars, ranked_bars, share_bar, strip, waterfall

__all__ = ["pair_bars", "ranked_bars", "share_bar", "strip", "waterfall"]
