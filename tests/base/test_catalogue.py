"""A catalogue file is refused with file, line, what and what to do; everything wrong at once.

The files lie in ``tests/bad/catalogue``; the first lines of each say which faults are wanted: the
line, the message and words of it.
"""

import re
from collections import Counter
from pathlib import Path

import pytest

from jiqun.base.catalogue import read_entry, shown_path
from jiqun.base.files import catalogue_path

BAD = sorted((Path(__file__).parents[1] / "bad" / "catalogue").glob("*.yaml"))
WANTS = re.compile(r"^# wants: (\d+|None) (\S+) (.+)$", re.MULTILINE)
GOOD = catalogue_path("indicators", "digital", "national_pilot_cluster_share.yaml")


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_broken_file_is_refused_with_every_fault_and_its_line(path: Path) -> None:
    wanted = WANTS.findall(path.read_text(encoding="utf-8"))
    _, problems = read_entry(path, "indicator")
    assert Counter((str(one.where.line), one.code) for one in problems) == Counter(
        (line, code) for line, code, _ in wanted
    )
    for line, code, words in wanted:
        texts = [p.text("en") for p in problems if (str(p.where.line), p.code) == (line, code)]
        assert any(words in text for text in texts), texts


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_every_fault_names_the_file_and_says_what_to_do_in_both_languages(path: Path) -> None:
    for problem in read_entry(path, "indicator")[1]:
        assert problem.where.file == path.name
        said = problem.record()
        assert all(said[part][lang] for part in ("what", "do") for lang in ("zh", "en"))


def test_an_unknown_key_is_answered_with_those_there_are() -> None:
    (path,) = (one for one in BAD if one.stem == "unknown_key")
    (problem,) = read_entry(path, "indicator")[1]
    assert "direction" in problem.todo("zh")


def test_a_right_file_has_no_faults_and_knows_its_lines() -> None:
    entry, problems = read_entry(GOOD, "indicator")
    assert problems == []
    assert entry is not None
    lines = GOOD.read_text(encoding="utf-8").splitlines()
    place = entry.where("definition", "share_of_clusters")
    assert place.line is not None
    assert "share_of_clusters" in lines[place.line - 1]
    assert entry.where("definition", "nowhere").line == entry.where("definition").line


def test_a_file_in_another_encoding_is_no_yaml(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_bytes("title: 集群".encode("gb18030"))
    entry, problems = read_entry(path, "indicator")
    assert entry is None
    assert [one.code for one in problems] == ["catalogue.not_yaml"]


@pytest.mark.parametrize("text", ["? [a, b]\n: 1\n", "1: 2\n", "true: 1\n", "a: &x [*x]\n", ""])
def test_odd_yaml_is_a_fault_and_no_crash(tmp_path: Path, text: str) -> None:
    path = tmp_path / "odd.yaml"
    path.write_text(text, encoding="utf-8")
    _, problems = read_entry(path, "indicator")
    assert problems
    assert all(one.text("zh") and one.text("en") for one in problems)


def test_a_python_tag_is_never_run(tmp_path: Path) -> None:
    path = tmp_path / "tag.yaml"
    path.write_text('title: !!python/object/apply:os.system ["true"]\n', encoding="utf-8")
    _, problems = read_entry(path, "indicator")
    assert problems


def test_dates_stay_text_as_json_has_them(tmp_path: Path) -> None:
    path = tmp_path / "dated.yaml"
    path.write_text("reviewed: 2026-11-23\n", encoding="utf-8")
    entry, _ = read_entry(path, "indicator")
    assert entry is not None
    assert entry.content == {"reviewed": "2026-11-23"}


def test_paths_are_shown_without_the_machines_part() -> None:
    name = "catalog/indicators/digital/national_pilot_cluster_share.yaml"
    assert shown_path(GOOD) == name
    assert shown_path(Path("/somewhere/else/x.yaml")) == "x.yaml"
