"""An official document as a PDF, set by Typst with the fonts of the build."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from jiqun.reports.fonts import SANS, SERIF
from jiqun.reports.papers import layout
from jiqun.reports.papers.model import Grid
from jiqun.reports.pdf import typeset

if TYPE_CHECKING:
    from jiqun.base.json_files import Record
    from jiqun.reports.papers.model import Paper, Part

TEMPLATE = Path(__file__).parents[1] / "templates" / "paper.typ"
SUBSTITUTES = {
    layout.FANG: SERIF,
    layout.SONG: SERIF,
    layout.TITLE_SONG: SERIF,
    layout.KAI: SERIF,
    layout.HEI: SANS,
}
"""What the PDF is set in for each face: those that may be shipped with the program."""


def printed(paper: Paper) -> bytes:
    """Return an official document as a PDF; the same paper gives the same bytes.

    Parameters
    ----------
    paper
        What it says.
    """
    files = {"main": TEMPLATE.read_bytes(), "paper.json": json.dumps(_content(paper)).encode()}
    return typeset(files, "pdf")


def _content(paper: Paper) -> Record:
    """Return a paper and its page's measures for the template: points, and millimetres by name."""
    name, day = layout.signing_indents(paper.signed, paper.dated)
    pitch = layout.character_pitch()
    return {
        "mark": paper.mark,
        "mark_size": layout.mark_size(paper.mark),
        "number": paper.number,
        "title": paper.title,
        "recipient": f"{paper.recipient}：" if paper.recipient else "",
        "copy": paper.copy,
        "signer": paper.signer,
        "imprint": [list(line) for line in paper.imprint],
        "parts": [_part(part) for part in paper.parts],
        "listed": paper.listed,
        "listed_indent": layout.listed_indent(len(paper.listed)),
        "attachments": [
            {
                "number": paper.numbered(at),
                "title": attachment.title,
                "parts": [_part(part) for part in attachment.parts],
            }
            for at, attachment in enumerate(paper.attachments)
        ],
        "signed": {"said": paper.signed, "indent": name * pitch},
        "dated": {"said": paper.dated, "indent": day * pitch},
        "basis": f"（{paper.basis}）",
        "warning": paper.warning,
        "seal_lines": layout.SEAL_LINES if paper.sealed else 1,
        "measures": _measures(),
    }


def _measures() -> Record:
    """Return the page's measures: millimetres by name, sizes and distances of type in points."""
    pitch = layout.character_pitch()
    return {
        "top": layout.TOP,
        "left": layout.LEFT,
        "right": layout.RIGHT,
        "bottom": layout.BOTTOM,
        "mark_below": layout.MARK_BELOW,
        "rule_below": layout.RULE_BELOW,
        "thick": layout.THICK,
        "thin": layout.THIN,
        "folio_below": layout.FOLIO_BELOW,
        "pitch": layout.line_pitch(),
        "tracking": pitch - layout.TEXT,
        "sizes": dict(layout.SIZES),
    }


def _part(part: Part) -> Record:
    if isinstance(part, Grid):
        return {
            "header": list(part.header),
            "rows": [list(row) for row in part.rows],
            "widths": list(part.widths),
            "centred": list(part.centred),
        }
    return {"said": part.said, "level": part.level}
