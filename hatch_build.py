"""How the package is built: what pages load is made by Node first, or nothing is built.

A source archive carries what was made, so that a wheel of it needs no Node.
"""

import hashlib
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STAMP = "sources.sha256"
"""Which sources the assets were made of; ``frontend/build.js`` writes it last."""
NO_NODE = (
    "The pages' assets are not built, or are older than their sources, and building them needs "
    "Node 20 or newer with npm: install it and build again."
)
FAILED = "The pages' assets could not be built: `npm {}` in frontend/ failed, see above."


class Assets(BuildHookInterface):
    """Make the assets of pages before they are packed."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  # hatchling's
        """Make them where they are missing or stale; an editable installation leaves it to make."""
        root = Path(self.root)
        if version == "editable" or is_fresh(root):
            return
        npm = shutil.which("npm")
        if npm is None or shutil.which("node") is None:
            self.app.abort(NO_NODE)
        for words in ("ci", "run build"):
            command = [npm, *words.split(), "--silent"]
            ran = subprocess.run(command, cwd=root / "frontend", check=False)  # noqa: S603  # fixed
            if ran.returncode:
                self.app.abort(FAILED.format(words))


def is_fresh(root: Path) -> bool:
    """Tell whether the assets are there, made of the sources as they are now."""
    stamp = root / "src" / "jiqun" / "web" / "static" / "built" / STAMP
    return stamp.is_file() and stamp.read_text(encoding="utf-8").strip() == sources_hash(root)


def sources_hash(root: Path) -> str:
    """Return the hash of what the assets are made of, as ``frontend/build.js`` takes it."""
    pages = root / "frontend"
    scripts = sorted(f"src/{file.name}" for file in (pages / "src").glob("*.js"))
    lines = []
    for name in ("build.js", "package-lock.json", *scripts):
        digest = hashlib.sha256((pages / name).read_bytes()).hexdigest()
        lines.append(f"{digest}  {name}\n")
    return hashlib.sha256("".join(lines).encode()).hexdigest()
