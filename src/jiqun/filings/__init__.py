"""Floor 3: a form, filled in, becomes a checked and accepted submission."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jiqun.filings.accept import Outcome, check_files, import_files

__all__ = ["Outcome", "check_files", "import_files"]


def __getattr__(name: str) -> Any:
    """Import what reads files only when it is asked for: who compares filings reads none."""
    if name not in __all__:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    from importlib import import_module

    return getattr(import_module("jiqun.filings.accept"), name)
