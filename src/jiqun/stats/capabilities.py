"""How complex are places and industries? Economic complexity and what it opens up."""

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import linalg, sparse
from scipy.sparse.linalg import LinearOperator, eigsh

from jiqun.base.language import Bilingual
from jiqun.base.plurals import counted
from jiqun.drawing import palette
from jiqun.drawing.spots import Plane, Spots
from jiqun.stats import arguments
from jiqun.stats.arguments import Floats
from jiqun.stats.compilation import compiled, over_blocks
from jiqun.stats.pictured import Pictured
from jiqun.stats.product_space import presence, proximities
from jiqun.stats.refusal import ArgumentRefused

SMALLEST_GAP = 1e-3
WHOLE = 1e-9
DENSE_BELOW = 300
ROWS_A_BLOCK = 128
UNSETTLED = 0.05
"""Below this correlation with diversity, ECI's sign says nothing (our bound)."""
NAMED = 5
"""Places named in a picture."""
OTHERS, BEST = Bilingual("其他地方", "other places"), Bilingual("最复杂的", "the most complex")
KRYLOV = 40  # vectors kept by the Lanczos iteration


class EigengapWarning(UserWarning):
    """The eigenvalues do not settle the ranking of places and industries."""


class SignWarning(UserWarning):
    """Nothing settles which end of the ranking is the complex one."""


@dataclass(frozen=True, repr=False)
class Complexity(Pictured):
    """Economic complexity of places and industries.

    Parameters
    ----------
    eci, diversity, coi
        One number a place: complexity (standardised), number of specialisations, complexity
        outlook index (standardised).
    pci, ubiquity
        One number an industry: complexity in the places' units, number of places specialised.
    density, cog
        Places x industries: density of related specialisations, complexity outlook gain.
    proximity
        Industries x industries.
    eigenvalues
        The second and third eigenvalue.
    eigengap
        Their difference; near 0 the ECI is not determined.
    """

    eci: pd.Series
    pci: pd.Series
    diversity: pd.Series
    ubiquity: pd.Series
    density: pd.DataFrame
    coi: pd.Series
    cog: pd.DataFrame
    proximity: pd.DataFrame
    eigenvalues: tuple[float, float]
    eigengap: float

    def to_frame(self) -> pd.DataFrame:
        """Return one row a place, the most complex first."""
        columns = {"eci": self.eci, "diversity": self.diversity, "coi": self.coi}
        return pd.DataFrame(columns).sort_values("eci", ascending=False, kind="stable")

    def picture(self) -> Plane:
        """Return complexity of places against their diversity; the most complex are named."""
        known = self.eci.dropna().sort_values(ascending=False, kind="stable")
        few, rest = known.index[:NAMED], known.index[NAMED:]
        names = [str(place) for place in few]
        return Plane(
            title=Bilingual("经济复杂度与多样性", "Economic complexity and diversity"),
            finding=Bilingual(
                f"最复杂的是{'、'.join(names[:3])}。",
                f"The most complex are {', '.join(names[:3])}.",
            ),
            along=Bilingual("多样性（专业化的产业数）", "diversity (industries specialised in)"),
            up=Bilingual("复杂度 ECI（标准差）", "complexity, ECI (standard deviations)"),
            groups=[
                Spots(OTHERS, self.diversity[rest].tolist(), known[rest].tolist()),
                Spots(BEST, self.diversity[few].tolist(), known[few].tolist(), palette.WARM, names),
            ],
            crossing=(float(self.diversity[known.index].mean()), 0.0),
        )


def complexity(place_by_industry: Any) -> Complexity:
    r"""Return economic complexity: ECI, PCI, density, outlook index and outlook gain.

    With M = [LQ >= 1], :math:`d = M 1`, :math:`u = M' 1`: ECI is the eigenvector of
    :math:`D_d^{-1} M D_u^{-1} M'` with the second largest eigenvalue, signed to correlate
    positively with diversity, standardised (population sd); PCI is the like vector of
    industries, with ECI's mean and sd taken off, so that ECI is the mean PCI of a place's
    industries. Found as an eigenvector of the symmetric
    :math:`D_u^{-1/2} M' D_d^{-1} M D_u^{-1/2}`.

    .. math:: density = M \Phi / \Phi 1, \quad
              COI_r = \sum_i density_{ri} (1 - M_{ri}) PCI_i, \quad
              COG_{ri} = (1 - M_{ri}) \sum_j (1 - M_{rj}) \frac{\phi_{ji}}{\sum_k \phi_{jk}} PCI_j

    COI standardised over places; COG in units of ECI's sd, as py-ecomplexity 0.5.3 has it.

    Parameters
    ----------
    place_by_industry
        Places x industries, amounts of zero or more.

    Returns
    -------
    Complexity
        A place specialised in nothing, and an industry no place is specialised in, are left
        out of the computation and missing in the result (diversity and ubiquity 0).

    Raises
    ------
    ArgumentRefused
        If a cell is missing or negative, or fewer than three places or industries remain.

    Warns
    -----
    EigengapWarning
        If the second and third eigenvalues differ by less than 0.001, or the second is 1.
    SignWarning
        If the correlation of ECI and diversity, which gives ECI its sign, is below 0.05: the
        complex places could as well be the simple ones. The sign is then that of the skewness,
        so that the order of rows does not decide it.

    References
    ----------
    Hidalgo, C. A., Hausmann, R. (2009). The building blocks of economic complexity. PNAS
    106(26), 10570-10575.
    Hausmann, R. et al. (2014). The Atlas of Economic Complexity. MIT Press, technical boxes
    2.1-2.4 (pp. 22-25) and 5.1-5.3 (pp. 52-55).

    Examples
    --------
    >>> import pandas as pd, jiqun.stats as st
    >>> table = pd.DataFrame([[5, 5, 5, 5], [0, 5, 5, 5], [0, 0, 5, 5], [0, 0, 0, 5]],
    ...                      index=list("ABCD"))
    >>> found = st.complexity(table)
    >>> found.diversity.tolist(), found.eci.idxmax(), found.eci.idxmin()
    ([2, 2, 2, 1], 'A', 'D')
    """
    frame = arguments.table(place_by_industry, "place_by_industry")
    present = presence(frame.to_numpy())
    diversity, ubiquity = present.sum(axis=1), present.sum(axis=0)
    places, industries = diversity > 0, ubiquity > 0
    if min(places.sum(), industries.sum()) < 3:
        raise ArgumentRefused(
            "place_by_industry",
            f"has specialisations in {counted(int(places.sum()), 'place')} and "
            f"{counted(int(industries.sum()), 'industry', 'industries')}",
            "give at least three of each",
        )
    m = present if places.all() and industries.all() else present[np.ix_(places, industries)]
    eci, pci, values = _eigenvectors(m)
    _warn_of_gap(values)
    phi = proximities(m.astype(np.float32))
    density, outlook, gain = _outlook(m, phi, pci)
    spread = float(eci.std())
    rows, columns = frame.index, frame.columns
    return Complexity(
        eci=_series((eci - eci.mean()) / spread, places, rows, "eci"),
        pci=_series((pci - eci.mean()) / spread, industries, columns, "pci"),
        diversity=pd.Series(diversity, index=rows, name="diversity"),
        ubiquity=pd.Series(ubiquity, index=columns, name="ubiquity"),
        density=_frame(density, places, industries, rows, columns),
        coi=_series((outlook - outlook.mean()) / outlook.std(), places, rows, "coi"),
        cog=_frame(np.divide(gain, spread, out=gain), places, industries, rows, columns),
        proximity=_frame(phi, industries, industries, columns, columns),
        eigenvalues=values,
        eigengap=values[0] - values[1],
    )


def _eigenvectors(m: Any) -> tuple[Floats, Floats, tuple[float, float]]:
    """Return ECI and PCI before standardising, and the second and third eigenvalue."""
    diversity, ubiquity = m.sum(axis=1).astype(float), m.sum(axis=0).astype(float)
    scaled = sparse.csr_array(m, dtype=np.float64)
    scaled = sparse.diags_array(diversity**-0.5) @ scaled @ sparse.diags_array(ubiquity**-0.5)
    root = np.sqrt(ubiquity)
    values, vector = _second(scaled.tocsr(), root / np.linalg.norm(root))
    kp = vector / root
    kc = (scaled @ vector) / np.sqrt(diversity)
    sign = _sign(kc, diversity)
    return sign * kc, sign * kp, values


def _sign(eci: Floats, diversity: Floats) -> float:
    """Return the sign that makes diverse places complex; warn where diversity does not tell."""
    gap, more = eci - eci.mean(), arguments.deviations(diversity, axis=0)
    size = float(np.linalg.norm(gap) * np.linalg.norm(more))
    together = float(gap @ more) / size if size > 0 else 0.0
    if abs(together) >= UNSETTLED:
        return float(np.sign(together))
    warnings.warn(
        f"ECI goes with diversity by {together:.3f} only: which places are the complex ones is "
        "not settled; compare with what you know of them before telling high from low",
        SignWarning,
        stacklevel=4,
    )
    return -1.0 if float((gap**3).sum()) < 0 else 1.0


def _second(scaled: Any, first: Floats) -> tuple[tuple[float, float], Floats]:
    """Return eigenvalues 2 and 3 of scaled' scaled and vector 2; value 1 has a known vector."""
    size = len(first)
    if size < DENSE_BELOW:
        symmetric = (scaled.T @ scaled).toarray() - np.outer(first, first)
        values, vectors = linalg.eigh(symmetric, subset_by_index=[size - 2, size - 1])
    else:
        turned = scaled.T.tocsr()
        operator = LinearOperator(
            (size, size),
            matvec=lambda v: turned @ (scaled @ v) - first * (first @ v),
            dtype=np.float64,
        )
        start = np.random.default_rng(0).normal(size=size)
        start -= first * (first @ start)
        values, vectors = eigsh(
            operator, k=2, which="LA", v0=start, ncv=min(KRYLOV, size - 1), tol=1e-12
        )
    order = np.argsort(values)[::-1]
    return (float(values[order[0]]), float(values[order[1]])), vectors[:, order[0]]


def _warn_of_gap(values: tuple[float, float]) -> None:
    why = ""
    if values[0] > 1.0 - WHOLE:
        why = (
            "the second eigenvalue is 1: places fall into blocks without a common industry, "
            "and ECI tells the blocks apart and nothing else; compute each block on its own"
        )
    elif values[0] - values[1] < SMALLEST_GAP:
        why = (
            f"eigenvalues {values[0]:.6f} and {values[1]:.6f} are too close: ECI and PCI could "
            "as well be another mixture of their vectors"
        )
    if why:
        warnings.warn(why, EigengapWarning, stacklevel=3)


def _outlook(m: Any, phi: Floats, pci: Floats) -> tuple[Floats, Floats, Floats]:
    """Return density, outlook index and outlook gain (PCI not standardised)."""
    whole = phi.sum(axis=1)
    worth = pci / whole
    density, gain = np.empty(m.shape), np.empty(m.shape)
    everything = worth @ phi
    blocks = -(-len(m) // ROWS_A_BLOCK)

    def work(block: int) -> None:
        rows = slice(block * ROWS_A_BLOCK, (block + 1) * ROWS_A_BLOCK)
        _add_related(m[rows], phi, whole, worth, everything, density[rows], gain[rows])

    over_blocks(work, blocks)
    outlook = np.array(
        [near @ np.where(has, 0.0, pci) for near, has in zip(density, m, strict=True)]
    )
    return density, outlook, gain


@compiled
def _add_related(
    m: Any, phi: Any, whole: Any, worth: Any, everything: Any, density: Any, gain: Any
) -> None:
    """Fill density and gain of some places from the rows of proximity of what they have.

    Places have few of all industries: adding rows costs less than a product of matrices.
    """
    count = len(whole)
    for place in range(len(m)):
        near, there = density[place], gain[place]
        near[:] = 0.0
        there[:] = 0.0
        for has in range(count):
            if m[place, has]:
                row, value = phi[has], worth[has]
                for i in range(count):
                    near[i] += row[i]
                    there[i] += value * row[i]
        for i in range(count):
            near[i] /= whole[i]
            there[i] = 0.0 if m[place, i] else everything[i] - there[i]


def _series(values: Floats, kept: Any, labels: pd.Index, name: str) -> pd.Series:
    whole = np.full(len(labels), np.nan)
    whole[kept] = values
    return pd.Series(whole, index=labels, name=name)


def _frame(
    values: Floats, kept_rows: Any, kept_columns: Any, rows: pd.Index, columns: pd.Index
) -> pd.DataFrame:
    if not (kept_rows.all() and kept_columns.all()):
        whole = np.full((len(rows), len(columns)), np.nan)
        whole[np.ix_(kept_rows, kept_columns)] = values
        values = whole
    return pd.DataFrame(values, index=rows, columns=columns, copy=False)
