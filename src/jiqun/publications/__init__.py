"""Floor 7: what a vintage publishes to an audience: Parquet and files, made once and queried.

A publication is derived from a vintage, the catalogue, the program and who reads; it can be deleted
at any time. The disclosure gate decides what goes in, so nothing else lies in it.
"""

from jiqun.publications.making import publish
from jiqun.publications.publication import Publication
from jiqun.publications.source import Source

__all__ = ["Publication", "Source", "publish"]
