"""The same seed gives the same bytes, anywhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from jiqun.demo import Demonstration, write_filings

FINGERPRINT = """
import hashlib, json, sys
from jiqun.demo import generate
world = generate(seed=5)
text = json.dumps([world.clusters, world.filings, world.roster], ensure_ascii=False)
sys.stdout.write(hashlib.sha256(text.encode()).hexdigest())
"""


def _run(code: str, hash_seed: str = "0") -> str:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    done = subprocess.run(  # noqa: S603 - our own interpreter, our own code
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    return done.stdout


def test_two_processes_with_other_hash_seeds_give_the_same_bytes() -> None:
    assert len({_run(FINGERPRINT, seed) for seed in ("0", "1", "4242")}) == 1


def test_writing_twice_gives_the_same_files(world: Demonstration, tmp_path: Path) -> None:
    first = write_filings(world, tmp_path / "a")
    second = write_filings(world, tmp_path / "b")
    assert [one.read_bytes() for one in first] == [one.read_bytes() for one in second]


def test_files_stand_by_year_and_cluster_and_read_back(
    world: Demonstration, tmp_path: Path
) -> None:
    paths = write_filings(world, tmp_path)
    assert tmp_path / "2022" / "demo-001.json" in paths
    assert [json.loads(path.read_text("utf-8")) for path in paths] == world.filings


def test_importing_the_room_does_not_import_numpy() -> None:
    said = _run("import sys, jiqun.demo; sys.stdout.write(str('numpy' in sys.modules))")
    assert said == "False"


def test_an_unknown_name_is_an_attribute_error() -> None:
    import jiqun.demo

    with pytest.raises(AttributeError, match="no attribute 'unknown'"):
        _ = jiqun.demo.unknown
