"""Find registers in files and folders, recognise them, and hand them on in blocks."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from jiqun.base.apart import apart
from jiqun.base.distinct import distinct
from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.inputs import refusal
from jiqun.registry.books import open_parquet, open_workbook, parquet_blocks, sheet_blocks
from jiqun.registry.bounds import unpacked_size
from jiqun.registry.headings import HeadingMapping
from jiqun.registry.registers import Block, Register
from jiqun.registry.text_files import line_blocks, open_lines

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".et", ".xlsb", ".ods")
TEXTS = (".csv", ".csv.gz", ".txt", ".txt.gz", ".tsv", ".tsv.gz")
PARQUET = ".parquet"
ENDINGS = (*TEXTS, *WORKBOOKS, PARQUET)
"""Endings that are read, in upper or lower case."""


def find_files(paths: list[Path]) -> list[Path]:
    """Return the files named, and those inside the folders named, in order of their names.

    Raises
    ------
    Refused
        Where a path does not exist, is of no known kind, or a folder holds no register.
    """
    found: list[Path] = []
    problems = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and _known(p))
            if not inside:
                problems.append(Problem("registry.empty_folder", Where(file=str(path))))
            found += inside
        elif not path.exists():
            problems.append(Problem("registry.no_file", Where(file=str(path))))
        elif fault := refusal(path):
            problems.append(replace(fault, where=Where(file=str(path))))
        elif not _known(path):
            known = "、".join(ENDINGS)
            problems.append(
                Problem("registry.unknown_ending", Where(file=str(path)), {"known": known})
            )
        else:
            found.append(path)
    if problems:
        raise Refused(problems)
    return distinct(found)


def open_register(path: Path, mapping: HeadingMapping | None = None) -> list[Register]:
    """Recognise a file: its kind, its headings, its separator. A workbook gives its sheets.

    Parameters
    ----------
    path
        The file.
    mapping
        What is known of its headings.

    Raises
    ------
    Refused
        Where the file is empty or of another kind than its name says.
    """
    if path.stat().st_size == 0:
        raise Refused([Problem("registry.empty_file", Where(file=path.name))])
    known = mapping or HeadingMapping()
    ending = path.name.lower()
    try:
        if ending.endswith(WORKBOOKS):
            return list(apart(path, open_workbook, path, known, content=unpacked_size(path)))
        if ending.endswith(PARQUET):
            return list(apart(path, open_parquet, path))
        return [open_lines(path, known)]
    except (OSError, EOFError, ValueError) as fault:
        raise Refused(
            [Problem("registry.unreadable", Where(file=path.name), {"reason": str(fault)})]
        ) from fault


def blocks(register: Register, spread: Sequence[int] = ()) -> Iterator[Block]:
    """Yield a register's records block by block, without its headings.

    Parameters
    ----------
    register
        The recognised file.
    spread
        The columns in which a cell merged downwards belongs to each of its rows.
    """
    path, ending = register.path, register.path.name.lower()
    if ending.endswith(WORKBOOKS):
        content = unpacked_size(path)
        yield from apart(path, sheet_blocks, register, spread, content=content)
    elif ending.endswith(PARQUET):
        yield from apart(path, parquet_blocks, register)
    else:
        yield from line_blocks(register)


def content_sha256(path: Path) -> str:
    """Return the hash of a file's bytes: the same file is not imported twice."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _known(path: Path) -> bool:
    return path.name.lower().endswith(ENDINGS) and not path.name.startswith((".", "~$"))
