"""Hostile and damaged files through the commands that read files, and what each of them costs.

Run ``python -m benchmarks.hostile_files`` from the project's folder; words after it choose rows by
their kind. Each file goes through ``jiqun`` in a process of its own. The table shows the exit code,
the seconds, the most memory it held, and how it ended. What has less than 50 MB before packing must
stay below 1,000 MB; no row may show a traceback or a death; a hostile file exits with 2. All
content is made up.
"""

import gzip
import io
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import load_workbook
from tests import made
from tests.bad.workbooks import spoilt
from tests.clusters.rosters import raw
from tests.filings.workbook import workbooks
from tests.registry.made_up import HEADER, as_csv, valve_maker

from jiqun.base.csv_files import csv_bytes
from jiqun.filings import import_files
from jiqun.workspace import Workspace

MEMORY_LIMIT = 1000
SECONDS_LIMIT = 600
ADDRESSES = 12 << 30
"""Bytes of address space a run may ask for, so that a failure costs the machine nothing."""
HEAD = b"cluster_id,year,field,value,status\n"
END, FAR = b"</sheetData>", b'<dimension ref="A1:XFD1048576"'
CHECK, ROSTER, REGISTRY = ("filings", "check"), ("roster", "import"), ("registry", "import")
TIMED = """
import json, resource, subprocess, sys, time
limit, addresses = int(sys.argv[1]), int(sys.argv[2])
bound = lambda: resource.setrlimit(resource.RLIMIT_AS, (addresses, addresses))
began = time.perf_counter()
process = subprocess.Popen(sys.argv[3:], stdout=subprocess.DEVNULL, preexec_fn=bound)
try:
    code = process.wait(limit)
except subprocess.TimeoutExpired:
    process.kill()
    code = process.wait()
used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps([code, time.perf_counter() - began, used]))
"""
"""A small process of its own for every run: a child begins with its parent's highest memory."""
Make = Callable[[Path], Path]


class Case(NamedTuple):
    """A kind of file, the command it goes through, and how it is made."""

    kind: str
    command: tuple[str, ...]
    make: Make


class Ran(NamedTuple):
    """How a run ended."""

    code: int
    seconds: float
    megabytes: float
    said: str


def main() -> None:
    chosen = sys.argv[1:]
    print(f"{'kind':58} {'exit':>5} {'seconds':>8} {'MB':>6}  ended")
    bad = 0
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as name:
        folder = Path(name)
        workspace = prepared(folder)
        for case in cases():
            if chosen and not any(word in case.kind for word in chosen):
                continue
            path = case.make(folder)
            ran = run(case.command, path, workspace)
            bad += ran.said not in ("refused", "read") or ran.megabytes > MEMORY_LIMIT
            print(
                f"{case.kind:58} {ran.code:5} {ran.seconds:8.1f} {ran.megabytes:6.0f}  {ran.said}",
                flush=True,
            )
            path.unlink()
    print(f"{bad} rows miss")
    sys.exit(bool(bad))


def prepared(folder: Path) -> Workspace:
    workspace = Workspace.create(folder / "w")
    counts = {"enterprises_total": 2, "sme_total": 2, "quality_smes": 1}
    import_files(made.written(folder, made.filing(**counts), made.filing("test-002")), workspace)
    return workspace


def run(command: tuple[str, ...], path: Path, workspace: Workspace) -> Ran:
    """Run a command on a file, in bounds, and say how it ended."""
    words = [sys.executable, "-c", "from jiqun.cli import main; main()", *command]
    if path.suffix == ".yaml" and command == REGISTRY:
        good = path.with_suffix(".csv")
        good.write_bytes(as_csv([valve_maker(1)]))
        words += [str(good), "--mapping", str(path)]
    else:
        words.append(str(path))
    if command != ("rules", "check"):
        words += ["-w", str(workspace.folder)]
    with tempfile.TemporaryFile() as heard:
        told = subprocess.run(
            [sys.executable, "-c", TIMED, str(SECONDS_LIMIT), str(ADDRESSES), *words,
             "--json", "--lang", "en"],
            stdout=subprocess.PIPE, stderr=heard, check=True,
        )  # fmt: skip
        heard.seek(0)
        text = heard.read().decode(errors="replace")
    code, seconds, peak = json.loads(told.stdout)
    return Ran(code, seconds, peak / 1024, ending(code, text))


def ending(code: int, text: str) -> str:
    if "Traceback" in text or "panicked" in text:
        return "TRACEBACK"
    return {0: "read", 2: "refused", 3: "not found"}.get(code, f"DIED {code}")


def cases() -> Iterator[Case]:
    yield from endless()
    yield from texts()
    yield from books()
    yield from packed()
    yield from damaged()


def endless() -> Iterator[Case]:
    for command, ending_ in ((CHECK, "json"), (CHECK, "csv"), (CHECK, "xlsx"), (ROSTER, "csv"),
                             (REGISTRY, "csv"), (REGISTRY, "parquet")):  # fmt: skip
        said = " ".join(command)
        yield Case(f"/dev/zero as {ending_}: {said}", command, device(ending_))
        yield Case(f"a pipe as {ending_}: {said}", command, pipe(ending_))
        yield Case(f"1 TB of nothing as {ending_}: {said}", command, sparse(ending_))
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
        for before, name in zip("abcdefghij", "bcdefghijk", strict=True)
    )
    for command in (REGISTRY, ("rules", "check")):
        said = " ".join(command)
        mapping = f"columns:\n  name: *k\n{bomb}" if command == REGISTRY else bomb
        ordered = bomb + "columns: {name: *k}\n" if command == REGISTRY else mapping
        yield Case(f"YAML references, 700 bytes: {said}", command, put("yaml", ordered.encode()))
        yield Case(f"YAML nested 100,000 deep: {said}", command, put("yaml", b"[" * 100_000))
        yield Case(f"YAML from /dev/zero: {said}", command, device("yaml"))


def texts() -> Iterator[Case]:
    zeros = b"[" + b"0," * 24_000_000 + b"0]"
    yield Case("48 MB of JSON zeros: filings check", CHECK, put("json", zeros))
    yield Case("200 MB of JSON zeros: filings check", CHECK, put("json", zeros * 4))
    yield Case(
        "48 MB of JSON objects: filings check", CHECK, put("json", b"[" + b"{}," * 16_000_000)
    )
    yield Case("5.9 MB of JSON objects: filings check", CHECK,
               put("json", b"[" + b"{}," * 49_999 + b"{}]"))  # fmt: skip
    yield Case("JSON nested a million deep: filings check", CHECK, put("json", b"[" * 1_000_000))
    yield Case("a JSON number of 40 million digits: filings check", CHECK,
               put("json", b'{"year": ' + b"9" * 40_000_000 + b"}"))  # fmt: skip
    many = HEAD + b"".join(b"u%d,2022,exports,1,\n" % n for n in range(50_000))
    yield Case("50,000 unknown clusters, CSV: filings check", CHECK, put("csv", many))
    every = HEAD + b"".join(b"u%d,2022,e,1,\n" % n for n in range(2_500_000))
    yield Case("2,500,000 clusters, 45 MB of CSV: filings check", CHECK, put("csv", every))
    wide = HEAD + b"".join(b"test-001,2022,f%d,1,\n" % n for n in range(1_800_000))
    yield Case("1,800,000 unknown fields, 45 MB of CSV: filings check", CHECK, put("csv", wide))
    for command in (CHECK, ROSTER, REGISTRY):
        said = " ".join(command)
        head = {CHECK: HEAD, ROSTER: roster(1), REGISTRY: as_csv([valve_maker(1)])}[command]
        yield Case(f"45 MB of short lines: {said}", command, put("csv", head + b"a\n" * 22_000_000))
        yield Case(f"45 MB of empty lines: {said}", command, put("csv", head + b"\n" * 45_000_000))
        yield Case(f"45 MB of quotes: {said}", command, put("csv", head + b'"' * 45_000_000))
        yield Case(f"45 MB on one line: {said}", command, put("csv", head + b"x" * 45_000_000))
        yield Case(f"45 MB of commas: {said}", command, put("csv", head + b"," * 45_000_000))
    for count in (2_000, 200_000):
        yield Case(f"one code {count:,} times: roster import", ROSTER, put("csv", roster(count)))


def roster(count: int) -> bytes:
    firm = {**raw(1), "cluster_id": "test-001", "tiers": ""}
    return csv_bytes([firm] * count, list(firm))


def books() -> Iterator[Case]:
    for command in (CHECK, ROSTER, REGISTRY):
        said = " ".join(command)
        yield Case(f"XLSX with a far cell: {said}", command, book(far))
        yield Case(f"XLSX, one area merged over the sheet: {said}", command, merged_once)
        yield Case(f"XLSX, 20,000 merged areas of 9,999 cells: {said}", command, merged_often)
        yield Case(f"XLSX that says it ends at XFD1048576: {said}", command, dimension)
        yield Case(f"XLSX, 45 MB of cells: {said}", command, long_sheet)
        yield Case(f"XLSX, a text of 2 MB: {said}", command, spoiling(spoilt.long_text))
        yield Case(f"XLSX, 32 KB in 500,000 cells: {said}", command, spoiling(spoilt.repeated_text))


def far(sheet: Any) -> None:
    sheet["XFD1048576"] = "far"


def packed() -> Iterator[Case]:
    blank = b"\n" * (1 << 20)
    yield Case("1 GB of empty lines as gz: registry import", REGISTRY, zipped(blank, 1024))
    line = b"x" * 1000 + b"\n"
    yield Case("2 GB of one line as gz: registry import", REGISTRY, zipped(line * 1000, 2048))
    for command in (CHECK, ROSTER, REGISTRY):
        said = " ".join(command)
        yield Case(f"XLSX, 4 GB of shared texts: {said}", command, shared(4096))
        yield Case(f"XLSX, 240 MB of shared texts: {said}", command, shared(240))
        yield Case(f"XLSX of 60,000 parts: {said}", command, many_parts)
        yield Case(f"XLSX with XML entities: {said}", command, entities)


def damaged() -> Iterator[Case]:
    table = as_csv([valve_maker(number) for number in range(3000)])
    for harm in (cut, flipped):
        yield Case(f"gz {harm.__name__}: registry import", REGISTRY,
                   put("csv.gz", harm(gzip.compress(table))))  # fmt: skip
        yield Case(
            f"Parquet {harm.__name__}: registry import", REGISTRY, put("parquet", harm(parquet()))
        )
        for command in (CHECK, ROSTER, REGISTRY):
            yield Case(f"XLSX {harm.__name__}: {' '.join(command)}", command, harmed(harm))


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def flipped(content: bytes) -> bytes:
    middle = len(content) // 2
    noise = random.Random(1).randbytes(200)  # noqa: S311  # no secret
    return content[:middle] + noise + content[middle + 200 :]


def parquet() -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [valve_maker(number) for number in range(3000)]
    columns = [pa.array(list(column)) for column in zip(*rows, strict=True)]
    sink = io.BytesIO()
    pq.write_table(pa.table(columns, names=HEADER), sink)
    return sink.getvalue()


def put(ending_: str, content: bytes) -> Make:
    def make(folder: Path) -> Path:
        path = folder / f"case.{ending_}"
        path.write_bytes(content)
        return path

    return make


def device(ending_: str) -> Make:
    def make(folder: Path) -> Path:
        path = folder / f"zero.{ending_}"
        path.symlink_to("/dev/zero")
        return path

    return make


def pipe(ending_: str) -> Make:
    def make(folder: Path) -> Path:
        path = folder / f"pipe.{ending_}"
        os.mkfifo(path)
        return path

    return make


def sparse(ending_: str) -> Make:
    def make(folder: Path) -> Path:
        path = folder / f"sparse.{ending_}"
        with path.open("wb") as file:
            file.truncate(1 << 40)
        return path

    return make


def zipped(content: bytes, times: int) -> Make:
    def make(folder: Path) -> Path:
        path = folder / "bomb.csv.gz"
        with gzip.open(path, "wb", 6) as file:
            file.write(as_csv([valve_maker(1)]))
            for _ in range(times):
                file.write(content)
        return path

    return make


def book(change: Callable[[Any], None]) -> Make:
    def make(folder: Path) -> Path:
        path = workbooks.filled(folder, "case.xlsx")
        opened = load_workbook(path)
        change(opened.worksheets[-1])
        opened.save(path)
        return path

    return make


def spoiling(spoil: Callable[[Path], None]) -> Make:
    def make(folder: Path) -> Path:
        path = workbooks.filled(folder, "case.xlsx")
        spoil(path)
        return path

    return make


def harmed(harm: Callable[[bytes], bytes]) -> Make:
    def make(folder: Path) -> Path:
        path = workbooks.filled(folder, "case.xlsx")
        path.write_bytes(harm(path.read_bytes()))
        return path

    return make


def rewritten(folder: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """Write a workbook in which one part is changed."""
    path = workbooks.filled(folder, "case.xlsx")
    content = path.read_bytes()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as found,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made_,
    ):
        for name in found.namelist():
            said = found.read(name)
            made_.writestr(name, change(said) if name == part else said)
    return path


def merged_once(folder: Path) -> Path:
    said = b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    return rewritten(
        folder, "xl/worksheets/sheet2.xml", lambda xml: xml.replace(END, END + said, 1)
    )


def merged_often(folder: Path) -> Path:
    areas = "".join(f'<mergeCell ref="A{n}:CU{n + 100}"/>' for n in range(1000, 21_000))
    said = f'<mergeCells count="20000">{areas}</mergeCells>'.encode()
    return rewritten(folder, "xl/worksheets/sheet2.xml",
                     lambda xml: xml.replace(END, END + said, 1))  # fmt: skip


def dimension(folder: Path) -> Path:
    return rewritten(folder, "xl/worksheets/sheet2.xml",
                     lambda xml: re.sub(rb'<dimension ref="[^"]*"', FAR, xml))  # fmt: skip


def long_sheet(folder: Path) -> Path:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(2000, 100_000))
    rows += (
        '<row r="99999">'
        + "".join('<c r="A99999"><v>1</v></c>' for _ in range(1_400_000))
        + "</row>"
    )
    said = rows.encode()
    return rewritten(folder, "xl/worksheets/sheet3.xml",
                     lambda xml: xml.replace(END, said + END, 1))  # fmt: skip


def shared(megabytes: int) -> Make:
    def make(folder: Path) -> Path:
        path = workbooks.filled(folder, "case.xlsx")
        with (
            zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package,
            package.open("xl/sharedStrings2.xml", "w", force_zip64=True) as file,
        ):
            for _ in range(megabytes):
                file.write(b"<si><t>x</t></si>" * 61_680)
        return path

    return make


def many_parts(folder: Path) -> Path:
    path = workbooks.filled(folder, "case.xlsx")
    with zipfile.ZipFile(path, "a") as package:
        for number in range(60_000):
            package.writestr(f"xl/p{number}.xml", b"")
    return path


def entities(folder: Path) -> Path:
    bomb = (
        b'<!DOCTYPE b [<!ENTITY a "xxxxxxxxxx">'
        + b"".join(b'<!ENTITY %c "%s">' % (at + 1, b"&%c;" % at * 10) for at in range(97, 106))
        + b"]>"
    )
    return rewritten(folder, "xl/worksheets/sheet2.xml",
                     lambda xml: bomb + xml[xml.find(b"?>") + 2 :])  # fmt: skip


if __name__ == "__main__":
    main()
