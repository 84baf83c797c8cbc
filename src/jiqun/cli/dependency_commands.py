"""``jiqun dependencies``: licences of what is installed, and known faults of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jiqun.base.plurals import counted
from jiqun.cli import speech
from jiqun.cli.options import AsJson, example
from jiqun.cli.speech import say

if TYPE_CHECKING:
    from jiqun.cli.advisories import Known
    from jiqun.cli.dependencies import Package

UNCLEAN = 1
"""The exit code where a fault is known or a licence is not ours to use."""


Advisories = Annotated[
    list[Path] | None,
    typer.Option(
        "--advisories",
        help=say(
            "OSV 格式的通告：文件、文件夹或 zip，可多次给出",
            "advisories in OSV format: a file, a folder or a zip; may be repeated",
        ),
    ),
]
Locks = Annotated[
    list[Path] | None,
    typer.Option(
        "--lock",
        help=say(
            "同时核对的锁定文件（requirements.lock、package-lock.json），可多次给出",
            "a lock file to check besides (requirements.lock, package-lock.json); repeatable",
        ),
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(
        help=say(
            "列出所用软件包的许可证，并用带来的漏洞通告核对（不需要联网）。",
            "List the licences of the packages in use, and check them against advisories brought "
            "along (no internet needed).",
        ),
        epilog=example("jiqun dependencies --advisories all.zip --lock requirements.lock"),
    )(dependencies)


def dependencies(advisories: Advisories = None, lock: Locks = None, as_json: AsJson = False) -> int:
    """List the packages in use with their licences and known faults."""
    from jiqun.cli.advisories import known_faults, read_advisories
    from jiqun.cli.dependencies import installed, locked

    packages = [*installed(), *(package for path in lock or () for package in locked(path))]
    told, problems = [], []
    for path in advisories or ():
        read, unread = read_advisories(path)
        told += read
        problems += unread
    faults = known_faults(packages, told)
    refused = [package for package in packages if package.copyleft]
    document = {
        "packages": [_record(package) for package in packages],
        "advisories": len(told),
        "faults": [_fault(known) for known in faults],
        "copyleft": [package.name for package in refused],
        "unread": [problem.record() for problem in problems],
    }
    speech.tell_problems(problems)
    text = "\n".join([*map(_line, packages), *map(_said, faults), _summary(document)])
    speech.result(document, text, as_json=as_json)
    if problems:
        return 2
    return UNCLEAN if faults or refused else 0


def _record(package: Package) -> dict[str, object]:
    names = ("ecosystem", "name", "version", "licence", "found", "copyleft")
    return {name: getattr(package, name) for name in names}


def _fault(known: Known) -> dict[str, object]:
    return {
        "package": _record(known.package),
        "ids": list(known.ids),
        "summary": known.summary,
        "fixed": list(known.fixed),
        "certain": known.certain,
    }


def _line(package: Package) -> str:
    mark = "✗" if package.copyleft else " "
    licence = package.licence or say("未说明", "not stated")
    where = "" if package.found == "installed" else f" [{package.found}]"
    return f"{mark} {package.name} {package.version}{where}: {licence}"


def _said(known: Known) -> str:
    mended = ", ".join(known.fixed) or say("尚无", "none yet")
    sure = "" if known.certain else say("（版本无法比较）", " (its version cannot be compared)")
    place = f"{known.package.name} {known.package.version} [{known.package.found}]"
    fixed = say(f"已修复的版本：{mended}", f"mended in: {mended}")
    return f"✗ {place}: {', '.join(known.ids)}{sure} · {known.summary} · {fixed}"


def _summary(document: dict[str, object]) -> str:
    packages, faults = len(document["packages"]), len(document["faults"])  # type: ignore[arg-type]  # lists
    refused = len(document["copyleft"])  # type: ignore[arg-type]  # a list
    told = int(str(document["advisories"]))
    return say(
        f"{packages} 个软件包；{told} 条通告中有 {faults} 条涉及；GPL 许可 {refused} 个",
        f"{counted(packages, 'package')}; {counted(faults, 'known fault')} by "
        f"{counted(told, 'advisory', 'advisories')}; {refused} under the GPL",
    )
