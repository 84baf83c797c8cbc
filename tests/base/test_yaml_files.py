"""YAML is read within a size and a depth, and never by references."""

from pathlib import Path

import pytest
import yaml

from jiqun.base.catalogue import read_entry
from jiqun.base.errors import Refused
from jiqun.base.shipped import CATALOGUE
from jiqun.base.yaml_files import read_yaml, yaml_text

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def written(folder: Path, text: str) -> Path:
    path = folder / "file.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BOMB, "inputs.alias"),
        ("a: &a 1\n", "inputs.alias"),
        ("a: &a [*a]\n", "inputs.alias"),
        ("[" * 100_000, "inputs.nested_too_deep"),
        ("a: " + "x" * 2_000_000, "inputs.too_large"),
    ],
)
def test_what_grows_beyond_measure_is_refused(tmp_path: Path, text: str, code: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(Refused) as refused:
        read_yaml(path)
    assert [problem.code for problem in refused.value.problems] == [code]
    entry, problems = read_entry(path, "rule")
    assert (entry, [problem.code for problem in problems]) == (None, [code])


@pytest.mark.parametrize(
    "text", ["a: 2001-99-99", f"a: {'9' * 5000}", "a: [", "a: !!python/name:os"]
)
def test_what_cannot_be_built_is_no_yaml(tmp_path: Path, text: str) -> None:
    with pytest.raises(yaml.YAMLError):
        read_yaml(written(tmp_path, text))


def test_plain_yaml_is_read(tmp_path: Path) -> None:
    assert read_yaml(written(tmp_path, "\ufeffcolumns: {name: 单位 * 名称}")) == {
        "columns": {"name": "单位 * 名称"}
    }


def test_the_files_of_the_package_would_pass_the_look_they_are_spared(tmp_path: Path) -> None:
    copy = tmp_path / "copy.yaml"
    for path in sorted(CATALOGUE.rglob("*.yaml")):
        copy.write_bytes(path.read_bytes())
        assert yaml_text(copy) == yaml_text(path), path
