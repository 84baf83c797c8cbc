"""What the package itself ships: where it lies, and its YAML, held by tests and read as it is."""

from functools import cache
from pathlib import Path
from typing import Any

CATALOGUE = Path(__file__).resolve().parent.parent / "catalog"


@cache
def safe_loader() -> Any:
    """Return what builds plain Python from YAML and nothing else: libyaml's where there is one."""
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_shipped(*parts: str) -> Any:
    """Read a YAML file of the package as plain Python.

    Problems are said in the words of such files, so this is below all that refuses.

    Examples
    --------
    >>> read_shipped("messages", "files.yaml")["exists"]["severity"]
    'error'
    """
    import yaml

    text = CATALOGUE.joinpath(*parts).read_text("utf-8")
    return yaml.load(text, Loader=safe_loader())  # noqa: S506  # a safe one
