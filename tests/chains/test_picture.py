"""One picture of a chain: the same from run to run, its states told without colour."""

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings

from jiqun.base.language import Bilingual
from jiqun.chains.chain import Chain
from jiqun.chains.loading import chains
from jiqun.chains.picture import LOOKS, ChainPicture
from jiqun.chains.states import State
from jiqun.drawing import palette
from tests.chains.made_up import any_chain

FICTION = Bilingual("虚构县", "Made-up County")
FIRMS = {"steel": 0, "motor": 1, "gearbox": 2, "brake": 40}
"""Of cranes; of the other nodes nobody can tell."""


def drawn(firms: dict[str, int | None] | None = None) -> ChainPicture:
    return ChainPicture.of(chains()["cranes"], firms, FICTION)


def test_it_says_how_many_nodes_are_of_each_state_and_which_key_links_are_missing() -> None:
    finding = drawn(FIRMS).finding
    assert finding is not None
    assert finding.en == (
        "Nodes: 32; two or more: 2; one firm: 1; no firm: 1; cannot tell: 28. "
        "Key links without a firm: Steel plate and sections."
    )
    assert "缺少的关键环节：钢板型钢" in finding.zh


def test_states_differ_without_colour() -> None:
    looks = {(look.dash, state is State.ONE) for state, look in LOOKS.items()}
    assert len(looks) == len(State)
    for look in LOOKS.values():
        assert palette.contrast(palette.INK, look.fill) >= 7


def test_numbers_stand_in_boxes_and_what_nobody_can_tell_is_no_nought() -> None:
    picture = drawn(FIRMS)
    assert [picture.number(node) for node in ("steel", "motor", "brake", "hoist")] == [
        "0", "1", "40", "?",
    ]  # fmt: skip
    assert picture.state("hoist") is State.UNKNOWN
    assert (drawn().number("steel"), drawn().state("steel")) == ("", None)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_words_are_eleven_pixels_at_least_and_within_the_drawing(lang: str) -> None:
    svg = ET.fromstring(drawn(FIRMS).svg(lang))  # type: ignore[arg-type]  # noqa: S314
    assert float(svg.get("width", "0")) == 1280
    high = float(svg.get("height", "0"))
    for text in svg.iter("{http://www.w3.org/2000/svg}text"):
        assert float(text.get("font-size", "0")) >= 11
        assert 0 <= float(text.get("y", "0")) <= high


@settings(max_examples=30, deadline=None)
@given(any_chain(most=20))
def test_the_same_chain_gives_the_same_bytes_and_its_words_are_escaped(chain: Chain) -> None:
    first = ChainPicture.of(chain).svg("zh")
    assert first == ChainPicture.of(chain).svg("zh")
    assert ET.fromstring(first) is not None  # noqa: S314


def test_a_key_link_has_a_corner_and_the_legend_names_it() -> None:
    svg = drawn().svg("en")
    keys = len(chains()["cranes"].core)
    assert svg.count('class="key"') == keys + 1
    assert ">key link<" in svg
    assert re.search('class="single"', svg) is None


def test_the_table_beside_it_says_the_same() -> None:
    rows = {row.node: row for row in drawn(FIRMS).rows("en")}
    assert len(rows) == 32
    steel = rows["Steel plate and sections"]
    assert (steel.stage, steel.key, steel.firms, steel.state) == (
        "Raw materials",
        True,
        0,
        State.NONE,
    )
    assert steel.feeds[-1] == "Fasteners"
    assert rows["Hoists"].firms is None


def test_matplotlib_draws_every_box() -> None:
    pytest.importorskip("matplotlib").use("Agg")
    axes = drawn(FIRMS).plot(lang="en")
    assert len(axes.patches) == 32
