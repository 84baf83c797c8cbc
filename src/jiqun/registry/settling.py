"""Settle the whole register: merge duplicates with a trace, give each enterprise its county."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from jiqun.base.files import put_in_place, sync
from jiqun.registry.engine import connected
from jiqun.registry.localities import settle_counties
from jiqun.registry.profile import Profile, make_profile
from jiqun.registry.store import TABLES, Manifest, RegistryStore
from jiqun.workspace.checked import remember

if TYPE_CHECKING:
    import duckdb


def settle_as(store: RegistryStore, manifest: Manifest) -> Profile:
    """Settle the batches a manifest lists, and make that manifest the register's.

    Parameters
    ----------
    store
        The register's folder.
    manifest
        With the batches and files that count from here on; edition, profile and digests are made.
    """
    edition, batches = manifest["edition"] + 1, manifest["batches"]
    sync(store.folder / "parts")
    settle(store, batches, edition)
    profile = make_profile(store, edition)
    known = store.digests(batches, edition)
    said = {"edition": edition, "profile": profile.record(), "digests": known}
    store.write_manifest({**manifest, **said})
    remember(store.workspace, [store.edition_path(name, edition) for name in TABLES])
    return profile


def settle(store: RegistryStore, batches: Sequence[int], edition: int) -> None:
    """Write the tables ``enterprises`` and ``ledger`` of a new edition from the parts.

    Parameters
    ----------
    store
        The register's folder.
    batches
        The imports that count.
    edition
        The number of the new edition; the one before stays for its readers, older ones go.
    """
    with connected(store.folder) as (db, plain):
        _load(db, plain, store, batches)
        db.execute(_SAME)
        db.execute(_KEPT)
        settle_counties(db)
        for name, query in zip(TABLES, (_ENTERPRISES, _LEDGER), strict=True):
            _write(db, query, plain, store.edition_path(name, edition))
    for name in TABLES:
        for old in sorted(store.folder.glob(f"{name}-*.parquet")):
            if old not in {store.edition_path(name, edition - back) for back in (0, 1)}:
                old.unlink()


def _load(
    db: duckdb.DuckDBPyConnection, plain: Path, store: RegistryStore, batches: Sequence[int]
) -> None:
    for view, kind, empty in (
        ("parts", "rows", ""),
        (
            "events",
            "events",
            "select '' as source, 0::bigint as line, '' as outcome, '' as reason, '' as raw "
            "limit 0",
        ),
    ):
        files = [str(plain / "parts" / path.name) for path in store.parts(kind, batches)]
        if files:
            query = f"select * from read_parquet({files}, union_by_name = true)"  # noqa: S608 (plain names)
            db.execute(f"create view {view} as {query}")
        else:
            db.execute(f"create view {view} as {empty or _NO_ROWS}")


def _write(db: duckdb.DuckDBPyConnection, query: str, plain: Path, path: Path) -> None:
    temporary = path.with_suffix(".tmp")
    place = plain / temporary.name
    db.execute(f"copy ({query}) to '{place}' (format parquet, compression zstd)")
    put_in_place(temporary, path)


_NO_ROWS = """
select 0::bigint as row, '' as source, 0::bigint as line, '' as name, '' as core_name, '' as code,
    '' as code_status, '' as region, '' as registered_on, '' as kind, '' as capital, '' as scope,
    '' as address, 0::bigint as employees, '' as tier, '' as prefecture, '' as named_county,
    false as named_in_full, false as county_stated, '' as zone_county,
    '' as name_county, '' as town,
    ['']::varchar[] as place_words, '' as industry_code,
    0.0::double as industry_confidence, '' as industry_words, '' as activity,
    ['']::varchar[] as side_codes, ['']::varchar[] as made limit 0
"""
_SAME = """
create temp table same as
with keyed as (
    select row,
        case when code_status in ('valid', 'repaired', 'old') then code end as code,
        case when address <> '' then hash(name, address)
             when scope <> '' then hash(name, scope, prefecture, named_county) end as place
    from parts),
shared as (
    select place, any_value(code) as code, count(distinct code) as codes
    from keyed where place is not null group by place having count(*) > 1),
firms as (
    select k.row, k.code,
        case when k.code is not null then 'code ' || k.code
             when s.codes = 1 then 'code ' || s.code
             when s.place is not null then 'place ' || s.place end as firm
    from keyed k left join shared s using (place)),
twins as (select firm from firms where firm is not null group by firm having count(*) > 1),
ordered as (
    select f.row, f.code, first_value(f.row) over best as twin, first_value(f.code) over best
        as into_code
    from firms f join twins using (firm) join parts p using (row)
    window best as (partition by f.firm order by f.code is null, p.code_status desc,
        (p.address = '')::int + (p.scope = '')::int + (p.registered_on = '')::int
            + (p.capital = '')::int + (p.employees is null)::int + (p.tier = '')::int,
        p.name, p.address, p.scope, p.registered_on, p.kind, p.capital, p.employees, p.tier,
        p.prefecture, p.named_county, p.named_in_full, p.county_stated, p.zone_county,
        p.name_county, p.town, p.row))
select row, twin as into, if(code = into_code, 'same_code', 'same_name_place') as reason
from ordered where twin <> row
"""
"""Which rows are one firm, whatever their order: rows of one code; rows of one name and place
that bear no two codes. Two codes are two firms, and a name without a place is not enough. The
row that says most stands for the firm."""
_KEPT = """
create view kept as
select * from parts anti join same using (row)
"""
_ENTERPRISES = """
select k.* exclude (place_words, named_county, named_in_full, county_stated,
    zone_county, name_county),
    l.county_code, l.county_basis
from kept k join located l using (row) order by row
"""
_LEDGER = """
select source, line, outcome, reason, raw, null::varchar as into from events
union all
select p.source, p.line, 'merged', s.reason, p.name, i.source || ':' || i.line
from same s join parts p using (row) join parts i on i.row = s.into
order by source, line, outcome, reason
"""
