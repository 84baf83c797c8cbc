"""Write candidates as a table: CSV, JSON or Parquet, one row a candidate, best first."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jiqun.base.codes import industries, regions
from jiqun.base.csv_files import csv_bytes
from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.files import write_atomically
from jiqun.base.json_files import indented_json
from jiqun.discovery.candidates import Candidate

COLUMNS = (
    "rank",
    "county_code",
    "county",
    "province",
    "industry_code",
    "industry",
    "label",
    "terms",
    "firms",
    "county_firms",
    "share",
    "lq",
    "p_value",
    "score",
    "p_adjusted",
    "evidence",
    "neighbours",
    "recognised",
    "demo",
)


def limited(
    found: Sequence[Candidate], per_county: int | None = None, top: int | None = None
) -> list[Candidate]:
    """Return the best of each county, then the best of all; everything unless limited."""
    taken: Counter[str] = Counter()
    kept = []
    for candidate in found:
        taken[candidate.county_code] += 1
        if per_county is None or taken[candidate.county_code] <= per_county:
            kept.append(candidate)
    return kept if top is None else kept[:top]


def row(one: Candidate) -> dict[str, Any]:
    """Return a candidate as a row of the output."""
    places, known = regions(), industries()
    county = places.county(one.county_code)
    return {
        "rank": one.rank,
        "county_code": one.county_code,
        "county": county.name if county else "",
        "province": places.province_of(one.county_code).name,
        "industry_code": one.industry_code,
        "industry": known[one.industry_code].name if one.industry_code in known else "",
        "label": one.label,
        "terms": "|".join(one.terms),
        "firms": one.firms,
        "county_firms": one.county_firms,
        "share": round(one.share, 6),
        "lq": round(one.quotient, 4),
        "p_value": float(f"{one.p_value:.6g}"),
        "score": round(one.score, 4),
        "p_adjusted": float(f"{one.adjusted:.6g}"),
        "evidence": one.evidence,
        "neighbours": "|".join(one.neighbours),
        "recognised": "|".join(one.recognised),
        "demo": one.demo,
    }


def write_candidates(found: Sequence[Candidate], path: Path) -> None:
    """Write candidates to a file; its ending says how.

    Parameters
    ----------
    found
        In the order to write.
    path
        Ending in .csv, .json or .parquet.

    Raises
    ------
    Refused
        Where the ending is not .csv, .json or .parquet.
    """
    rows = [row(candidate) for candidate in found]
    if path.suffix == ".csv":
        told = [{**candidate, "demo": str(candidate["demo"]).lower()} for candidate in rows]
        write_atomically(path, csv_bytes(told, COLUMNS, mark=False))
    elif path.suffix == ".json":
        document = indented_json(rows)
        write_atomically(path, document.encode() + b"\n")
    elif path.suffix == ".parquet":
        _write_parquet(rows, path)
    else:
        raise Refused([Problem("discovery.unknown_ending", Where(file=path.name))])


def _write_parquet(rows: list[dict[str, Any]], path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = dict.fromkeys(COLUMNS, pa.string())
    kinds |= dict.fromkeys(("rank", "firms", "county_firms"), pa.int64())
    kinds |= dict.fromkeys(("share", "lq", "p_value", "score", "p_adjusted"), pa.float64())
    kinds["demo"] = pa.bool_()
    schema = pa.schema(list(kinds.items()))
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), sink, compression="zstd")
    write_atomically(path, bytes(sink.getvalue()))
