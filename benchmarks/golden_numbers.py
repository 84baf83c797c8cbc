"""Golden numbers from the peers, written once and committed: `python benchmarks/golden_numbers.py`.

Nothing here imports Jiqun. What each file holds stands in tests/golden/agglomeration/README.md.
"""

import sys
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "golden" / "agglomeration"
NEAREST = 6


def esda() -> None:
    """Write Moran, Geary, Getis and Ord of 500 points with six neighbours each."""
    from esda import G, G_Local, Geary, Moran, Moran_Local
    from libpysal.weights import KNN

    sites = pd.read_csv(FOLDER / "points500.csv")
    value = (sites["PointWeight"] * (2.0 + np.sin(sites["X"] / 100.0))).to_numpy()
    near = KNN.from_array(sites[["X", "Y"]].to_numpy(), k=NEAREST)
    i, c = Moran(value, near, permutations=0), Geary(value, near, permutations=0)
    lisa = Moran_Local(value, near, permutations=0)
    g = G(value, near, permutations=0)
    columns = "statistic,value,expected,variance_normal,z_normal,variance_random,z_random"
    whole = [
        ("I", i.I, i.EI, i.VI_norm, i.z_norm, i.VI_rand, i.z_rand),
        ("C", c.C, c.EC, c.VC_norm, c.z_norm, c.VC_rand, c.z_rand),
        ("G", g.G, g.EG, np.nan, np.nan, g.VG, g.z_norm),
    ]
    pd.DataFrame(whole, columns=columns.split(",")).to_csv(
        FOLDER / "points500_esda.csv", index=False
    )
    places = {"x": value, "i": lisa.Is, "i_expected": lisa.EIc, "i_variance": lisa.VIc, "q": lisa.q}
    for name, star in (("gi", False), ("gi_star", True)):
        spot = G_Local(value, near, transform="B", star=star, permutations=0)
        places |= {name: spot.Gs, f"{name}_z": spot.Zs}
    pd.DataFrame(places).to_csv(FOLDER / "points500_esda_places.csv", index=False)


MAKERS: dict[str, Callable[[], None]] = {"esda": esda}


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    for maker in sys.argv[1:] or MAKERS:
        MAKERS[maker]()
