"""What came in, what became of it, and how much of the register is known: figures that add up."""

from dataclasses import asdict, dataclass, field
from typing import Any

from jiqun.registry.engine import connected
from jiqun.registry.store import TABLES, RegistryStore


@dataclass(frozen=True)
class Profile:
    """A register in figures: ``rows_read == kept + sum(merged) + sum(rejected)``.

    Parameters
    ----------
    rows_read, kept
        Rows.
    merged, rejected
        Rows that are not kept, by reason.
    repaired
        Repairs of rows that are kept, by what was repaired.
    code, region, industry
        How many enterprises are known how: by status of the code, by what gave the county, by
        depth of the industry code; ``coverage`` is the share known, None of an empty register.
    activity
        How many make, grow, trade or serve.
    unread
        Cells that hold something no date or number can be read from, by field; they are empty.
    """

    rows_read: int
    kept: int
    merged: dict[str, int]
    rejected: dict[str, int]
    repaired: dict[str, int]
    code: dict[str, Any]
    region: dict[str, Any]
    industry: dict[str, Any]
    activity: dict[str, int]
    unread: dict[str, int] = field(default_factory=dict)

    def record(self) -> dict[str, Any]:
        """Return the profile as one JSON object; shares are decimal text."""
        return asdict(self)


def make_profile(store: RegistryStore, edition: int) -> Profile:
    """Count an edition of the register.

    Parameters
    ----------
    store
        The register's folder.
    edition
        The edition counted.
    """
    with connected(store.folder) as (db, plain):
        firms, ledger = (
            f"read_parquet('{plain / store.edition_path(name, edition).name}')" for name in TABLES
        )

        def counts(table: str, key: str, where: str = "true") -> dict[str, int]:
            query = f"select {key} as k, count(*) from {table} where {where} group by k order by k"  # noqa: S608
            return dict(db.execute(query).fetchall())

        code = counts(firms, "code_status")
        region = counts(firms, "county_basis")
        industry = counts(
            firms, "['none','section','division','group','class'][1 + length(industry_code)]"
        )
        kept = sum(code.values())
        merged = counts(ledger, "reason", "outcome = 'merged'")
        rejected = counts(ledger, "reason", "outcome = 'rejected'")
        return Profile(
            kept + sum(merged.values()) + sum(rejected.values()),
            kept,
            merged,
            rejected,
            counts(ledger, "reason", "outcome = 'repaired'"),
            _coverage(code, ("valid", "repaired", "old"), kept),
            _coverage(region, tuple(set(region) - {"unknown"}), kept),
            _coverage(industry, ("division", "group", "class"), kept),
            counts(firms, "if(activity = '', 'unknown', activity)"),
            counts(ledger, "reason", "outcome = 'unread'"),
        )


def _coverage(counts: dict[str, int], known: tuple[str, ...], total: int) -> dict[str, Any]:
    covered = sum(count for key, count in counts.items() if key in known)
    share = f"{covered / total:.4f}" if total else None
    return {"coverage": share, "known": covered, "of": total, "by": counts}
