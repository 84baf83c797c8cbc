"""A catalogue file is refused with file, line, what and what to do; everything wrong at once.

The files lie in ``tests/bad/catalogue``; the first lines of each say which faults are wanted: the
line, the message and words of it.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiqun.base.catalogue import read_entry, shown_path
from jiqun.base.files import catalogue_path

BAD = sorted((Path(__file__).parents[1] / "bad" / "catalogue").glob("*.yaml"))
WANTS = re.compile(r"^# wants: (\d+|None) (\S+) (.+)$", re.MULTILINE)
GOOD = catalogue_path("indicators", "digital", "national_pilot_cluster_share.yaml")


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_broken_file_is_refused_with_every_fault_and_its_line(path: Path) -> None:
    wanted = WANTS.findall(path.read_text(encoding="utf-8"))
    _, problems = read_entry(path, "indicator")
    assert Counter((str(problem.where.line), problem.code) for problem in problems) == Counter(
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
    (path,) = (path for path in BAD if path.stem == "unknown_key")
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
    assert [problem.code for problem in problems] == ["catalogue.not_yaml"]


@pytest.mark.parametrize("text", ["? [a, b]\n: 1\n", "1: 2\n", "true: 1\n", "a: &x [*x]\n", ""])
def test_odd_yaml_is_a_fault_and_no_crash(tmp_path: Path, text: str) -> None:
    path = tmp_path / "odd.yaml"
    path.write_text(text, encoding="utf-8")
    _, problems = read_entry(path, "indicator")
    assert problems
    assert all(problem.text("zh") and problem.text("en") for problem in problems)


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


FOLDERS = {
    "calendar": "calendars",
    "chart": "charts",
    "factor": "factors",
    "form": "forms",
    "indicator": "indicators",
    "policy": "policies",
    "roster": "rosters",
    "rule": "rules",
    "workflow": "workflows",
}
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3000),
    st.floats(allow_nan=False, width=16),
    st.text("aZ集０9 -/:._%\n", max_size=12),
    st.sampled_from(["2022-02-30", "2026-11-23", "2022-9-1", "1.5\n", "a_b", "１２", "530000"]),
    st.just([]),
    st.just({}),
)


def parts(node: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the place of every part of a content."""
    items = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in items:
        yield (*at, key)
        if isinstance(value, dict | list):
            yield from parts(value, (*at, key))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_a_file_is_refused_exactly_where_a_second_validator_refuses_it(
    data: st.DataObject, tmp_path: Path
) -> None:
    schema = data.draw(st.sampled_from(sorted(FOLDERS)))
    shipped = data.draw(st.sampled_from(sorted(catalogue_path(FOLDERS[schema]).rglob("*.yaml"))))
    entry, _ = read_entry(shipped, schema)
    assert entry is not None
    content = deepcopy(entry.content)
    *way, last = data.draw(st.sampled_from(list(parts(content))))
    holder = content
    for key in way:
        holder = holder[key]
    holder[last] = data.draw(ODD)
    altered = tmp_path / "altered.yaml"
    altered.write_text(json.dumps(content), encoding="utf-8")
    found, problems = read_entry(altered, schema)
    assert found is not None
    second = jsonschema.Draft202012Validator(
        json.loads(catalogue_path("schemas", f"{schema}.json").read_text(encoding="utf-8")),
        format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER,
    )
    assert bool(problems) is not second.is_valid(found.content)
