"""What the program is made with: packages installed and locked, and their licences."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

from jiqun.base.errors import NotFound, Problem, Refused, Where

PYTHON, NODE = "PyPI", "npm"
"""Ecosystems, as advisories name them."""
LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)")
COPYLEFT = re.compile(r"\b(A?GPL|GNU (Affero )?General Public)", re.IGNORECASE)
"""The licences no part of the program may have; the Lesser GPL may be linked to."""
LIBRARY = re.compile(r"\bLGPL|GNU (Library or )?Lesser General Public", re.IGNORECASE)


@dataclass(frozen=True, order=True, slots=True)
class Package:
    """A package at a version, and where it was found.

    Parameters
    ----------
    ecosystem
        ``PyPI`` or ``npm``.
    name, version
        As the ecosystem compares them.
    licence
        As the package states it; empty where it states none or a lock file does not repeat it.
    found
        ``installed``, or the lock file.
    """

    ecosystem: str
    name: str
    version: str
    licence: str
    found: str

    @property
    def copyleft(self) -> bool:
        """Whether every licence on offer is the GPL or AGPL: one of several may be chosen.

        Examples
        --------
        >>> Package("PyPI", "a", "1", "MIT OR GPL-2.0-only", "installed").copyleft
        False
        >>> Package("PyPI", "a", "1", "GPL-3.0-or-later", "installed").copyleft
        True
        """
        offers = re.split(r"\bOR\b|;", self.licence)
        return all(COPYLEFT.search(offer) and not LIBRARY.search(offer) for offer in offers)


def installed() -> list[Package]:
    """Return every Python package installed beside the program, by name."""
    found = {
        Package(
            PYTHON,
            canonicalize_name(distribution.name),
            distribution.version,
            _licence(distribution.metadata),
            "installed",
        )
        for distribution in metadata.distributions()
        if distribution.name
    }
    return sorted(found)


def locked(path: Path) -> list[Package]:
    """Return the packages of a lock file.

    Parameters
    ----------
    path
        ``requirements.lock`` as uv and pip write it, or npm's ``package-lock.json``.

    Raises
    ------
    NotFound
        Where there is no such file.
    Refused
        Where it is neither.
    """
    if not path.is_file():
        raise NotFound(Problem("dependencies.no_file", Where(file=str(path))))
    try:
        text = path.read_text(encoding="utf-8")
        found = _node(text, path.name) if path.suffix == ".json" else _python(text, path.name)
    except (ValueError, AttributeError, KeyError, TypeError, OSError):
        found = []
    if not found:
        raise Refused([Problem("dependencies.no_lock", Where(file=str(path)))])
    return found


def _python(text: str, name: str) -> list[Package]:
    licences = {package.name: package.licence for package in installed()}
    lines = (LOCKED.match(line) for line in text.splitlines())
    return [
        Package(PYTHON, key, line[2], licences.get(key, ""), name)
        for line in lines
        if line and (key := canonicalize_name(line[1]))
    ]


def _node(text: str, name: str) -> list[Package]:
    packages: dict[str, dict[str, Any]] = json.loads(text)["packages"]
    return [
        # A package under another name says in the lock what it is called at home.
        Package(
            NODE,
            said.get("name") or place.rpartition("node_modules/")[2],
            str(said["version"]),
            str(said.get("license", "")),
            name,
        )
        for place, said in packages.items()
        if place and "version" in said
    ]


def _licence(said: Any) -> str:
    """Return what a package says of its licence: an expression, else its classifiers or a line."""
    expression = said.get("License-Expression")
    if expression:
        return str(expression)
    classifiers = [
        line.rpartition(" :: ")[2]
        for line in said.get_all("Classifier") or ()
        if line.startswith("License ::") and not line.endswith("OSI Approved")
    ]
    line = (said.get("License") or "").strip().partition("\n")[0]
    return "; ".join(classifiers) or line
