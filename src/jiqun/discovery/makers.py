"""The makers of a register, and which product words each of them uses."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from jiqun.discovery.vocabulary import Vocabulary, count_things
from jiqun.registry.industries import classifier

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

NAME_TAIL = 10
"""Characters at a name's end that are searched for words."""


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
    industry: list[str]
    words: list[str]
    firm_of: "Ints"
    word_of: "Ints"
    starts: "Ints"

    def firms_with(self, word: int) -> "Ints":
        """Return the makers that use a word."""
        return self.firm_of[self.starts[word] : self.starts[word + 1]]

    def firms_with_any(self, words: Sequence[int]) -> "Ints":
        """Return the makers that use at least one of some words, each once, in no order."""
        import numpy as np

        found = []
        for word in words:
            firms = self.firms_with(word)
            found.append(firms[~self._taken[firms]])
            self._taken[firms] = True
        every = np.concatenate(found)
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


def load_makers(enterprises: Path) -> Makers:
    """Read the makers of a settled register and learn their words.

    Parameters
    ----------
    enterprises
        The settled table.

    Returns
    -------
    Makers
        Every enterprise that makes something in a known county.
    """
    import duckdb

    with duckdb.connect() as db:
        table = db.sql(_MAKERS, params=[str(enterprises)]).to_arrow_table()
    made = [list(filter(is_product, things or [])) for things in table["made"].to_pylist()]
    vocabulary = Vocabulary.learn(count_things(made))
    tails = [name[-NAME_TAIL:] for name in table["core_name"].to_pylist()]
    return _indexed(
        table["row"].to_pylist(),
        table["county_code"].to_pylist(),
        table["industry_code"].to_pylist(),
        [_words(vocabulary, *pair) for pair in zip(tails, made, strict=True)],
    )


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


def _words(vocabulary: Vocabulary, tail: str, made: list[str]) -> set[str]:
    found = {word for thing in made for word in vocabulary.terms(thing)}
    found.update(word for word in vocabulary.terms(tail) if is_product(word))
    return found


def _indexed(
    rows: list[int], codes: list[str], industry: list[str], words: Sequence[set[str]]
) -> Makers:
    import numpy as np

    counties = sorted(set(codes))
    number = {code: at for at, code in enumerate(counties)}
    vocabulary = sorted(set().union(*words)) if words else []
    place = {word: at for at, word in enumerate(vocabulary)}
    firm_of = np.repeat(np.arange(len(rows)), [len(found) for found in words])
    word_of = np.array([place[word] for found in words for word in sorted(found)], dtype=np.int64)
    order = np.lexsort((firm_of, word_of))
    firm_of, word_of = firm_of[order], word_of[order]
    starts = np.searchsorted(word_of, np.arange(len(vocabulary) + 1))
    return Makers(
        np.array(rows, dtype=np.int64),
        np.array([number[code] for code in codes], dtype=np.int64),
        counties,
        industry,
        vocabulary,
        firm_of,
        word_of,
        starts,
    )


_MAKERS = """
select row, county_code, core_name, industry_code, made from read_parquet(?)
where county_code is not null and (activity = 'making' or len(made) > 0)
order by row
"""
