"""What lies in a workspace and never leaves it: no backup, no export and no git takes it."""

from pathlib import Path

SECRETS = "secrets"
"""The folder of keys; an installation that is restored elsewhere makes its own."""


def leaves(path: Path, workspace: Path) -> bool:
    """Tell whether a file of a workspace may be taken out of it.

    Examples
    --------
    >>> here = Path("w")
    >>> leaves(here / "workspace.json", here), leaves(here / "secrets" / "signing", here)
    (True, False)
    """
    return path.relative_to(workspace).parts[:1] != (SECRETS,)
