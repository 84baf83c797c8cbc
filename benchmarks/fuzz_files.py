"""Sound files spoilt at random, through every reader: 2,000 files, and not one traceback.

Run ``python -m benchmarks.fuzz_files`` from the project's folder; ``--files N`` and ``--seed N``
change how many and which. Bytes are changed, cut out, doubled or cut off. A file may be read or
refused; anything raised is shown with the seed that made it.
"""

import argparse
import gzip
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests import made
from tests.filings.workbook import workbooks
from tests.registry.made_up import as_csv, valve_maker, workspace

from benchmarks.hostile_files import HEAD, parquet, roster
from jiqun.base.errors import Refused
from jiqun.filings import check_files
from jiqun.filings.roster_files import read_roster_file
from jiqun.registry import import_registers

Reader = Callable[[Path], bool]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--files", type=int, default=2000)
    asked.add_argument("--seed", type=int, default=1)
    said = asked.parse_args()
    found: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sound = sound_files(folder)
        store = workspace(folder)
        readers: dict[str, Reader] = {
            "filing": lambda path: not check_files([path])[0].refused,
            "roster": lambda path: not read_roster_file(path)[1],
            "register": lambda path: bool(import_registers(store, [path], workers=1).accepted),
        }
        for number in range(said.files):
            kind, ending, content = sound[number % len(sound)]
            path = folder / f"spoilt.{ending}"
            path.write_bytes(spoilt(content, random.Random(said.seed * 10**6 + number)))  # noqa: S311
            found[f"{kind}, {ending}", outcome(readers[kind], path, number)] += 1
    print(f"{'kind':22} {'read':>6} {'refused':>8} {'traceback':>10}")
    for kind in dict.fromkeys(f"{kind}, {ending}" for kind, ending, _ in sound):
        read, refused, raised = (found[kind, end] for end in ("read", "refused", "traceback"))
        print(f"{kind:22} {read:6} {refused:8} {raised:10}")
    sys.exit(any(end == "traceback" for _, end in found))


def sound_files(folder: Path) -> list[tuple[str, str, bytes]]:
    """Return a sound file of every kind: its reader, its ending, its content."""
    [filing] = made.written(folder, made.filing())
    long = HEAD + b"".join(b"test-001,2022,%s,1,\n" % name.encode() for name in made.VALUES)
    book = workbooks.filled(folder).read_bytes()
    register = as_csv([valve_maker(number) for number in range(20)])
    return [
        ("filing", "json", filing.read_bytes()),
        ("filing", "csv", long),
        ("filing", "xlsx", book),
        ("roster", "csv", roster(3)),
        ("roster", "xlsx", book),
        ("register", "csv", register),
        ("register", "csv.gz", gzip.compress(register)),
        ("register", "parquet", parquet()),
        ("register", "xlsx", book),
    ]


def spoilt(content: bytes, chance: random.Random) -> bytes:
    """Return a content with one to eight harms done to it."""
    said = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(max(len(said), 1))
        harm = chance.choice(("flip", "cut", "drop", "double", "noise"))
        if harm == "flip" and said:
            said[at] ^= 1 << chance.randrange(8)
        elif harm == "cut" and chance.random() < 0.2:
            del said[at:]
        elif harm == "drop":
            del said[at : at + chance.randint(1, 30)]
        elif harm == "double":
            said[at:at] = said[at : at + chance.randint(1, 200)]
        elif harm == "noise":
            said[at : at + 4] = chance.randbytes(4)
    return bytes(said)


def outcome(read: Reader, path: Path, number: int) -> str:
    try:
        return "read" if read(path) else "refused"
    except Refused:
        return "refused"
    except BaseException as fault:
        if isinstance(fault, KeyboardInterrupt):
            raise
        print(f"file {number}: {type(fault).__name__}: {fault}"[:300])
        return "traceback"


if __name__ == "__main__":
    main()
