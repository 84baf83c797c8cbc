"""Statistics of neighbours beside esda in the same run: equal first, then timed."""

import time
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


SPATSTAT = """
suppressPackageStartupMessages({library(spatstat.geom); library(spatstat.explore)})
given <- commandArgs(trailingOnly = TRUE)
size <- file.size(given[1]) / 8
both <- matrix(readBin(given[1], "double", size), ncol = 2)
box <- ppp(both[, 1], both[, 2], window = owin(c(0, 1000), c(0, 1000)))
ring <- owin(poly = list(x = c(0, 1000, 1000, 500, 0), y = c(0, 0, 1000, 600, 1000)))
seen <- ppp(both[, 1], both[, 2], window = ring, check = FALSE)[ring]
r <- seq(0, 100, length.out = 101)
tell <- function(points, asked) {
  once <- function() Kest(points, r = r, correction = asked, nlarge = Inf)
  found <- once()
  taken <- sapply(1:9, function(at) sum(system.time(once())[c("user.self", "sys.self")]))
  cat(median(taken), format(found[[3]], digits = 17), "\\n")
}
for (asked in c("translate", "isotropic", "border")) tell(box, asked)
tell(seen, "isotropic")
"""
"""K by each correction in R: the processor time of nine runs in one process, and the curve."""


def corrected() -> Iterator[Task]:
    """Time K with edge corrections beside spatstat, and beside Astropy on fewer points."""
    x, y = np.random.default_rng(0).uniform(0, 1000, (2, 5000))
    r = np.linspace(0, 100, 101)
    box = st.rectangle(0, 0, 1000, 1000)
    ring = st.polygon([(0, 0), (1000, 0), (1000, 1000), (500, 600), (0, 1000)])
    inside = ring.holds(np.stack([x, y]))
    for at, (name, window) in enumerate(
        [("translation", box), ("isotropic", box), ("border", box), ("isotropic", ring)]
    ):
        own = (x[inside], y[inside]) if window is ring else (x, y)
        compute: Callable[[], Any] = lambda o=own, w=window, n=name: st.ripley_k(  # noqa: E731
            *o, r, window=w, correction=n
        )
        found = compute().k
        task = f"K, {name}, {'polygon' if window is ring else 'rectangle'}, n = {len(own[0]):,}"
        if peers.has_spatstat():
            taken, curve = peers.spatstat_curves(SPATSTAT, x, y)[at]
            equal(found, curve)
            note = "equal to 1e-10; processor time of either"
            yield task, peers.seconds(compute, 9, time.process_time), "spatstat", taken, note
    yield from _beside_astropy(x[:1000], y[:1000], box)


def _beside_astropy(x: Any, y: Any, box: Any) -> Iterator[Task]:
    if not peers.installed("astropy"):
        return
    from astropy.stats import RipleysKEstimator

    r = np.linspace(1, 100, 100)
    theirs = RipleysKEstimator(area=1e6, x_max=1000, y_max=1000, x_min=0, y_min=0)
    run: Callable[[], Any] = lambda: theirs(np.stack([x, y], 1), r, mode="translation")  # noqa: E731
    compute: Callable[[], Any] = lambda: st.ripley_k(  # noqa: E731
        x, y, r, window=box, correction="translation"
    )
    equal(compute().k, run())
    yield ("K, translation, rectangle, n = 1,000", peers.seconds(compute, 9), "astropy",
           peers.seconds(run, 3), "equal to 1e-10")  # fmt: skip


def formulas() -> Iterator[Task]:
    """Time g, m and fitness beside their formulas written in NumPy, held equal first."""
    draw = np.random.default_rng(0)
    x, y = draw.uniform(0, 1000, (2, 1500))
    own, weight, r = draw.random(1500) < 0.3, draw.uniform(1, 9, 1500), np.arange(5.0, 200.0, 5.0)
    away = np.hypot(x[:, None] - x, y[:, None] - y)
    np.fill_diagonal(away, np.inf)

    def g() -> Any:
        kernel = [np.maximum(0, 0.75 / 20 * (1 - ((at - away) / 20) ** 2)).sum() / at for at in r]
        return np.array(kernel) * 1e6 / (1500 * 1499 * 2 * np.pi)

    def m() -> Any:
        share = ((weight[own].sum() - weight[own]) / (weight.sum() - weight[own])).sum()
        kernels = (np.exp(-0.5 * ((at - away[own]) / 20) ** 2) * weight for at in r)
        return np.array([(k[:, own].sum(1) / k.sum(1)).sum() for k in kernels]) / share

    table = draw.random((500, 300)) ** 8 * draw.integers(1, 99, (500, 300))

    def fitness() -> Any:
        has = np.asarray(st.specialized(table), float)
        fit, hard = np.ones(500), np.ones(300)
        for _ in range(200):
            fit, hard = has @ hard, 1 / (has.T @ (1 / fit))
            fit, hard = fit / fit.mean(), hard / hard.mean()
        return fit

    for task, compute, run in (
        ("g, n = 1,500, 39 distances",
         lambda: st.pair_correlation(x, y, r, 1e6, bandwidth=20.0), g),
        ("m, n = 1,500, 39 distances",
         lambda: st.lang_marcon_puech(x, y, weight, own, own, r, 20.0), m),
        ("fitness, 500 x 300, 200 rounds",
         lambda: st.fitness_complexity(table, rounds=200).fitness, fitness),
    ):  # fmt: skip
        equal(compute(), run())
        yield task, peers.seconds(compute, 5), "its formula in NumPy", peers.seconds(run, 3), ""
