"""The deck's master and layouts, made in code so that no binary template has to be kept.

A layout here is a list of placeholders with their places and text styles; slides made from it
inherit both, so that whoever edits the deck changes a layout once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

import pptx
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.package import Package
from pptx.util import Emu, Inches

from jiqun.drawing import palette
from jiqun.reports.packages import LANGUAGES

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Deck
    from pptx.shapes.placeholder import SlidePlaceholder
    from pptx.slide import SlideLayout, SlideMaster

    from jiqun.reports.words import Words

WIDE, HIGH = 13.333, 7.5
"""Inches: 16 to 9."""
LATIN, CHINESE = "Arial", "Microsoft YaHei"
"""The theme's fonts; every Chinese office machine has the second, others put in their own."""
NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
MARK, FOOTER, NUMBER = 30, 31, 32
"""Placeholder numbers every layout has: the mark, the line below, the slide's number."""
LEAD, BODY = 11, 12
TILES = range(40, 46)
CARDS = range(50, 56)
CHARTS = (60, 61)
CAPTIONS = (62, 63)
TABLE = 70


@dataclass(frozen=True, slots=True)
class Place:
    """One placeholder of a layout.

    Parameters
    ----------
    index, kind
        Its number, and ``title``, ``body``, ``chart``, ``tbl``, ``ftr`` or ``sldNum``.
    box
        Left, top, width and height in inches.
    size, colour, bold, align, anchor
        Of its text: points, hexadecimal, and DrawingML's words.
    fill, line
        Of its ground, empty for none.
    """

    index: int
    kind: str
    box: tuple[float, float, float, float]
    size: float = 14
    colour: str = palette.INK
    bold: bool = False
    align: str = "l"
    anchor: str = "t"
    fill: str = ""
    line: str = ""
    inset: float = 0.0


TITLE = Place(0, "title", (0.6, 0.38, 10.4, 0.72), 26, palette.NOW, True, anchor="ctr")
MARK_PLACE = Place(
    MARK, "body", (11.13, 0.52, 1.6, 0.42), 12, palette.WARM, True, "ctr", "ctr", "", palette.WARM
)
FOOTER_PLACE = Place(FOOTER, "ftr", (0.6, 7.02, 10.6, 0.3), 10, palette.SOFT, anchor="ctr")
NUMBER_PLACE = Place(
    NUMBER, "sldNum", (11.73, 7.02, 1.0, 0.3), 10, palette.SOFT, align="r", anchor="ctr"
)
USUAL = (TITLE, MARK_PLACE, FOOTER_PLACE, NUMBER_PLACE)
LEAD_PLACE = Place(LEAD, "body", (0.6, 1.16, 12.13, 0.86), 17, palette.INK, anchor="ctr")


def _card(index: int, box: tuple[float, float, float, float], size: float = 14) -> Place:
    return Place(index, "body", box, size, fill=palette.PALE, inset=0.18, anchor="t")


def _tile(index: int, box: tuple[float, float, float, float]) -> Place:
    return Place(index, "body", box, 12, palette.SOFT, fill=palette.PALE, inset=0.16, anchor="ctr")


def _grid(
    first: int, columns: int, rows: int, box: tuple[float, float, float, float], gap: float = 0.25
) -> list[tuple[int, tuple[float, float, float, float]]]:
    """Return the boxes of a grid, row by row, with their numbers."""
    left, top, width, height = box
    wide = (width - gap * (columns - 1)) / columns
    high = (height - gap * (rows - 1)) / rows
    return [
        (
            first + row * columns + column,
            (left + column * (wide + gap), top + row * (high + gap), wide, high),
        )
        for row in range(rows)
        for column in range(columns)
    ]


BESIDE = (9.0, 2.15, 3.73, 4.7)
"""Beside a chart: tiles, and words under them."""
PICTURE = (0.6, 1.2, 12.13, 5.7)
"""Where a picture is drawn, on a slide of its own."""
CARD_BOX = (0.6, 2.2, 12.13, 4.6)
LAYOUTS: dict[str, Sequence[Place]] = {
    "cover": (
        Place(0, "title", (0.9, 2.2, 11.5, 1.5), 40, palette.PAPER, True, anchor="b"),
        Place(1, "subTitle", (0.9, 3.9, 11.5, 0.6), 20, palette.BEFORE, anchor="t"),
        Place(BODY, "body", (0.9, 5.9, 11.5, 0.9), 13, palette.BEFORE, anchor="b"),
        Place(
            MARK,
            "body",
            (0.9, 1.1, 3.4, 0.5),
            18,
            palette.PAPER,
            True,
            "ctr",
            "ctr",
            palette.WARM,
        ),
        Place(FOOTER, "ftr", (0.9, 7.02, 9.6, 0.3), 10, palette.BEFORE, anchor="ctr"),
        Place(
            NUMBER,
            "sldNum",
            (11.4, 7.02, 1.0, 0.3),
            10,
            palette.BEFORE,
            align="r",
            anchor="ctr",
        ),
    ),
    "part": (
        Place(0, "title", (0.7, 2.4, 4.3, 2.2), 30, palette.PAPER, True, anchor="t"),
        Place(LEAD, "body", (0.7, 1.6, 4.3, 0.6), 18, palette.BEFORE, anchor="b"),
        Place(BODY, "body", (6.3, 1.2, 6.4, 5.4), 16, palette.INK, anchor="ctr"),
        MARK_PLACE,
        Place(FOOTER, "ftr", (6.3, 7.02, 5.2, 0.3), 10, palette.SOFT, anchor="ctr"),
        NUMBER_PLACE,
    ),
    "summary": (
        *USUAL,
        *(_tile(at, box) for at, box in _grid(TILES[0], 2, 3, (0.6, 1.4, 7.3, 5.4))),
        Place(BODY, "body", (8.3, 1.4, 4.43, 5.4), 15, anchor="ctr"),
    ),
    "cards2": (
        *USUAL,
        *(_card(at, box, 18) for at, box in _grid(CARDS[0], 2, 1, (0.6, 1.8, 12.13, 4.2))),
    ),
    "cards4": (
        *USUAL,
        LEAD_PLACE,
        *(_card(at, box, 16) for at, box in _grid(CARDS[0], 2, 2, CARD_BOX)),
    ),
    "notes4": (
        *USUAL,
        *(_card(at, box, 16) for at, box in _grid(CARDS[0], 2, 2, (0.6, 1.4, 12.13, 5.4))),
    ),
    "cards6": (
        *USUAL,
        *(_card(at, box, 14) for at, box in _grid(CARDS[0], 3, 2, (0.6, 1.35, 12.13, 5.45))),
    ),
    "chart1": (
        *USUAL,
        LEAD_PLACE,
        Place(CAPTIONS[0], "body", (0.6, 2.12, 8.1, 0.36), 12, palette.NOW, True, anchor="ctr"),
        Place(CHARTS[0], "chart", (0.6, 2.5, 8.1, 4.36)),
        *(_tile(at, box) for at, box in _grid(TILES[0], 1, 3, (9.0, 2.15, 3.73, 3.1), 0.14)),
        Place(BODY, "body", (9.0, 5.35, 3.73, 1.5), 13, anchor="t"),
    ),
    "chart2": (
        *USUAL,
        LEAD_PLACE,
        Place(CAPTIONS[0], "body", (0.6, 2.12, 5.94, 0.36), 12, palette.NOW, True, anchor="ctr"),
        Place(CAPTIONS[1], "body", (6.79, 2.12, 5.94, 0.36), 12, palette.NOW, True, anchor="ctr"),
        Place(CHARTS[0], "chart", (0.6, 2.5, 5.94, 3.35)),
        Place(CHARTS[1], "chart", (6.79, 2.5, 5.94, 3.35)),
        Place(BODY, "body", (0.6, 5.9, 12.13, 1.08), 13.5, anchor="ctr"),
    ),
    "matrix": (
        *USUAL,
        LEAD_PLACE,
        Place(CAPTIONS[0], "body", (0.6, 2.12, 8.1, 0.36), 12, palette.NOW, True, anchor="ctr"),
        Place(TABLE, "tbl", (0.6, 2.5, 8.1, 4.36)),
        Place(BODY, "body", (9.0, 2.15, 3.73, 4.7), 13, anchor="t"),
    ),
    "table": (*USUAL, LEAD_PLACE, Place(TABLE, "tbl", (0.6, 2.1, 12.13, 4.7))),
}


@cache
def _emu(inches: float) -> int:
    return int(Inches(inches))


class _Package(Package):  # type: ignore[misc]  # its library is typed in part only
    """A deck's file, which counts its parts: for each new name its library walks through them all.

    Nothing is ever taken out of a deck under way, so that the next number is always free.
    """

    def next_partname(self, tmpl: str) -> PackURI:
        counted: dict[str, int] = self.__dict__.setdefault("_counted", {})
        if tmpl not in counted:
            taken = {part.partname for part in self.iter_parts()}
            counted[tmpl] = next(number for number in count(1) if tmpl % number not in taken) - 1
        counted[tmpl] += 1
        return PackURI(tmpl % counted[tmpl])


def blank_deck(said: Words) -> Deck:
    """Return an empty presentation with our theme, master and layouts, named in a language."""
    template = Path(pptx.__file__).with_name("templates") / "default.pptx"
    made: Deck = _Package.open(str(template)).main_document_part.presentation
    made.slide_width, made.slide_height = Emu(_emu(WIDE)), Emu(_emu(HIGH))
    master = made.slide_master
    _set_theme(master)
    spare = list(made.slide_layouts)
    for layout in spare[len(LAYOUTS) :]:
        made.slide_layouts.remove(layout)
    for layout, (name, places) in zip(spare, LAYOUTS.items(), strict=False):
        _draw_layout(layout, said, places, name)
    _draw_master(master, said)
    return made


def layout_of(made: Deck, name: str) -> SlideLayout:
    """Return a layout by our name for it."""
    return made.slide_layouts[list(LAYOUTS).index(name)]


def lay(place: SlidePlaceholder, layout: str) -> SlidePlaceholder:
    """Say of a slide's placeholder where it lies, as its layout has it, and return it.

    What does not say so is looked for in the layout, by its library, for each of its four sides.
    """
    (box,) = (of.box for of in LAYOUTS[layout] if of.index == place.placeholder_format.idx)
    place.left, place.top, place.width, place.height = map(_emu, box)
    return place


def _set_theme(master: SlideMaster) -> None:
    """Put our fonts and colours into the theme."""
    part = master.part.part_related_by(RT.THEME)
    text = part.blob.decode("utf-8")
    head, _, rest = text.partition("<a:fontScheme")
    fonts, _, tail = rest.partition("</a:fontScheme>")
    named = (
        f'<a:latin typeface="{LATIN}"/><a:ea typeface="{CHINESE}"/><a:cs typeface=""/>'
        f'<a:font script="Hans" typeface="{CHINESE}"/>'
    )
    fonts = f' name="Jiqun"><a:majorFont>{named}</a:majorFont><a:minorFont>{named}</a:minorFont>'
    colours = {
        "dk1": palette.INK,
        "lt1": palette.PAPER,
        "dk2": palette.NOW,
        "lt2": palette.PALE,
        "accent1": palette.NOW,
        "accent2": palette.BEFORE,
        "accent3": palette.WARM,
        "accent4": palette.TEAL,
        "accent5": palette.PARTS[1],
        "accent6": palette.SOFT,
        "hlink": palette.NOW,
        "folHlink": palette.SOFT,
    }
    before, _, after = head.partition("<a:clrScheme")
    _, _, after = after.partition("</a:clrScheme>")
    scheme = "".join(
        f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in colours.items()
    )
    head = f'{before}<a:clrScheme name="Jiqun">{scheme}</a:clrScheme>{after}'
    part._blob = f"{head}<a:fontScheme{fonts}</a:fontScheme>{tail}".encode()


def _draw_layout(layout: SlideLayout, said: Words, places: Sequence[Place], name: str) -> None:
    tree = layout.shapes._spTree
    for shape in list(tree)[2:]:
        tree.remove(shape)
    for ground in _grounds(name, said):
        tree.append(parse_xml(ground))
    for number, place in enumerate(places, start=20):
        tree.append(parse_xml(_placeholder(place, number, said)))
    layout.name = said[f"layout_{name}"]
    if name == "cover":
        _set_ground(layout, palette.NOW)


def _grounds(name: str, said: Words) -> list[str]:
    """Return the coloured grounds that belong to a layout itself."""
    if name == "part":
        return [rectangle(10, said["ground_side"], (0, 0, 5.6, HIGH), palette.NOW)]
    if name == "cover":
        return [rectangle(10, said["ground_line"], (0.9, 3.78, 1.6, 0.05), palette.WARM)]
    return [rectangle(10, said["ground_line"], (0.6, 1.12, 12.13, 0.02), palette.LINE)]


def rectangle(number: int, name: str, box: tuple[float, float, float, float], fill: str) -> str:
    """Return a filled ground as a layout has it."""
    return (
        f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="{number}" name={quoteattr(name)}/>'
        f'<p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>{frame(box)}'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{_solid(fill)}<a:ln><a:noFill/></a:ln>'
        "</p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p/></p:txBody></p:sp>"
    )


def _placeholder(place: Place, number: int, said: Words) -> str:
    kind = f'type="{place.kind}"' if place.kind not in ("body",) else 'type="body" sz="quarter"'
    index = "" if place.kind == "title" else f' idx="{place.index}"'
    ground = _solid(place.fill) if place.fill else "<a:noFill/>"
    line = f'<a:ln w="12700">{_solid(place.line)}</a:ln>' if place.line else ""
    inset, spoken = _emu(place.inset), LANGUAGES[said.lang]
    prompt = (
        '<a:p><a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum">'
        f'<a:rPr lang="{spoken}"/><a:t>‹#›</a:t></a:fld></a:p>'
        if place.kind == "sldNum"
        else f'<a:p><a:r><a:rPr lang="{spoken}"/><a:t>{escape(_prompt(place, said))}</a:t></a:r>'
        "</a:p>"
    )
    return (
        f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="{number}" name="{place.kind} {place.index}"/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph {kind}{index}/></p:nvPr>'
        f"</p:nvSpPr><p:spPr>{frame(place.box)}"
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{ground}{line}</p:spPr>'
        f'<p:txBody><a:bodyPr lIns="{inset}" rIns="{inset}" '
        f'tIns="{inset // 2}" bIns="{inset // 2}" '
        f'anchor="{place.anchor}" wrap="square"><a:normAutofit/></a:bodyPr>'
        f"<a:lstStyle>{_level(place, spoken)}</a:lstStyle>{prompt}</p:txBody></p:sp>"
    )


def _prompt(place: Place, said: Words) -> str:
    known = f"prompt_{place.kind}"
    return said[known if known in said.said else "prompt_text"]


def _level(place: Place, spoken: str) -> str:
    bold = ' b="1"' if place.bold else ' b="0"'
    return (
        f'<a:lvl1pPr marL="0" indent="0" algn="{place.align}" eaLnBrk="1" hangingPunct="1">'
        '<a:lnSpc><a:spcPct val="110000"/></a:lnSpc><a:spcBef><a:spcPts val="0"/></a:spcBef>'
        f'<a:buNone/><a:defRPr lang="{spoken}" sz="{round(place.size * 100)}"{bold}>'
        f"{_solid(place.colour)}</a:defRPr></a:lvl1pPr>"
    )


def frame(box: tuple[float, float, float, float]) -> str:
    """Return where a shape lies, from inches: left, top, width and height."""
    left, top, width, height = (_emu(inches) for inches in box)
    return f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'


def _solid(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'


def _set_ground(layout: SlideLayout, colour: str) -> None:
    fill = layout.background.fill
    fill.solid()
    from pptx.dml.color import RGBColor

    fill.fore_color.rgb = RGBColor.from_string(colour)


def _draw_master(master: SlideMaster, said: Words) -> None:
    """Lay the master's own placeholders where the usual layout has them."""
    tree = master.shapes._spTree
    for shape in list(tree)[2:]:
        tree.remove(shape)
    body = Place(1, "body", (0.6, 1.35, 12.13, 5.45), 16)
    for number, place in enumerate((TITLE, body, FOOTER_PLACE, NUMBER_PLACE), start=2):
        tree.append(parse_xml(_placeholder(place, number, said)))


def speak_of_notes(made: Deck, said: Words) -> None:
    """Let the notes' master prompt in the deck's language; it comes with English prompts."""
    for shape in made.notes_master.placeholders:
        if shape.has_text_frame and len(shape.text_frame.paragraphs) > 1:
            shape.text_frame.text = said["prompt_text"]
