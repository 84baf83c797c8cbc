"""How often do the 5 % bands reject when nothing is there? Fixed seed; run by hand.

    python benchmarks/envelope_coverage.py [REPLICATIONS]

Each replication draws 300 sites uniformly, names 25 of them members at random, and asks
``duranton_overman_envelope`` with 99 simulations, each replication with a seed of its own.
The global band rejects when the observed curve leaves it anywhere. With 99 simulations its
level is exactly 5/100. The local band is counted at each distance and averaged.
"""

import sys
from concurrent.futures import ProcessPoolExecutor

import numpy as np

import jiqun.stats as st

SITES, MEMBERS, SIMULATIONS = 300, 25, 99
R = np.arange(0.0, 301.0, 50.0)


def replication(number: int) -> tuple[bool, float]:
    draw = np.random.default_rng([20250101, number])
    x, y = draw.uniform(0, 1000, (2, SITES))
    member = np.zeros(SITES, dtype=bool)
    member[draw.choice(SITES, MEMBERS, replace=False)] = True
    found = st.duranton_overman_envelope(
        x, y, member, R, simulations=SIMULATIONS, seed=number, threads=1
    )
    outside = (found.k < found.global_lower) | (found.k > found.global_upper)
    beyond = (found.k < found.lower) | (found.k > found.upper)
    return bool(outside.any()), float(beyond.mean())


def main(replications: int) -> None:
    with ProcessPoolExecutor() as pool:
        results = list(pool.map(replication, range(replications), chunksize=20))
    share, local = (float(np.mean([r[k] for r in results])) for k in (0, 1))
    error = (0.05 * 0.95 / replications) ** 0.5
    print(f"replications {replications}, sites {SITES}, members {MEMBERS}, "
          f"simulations {SIMULATIONS}")  # fmt: skip
    print(f"global 5 % band rejects {share:.2%} (standard error {error:.2%})")
    print(f"local 5 % band: {local:.2%} of distances outside")
    if abs(share - 0.05) > 0.005:
        sys.exit("the global band is off by more than 0.5 points")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
