"""Chains of made-up nodes, for tests that ask for any chain there may be."""

from hypothesis import strategies as st

from jiqun.base.language import Bilingual
from jiqun.chains.chain import STAGES, Chain, Link, Node

TITLES = st.text("起重机械轴承陶瓷abcdefg WM-（）", min_size=1, max_size=40)


def node(number: int, title: str, stage: str) -> Node:
    """Return a node of a stage that makes nothing anybody knows."""
    core = number % 3 == 0
    return Node(f"n{number}", Bilingual(title, title), stage, core, (), (), (), ())  # type: ignore[arg-type]


@st.composite
def any_chain(draw: st.DrawFn, most: int = 60) -> Chain:
    """Draw a chain of up to so many nodes, with flows to later stages only."""
    stages = list(STAGES)
    titles = draw(st.lists(TITLES, min_size=1, max_size=most))
    depths = [draw(st.integers(0, len(stages) - 1)) for _ in titles]
    nodes = tuple(
        node(number, title, stages[depth])
        for number, (title, depth) in enumerate(zip(titles, depths, strict=True))
    )
    last = len(nodes) - 1
    pairs = draw(st.lists(st.tuples(st.integers(0, last), st.integers(0, last)), max_size=2 * most))
    nothing = Bilingual("物", "things")
    links = tuple(
        Link(f"n{start}", f"n{end}", nothing)
        for start, end in dict.fromkeys(pairs)
        if depths[start] < depths[end]
    )
    return Chain("made_up", Bilingual("虚构", "Made up"), nothing, (), nodes, links)
