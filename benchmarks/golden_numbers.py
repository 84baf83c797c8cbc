"""Golden numbers from the peers, written once and committed: `python benchmarks/golden_numbers.py`.

Nothing here imports Jiqun. What each file holds stands in tests/golden/agglomeration/README.md.
"""

import os
import subprocess
import sys
import tempfile
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


OUTLINE = [(60, 20), (960, 80), (900, 640), (520, 420), (400, 940), (40, 700)]
HOLE = [(150, 150), (150, 300), (330, 300), (330, 150)]
SPATSTAT = """
suppressPackageStartupMessages({library(spatstat.geom); library(spatstat.explore)})
spatstat.options(maxedgewt = 1e9)
given <- commandArgs(trailingOnly = TRUE)
sites <- read.csv(given[1])
a <- sites[sites$PointType == "A", ]
r <- seq(0, 240, by = 4)
box <- ppp(a$X, a$Y, window = owin(c(0, 1000), c(0, 1000)))
outline <- list(x = c(%s), y = c(%s))
hole <- list(x = c(%s), y = c(%s))
region <- owin(poly = list(outline, hole))
seen <- ppp(sites$X, sites$Y, window = region, check = FALSE)[region]
asked <- c("none", "translate", "isotropic")
tell <- function(points) {
  k <- as.data.frame(Kest(points, r = r, correction = asked, nlarge = Inf))
  border <- Kest(points, r = r, correction = "border", nlarge = Inf)$border
  cbind(k[, c("r", "un", "trans", "iso")], border = border)
}
one <- tell(box); two <- tell(seen)
# Kest takes the overlap of polygons from an image of pixels; overlap.owin cuts the polygons.
near <- closepairs(seen, 240, twice = FALSE)
weight <- mapply(function(dx, dy) overlap.owin(region, shift(region, c(dx, dy))), near$dx, near$dy)
n <- npoints(seen)
two$trans <- sapply(r, function(q) sum(2 / weight[near$d <= q])) * area(region)^2 / (n * (n - 1))
names(two) <- paste0("polygon_", names(two))
fine <- seq(0, 240, length.out = 7681)  # its density is binned: the finer, the nearer
g <- pcf(box, r = fine, correction = "translate")$trans[seq(1, 7681, by = 128)]
tidy <- function(column) trimws(formatC(column, digits = 17, format = "g"))
every <- lapply(cbind(one, two[, -1], g_trans = g), tidy)
write.csv(every, given[2], row.names = FALSE, quote = FALSE)
cat(area(region), npoints(seen), as.character(packageVersion("spatstat.explore")), "\\n")
"""


def spatstat() -> None:
    """Write K with every correction, of a rectangle and of a polygon with a hole."""
    coordinates = [
        ",".join(map(str, axis)) for ring in (OUTLINE, HOLE) for axis in zip(*ring, strict=True)
    ]
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "k.R")
        script.write_text(SPATSTAT % tuple(coordinates), "utf-8")
        sites, out = FOLDER / "points500.csv", FOLDER / "points500_spatstat_K.csv"
        subprocess.run(["Rscript", script, sites, out], check=True)


ECONGEO = """
given <- commandArgs(trailingOnly = TRUE)
for (file in c("RCA.r", "prody.r", "expy.r")) source(file.path(given[1], file))
rca <- RCA
table <- as.matrix(read.csv(given[2], row.names = 1, check.names = FALSE))
income <- sqrt(rowSums(table))
tidy <- function(values) trimws(formatC(as.vector(values), digits = 17, format = "g"))
write.csv(data.frame(industry = colnames(table), prody = tidy(prody(table, income))), given[3],
          row.names = FALSE, quote = FALSE)
write.csv(data.frame(place = rownames(table), income = tidy(income),
                     expy = tidy(expy(table, income))), given[4], row.names = FALSE, quote = FALSE)
"""


def econgeo() -> None:
    """Write PRODY and EXPY; the folder of EconGeo's source is taken from the environment."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "prody.R")
        script.write_text(ECONGEO, "utf-8")
        files = [FOLDER / f"emp60x80{name}.csv" for name in ("", "_EconGeo_prody", "_EconGeo_expy")]
        subprocess.run(["Rscript", script, os.environ["ECONGEO"], *files], check=True)


MAKERS: dict[str, Callable[[], None]] = {"esda": esda, "spatstat": spatstat, "econgeo": econgeo}


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    for maker in sys.argv[1:] or MAKERS:
        MAKERS[maker]()
