"""The site of :mod:`tests.browser.calling`, where data sharing is at whatever moment a file says.

Run as ``python -m tests.browser.granting FOLDER PORT``; without ``FOLDER/moment`` it is now.
"""

import sys
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

from tests.browser.calling import make, serve


def at_a_moment(folder: Path) -> None:
    """Let grants be decided at the moment that ``FOLDER/moment`` says."""
    from django.utils import timezone

    from jiqun.web.grants import contributing, granting, seen

    def now() -> datetime:
        said = folder / "moment"
        return datetime.fromisoformat(said.read_text()) if said.exists() else timezone.now()

    for module in (granting, seen, contributing):
        module.timezone = SimpleNamespace(now=now)  # type: ignore[attr-defined]


if __name__ == "__main__":
    make(Path(sys.argv[1]))
    at_a_moment(Path(sys.argv[1]))
    serve(Path(sys.argv[1]), int(sys.argv[2]))
