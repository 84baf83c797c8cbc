"""The package is built with what its pages load, or not at all."""

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from hatch_build import NO_NODE, STAMP, sources_hash

ROOT = Path(__file__).resolve().parents[1]
BUILT = Path("src/jiqun/web/static/built")
NEEDED = (
    "site.js",
    "map.js",
    "hanzi.css",
    "hanzi/100.woff2",
    "outlines/china.json",
    "LICENCES.txt",
)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a source tree of just what the build looks at, its assets not built."""
    made = tmp_path / "tree"
    (made / "frontend").mkdir(parents=True)
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(ROOT / name, made)
    for name in ("build.js", "package.json", "package-lock.json"):
        shutil.copy(ROOT / "frontend" / name, made / "frontend")
    shutil.copytree(ROOT / "frontend" / "src", made / "frontend" / "src")
    (made / "src" / "jiqun").mkdir(parents=True)
    shutil.copy(ROOT / "src" / "jiqun" / "__init__.py", made / "src" / "jiqun")
    return made


def built(tree: Path) -> None:
    """Put assets where Node would have put them, made of the tree's sources."""
    for name in NEEDED:
        (tree / BUILT / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / BUILT / name).write_text(name)
    (tree / BUILT / STAMP).write_text(f"{sources_hash(tree)}\n")


def packed(tree: Path, kind: str) -> subprocess.CompletedProcess[str]:
    """Build the package where there is no Node."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind]
    bare = {**os.environ, "PATH": "", "NO_COLOR": "1"}
    return subprocess.run(  # noqa: S603  # our own build
        command, cwd=tree, env=bare, capture_output=True, text=True, check=False
    )


def test_without_node_and_assets_nothing_is_built_and_one_sentence_says_why(tree: Path) -> None:
    ran = packed(tree, "wheel")
    assert ran.returncode != 0
    assert NO_NODE in ran.stderr + ran.stdout
    assert "Traceback" not in ran.stderr
    assert not list(tree.glob("dist/*.whl"))


def test_assets_older_than_their_sources_are_not_packed(tree: Path) -> None:
    built(tree)
    with (tree / "frontend" / "src" / "site.js").open("a") as script:
        script.write("// later\n")
    assert packed(tree, "wheel").returncode != 0


def test_a_wheel_of_a_source_archive_needs_no_node_and_has_the_assets(
    tree: Path, tmp_path: Path
) -> None:
    built(tree)
    assert packed(tree, "sdist").returncode == 0
    [archive] = tree.glob("dist/*.tar.gz")
    with tarfile.open(archive) as packing:
        packing.extractall(tmp_path / "unpacked", filter="data")
    [unpacked] = (tmp_path / "unpacked").iterdir()
    ran = packed(unpacked, "wheel")
    assert ran.returncode == 0, ran.stderr
    [wheel] = unpacked.glob("dist/*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"jiqun/web/static/built/{name}" for name in NEEDED} <= names


def test_what_the_build_calls_fresh_is_what_the_script_stamps() -> None:
    stamp = ROOT / BUILT / STAMP
    sources = [*(ROOT / "frontend").glob("*.js*"), *(ROOT / "frontend" / "src").glob("*.js")]
    changed = max(file.stat().st_mtime for file in sources)
    if not stamp.is_file() or stamp.stat().st_mtime < changed:
        pytest.skip("the assets of this tree are older than their sources; make assets")
    assert stamp.read_text().strip() == sources_hash(ROOT)
