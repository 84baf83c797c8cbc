"""Whether the engines that are installed do a small piece of work."""

from collections.abc import Callable

from jiqun.cli.health_rows import Check, right, wrong
from jiqun.cli.speech import say

SAMPLE = "集群"
"""Typeset to see that nothing prints boxes: the fonts that come along draw it."""


def duckdb() -> Check:
    """Add up decimals in a database in memory."""

    def work() -> str:
        import duckdb as engine

        with engine.connect() as db:
            [(total,)] = db.execute(
                "select sum(amount::decimal(38, 12)) from (values ('0.1'), ('0.2')) filed(amount)"
            ).fetchall()
        return say("内存数据库可用", "works in memory") if str(total) == "0.300000000000" else ""

    return _tried(say("数据库引擎 DuckDB", "database engine DuckDB"), work, "workspace")


def parquet() -> Check:
    """Write a table and read it again."""

    def work() -> str:
        from io import BytesIO

        import pyarrow as pa
        import pyarrow.parquet as pq

        written, table = BytesIO(), pa.table({"name": [SAMPLE]})
        pq.write_table(table, written)
        same = pq.read_table(BytesIO(written.getvalue())).equals(table)
        return say("可读写", "reads and writes") if same else ""

    return _tried("Parquet", work, "workspace")


def typst() -> Check:
    """Typeset a Chinese word with the fonts that come along."""

    def work() -> str:
        from jiqun.reports.pdf import typeset

        made = typeset({"main": f'#set text(font: "Noto Sans SC")\n{SAMPLE}'.encode()}, "pdf")
        return say("可排版中文 PDF", "typesets Chinese") if made.startswith(b"%PDF") else ""

    return _tried(say("排版引擎 Typst", "typesetter Typst"), work, "reports")


def _tried(name: str, work: Callable[[], str], extra: str) -> Check:
    """Do a piece of work; whatever goes wrong with it is the engine's, and is told in its line."""
    try:
        found, fault = work(), ""
    except Exception as raised:  # any engine's own error
        found, fault = "", f"{type(raised).__name__}: {raised}".splitlines()[0]
    if found:
        return right(name, found)
    again = f"pip install --force-reinstall 'jiqun[{extra}]'"
    return wrong(name, fault or say("结果不对", "gave a wrong result"), again)
