"""A reading library that fails takes one file with it, and nothing else."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from jiqun.base.apart import LEAST_MEMORY, Damaged, apart
from jiqun.base.errors import Problem, Refused, Where


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "r.xlsb"
    found.write_bytes(b"content")
    return found


def growing(_: Path) -> Iterator[int]:
    yield 1
    yield len(b"x" * (2 * LEAST_MEMORY))


def dying(_: Path) -> Iterator[int]:
    yield 1
    os.abort()


def refusing(path: Path) -> Iterator[int]:
    yield 1
    raise Refused([Problem("inputs.changed", Where(file=path.name))])


def breaking(_: Path) -> Iterator[int]:
    yield 1
    raise KeyError("no such sheet")


def missing(path: Path) -> Iterator[int]:
    yield 1
    path.with_name("gone").read_bytes()


@pytest.mark.parametrize(
    ("read", "code"),
    [
        (growing, "inputs.too_costly"),
        (dying, "inputs.too_costly"),
        (refusing, "inputs.changed"),
        (missing, "inputs.no_file"),
    ],
)
def test_what_fails_half_way_is_refused_by_name(path: Path, read: object, code: str) -> None:
    found = apart(path, read, path)  # type: ignore[arg-type]
    assert next(found) == 1
    with pytest.raises(Refused) as refused:
        next(found)
    assert [(problem.code, problem.where.file) for problem in refused.value.problems] == [
        (code, "r.xlsb")
    ]


def test_a_fault_of_a_library_is_damage_in_its_own_words(path: Path) -> None:
    with pytest.raises(Damaged, match="no such sheet"):
        list(apart(path, breaking, path))


def test_reading_may_end_early(path: Path) -> None:
    found = apart(path, range, 10**9)
    assert [next(found), next(found)] == [0, 1]
    found.close()  # type: ignore[attr-defined]
