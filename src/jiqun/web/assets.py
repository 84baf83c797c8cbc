"""What pages load: built by Node before the program is packed, and never committed."""

from pathlib import Path

BUILT = Path(__file__).parent / "static" / "built"
NEEDED = ("site.js", "map.js", "hanzi.css", "outlines/china.json", "LICENCES.txt")
"""Without these pages would come without maps, interaction, characters or their licences."""


def absent_assets() -> list[str]:
    """Return what pages would look for in vain.

    Examples
    --------
    >>> absent_assets()
    []
    """
    return [name for name in NEEDED if not (BUILT / name).is_file()]
