"""Do relatedness and complexity tell which industries counties grow into? A test on the past.

``python -m benchmarks.planning --folder DIR`` imports the registers of a folder, hides what was
registered after a year, and asks which industries each county came to have in the years after;
``--workspace DIR`` takes a workspace that holds them already. Each way of guessing ranks the
industries a county did not have; what it says of a county is learned from other counties alone
(five folds). Beside density and complexity stand the naive peers: how common an industry is, what
counties nearby have (gravity), and how many of its firms are there already. A second table asks
only for industries of which the county had no firm at all. At last nothing is hidden but a fifth of
what each county has, at random, in the whole register: which of its industries was taken away?
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from jiqun.chains.distances import way_between
from jiqun.planning.ahead import plan_ahead
from jiqun.planning.landscape import Landscape, landscape
from jiqun.planning.register import Register, read_register

SPANS = ((1995, 1998), (1998, 2001), (2001, 2004), (1995, 2004))
FOLDS, DEALS, TOP, SEED = 5, 1000, 10, 20261129
COUNTY = "410783"
SAME_PLACE_KM = 10.0
"""The least distance of two counties in the gravity of what is nearby."""
Guess = Callable[[Landscape, pd.Index], pd.DataFrame]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--workspace", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        workspace = asked.workspace or imported(asked.folder, Path(made) / "w")
        register = read_register(workspace)
        print(f"{register.coverage.known} makers of a known county and industry", flush=True)
        for start, end in SPANS:
            start_clock = time.perf_counter()
            tell(register, start, end)
            print(f"{time.perf_counter() - start_clock:.1f} s", flush=True)
        hidden(register)
        speed(workspace)


def speed(workspace: Path) -> None:
    """Print how long a county's plan takes, register read and links placed."""
    clock, processor = time.perf_counter(), time.process_time()
    found = plan_ahead(workspace, COUNTY)
    spent = time.perf_counter() - clock, time.process_time() - processor
    print(f"\n{COUNTY}: {len(found.options)} options; {spent[0]:.1f} s, processor {spent[1]:.1f} s")


def imported(folder: Path, workspace: Path) -> Path:
    """Import registers into a new workspace."""
    from jiqun.registry import import_registers
    from jiqun.workspace import Workspace

    Workspace.create(workspace)
    import_registers(workspace, sorted(folder.glob("*.csv.gz")))
    return workspace


@dataclass(frozen=True)
class Entries:
    """What each county did not have at the start, and which of it it had at the end."""

    before: Landscape
    open: pd.DataFrame
    entered: pd.DataFrame


def entries(register: Register, start: int, end: int) -> Entries | None:
    """Hold what counties had against what they came to have.

    Only counties and industries with enough firms at the start are asked about, and those an
    industry was not told of at the end are left open.
    """
    before, after = landscape(register, start), landscape(register, end)
    if before is None or after is None:
        return None
    has = before.has
    later = after.has.reindex(index=has.index, columns=has.columns)
    known = later.notna()
    return Entries(before, ~has & known, later.where(known, False).astype(bool) & ~has)


def folds(counties: pd.Index) -> Iterator[pd.Index]:
    """Yield the counties in five parts, dealt by a seed."""
    dealt = np.random.default_rng(SEED).permutation(len(counties)) % FOLDS
    for fold in range(FOLDS):
        yield counties[dealt == fold]


def learned(guess: Guess) -> Guess:
    """Return a guess that learns what it says of a county from the other folds."""

    def over_folds(before: Landscape, counties: pd.Index) -> pd.DataFrame:
        parts = []
        for asked in folds(counties):
            others = before.firms.index.difference(asked)
            taught = Landscape(
                before.firms.loc[others],
                before.quotient.loc[others],
                before.has.loc[others],
                before.method,
            )
            parts.append(guess(taught, asked).reindex(columns=before.has.columns))
        return pd.concat(parts).loc[counties]

    return over_folds


def guesses(before: Landscape) -> dict[str, pd.DataFrame]:
    """Return what each way of guessing says of each county and industry."""
    counties, has, firms = before.has.index, before.has, before.firms

    def alike(numbers: pd.Series, asked: pd.Index) -> pd.DataFrame:
        return pd.DataFrame([numbers] * len(asked), index=asked)

    def density(taught: Landscape, asked: pd.Index) -> pd.DataFrame:
        near = taught.complexity.proximity.fillna(0.0)
        return (has.loc[asked].astype(float) @ near) / near.sum().replace(0.0, np.nan)

    ways: dict[str, Guess] = {
        "density": learned(density),
        "complexity": learned(lambda taught, asked: alike(taught.complexity.pci, asked)),
        "popularity": learned(lambda taught, asked: alike(taught.has.sum(), asked)),
        "firms anywhere": learned(lambda taught, asked: alike(taught.firms.sum(), asked)),
        "gravity": lambda _, asked: gravity(has).loc[asked],
        "firms there already": lambda _, asked: firms.loc[asked].astype(float),
    }
    found = {name: way(before, counties).astype(float) for name, way in ways.items()}
    ranked = {name: frame.rank(axis=1, pct=True) for name, frame in found.items()}
    found["density and complexity"] = ranked["density"] + ranked["complexity"]
    found["density and popularity"] = ranked["density"] + ranked["popularity"]
    found["density and gravity"] = ranked["density"] + ranked["gravity"]
    found["chance"] = pd.DataFrame(
        np.random.default_rng(SEED + 1).random(has.shape), has.index, has.columns
    )
    return found


def gravity(has: pd.DataFrame) -> pd.DataFrame:
    """Return for each county and industry the counties that have it, over their distance."""
    codes = list(has.index)
    pull = np.zeros((len(codes), len(codes)))
    for row, here in enumerate(codes):
        for column in range(row):
            way = way_between(here, codes[column])
            if way is not None:
                pull[row, column] = pull[column, row] = 1 / max(way.kilometres, SAME_PLACE_KM)
    return pd.DataFrame(pull @ has.to_numpy(float), has.index, has.columns)


def auc(score: np.ndarray, hit: np.ndarray) -> float:
    """Return the chance that something entered is ranked above something that was not."""
    ranks = pd.Series(score).rank().to_numpy()
    yes = int(hit.sum())
    return (ranks[hit].sum() - yes * (yes + 1) / 2) / (yes * (len(hit) - yes))


def by_county(guess: pd.DataFrame, said: Entries) -> pd.DataFrame:
    """Return, of counties that entered something, AUC and precision among the first ten."""
    rows = {}
    for county in said.open.index:
        asked = said.open.loc[county].to_numpy()
        hit = said.entered.loc[county].to_numpy()[asked]
        if hit.any() and not hit.all():
            score = guess.loc[county].fillna(-np.inf).to_numpy()[asked]
            # Equal scores are put in an order nobody chose: the mean of what they could give.
            shuffled = np.random.default_rng(SEED).permutation(len(score))
            first = shuffled[np.argsort(-score[shuffled], kind="stable")][:TOP]
            rows[county] = (auc(score, hit), hit[first].mean(), hit.sum())
    return pd.DataFrame.from_dict(rows, orient="index", columns=["auc", "precision", "entered"])


def tell(register: Register, start: int, end: int) -> None:
    """Print the tables of a span."""
    said = entries(register, start, end)
    if said is None:
        print(f"{start}: the register tells nothing of any county")
        return
    found = guesses(said.before)
    none = said.before.firms == 0
    print(f"\n{start} -> {end}, all the county did not have")
    table(found, said)
    print(f"\n{start} -> {end}, where the county had no firm of it")
    table(found, Entries(said.before, said.open & none, said.entered & none))


def hidden(register: Register) -> None:
    """Hide a fifth of what counties have, in the whole register, and ask which it was."""
    whole = landscape(register)
    if whole is None:
        return
    dice = np.random.default_rng(SEED)
    taken = whole.has & (dice.random(whole.has.shape) < 1 / FOLDS)
    left = Landscape(whole.firms.where(~taken, 0), whole.quotient, whole.has & ~taken, whole.method)
    print("\nhidden: a fifth of what counties have")
    table(guesses(left), Entries(left, ~left.has, taken))


def table(found: dict[str, pd.DataFrame], said: Entries) -> None:
    """Print how well each way of guessing did."""
    told = {name: by_county(guess, said) for name, guess in found.items()}
    some = next(iter(told.values()))
    entered, asked = int(said.entered.to_numpy().sum()), int(said.open.to_numpy().sum())
    print(
        f"{said.before.firms.shape[0]} counties, {said.before.firms.shape[1]} industries; "
        f"{entered} entries in {len(some)} counties, {100 * entered / asked:.1f} % of what was open"
    )
    print("| guess | AUC, mean of counties | above popularity (95 %) | precision of the first 10 |")
    print("|---|---|---|---|")
    deals = np.random.default_rng(SEED).integers(0, len(some), (DEALS, len(some)))
    for name, frame in told.items():
        gap = (frame["auc"] - told["popularity"]["auc"]).to_numpy()
        low, high = np.quantile(gap[deals].mean(axis=1), (0.025, 0.975))
        above = "" if name == "popularity" else f"{gap.mean():+.3f} ({low:+.3f} to {high:+.3f})"
        print(
            f"| {name} | {frame['auc'].mean():.3f} | {above} | "
            f"{100 * frame['precision'].mean():.1f} % |",
            flush=True,
        )


if __name__ == "__main__":
    main()
