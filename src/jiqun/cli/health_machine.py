"""What the machine has beside the program: fonts, an office program, the files pages load."""

import shutil
import subprocess

from jiqun.cli.health_rows import Check, missing, right, wrong
from jiqun.cli.speech import say

PATIENCE = 20
"""Seconds another program may take to say its version."""


def shipped_fonts() -> Check:
    """Look into the font files reports are made with."""
    from jiqun.reports.fonts import SANS, SERIF, drawn_by_sans, font_folder

    name = say("报告所用字体", "fonts of reports")
    again = "pip install --force-reinstall pylopdf-fonts-zh-cn"
    files = {path.name for path in font_folder().glob("*.otf")}
    wanted = {f"{family.replace(' ', '')}-Regular.otf" for family in (SANS, SERIF)}
    if absent := sorted(wanted - files):
        return wrong(name, say("缺 ", "without ") + ", ".join(absent), again)
    if not {ord("集"), ord("群")} <= drawn_by_sans():
        return wrong(name, say("没有汉字字形", "without Chinese glyphs"), again)
    return right(name, f"{SANS}, {SERIF}")


def machine_fonts() -> Check:
    """Look for a Chinese font of the machine: a browser on it shows the pages with one."""
    name = say("本机中文字体", "Chinese fonts of this machine")
    todo = say(
        "浏览器在本机打开网页时才用到；可安装 Noto Sans CJK",
        "only a browser on this machine needs one; install Noto Sans CJK",
    )
    lister = shutil.which("fc-list")
    if lister is None:
        return missing(name, say("无法检查（没有 fontconfig）", "cannot tell: no fontconfig"), todo)
    families = sorted(set(_said(lister, ":lang=zh", "family").split("\n")) - {""})
    return right(name, families[0]) if families else missing(name, say("没有", "none"), todo)


def libre_office() -> Check:
    """Look for LibreOffice: with it one sees workbooks and documents as clerks see them."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        todo = say(
            "只在本机查看工作簿和文档时用到", "only for looking at workbooks and documents here"
        )
        return missing("LibreOffice", say("没有", "none"), todo)
    return right("LibreOffice", _said(program, "--version").strip() or program)


def assets() -> Check:
    """Look for what pages load."""
    from jiqun.web.assets import absent_assets

    name = say("网页资源", "assets of pages")
    if absent := absent_assets():
        todo = say(
            "在源码目录运行 make assets（需要 Node 20），或安装做好的软件包",
            "run make assets in the source tree (Node 20), or install a built package",
        )
        return wrong(name, say("缺 ", "without ") + ", ".join(absent), todo)
    return right(name, say("齐全", "complete"))


def _said(*command: str) -> str:
    """Return what another program prints; nothing where it fails or takes too long."""
    try:
        ran = subprocess.run(  # noqa: S603  # programs found on the machine, with fixed words
            command, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return ran.stdout
