"""Jiqun (集群): the open platform for China's county-level SME clusters.

One line runs through everything: discover, recognise, collect, measure, diagnose, act, report.
Rooms are stacked on floors and import downwards only; see ``docs/architecture.md``.
"""

__version__ = "0.1.0"
