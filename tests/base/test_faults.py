"""What the machine refuses is said in a sentence, whoever met it."""

import errno
import resource
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jiqun.base.faults import machine_fault


@pytest.fixture
def small_files() -> Iterator[None]:
    """Let no file grow beyond 64 KB, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.usefixtures("small_files")
def test_a_full_disk_under_an_engine_is_a_full_disk(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    with pytest.raises(duckdb.Error) as met:
        duckdb.sql("select range from range(10_000_000)").write_parquet(str(path))
    with pytest.raises(OSError, match="too large") as met_by_arrow:
        pq.write_table(pa.table({"a": range(1_000_000)}), path)
    for fault in (met.value, met_by_arrow.value):
        problem = machine_fault(fault)
        assert problem is not None
        assert problem.code == "machine.disk_full"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ('Cannot open file "x": Read-only file system', "read_only"),
        ('Cannot open file "x": Permission denied', "not_allowed"),
        ('Could not write file "x": Disk quota exceeded', "disk_full"),
        ('Could not write file "x": File too large', "disk_full"),
        ('Could not fsync file "x": Input/output error', "disk_fault"),
    ],
)
def test_an_engines_words_tell_what_it_met(words: str, code: str) -> None:
    problem = machine_fault(duckdb.IOException(f"IO Error: {words}"))
    assert problem is not None
    assert problem.code == f"machine.{code}"


def test_a_fault_of_ours_is_none_of_the_machines() -> None:
    assert machine_fault(duckdb.ParserException("syntax error at Permission")) is None
    assert machine_fault(ValueError("No space left")) is None
    assert machine_fault(OSError(errno.ENOENT, "No such file")) is None
