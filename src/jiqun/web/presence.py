"""Whether a workspace has a database, told without one."""

import os
from pathlib import Path

FOLDER, FILE = "database", "site.sqlite3"
"""Where a workspace keeps its database, where no setting names another."""
URL = "JIQUN_DATABASE_URL"


def has_database(folder: Path) -> bool:
    """Tell whether a workspace has a database, without making one.

    Examples
    --------
    >>> has_database(Path("nowhere"))
    False
    """
    return bool(os.environ.get(URL)) or (folder / FOLDER / FILE).is_file()
