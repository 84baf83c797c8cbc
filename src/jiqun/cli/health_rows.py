"""A line of ``jiqun doctor``: right, missing but not needed, or wrong; and what to do."""

from dataclasses import asdict, dataclass
from typing import Any

from jiqun.cli.speech import say


@dataclass(frozen=True, slots=True)
class Check:
    """Something that was looked at.

    Parameters
    ----------
    name
        What.
    found
        Its version, or what is the matter.
    ok
        Whether it is right.
    optional
        Whether the program works without it.
    do
        What to do, where it is not right.
    """

    name: str
    found: str
    ok: bool
    optional: bool = False
    do: str = ""

    def text(self) -> str:
        """Say it in a line.

        Examples
        --------
        >>> missing("LibreOffice", "not found", "install it").text()
        '– LibreOffice: not found; install it'
        """
        mark = "✓" if self.ok else "–" if self.optional else "✗"
        gap, then = say("：", ": "), say("；", "; ")
        return f"{mark} {self.name}{gap}{self.found}{then if self.do else ''}{self.do}"

    def record(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return asdict(self)


def right(name: str, found: str) -> Check:
    """Return a line of what is as it should be."""
    return Check(name, found, ok=True)


def missing(name: str, found: str, do: str) -> Check:
    """Return a line of what is not there, and without which most goes on."""
    return Check(name, found, ok=False, optional=True, do=do)


def wrong(name: str, found: str, do: str) -> Check:
    """Return a line of what is needed and is not there, or does not work."""
    return Check(name, found, ok=False, do=do)
