"""Make the guides' pictures anew: workbooks as LibreOffice draws them, pages as Chromium does.

Run by ``make docs-pictures``, on a machine that has both; the pictures are small and committed.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import load_workbook

from jiqun.cli.app import main

PICTURES = Path(__file__).resolve().parents[1] / "images" / "guides"
LARGEST = 100_000
"""Bytes of a picture that may be committed."""
TALLEST, COLOURS = 620, 48
FIGURES = "指标"


def make(folder: Path) -> int:
    """Make every picture in a folder of its own first, and return an exit code."""
    office, chromium = shutil.which("soffice"), shutil.which("chromium")
    if office is None or chromium is None:
        sys.stderr.write("LibreOffice (soffice) and Chromium are needed to make the pictures.\n")
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    demo, form = folder / "demo", folder / "form.xlsx"
    known = ["-w", str(demo), "--lang", "zh"]
    main(["demo", str(demo), "--no-serve"])
    main(
        ["filings", "template", "--year", "2023", "--cluster", "demo-001", "-o", str(form), *known]
    )
    main(["filings", "check", str(form), "--annotate", str(folder / "marked"), *known])
    _sheet(office, form, "workbook")
    _sheet(office, folder / "marked" / "form.xlsx", "marked")
    _page(chromium, demo / "site" / "index.html", "report")
    large = [file.name for file in PICTURES.iterdir() if file.stat().st_size > LARGEST]
    if large:
        sys.stderr.write(f"Larger than {LARGEST} bytes: {', '.join(large)}\n")
    return bool(large)


def _sheet(office: str, book: Path, name: str) -> None:
    """Draw the sheet of figures of a workbook: the first page, alone."""
    shown = book.with_name(f"{name}-shown.xlsx")
    opened = load_workbook(book)
    for sheet in opened.worksheets:
        if sheet.title != FIGURES:
            opened.remove(sheet)
    opened.save(shown)
    convert = [office, "--headless", "--convert-to", "pdf", "--outdir", str(book.parent)]
    subprocess.run([*convert, str(shown)], check=True, capture_output=True)  # noqa: S603  # found on the machine
    draw = ["pdftoppm", "-png", "-r", "90", "-f", "1", "-l", "1", "-singlefile"]
    target = [str(shown.with_suffix(".pdf")), str(PICTURES / name)]
    subprocess.run([*draw, *target], check=True)  # noqa: S603  # poppler's
    _small(name)


def _page(chromium: str, page: Path, name: str) -> None:
    """Draw the top of a page."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        shown = browser.new_page(viewport={"width": 1000, "height": 640})
        shown.goto(page.as_uri())
        shown.wait_for_timeout(500)
        shown.screenshot(path=PICTURES / f"{name}.png")
        browser.close()
    _small(name)


def _small(name: str) -> None:
    """Keep the upper part of a picture, in few colours: text stays sharp."""
    from PIL import Image

    path = PICTURES / f"{name}.png"
    with Image.open(path) as drawn:
        upper = drawn.convert("RGB").crop((0, 0, drawn.width, min(drawn.height, TALLEST)))
    upper.quantize(COLOURS).save(path, optimize=True)


if __name__ == "__main__":
    with TemporaryDirectory() as place:
        sys.exit(make(Path(place)))
