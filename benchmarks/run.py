"""One table: what the statistics cost beside their peers, in the same run.

    make bench                          everything, about a quarter of an hour
    python benchmarks/run.py eg kd      some of it

Times are medians; a peer that is not installed is quoted with its recorded time and says so
("recorded": R 4.2.2 with dbmss, spatstat; two cores, within a factor of two).
"""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
import peers
import spatial

import jiqun.stats as st

R = np.linspace(0.0, 300.0, 101)
Row = tuple[str, str, str, str, str]


def row(task: str, ours: float, peer: str, theirs: float, note: str = "") -> Row:
    ratio = f"{theirs / ours:.3g} x" if theirs else ""
    shown = f"{peer} {theirs:.3g} s" if theirs else peer
    return task, f"{ours:.3g} s", shown, ratio, note


def once(work: Callable[[], object]) -> tuple[float, str]:
    """Return the wall time of one long run, and its processor time in words."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    used = time.process_time() - processor
    return time.perf_counter() - wall, f"{used:.0f} s of processor time"


def start() -> Iterator[Row]:
    code = (
        "import time; t = time.perf_counter(); import jiqun.stats; print(time.perf_counter() - t)"
    )
    found = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                             check=True).stdout)
        for _ in range(5)
    ]  # fmt: skip
    yield row("import jiqun.stats", float(np.median(found)), "limit 0.3 s", 0.0)


def first_call() -> Iterator[Row]:
    code = (
        "import time, os; os.environ['NUMBA_CACHE_DIR'] = {cache}; t = time.perf_counter()\n"
        "import numpy as np, jiqun.stats as st; st.duranton_overman\n"
        "x, y = np.random.default_rng(0).uniform(0, 99, (2, 1000)); u = time.perf_counter()\n"
        "st.duranton_overman(x, y, np.arange(9.0)); print(u - t, time.perf_counter() - u)"
    )
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        for name in ("nothing cached", "kernels cached"):
            run = subprocess.run([sys.executable, "-c", code.format(cache=repr(folder))],
                                 capture_output=True, text=True, check=True)  # fmt: skip
            imports, call = (float(part) for part in run.stdout.split())
            note = f"n = 1,000; importing pandas, SciPy and Numba before it {imports:.2g} s"
            yield row(f"first call of Kd, {name}", call, "", 0.0, note)


def lq() -> Iterator[Row]:
    table = _table()
    ours = peers.seconds(lambda: st.location_quotient(table), 5)
    yield row("LQ, 2,844 x 1,381", ours, "EconGeo, recorded", 0.37)
    ours = peers.seconds(lambda: st.locational_gini(table), 3)
    yield row("locational Gini, all industries", ours, "EconGeo, recorded", 61)


def eg() -> Iterator[Row]:
    draw = np.random.default_rng(0)
    n = 10_000_000
    plants = pd.DataFrame(
        {"industry": draw.integers(0, 1381, n), "region": draw.integers(0, 2844, n),
         "employment": draw.integers(1, 500, n)}
    )  # fmt: skip
    st.ellison_glaeser(plants.head(1000))
    np.testing.assert_allclose(
        st.ellison_glaeser(plants)["gamma"], peers.pandas_ellison_glaeser(plants), rtol=1e-6
    )
    for kind in ("int64", "category"):
        keyed = plants.astype({"industry": kind, "region": kind})
        ours = peers.seconds(lambda keyed=keyed: st.ellison_glaeser(keyed), 5)
        theirs = peers.seconds(lambda keyed=keyed: peers.pandas_ellison_glaeser(keyed), 3)
        yield row("EG, 1,381 industries, 10 million plants", ours, "pandas groupby", theirs,
                  f"{kind} keys, 2,844 regions")  # fmt: skip


def complexity() -> Iterator[Row]:
    table = _table()
    ours = peers.seconds(lambda: st.proximity(table), 5)
    if peers.installed("ecomplexity"):
        theirs, name = peers.seconds(lambda: peers.py_proximity(table), 1), "py-ecomplexity"
    else:
        theirs, name = 57.6, "py-ecomplexity, recorded"
    yield row("proximity, 2,844 x 1,381", ours, name, theirs)
    found = [st.complexity(table)]
    ours = peers.seconds(lambda: st.complexity(table), 5)
    if peers.installed("ecomplexity"):
        theirs = peers.seconds(lambda: peers.py_ecomplexity(table), 1)
    else:
        theirs = 67.0
    note = f"eigengap {found[0].eigengap:.3f}"
    yield row("ECI, PCI, density, COI, COG", ours, name, theirs, note)
    yield "the same, peak memory of the process", _peak(), "limit 400 MB", "", "input included"


def _peak() -> str:
    """Return the peak memory of a fresh process that computes complexity once."""
    path = os.path.join(os.environ.get("TMPDIR", "/tmp"), "jiqun-bench-table.npy")  # noqa: S108, PTH118
    np.save(path, _table().to_numpy())
    code = (
        "import numpy as np, jiqun.stats as st\n"
        f"st.complexity(np.load({path!r}))\n"
        "print(next(line.split()[1] for line in open('/proc/self/status') if 'VmHWM' in line))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    os.remove(path)  # noqa: PTH107
    return f"{int(run.stdout) / 1024:.0f} MB"


def _table() -> pd.DataFrame:
    """Return a nested table: able places do much, easy industries are done everywhere."""
    draw = np.random.default_rng(0)
    able, hard = draw.random((2844, 1)) ** 2, draw.random((1, 1381))
    there = draw.random((2844, 1381)) < 0.05 + 0.5 * able * (1 - hard)
    return pd.DataFrame(there * np.ceil(draw.lognormal(3, 1.5, (2844, 1381))))


def kd() -> Iterator[Row]:
    draw = np.random.default_rng(0)
    x, y = draw.uniform(0, 1000, (2, 10_000))
    st.duranton_overman(x, y, R)
    peers.bare_histogram(x, y, 1500)
    peers.bare_count(x, y, 600.0)
    ours = peers.seconds(lambda: st.duranton_overman(x, y, R), 9)
    binned = peers.seconds(lambda: peers.bare_histogram(x, y, 1500), 9)
    bare = peers.seconds(lambda: peers.bare_count(x, y, 600.0), 9)
    task = "Kd exact, n = 10,000"
    yield row(task, ours, "pair distances counted into 1-km bins, 2 threads", binned,
              f"ours costs {ours / binned:.2g} such counts (limit 4, stretch 3)")  # fmt: skip
    yield row(task, ours, "pairs within 600 km counted, no root, no bins, 2 threads", bare,
              f"ours costs {ours / bare:.2g} such counts")  # fmt: skip
    yield row(task, ours, "dbmss exact, recorded (6.6 to 14 s)", 6.6)
    x, y = draw.uniform(0, 1000, (2, 100_000))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ours, used = once(lambda: st.duranton_overman(x, y, R))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    yield row("Kd exact, n = 100,000", ours, "limit 20 s; dbmss infeasible (140 GB)", 0.0,
              f"{used}; {grown:.0f} MB more than n = 10,000")  # fmt: skip


def envelope() -> Iterator[Row]:
    draw = np.random.default_rng(0)
    x, y = draw.uniform(0, 1000, (2, 200_000))
    member = np.arange(200_000) < 100_000
    found = []
    ours, used = once(lambda: found.append(st.duranton_overman_envelope(x, y, member, R, 1000)))
    note = f"{used}; {found[0].method}; measured error {found[0].error:.1e} of the top"
    yield row("Kd envelope, n = 100,000 of 200,000 sites, 1,000 permutations", ours,
              "limit 90 s", 0.0, note)  # fmt: skip


def industries() -> Iterator[Row]:
    draw = np.random.default_rng(0)
    n = 1_000_000
    x, y = draw.uniform(0, 1000, (2, n))
    weight = draw.lognormal(0, 1.1, 600)
    code = draw.choice(600, n, p=weight / weight.sum())
    largest = int(np.bincount(code).max())
    ours, used = once(lambda: st.duranton_overman_industries(x, y, code, R, 1000))
    yield row("Kd envelopes, 600 classes, 1 million plants, 1,000 shared permutations", ours,
              "limit 300 s", 0.0, f"{used}; log-normal sizes, the largest {largest:,}")  # fmt: skip


def m() -> Iterator[Row]:
    draw = np.random.default_rng(0)
    for n, recorded in ((10_000, 0.17), (30_000, 1.45), (100_000, 10.0)):
        x, y = draw.uniform(0, 1000, (2, n))
        weight, own = draw.integers(1, 500, n), draw.random(n) < 0.2
        st.marcon_puech(x[:99], y[:99], weight[:99], own[:99], own[:99], R)
        ours = peers.seconds(lambda: st.marcon_puech(x, y, weight, own, own, R), 3)  # noqa: B023
        yield row(f"M, N = {n:,}, r to 300 km, a fifth are of the type", ours,
                  "dbmss, recorded", recorded)  # fmt: skip


def k() -> Iterator[Row]:
    x, y = np.random.default_rng(0).uniform(0, 1000, (2, 10_000))
    r = np.linspace(0, 100, 101)
    st.ripley_k(x, y, r, 1e6)
    ours = peers.seconds(lambda: st.ripley_k(x, y, r, 1e6), 15)
    theirs, name = 0.057, "spatstat, recorded (Rscript with spatstat is not installed)"
    if peers.has_spatstat():
        theirs, version, curve = peers.spatstat_k(x, y)
        name = f"spatstat.explore {version}"
        np.testing.assert_allclose(st.ripley_k(x, y, r, 1e6).k, curve, rtol=1e-3)
    yield row("K, r to 100 km, n = 10,000", ours, name, theirs)
    if peers.installed("pointpats"):
        theirs = peers.seconds(lambda: peers.pointpats_k(x, y, r), 1)
        yield row("K, r to 100 km, n = 10,000", ours, "pointpats", theirs)


def maps() -> Iterator[Row]:
    for task in spatial.maps():
        yield row(*task)


def corrected() -> Iterator[Row]:
    for task in spatial.corrected():
        yield row(*task)


def formulas() -> Iterator[Row]:
    for task in spatial.formulas():
        yield row(*task)


TASKS: dict[str, Callable[[], Iterator[Row]]] = {
    "start": start, "first_call": first_call, "lq": lq, "eg": eg, "complexity": complexity,
    "kd": kd, "envelope": envelope, "industries": industries, "m": m, "k": k,
    "maps": maps, "corrected": corrected, "formulas": formulas,
}  # fmt: skip


def main(names: list[str]) -> None:
    print("| task | jiqun | beside | ratio | note |", "|---|---|---|---|---|", sep="\n")
    for name in names or list(TASKS):
        for cells in TASKS[name]():
            print("| " + " | ".join(cells) + " |", flush=True)
        print(f"{name} done {time.process_time():.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
