"""Place the firms of a register on the nodes of chains, each with the reasons for it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from jiqun.base.arrow import pa, pq
from jiqun.chains.chain import Chain
from jiqun.chains.words import Heard, Words
from jiqun.registry.scopes import MAKING
from jiqun.registry.store import RegistryStore
from jiqun.workspace.demonstration import holds_demonstration

ROWS_AT_A_TIME = 50_000
FINEST = 3
"""Digits of GB/T 4754 from which a firm's own class says which goods it makes."""
KEPT = ("row", "code", "name", "county_code", "prefecture", "tier")
"""What is taken over from the register, as it stands there."""
READ = (*KEPT, "core_name", "scope", "industry_code", "activity", "made")

Progress = Callable[[int, int, int], None]
"""Called with rows done, rows done, rows in all."""
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a register holds of a county.

    Parameters
    ----------
    firms
        Enterprises of the county.
    makers
        Those that make something.
    readable
        Those of which the register says what they do.
    """

    firms: int = 0
    makers: int = 0
    readable: int = 0


@dataclass(frozen=True)
class Placements:
    """Firms on the nodes of some chains.

    Parameters
    ----------
    chains
        Which.
    table
        One row a firm and node: what the register says of the firm (``row, code, name,
        county_code, prefecture, tier``), ``chain``, ``node``, ``strength`` from 1 to 3 (how many of
        name, scope and class say so), and the reasons: ``by_name`` and ``by_scope`` are words,
        ``thing`` is what the word was read from, ``by_class`` the firm's class.
    counties
        What the register holds of each county.
    firms, placed, without_county
        Enterprises of the register, those that stand on some node, and those of no known county.
    demo
        Whether the firms are the fictional ones of the demonstration.
    """

    chains: tuple[Chain, ...]
    table: pa.Table
    counties: dict[str, Coverage]
    firms: int
    placed: int
    without_county: int
    demo: bool = False

    def coverage(self, county: str) -> Coverage:
        """Return what the register holds of a county, nothing where it holds none of it."""
        return self.counties.get(county, Coverage())


def place(
    workspace: Path,
    chains: Sequence[Chain],
    progress: Progress | None = None,
    counties: Sequence[str] = (),
) -> Placements:
    """Place the firms of a workspace's register on chains.

    Parameters
    ----------
    workspace
        The workspace's folder.
    chains
        On which.
    progress
        Told how far the reading is, after each batch.
    counties
        Of which; of all without any. What is counted beside is of these too.

    Raises
    ------
    NotFound
        Where no register was imported.
    """
    placer = _Placer(Words(chains))
    for batch in _batches(RegistryStore(workspace).require(), progress):
        placer.take(_of(batch, counties) if counties else batch)
    return placer.placements(demo=holds_demonstration(workspace))


def _batches(enterprises: Path, progress: Progress | None) -> Iterator[pa.RecordBatch]:
    file = pq.ParquetFile(enterprises)
    total, done = file.metadata.num_rows, 0
    for batch in file.iter_batches(ROWS_AT_A_TIME, columns=list(READ)):
        yield batch
        done += batch.num_rows
        if progress:
            progress(done, done, total)


def _of(batch: pa.RecordBatch, counties: Sequence[str]) -> pa.RecordBatch:
    """Return the firms of some counties."""
    import pyarrow.compute as pc

    return batch.filter(pc.is_in(batch["county_code"], pa.array(counties, pa.string())))


@cache
def reason_schema() -> pa.Schema:
    """Return the columns that say where a firm stands and why."""
    return pa.schema(
        [
            ("chain", pa.string()),
            ("node", pa.string()),
            ("core", pa.bool_()),
            ("strength", pa.int8()),
            ("by_name", pa.string()),
            ("by_scope", pa.string()),
            ("thing", pa.string()),
            ("by_class", pa.string()),
        ]
    )


@dataclass
class _Reasons:
    """Why a firm stands on a node."""

    by_name: str = ""
    by_scope: str = ""
    thing: str = ""


@dataclass
class _Placer:
    words: Words
    parts: list[pa.Table] = field(default_factory=list)
    counted: dict[str, Counter[str]] = field(
        default_factory=lambda: {name: Counter() for name in ("firms", "makers", "readable")}
    )
    placed: int = 0

    def take(self, batch: pa.RecordBatch) -> None:
        """Place the firms of a batch."""
        columns = {name: batch[name].to_pylist() for name in READ if name not in KEPT}
        spoken = self._spoken(batch)
        takes: list[int] = []
        rows: list[Row] = []
        for at, (core, made, activity, industry) in enumerate(
            zip(
                columns["core_name"],
                columns["made"],
                columns["activity"],
                columns["industry_code"],
                strict=True,
            )
        ):
            found = self._heard(core if activity == MAKING else "", made or ())
            for heard in spoken.get(at, ()):
                found.setdefault(heard.node, _Reasons(by_scope=heard.word, thing=heard.word))
            stood = [
                row
                for node, why in found.items()
                if _outweighs(row := self._row(node, why, industry), made or ())
            ]
            rows += stood
            takes += [at] * len(stood)
            self.placed += bool(stood)
        kept = batch.select(list(KEPT)).take(pa.array(takes, pa.int64()))
        reasons = pa.Table.from_pylist(rows, schema=reason_schema())
        self.parts.append(_beside(pa.Table.from_batches([kept]), reasons))
        self._count(batch["county_code"].to_pylist(), columns)

    def _heard(self, core: str, made: Sequence[str]) -> dict[int, _Reasons]:
        """Return what a maker's name and the things it makes say."""
        found: defaultdict[int, _Reasons] = defaultdict(_Reasons)
        for heard in self.words.of_name(core) if core else ():
            found[heard.node].by_name = heard.word
        for thing in made:
            for heard in self.words.of_thing(thing):
                why = found[heard.node]
                if not why.by_scope:
                    why.by_scope, why.thing = heard.word, thing
        return found

    def _spoken(self, batch: pa.RecordBatch) -> dict[int, tuple[Heard, ...]]:
        """Return by place in the batch what phrases in scopes and names say."""
        import pyarrow.compute as pc

        if not self.words.any_phrase:
            return {}
        texts = pc.binary_join_element_wise(batch["name"], batch["scope"], ";")
        hits = pc.indices_nonzero(pc.match_substring_regex(texts, self.words.any_phrase))
        told = texts.take(hits).to_pylist()
        return {
            at: self.words.of_scope(text) for at, text in zip(hits.to_pylist(), told, strict=True)
        }

    def _row(self, node: int, why: _Reasons, industry: str) -> Row:
        words = self.words
        stands = words.nodes[node]
        by_class = industry if fits(industry, stands.classes) else ""
        return {
            "chain": words.chains[words.owners[node]].id,
            "node": stands.id,
            "core": stands.core,
            "strength": bool(why.by_name) + bool(why.by_scope) + bool(by_class),
            "by_name": why.by_name,
            "by_scope": why.by_scope,
            "thing": why.thing,
            "by_class": by_class,
        }

    def _count(self, counties: list[str | None], columns: dict[str, list[Any]]) -> None:
        self.counted["firms"].update(county or "" for county in counties)
        for county, made, activity, industry in zip(
            counties, columns["made"], columns["activity"], columns["industry_code"], strict=True
        ):
            if made or activity == MAKING:
                self.counted["makers"][county or ""] += 1
            if made or industry:
                self.counted["readable"][county or ""] += 1

    def placements(self, *, demo: bool) -> Placements:
        firms = self.counted["firms"]
        counties = {
            county: Coverage(
                firms[county], self.counted["makers"][county], self.counted["readable"][county]
            )
            for county in sorted(firms)
            if county
        }
        return Placements(
            self.words.chains,
            pa.concat_tables(self.parts),
            counties,
            firms.total(),
            self.placed,
            firms[""],
            demo,
        )


def _outweighs(row: Row, made: Sequence[str]) -> bool:
    """Tell whether a placement holds: a name alone gives way to a scope that names other things.

    The class does not help the name: where the scope is short it was read from the name.
    """
    return bool(row["by_scope"] or not made)


def fits(industry: str, classes: Sequence[str]) -> bool:
    """Tell whether a firm's industry is one of a node's classes, as deep as both are known.

    Examples
    --------
    >>> [fits(code, ("3432", "345")) for code in ("3432", "343", "34", "3453")]
    [True, True, False, True]
    """
    return any(
        industry.startswith(code) or (len(industry) >= FINEST and code.startswith(industry))
        for code in classes
    )


def _beside(left: pa.Table, right: pa.Table) -> pa.Table:
    for name in right.schema.names:
        left = left.append_column(right.schema.field(name), right[name])
    return left
