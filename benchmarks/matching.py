"""How fast the matcher is, and how often it finds what was made for a need among its first five.

``python -m benchmarks.matching`` draws the markets of :mod:`benchmarks.matching_pairs`, which
shares nothing with the matcher, and prints hits at five beside chance and beside plain text
search: BM25 and the cosine of tf-idf over pairs of characters, each over the descriptions alone,
and over descriptions with the names of places, industries, scenes and papers written out. It exits
with 1 where a market stays below a margin that was committed before the matcher first ran.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from math import log
from typing import Any

import numpy as np
from scipy import sparse

from benchmarks.matching_pairs import (
    MARGIN_OVER_CHANCE,
    MARGIN_OVER_TEXT,
    MARKETS,
    OFFERS,
    SEEDS,
    Made,
    made,
)
from jiqun.base.codes import industries, regions
from jiqun.exchange.matching.facts import Need, Offer
from jiqun.exchange.matching.matcher import MOST, match

CHANCE = MOST / OFFERS
LIMIT_S = 1.0
K1, B = 1.2, 0.75
Search = Callable[[Sequence[str], Sequence[str]], np.ndarray]


def main() -> None:
    """Print the table, and exit with 1 below a margin or above the limit of processor time."""
    failed = False
    for market in MARKETS:
        draws = [made(market, seed) for seed in SEEDS]
        spent, hits = zip(*(matched(draw) for draw in draws), strict=True)
        text = {name: float(np.mean([found(draw) for draw in draws])) for name, found in PLAIN}
        ours, best = float(np.mean(hits)), max(text.values())
        ok = ours >= best + MARGIN_OVER_TEXT and ours >= CHANCE + MARGIN_OVER_CHANCE
        ok = ok and max(spent) < LIMIT_S
        failed |= not ok
        plain = ", ".join(f"{name} {share:.3f}" for name, share in text.items())
        print(
            f"{market}: matcher {ours:.3f} ({min(hits):.3f} to {max(hits):.3f}), {plain},", end=""
        )
        print(
            f" chance {CHANCE:.3f}; {np.median(spent):.2f} s of processor (most {max(spent):.2f})",
            end="",
        )
        print("" if ok else "  BELOW THE MARGIN", flush=True)
    sys.exit(failed)


def matched(draw: Made) -> tuple[float, float]:
    """Return the seconds of processor that matching takes, and hits at five."""
    needs = [need_of(draw.market, at, said) for at, said in enumerate(draw.needs)]
    offers = [offer_of(draw.market, at, said) for at, said in enumerate(draw.offers)]
    start = time.process_time()
    found = match(needs, offers)
    spent = time.process_time() - start
    hits = [
        str(place) in {fit.offer.id for fit in best}
        for place, best in zip(draw.pair, found, strict=True)
    ]
    return spent, float(np.mean(hits))


def offer_of(market: str, at: int, said: dict[str, Any]) -> Offer:
    """Return a made offer as the matcher's."""
    return Offer(
        str(at),
        market,
        text=said["text"],
        serves=tuple(said["serves"]) if "serves" in said else None,
        price=_yuan(said.get("price")),
        free=_set(said.get("weeks")),
        **_common(said),
    )


def need_of(market: str, at: int, said: dict[str, Any]) -> Need:
    """Return a made need as the matcher's."""
    return Need(
        str(at),
        market,
        text=said["text"],
        industry=said.get("industry", ""),
        budget=_yuan(said.get("budget")),
        wanted=_set(said.get("weeks")),
        **_common(said),
    )


def _common(said: dict[str, Any]) -> dict[str, Any]:
    return {
        "county": said.get("county", ""),
        "size": _yuan(said.get("size")),
        "certificates": _set(said.get("papers")),
        "terms": _set(said.get("scenes")),
        "effort": said.get("effort"),
    }


def _yuan(said: int | None) -> Decimal | None:
    return None if said is None else Decimal(said)


def _set(said: Iterable[Any] | None) -> frozenset[Any] | None:
    return None if said is None else frozenset(said)


def plain(search: Search, written: bool) -> Callable[[Made], float]:
    """Return hits at five of a text search, over descriptions or with every name written out."""

    def hits(draw: Made) -> float:
        wanted, offered = (
            [_written(said) if written else said["text"] for said in side]
            for side in (draw.needs, draw.offers)
        )
        likeness = search(wanted, offered)
        places = np.argsort(-likeness, axis=1, kind="stable")[:, :MOST]
        return float(np.mean([pair in best for pair, best in zip(draw.pair, places, strict=True)]))

    return hits


def _written(said: dict[str, Any]) -> str:
    codes = [*said.get("serves", ()), said.get("industry", "")]
    county = regions().get(said.get("county", ""))
    city = regions().get(f"{said['county'][:4]}00") if county else None
    names = [industries()[code].name for code in codes if code in industries()]
    names += [region.name for region in (city, county) if region is not None]
    return " ".join([said["text"], *names, *said.get("papers", ()), *said.get("scenes", ())])


def bm25(wanted: Sequence[str], offered: Sequence[str]) -> np.ndarray:
    """Score every offer for every need by Okapi BM25 over pairs of characters."""
    documents, places = _counted(offered), dict[str, int]()
    for document in documents:
        for pair in document:
            places.setdefault(pair, len(places))
    mean = np.mean([document.total() for document in documents])
    within = Counter(pair for document in documents for pair in document)
    rows, columns, values = [], [], []
    for at, document in enumerate(documents):
        long = K1 * (1 - B + B * document.total() / mean)
        for pair, times in document.items():
            rare = log(1 + (len(documents) - within[pair] + 0.5) / (within[pair] + 0.5))
            rows.append(at), columns.append(places[pair])
            values.append(rare * times * (K1 + 1) / (times + long))
    shape = (len(documents), len(places))
    weighed = sparse.csr_matrix((values, (rows, columns)), shape=shape)
    return np.asarray((_asked(wanted, places) @ weighed.T).toarray())


def cosine(wanted: Sequence[str], offered: Sequence[str]) -> np.ndarray:
    """Score every offer for every need by the cosine of tf-idf over pairs of characters."""
    documents = _counted(offered)
    within = Counter(pair for document in documents for pair in document)
    places = {pair: at for at, pair in enumerate(within)}
    rare = np.array([log(len(documents) / within[pair]) + 1 for pair in places])
    sides = [_asked(side, places) @ sparse.diags_array(rare) for side in (wanted, offered)]
    lengths = [np.sqrt(np.asarray(side.multiply(side).sum(axis=1)).ravel()) for side in sides]
    dot = np.asarray((sides[0] @ sides[1].T).toarray())
    return dot / np.maximum(np.outer(*lengths), 1e-12)


def _asked(texts: Sequence[str], places: dict[str, int]) -> sparse.csr_matrix:
    found = [
        (at, places[pair], times)
        for at, counted in enumerate(_counted(texts))
        for pair, times in counted.items()
        if pair in places
    ]
    rows, columns, values = zip(*found, strict=True)
    return sparse.csr_matrix(
        (values, (rows, columns)), shape=(len(texts), len(places)), dtype=float
    )


def _counted(texts: Sequence[str]) -> list[Counter[str]]:
    return [
        Counter(text[at : at + 2] for at in range(len(text) - 1) if text[at : at + 2].isalnum())
        for text in texts
    ]


PLAIN = (
    ("BM25", plain(bm25, written=False)),
    ("tf-idf", plain(cosine, written=False)),
    ("BM25 with names", plain(bm25, written=True)),
    ("tf-idf with names", plain(cosine, written=True)),
)

if __name__ == "__main__":
    main()
