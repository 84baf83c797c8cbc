"""Settle each firm's county: by its address, its code as it was then, and its town or street.

What a town or a street alone gives away is learned from the firms of the same register whose
county is known: a word that nearly always stands with one county speaks for it.
"""

from functools import cache
from typing import TYPE_CHECKING

from jiqun.base.codes import regions
from jiqun.base.csv_files import catalogue_rows

if TYPE_CHECKING:
    import duckdb

LEAST_ROWS = 2
"""A town or street seen less often says nothing."""
LEAST_SHARE = 0.75
"""Share of its firms in one county from which a word speaks for that county."""
SURE_SHARE, SURE_ROWS = 0.9, 5
"""From here a town outweighs a code, which may be a city-wide office's."""
OLD_CODE_SHARE = 0.85
"""An old code is today's county where at least this share of its firms' addresses say so."""
LIKELY_CODE_SHARE = 0.6
"""From this share on it serves where nothing else is known."""


def settle_counties(db: "duckdb.DuckDBPyConnection") -> None:
    """Add ``county_code`` and ``county_basis`` to the table ``kept``, as the table ``located``.

    Parameters
    ----------
    db
        A connection with the table or view ``kept``: ``row, region, prefecture, named_county,
        named_in_full, county_stated, town, place_words``.
    """
    counties = [region.code for region in regions().counties]
    db.execute("create or replace temp table county_codes as select unnest(?) as code", [counties])
    for table, name, where in (
        ("old_codes", ("codes", "old_county_codes.csv"), _LIKELY),
        ("transferred", ("registry", "transferred_towns.csv"), ""),
    ):
        _hold(db, table, catalogue_rows(*name), where)
    db.execute(_SIGNS)
    db.execute(_VOTES)
    db.execute(_LEARNED)
    db.execute(_LOCATED)


def today_of(code: str, share: float = OLD_CODE_SHARE) -> str:
    """Return today's county of a code that is no longer in force, or "".

    Parameters
    ----------
    code
        Six digits.
    share
        The share of the code's firms that must be in that county.

    Examples
    --------
    >>> today_of("350182"), today_of("410728"), today_of("410728", 0.6), today_of("330100")
    ('350112', '', '410783', '')
    """
    county, found = _old_codes().get(code, ("", 0.0))
    return county if found >= share else ""


@cache
def _old_codes() -> dict[str, tuple[str, float]]:
    rows = catalogue_rows("codes", "old_county_codes.csv")
    return {row["old_code"]: (row["county_code"], float(row["share"])) for row in rows}


def _hold(
    db: "duckdb.DuckDBPyConnection", table: str, rows: list[dict[str, str]], where: str
) -> None:
    """Make rows of text a table; the engine is handed no path."""
    names = list(rows[0])
    columns = ", ".join(f"unnest(?) as {name}" for name in names)
    db.execute(
        f"create or replace temp table {table} as "  # noqa: S608 (names of ours)
        f"select * from (select {columns}) {where}",
        [[row[name] or None for row in rows] for name in names],
    )


_LIKELY = f"where share::double >= {LIKELY_CODE_SHARE}"
_SIGNS = f"""
create or replace temp table signs as
select k.row, k.place_words,
    coalesce(nullif(left(k.prefecture, 4), ''), left(k.region, 4)) as area,
    coalesce(t.county_code, nullif(k.named_county, '')) as named, k.named_in_full, k.county_stated,
    nullif(k.zone_county, '') as zone, nullif(k.name_county, '') as name_county,
    case when c.code is not null then k.region
         when right(k.region, 2) = '01' then null
         when o.share::double >= {OLD_CODE_SHARE} then o.county_code end as coded,
    case when right(k.region, 2) <> '01' then o.county_code end as likely,
    o.old_code is not null as coded_old
from kept k
left join county_codes c on c.code = k.region
left join old_codes o on o.old_code = k.region and c.code is null
left join transferred t on t.named_county_code = k.named_county and t.town = k.town
"""  # noqa: S608 (numbers of ours)
_VOTES = f"""
create or replace temp table votes as
with known as (
    select area, place_words, case when named_in_full then named else coded end as county
    from signs),
words as (select area, unnest(place_words) as word, county from known where county is not null),
counted as (select area, word, county, count(*) as rows from words group by all)
select area, word, arg_max(county, (rows, county)) as county, max(rows) as rows,
    max(rows) / sum(rows) as share
from counted group by area, word
having max(rows) >= {LEAST_ROWS} and max(rows) / sum(rows) >= {LEAST_SHARE}
"""  # noqa: S608 (numbers of ours)
_LEARNED = """
create or replace temp table learned as
with words as (select row, area, unnest(place_words) as word from signs
    where not coalesce(named_in_full, false))
select w.row, arg_max(v.county, (v.share * (1 - 1 / (1 + v.rows)), v.county)) as county,
    arg_max(v.share, (v.share * (1 - 1 / (1 + v.rows)), v.county)) as share,
    arg_max(v.rows, (v.share * (1 - 1 / (1 + v.rows)), v.county)) as rows
from words w join votes v using (area, word) group by w.row
"""
_LOCATED = f"""
create or replace temp table located as
select row, county_code,
    case when county_code is null then 'unknown' when county_stated then 'column'
         when named_in_full then 'address'
         when county_code = sure then 'locality' when county_code = short then 'address_short'
         when county_code = coded then if(coded_old, 'code_mapped', 'code')
         when county_code = learned then 'locality' when county_code = zone then 'zone'
         when county_code = name_county then 'name' else 'code_likely' end as county_basis
from (
    select s.*, l.county as learned,
        if(l.share >= {SURE_SHARE} and l.rows >= {SURE_ROWS} and left(l.county, 4) = s.area,
           l.county, null) as sure,
        if(s.coded is null or s.coded = s.named, s.named, null) as short,
        if(s.named_in_full, s.named, coalesce(sure, short, s.coded, s.named, l.county, s.zone,
           s.name_county, s.likely)) as county_code
    from signs s left join learned l using (row))
"""  # noqa: S608 (numbers of ours)
