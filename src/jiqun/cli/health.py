"""What ``jiqun doctor`` looks at: what is installed, and whether it works."""

import sys
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from jiqun.base.definitions import definition_faults, factors, indicators
from jiqun.base.errors import Refused
from jiqun.base.forms import families
from jiqun.base.parts import PARTS
from jiqun.base.plurals import counted
from jiqun.cli.health_engines import duckdb, parquet, typst
from jiqun.cli.health_machine import assets, libre_office, machine_fonts, shipped_fonts
from jiqun.cli.health_rows import Check, missing, right, wrong
from jiqun.cli.speech import language, say

OLDEST, NEWEST = (3, 11), (3, 13)
"""The Pythons it is tried with."""


def checks(workspace: Path | None = None) -> list[Check]:
    """Return a row for each thing looked at: name, what was found, whether it is right.

    Parameters
    ----------
    workspace
        Whose databases are looked at too, if any.

    Raises
    ------
    NotFound
        Where the folder is no workspace.
    """
    found = [_python(), *_packages(), *_catalogue()]
    for extra, looks in WORKING.items():
        if not PARTS[extra].absent():
            found += [look() for look in looks]
    found += [machine_fonts(), libre_office()]
    if workspace is not None:
        from jiqun.cli.health_workspace import databases

        found += databases(workspace)
    return found


WORKING: dict[str, tuple[Callable[[], Check], ...]] = {
    "workspace": (duckdb, parquet),
    "reports": (shipped_fonts, typst),
    "web": (assets,),
}
"""What is tried of each part that is installed."""


def _python() -> Check:
    found = sys.version.split()[0]
    todo = say("请安装 Python 3.11 至 3.13", "install Python 3.11 to 3.13")
    if sys.version_info < OLDEST:
        return wrong("Python", found, todo)
    if sys.version_info[:2] > NEWEST:
        said = say("未试过比 3.13 更新的版本", "nothing newer than 3.13 was tried")
        return missing("Python", found, said)
    return right("Python", found)


def _packages() -> Iterator[Check]:
    for extra, part in PARTS.items():
        absent = part.absent()
        for package in part.packages:
            if package not in absent:
                yield right(package, _version(package))
            elif extra:
                todo = f"pip install 'jiqun[{extra}]'"
                yield missing(package, say("未安装", "not installed"), todo)
            else:
                yield wrong(package, say("未安装", "not installed"), "pip install jiqun")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return say("版本未知", "of an unknown version")


def _catalogue() -> list[Check]:
    """Return what the catalogue holds, and everything wrong with its definitions."""
    name = say("目录文件", "catalogue")
    mend = say("请改正这个文件", "mend that file")
    try:
        forms, figures, rates = len(families()), len(indicators()), len(factors())
    except Refused as refused:
        return [wrong(name, problem.text(language()), mend) for problem in refused.problems]
    found = say(
        f"{forms} 套表式、{figures} 项指标、{rates} 个系数",
        f"{counted(forms, 'form')}, {counted(figures, 'indicator')}, {counted(rates, 'factor')}",
    )
    faults = [wrong(name, fault.text(language()), mend) for fault in definition_faults()]
    return [right(name, found), *faults]
