"""What of an installation's own catalogue is in force: file by file, and who entered it."""

from dataclasses import dataclass
from typing import Any

from jiqun.base.catalogue import own_entry
from jiqun.base.own_catalogue import Entered, in_force
from jiqun.base.shipped import CATALOGUE


@dataclass(frozen=True, slots=True)
class Own:
    """A file of an installation's own.

    Parameters
    ----------
    name
        Its place in the catalogue.
    amends
        Whether a shipped file has that place too.
    parts
        What it says, by its outermost two keys.
    entered
        Who entered it, when and on which document.
    """

    name: str
    amends: bool
    parts: tuple[str, ...]
    entered: Entered

    def record(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {
            "file": self.name,
            "amends": self.amends,
            "parts": list(self.parts),
            "entered": self.entered.record(),
        }


def own_files() -> list[Own]:
    """Return the installation's files in force, by their place; pictures are of those they serve.

    Examples
    --------
    >>> own_files()
    []
    """
    return [_own(name) for name in sorted(in_force().files) if name.endswith(".yaml")]


def _own(name: str) -> Own:
    entry = own_entry(CATALOGUE / name)
    parts = []
    for key, value in entry.content.items():
        inner = value if isinstance(value, dict) and key in ("parameters", "criteria") else {}
        parts += [f"{key}/{part}" for part in inner] or [key]
    assert entry.entered is not None  # noqa: S101  # nothing else comes into force
    return Own(name, (CATALOGUE / name).is_file(), tuple(parts), entry.entered)
