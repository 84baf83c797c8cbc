"""The report as a deck: a real master with placeholders, native charts, sources in the notes."""

from jiqun.reports.deck.slides import deck

__all__ = ["deck"]
