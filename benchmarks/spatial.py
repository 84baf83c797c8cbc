"""Statistics of neighbours beside esda in the same run: equal first, then timed."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import peers

import jiqun.stats as st

PLACES, NEAREST = 2844, 6
Task = tuple[str, float, str, float, str]
"""What, our seconds, the peer, its seconds, a note."""


def equal(ours: Any, theirs: Any) -> None:
    np.testing.assert_allclose(
        np.asarray(ours, float), np.asarray(theirs, float), rtol=1e-10, atol=1e-12
    )


def maps() -> Iterator[Task]:
    """Time Moran, Geary, G, LISA and Gi* on as many places as China has counties."""
    if not peers.installed("esda"):
        return
    import esda
    from libpysal.graph import Graph

    draw = np.random.default_rng(0)
    x, y = draw.uniform(0, 1000, (2, PLACES))
    value = np.exp(np.sin(x / 100) + draw.normal(0, 0.5, PLACES))
    near = st.nearest_neighbours(x, y, NEAREST)
    graph = Graph.from_sparse(near.matrix)
    for name, deals in (("", 0), (", 999 permutations", 999)):
        for ours, theirs in _pairs(esda, value, near, graph, deals):
            task, compute, read = ours
            peer, run = theirs
            first, second = compute(), run()  # what is compiled is compiled here
            equal(*read(first, second))
            yield (f"{task}, {PLACES:,} places{name}", peers.seconds(compute, 9), peer,
                   peers.seconds(run, 9), f"{NEAREST} nearest; equal to 1e-10")  # fmt: skip


def _pairs(esda: Any, value: Any, near: Any, graph: Any, deals: int) -> Iterator[Any]:
    """Yield our statistic and esda's, and how to compare what they found."""
    binary = graph.transform("B")
    for task, name, ours, theirs in (
        ("Moran's I", "I", st.moran, esda.Moran),
        ("Geary's C", "C", st.geary, esda.Geary),
        ("Getis and Ord's G", "G", st.getis_ord, esda.G),
    ):
        compute: Callable[[], Any] = lambda ours=ours: ours(value, near, simulations=deals)  # noqa: E731
        run: Callable[[], Any] = lambda theirs=theirs: theirs(value, graph, permutations=deals)  # noqa: E731
        yield (task, compute, lambda a, b, name=name: (a.value, getattr(b, name))), ("esda", run)
    yield (
        ("local Moran's I", lambda: st.local_moran(value, near, simulations=deals),
         lambda a, b: (a.value, b.Is)),
        ("esda", lambda: esda.Moran_Local(value, graph, permutations=deals, seed=1)),
    )  # fmt: skip
    yield (
        ("Gi*", lambda: st.local_getis_ord(value, near, simulations=deals),
         lambda a, b: (a.z, b.Zs)),
        ("esda", lambda: esda.G_Local(value, binary, transform="B", star=True,
                                      permutations=deals, seed=1, n_jobs=1)),
    )  # fmt: skip
