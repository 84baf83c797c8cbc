"""What ``jiqun doctor`` looks at."""

import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from jiqun.base.definitions import definition_faults, factors, indicators
from jiqun.base.errors import Refused
from jiqun.base.forms import families
from jiqun.cli.speech import language, say

ENGINES = ("duckdb", "ibis-framework", "pyarrow", "pandas", "numpy", "scipy", "numba")


def checks() -> list[dict[str, Any]]:
    """Return one row for each thing looked at: name, what was found, whether it is right."""
    rows = [_row("Python", sys.version.split()[0], ok=sys.version_info >= (3, 11))]
    rows += [_package(name) for name in ENGINES]
    rows += _catalogue()
    rows.append(_fonts())
    return rows


def _row(name: str, found: str, *, ok: bool, optional: bool = False) -> dict[str, Any]:
    return {"name": name, "found": found, "ok": ok, "optional": optional}


def _package(name: str) -> dict[str, Any]:
    try:
        return _row(name, version(name), ok=True)
    except PackageNotFoundError:
        return _row(name, say("未安装", "not installed"), ok=False)


def _catalogue() -> list[dict[str, Any]]:
    """Return what the catalogue holds, and everything wrong with its definitions."""
    name = say("目录文件", "catalogue")
    try:
        counts = len(families()), len(indicators()), len(factors())
    except Refused as refused:
        return [_row(name, problem.text(language()), ok=False) for problem in refused.problems]
    found = say("{} 套表式、{} 项指标、{} 个系数", "{} forms, {} indicators, {} factors")
    faults = [_row(name, fault.text(language()), ok=False) for fault in definition_faults()]
    return [_row(name, found.format(*counts), ok=True), *faults]


def _fonts() -> dict[str, Any]:
    """Look for a Chinese font: browsers need one to show the pages on this machine."""
    name = say("中文字体", "Chinese fonts")
    lister = shutil.which("fc-list")
    if lister is None:
        return _row(
            name, say("无法检查（没有 fontconfig）", "cannot tell"), ok=False, optional=True
        )
    command = [lister, ":lang=zh", "family"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # a fixed command
    families = sorted(set(listed.stdout.split("\n")) - {""})
    found = families[0] if families else say("没有", "none")
    return _row(name, found, ok=bool(families), optional=True)
