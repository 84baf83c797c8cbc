"""Office files whose bytes depend on nothing but their content."""

import io
import re
import zipfile
from typing import Protocol

from jiqun.base.language import Lang

LANGUAGES: dict[Lang, str] = {"zh": "zh-CN", "en": "en-GB"}
"""How office files name a language."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest moment a ZIP file can name."""
MOMENT = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")
FIXED = rb"\g<1>2000-01-01T00:00:00Z\g<3>"


class Properties(Protocol):
    """What the writers of documents and decks let us say of a file."""

    title: str
    author: str
    last_modified_by: str
    comments: str
    language: str


def describe(properties: Properties, title: str, maker: str, lang: Lang) -> None:
    """Say in a file's properties what it is, whose, and in which language; nothing else."""
    properties.title, properties.comments = title, ""
    properties.author = properties.last_modified_by = maker
    properties.language = LANGUAGES[lang]


def settled(package: bytes) -> bytes:
    """Return an Office file with every date of its making taken out.

    Parameters
    ----------
    package
        A .pptx, .xlsx or .docx; workbooks inside it are settled too.

    Examples
    --------
    >>> sink = io.BytesIO()
    >>> with zipfile.ZipFile(sink, "w") as made:
    ...     made.writestr("docProps/core.xml", "<dcterms:created>2026-11-23</dcterms:created>")
    >>> with zipfile.ZipFile(io.BytesIO(settled(sink.getvalue()))) as found:
    ...     found.read("docProps/core.xml").decode()
    '<dcterms:created>2000-01-01T00:00:00Z</dcterms:created>'
    """
    sink = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as found,
        zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in found.namelist():
            content = found.read(name)
            if name.endswith(".xlsx"):
                content = settled(content)
            elif name == "docProps/core.xml":
                content = MOMENT.sub(FIXED, content)
            made.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
    return sink.getvalue()
