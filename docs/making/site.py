"""Put the sources of a site together, in one language: what is written, and what is generated.

Run as ``python -m docs.making.site zh FOLDER``; a process speaks one language. The folder then
holds a whole project: its pages, and ``mkdocs.yml`` with what is in it.
"""

import shutil
import sys
from pathlib import Path

from docs.making import commands, fields, interface, statistics
from docs.making.configuration import configuration
from docs.making.markdown import HOME, ROOT_PAGES, linked

from jiqun.base.language import Lang
from jiqun.cli import speech

DOCS = Path(__file__).resolve().parents[1]
GENERATED = {
    "reference/commands.md": commands.page,
    "reference/fields.md": fields.fields_page,
    "reference/files.md": fields.files_page,
    "reference/interface.md": interface.api_page,
    "reference/messages.md": interface.messages_page,
    "reference/statistics.md": statistics.library_page,
    "reference/cite.md": statistics.cite_page,
}


def assemble(lang: Lang, folder: Path) -> Path:
    """Write a site's sources into a folder that is emptied first.

    Parameters
    ----------
    lang
        The site's language.
    folder
        Where.

    Returns
    -------
    Path
        The configuration to build it with.
    """
    shutil.rmtree(folder, ignore_errors=True)
    pages = written(lang)
    for place, file in pages.items():
        target = folder / "docs" / place
        target.parent.mkdir(parents=True, exist_ok=True)
        if file.suffix == ".md":
            text = file.read_text(encoding="utf-8")
            target.write_text(linked(text, f"docs/{place}", lang), encoding="utf-8")
        else:
            shutil.copy(file, target)
    for name, place in ROOT_PAGES.items():
        text = (DOCS.parent / name).read_text(encoding="utf-8")
        (folder / "docs" / place).write_text(linked(text, name, lang), encoding="utf-8")
    for place, page in GENERATED.items():
        (folder / "docs" / place).parent.mkdir(exist_ok=True)
        (folder / "docs" / place).write_text(page(lang), encoding="utf-8")
    made = folder / "mkdocs.yml"
    listed = [place for place in pages if place.endswith(".md")]
    made.write_text(configuration(lang, listed), encoding="utf-8")
    return made


def written(lang: Lang) -> dict[str, Path]:
    """Return the pages and pictures people wrote for a language, by their place in the site."""
    other = "en" if lang == "zh" else "zh"
    found = {}
    for file in sorted(DOCS.rglob("*")):
        place = file.relative_to(DOCS).as_posix()
        apart = ("making/", f"guides/{other}/")
        if file.is_file() and not place.startswith(apart) and place not in HOME.values():
            found[place] = file
    return {**found, "index.md": DOCS / HOME[lang]}


if __name__ == "__main__":
    said: Lang = "en" if sys.argv[1] == "en" else "zh"
    speech.take_language(["--lang", said])
    assemble(said, Path(sys.argv[2]))
