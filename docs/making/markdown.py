"""Markdown as the site wants it: tables whose cells hold anything, links that lead somewhere."""

import posixpath
import re
from collections.abc import Iterable, Sequence

from jiqun.base.language import Lang

ROOT_PAGES = {
    "GLOSSARY.md": "glossary.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
}
"""Files beside ``docs`` that are pages of the site too, and where."""
HOME = {"zh": "index.md", "en": "index.en.md"}
"""The page a site begins with."""
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)#\s]+)(#[^)]*)?\)")


def cell(said: object) -> str:
    """Return a text that stays in its cell.

    Examples
    --------
    >>> cell("a | b <c>")
    'a &#124; b &lt;c&gt;'
    """
    text = str(said).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("|", "&#124;").replace("*", "&#42;").replace("\n", " ").strip()


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table; texts in backquotes are code and stand as they are."""
    lines = [heads, ["---"] * len(heads), *([_kept(said) for said in row] for row in rows)]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)


def code(said: object) -> str:
    """Return a text as code, nothing where it is empty."""
    return f"`{said}`" if said not in ("", None) else ""


def _kept(said: object) -> str:
    text = str(said)
    whole = len(text) > 2 and text.startswith("`") and text.endswith("`")
    return text.replace("|", "&#124;") if whole and "|" not in text else cell(text)


def linked(markdown: str, source: str, lang: Lang) -> str:
    """Let links lead to pages of the site; those that leave it become their words.

    Parameters
    ----------
    markdown
        A page.
    source
        Where it is written: below ``docs``, or one of :data:`ROOT_PAGES` beside it.
    lang
        Of the site. A guide in the other language is in the site beside it.

    Examples
    --------
    >>> linked("[a](../GLOSSARY.md) [b](rules.md) [c](../src/x.py)", "docs/web.md", "zh")
    '[a](glossary.md) [b](rules.md) c'
    >>> linked("[English](../en/county.md)", "docs/guides/zh/county.md", "zh")
    '<a href="../../../en/guides/en/county/">English</a>'
    """
    folder, place = posixpath.dirname(source), ROOT_PAGES.get(source, source[5:])
    other, beside = ("en", "en/") if lang == "zh" else ("zh", "../")

    def lead(link: re.Match[str]) -> str:
        words, target, anchor = link[1], link[2], link[3] or ""
        if "://" in target:
            return link[0]
        path = posixpath.normpath(posixpath.join(folder, target))
        inside = ROOT_PAGES.get(path) or (path[5:] if path.startswith("docs/") else "")
        if inside.startswith(f"guides/{other}/"):
            root = "../" * (place.count("/") + 1)
            return f'<a href="{root}{beside}{inside.removesuffix(".md")}/">{words}</a>'
        if inside == HOME[other]:
            return f'<a href="{beside}">{words}</a>'
        if not inside:
            return words
        inside = "stats/README.md" if inside == "stats" else inside
        start = posixpath.dirname(place) or "."
        return f"[{words}]({posixpath.relpath(inside, start)}{anchor})"

    return _LINK.sub(lead, markdown)
