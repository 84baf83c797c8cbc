"""What an SVG logo may be made of."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING
from xml.parsers import expat

from jiqun.base.language import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SVG = "http://www.w3.org/2000/svg"
SHAPES = frozenset(
    {
        *("svg", "g", "defs", "title", "desc", "metadata", "style", "clipPath"),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"),
        *("linearGradient", "radialGradient", "stop"),
    }
)
"""What a logo is drawn with. Whatever could run, load, be used again and again, or is none."""
EDITORS = (
    "http://www.inkscape.org/namespaces/inkscape",
    "http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://creativecommons.org/ns#",
    "http://web.resource.org/cc/",
    "http://purl.org/dc/elements/1.1/",
)
"""What drawing programs note for themselves; nobody draws it."""
MOST_PARTS, DEEPEST = 5000, 40
ADDRESSED = re.compile(r"url\s*\(\s*['\"]?\s*(?!#)", re.IGNORECASE)
OUTSIDE = re.compile(r"@import|expression\s*\(|javascript:|\\", re.IGNORECASE)
UNIT = re.compile(r"(px|pt|mm|cm|in|pc)\s*$")
"""Of a length; both sides have the same."""


class Unfit(Exception):  # a logo is unfit
    """A logo that is not taken, and why."""

    def __init__(self, reason: Bilingual) -> None:
        super().__init__(reason.en)
        self.reason = reason


def svg_size(content: bytes) -> tuple[float, float]:
    """Return the size of an SVG all of whose parts are known to be harmless.

    Raises
    ------
    Unfit
        Where it is none, or holds anything else.

    Examples
    --------
    >>> svg_size(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"/>')
    (40.0, 20.0)
    """
    found = _Looked()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse_definitions
    parser.StartElementHandler = found.begin
    parser.EndElementHandler = found.end
    parser.CharacterDataHandler = found.read
    parser.ProcessingInstructionHandler = _refuse_instructions
    try:
        parser.Parse(content.decode("utf-8-sig"), True)
    except (expat.ExpatError, ValueError):
        raise Unfit(Bilingual("不是完好的 SVG 文件", "it is no well-formed SVG")) from None
    return found.size


def _refuse_definitions(*_: object) -> None:
    raise Unfit(
        Bilingual("含文档类型定义（DOCTYPE）", "it has a document type definition (DOCTYPE)")
    )


def _refuse_instructions(*_: object) -> None:
    raise Unfit(Bilingual("含处理指令", "it has a processing instruction"))


class _Looked:
    """An SVG under way: the elements it is inside of, and how many there were."""

    def __init__(self) -> None:
        self.size = (0.0, 0.0)
        self._inside = list[str]()
        self._parts = 0
        self._style = ""

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """Look at an element and all it says of itself."""
        space, _, tag = name.rpartition(" ")
        if not self._inside:
            if (space, tag) != (SVG, "svg"):
                raise Unfit(Bilingual("不是 SVG 文件", "it is no SVG"))
            self.size = _size(attributes)
        self._parts += 1
        self._inside.append(tag)
        if self._parts > MOST_PARTS or len(self._inside) > DEEPEST:
            raise Unfit(Bilingual("图形过于复杂", "its drawing is too intricate"))
        if space not in EDITORS and (space != SVG or tag not in SHAPES):
            raise Unfit(_not_taken(tag))
        for reason in _outside(attributes, clipped="clipPath" in self._inside[:-1]):
            raise Unfit(reason)

    def read(self, text: str) -> None:
        """Gather a style sheet's text, which may come in pieces."""
        if self._inside[-1] == "style":
            self._style += text

    def end(self, _: str) -> None:
        """Look at a style sheet once it is whole."""
        if self._inside.pop() == "style" and _leads_outside(self._style):
            raise Unfit(_reference("style"))


def _not_taken(tag: str) -> Bilingual:
    return Bilingual(f"含不收的元素 <{tag[:40]}>", f"it holds <{tag[:40]}>, which is not taken")


def _reference(name: str) -> Bilingual:
    return Bilingual(
        f"{name[:40]} 引用了文件以外的内容", f"its {name[:40]} refers outside the file"
    )


def _outside(attributes: Mapping[str, str], *, clipped: bool) -> Iterator[Bilingual]:
    """Yield why attributes are not taken: they run, refer outside, or clip what clips."""
    for full, value in attributes.items():
        name = full.rpartition(" ")[2]
        if name.lower().startswith("on"):
            yield Bilingual(f"含脚本（{name[:40]}）", f"it holds a script ({name[:40]})")
        if name == "base" or (name == "href" and not value.strip().startswith("#")):
            yield _reference(name)
        if _leads_outside(value):
            yield _reference(name)
        if clipped and (name == "clip-path" or "clip-path" in value):
            yield Bilingual("剪切路径又被剪切", "a clip in it is clipped itself")


def _leads_outside(text: str) -> bool:
    return ADDRESSED.search(text) is not None or OUTSIDE.search(text) is not None


def _size(attributes: Mapping[str, str]) -> tuple[float, float]:
    """Return width and height of the root element, by its box or its own lengths."""
    said = attributes.get("viewBox", "").replace(",", " ").split()[2:]
    lengths = [attributes.get(side, "") for side in ("width", "height")]
    try:
        width, height = map(float, said or [UNIT.sub("", length) for length in lengths])
    except ValueError:
        width = height = 0.0
    if not (0 < width < math.inf and 0 < height < math.inf):
        reason = "没有写明大小（viewBox，或 width 和 height）"
        raise Unfit(Bilingual(reason, "it does not say its size (viewBox, or width and height)"))
    return width, height
