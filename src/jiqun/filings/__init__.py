"""Floor 3: a form, filled in, becomes a checked and accepted submission."""

from jiqun.filings.accept import Outcome, check_files, import_files

__all__ = ["Outcome", "check_files", "import_files"]
