"""The makers of a register, and which product words each of them uses."""

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from jiqun.discovery.settings import settings
from jiqun.discovery.vocabulary import Vocabulary
from jiqun.registry.engine import connected
from jiqun.registry.industries import classifier

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Ints = NDArray[np.int64] | NDArray[np.int32]

NAME_TAIL = 10
"""Characters at a name's end that are searched for words."""
ROWS_AT_A_TIME = 50_000
CACHED = 200_000

Progress = Callable[[int, int, int], None]
"""Called with rows done, rows done, rows in all."""


@dataclass(frozen=True)
class Makers:
    """Makers by county, and their words.

    Parameters
    ----------
    rows
        The register's row number of each maker.
    county
        Number of each maker's county in ``counties``.
    counties
        County codes.
    industry
        Industry code of each maker, "" where unknown.
    words
        Product words.
    firm_of, word_of
        One pair for each word a maker uses: numbers of the maker and of the word, sorted by word.
    starts
        Where each word's pairs start in ``firm_of``; one entry more than words.
    """

    rows: "Ints"
    county: "Ints"
    counties: list[str]
    industry: "NDArray[np.str_]"
    words: list[str]
    firm_of: "Ints"
    word_of: "Ints"
    starts: "Ints"

    def firms_with(self, word: int) -> "Ints":
        """Return the makers that use a word."""
        return self.firm_of[self.starts[word] : self.starts[word + 1]]

    def firms_in(self, county: int, word: int) -> int:
        """Count a county's makers that use a word."""
        return int((self.county[self.firms_with(word)] == county).sum())

    def firms_with_any(self, words: Sequence[int]) -> "Ints":
        """Return the makers that use at least one of some words, each once, in no order."""
        import numpy as np

        found = []
        for word in words:
            firms = self.firms_with(word)
            found.append(firms[~self._taken[firms]])
            self._taken[firms] = True
        every = cast("Ints", np.concatenate(found))
        self._taken[every] = False
        return every

    @cached_property
    def _taken(self) -> "NDArray[np.bool_]":
        """One mark a maker, for taking each once; unset between uses."""
        import numpy as np

        return np.zeros(len(self.rows), dtype=np.bool_)

    @cached_property
    def per_county(self) -> "Ints":
        """Makers of each county."""
        import numpy as np

        return np.bincount(self.county, minlength=len(self.counties))

    @cached_property
    def per_word(self) -> "Ints":
        """Makers that use each word."""
        import numpy as np

        return np.diff(self.starts)


def load_makers(enterprises: Path, progress: Progress | None = None) -> Makers:
    """Read the makers of a settled register and learn their words.

    The table is read batch by batch; what stays in memory is numbers, some 60 bytes a maker.

    Parameters
    ----------
    enterprises
        The settled table.
    progress
        Told how far the reading is, after each batch.

    Returns
    -------
    Makers
        Every enterprise that makes something in a known county.
    """
    learner = _Reader(Vocabulary.learn(things_made(enterprises)))
    for batch in _batches(enterprises, progress):
        learner.take(batch)
    return learner.makers()


def things_made(enterprises: Path) -> dict[str, int]:
    """Count the firms that make each thing; only goods, and only what some firms make."""
    with connected(enterprises.parent) as (db, plain):
        table = str(plain / enterprises.name)
        found = db.execute(_THINGS, [table, settings().least_word_firms]).fetchall()
    return {thing: firms for thing, firms in found if is_product(thing)}


def _batches(enterprises: Path, progress: Progress | None) -> "Iterator[pa.RecordBatch]":
    """Yield the rows of makers in the order of the table."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    file = pq.ParquetFile(enterprises)
    total, done = file.metadata.num_rows, 0
    columns = ["row", "county_code", "core_name", "industry_code", "activity", "made"]
    for batch in file.iter_batches(ROWS_AT_A_TIME, columns=columns):
        makes = pc.or_(
            pc.equal(batch["activity"], "making"),
            pc.greater(pc.list_value_length(batch["made"]), 0),
        )
        yield batch.filter(pc.and_(pc.is_valid(batch["county_code"]), makes))
        done += batch.num_rows
        if progress:
            progress(done, done, total)


@dataclass
class _Numbers:
    """Numbers for words, in the order they come."""

    of: dict[str, int] = field(default_factory=dict)

    def __getitem__(self, word: str) -> int:
        return self.of.setdefault(word, len(self.of))

    def in_order(self) -> "tuple[list[str], Ints]":
        """Return the words sorted, and for each number its place among them."""
        import numpy as np

        words = sorted(self.of)
        places = np.empty(len(words), dtype=np.int32)
        places[[self.of[word] for word in words]] = np.arange(len(words), dtype=np.int32)
        return words, places


@dataclass
class _Reader:
    """Turns makers into numbers, batch by batch."""

    vocabulary: Vocabulary
    rows: "list[Ints]" = field(default_factory=list)
    industry: "list[NDArray[np.str_]]" = field(default_factory=list)
    county: "array[int]" = field(default_factory=lambda: array("i"))
    counties: _Numbers = field(default_factory=_Numbers)
    words: _Numbers = field(default_factory=_Numbers)
    word_of: "array[int]" = field(default_factory=lambda: array("i"))
    sizes: "array[int]" = field(default_factory=lambda: array("i"))
    _seen: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def take(self, batch: "pa.RecordBatch") -> None:
        """Read a batch of makers."""
        import numpy as np

        self.rows.append(batch["row"].to_numpy())
        self.industry.append(np.array(batch["industry_code"].to_pylist(), dtype="U4"))
        self.county.extend(map(self.counties.__getitem__, batch["county_code"].to_pylist()))
        names, made = batch["core_name"].to_pylist(), batch["made"].to_pylist()
        for name, things in zip(names, made, strict=True):
            found = {
                self.words[word]
                for word in self.vocabulary.terms(name[-NAME_TAIL:])
                if is_product(word)
            }
            for thing in things or ():
                found.update(self._words_of(thing))
            self.word_of.extend(found)
            self.sizes.append(len(found))

    def _words_of(self, thing: str) -> tuple[int, ...]:
        seen = self._seen
        if thing not in seen:
            if len(seen) >= CACHED:
                seen.clear()
            terms = self.vocabulary.terms(thing) if is_product(thing) else ()
            seen[thing] = tuple(self.words[word] for word in terms)
        return seen[thing]

    def makers(self) -> Makers:
        """Return what was read, words and counties in order."""
        import numpy as np

        words, word_places = self.words.in_order()
        counties, county_places = self.counties.in_order()
        word_of = word_places[np.asarray(self.word_of, dtype=np.int32)]
        firm_of = np.repeat(
            np.arange(len(self.sizes), dtype=np.int32), np.asarray(self.sizes, dtype=np.int32)
        )
        order = np.argsort(word_of, kind="stable")
        word_of, firm_of = word_of[order], firm_of[order]
        return Makers(
            _joined(self.rows, np.int64),
            county_places[np.asarray(self.county, dtype=np.int32)],
            counties,
            _joined(self.industry, "U4"),
            words,
            firm_of,
            word_of,
            np.searchsorted(word_of, np.arange(len(words) + 1)),
        )


def _joined(parts: "list[Any]", dtype: Any) -> Any:
    import numpy as np

    return np.concatenate([np.empty(0, dtype=dtype), *parts]).astype(dtype)


@lru_cache(maxsize=500_000)
def is_product(thing: str) -> bool:
    """Whether a thing is a good rather than a service, as far as the lexicon knows.

    Examples
    --------
    >>> is_product("电动阀门"), is_product("国内各类广告")
    (True, False)
    """
    good = classifier().products.find(thing)
    service = classifier().services.find(thing)
    if good is not None and good.code >= "43":
        return False
    return service is None or (good is not None and len(good.word) >= len(service.word))


_THINGS = """
select thing, count(*) from (
    select unnest(list_distinct(made)) as thing from read_parquet(?) where county_code is not null)
group by thing having count(*) >= ?
"""
