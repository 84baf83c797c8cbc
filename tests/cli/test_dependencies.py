"""Licences and known faults of what the program is made with; every advisory here is made up."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jiqun.cli.advisories import known_faults, read_advisories
from jiqun.cli.dependencies import NODE, PYTHON, Package, installed, locked
from tests.conftest import ROOT, Ran


def package(version: str, name: str = "made-up", ecosystem: str = PYTHON) -> Package:
    return Package(ecosystem, name, version, "MIT", "installed")


def advisory(*events: dict[str, str], name: str = "Made_Up", **more: Any) -> dict[str, Any]:
    affected = {
        "package": {"ecosystem": more.pop("ecosystem", PYTHON), "name": name},
        "ranges": [{"type": more.pop("kind", "ECOSYSTEM"), "events": list(events)}],
        "versions": more.pop("versions", []),
    }
    return {"id": "MADE-1", "summary": "falls over", "affected": [affected], **more}


@pytest.mark.parametrize(
    ("version", "hit"),
    [("1.1", False), ("1.2", True), ("1.9.1", True), ("1.10rc1", True), ("1.10", False)],
)
def test_a_version_from_introduced_to_before_fixed_is_affected(version: str, hit: bool) -> None:
    told = advisory({"introduced": "1.2"}, {"fixed": "1.10"})
    found = known_faults([package(version)], [told])
    assert bool(found) == hit
    assert [known.fixed for known in found] == [("1.10",)] * hit


def test_the_last_affected_version_is_affected_and_the_next_is_not() -> None:
    told = advisory({"introduced": "0"}, {"last_affected": "2.0"})
    assert [bool(known_faults([package(v)], [told])) for v in ("2.0", "2.0.1")] == [True, False]


def test_a_fault_that_came_back_is_known_in_both_ranges() -> None:
    # The order of events in a file says nothing.
    told = advisory({"fixed": "1.1"}, {"introduced": "2.0"}, {"introduced": "0"}, {"fixed": "2.3"})
    hits = [bool(known_faults([package(v)], [told])) for v in ("1.0", "1.5", "2.2", "2.3")]
    assert hits == [True, False, True, False]


def test_a_version_named_outright_is_affected() -> None:
    told = advisory(versions=["3.0"], kind="GIT")
    assert known_faults([package("3.0")], [told])
    assert not known_faults([package("3.1")], [told])


def test_a_withdrawn_advisory_says_nothing() -> None:
    told = advisory({"introduced": "0"}, withdrawn="2026-01-01T00:00:00Z")
    assert known_faults([package("1.0")], [told]) == []


def test_one_fault_under_several_names_is_told_once() -> None:
    one = advisory({"introduced": "0"}, aliases=["CVE-0"])
    other = advisory({"introduced": "0"}, {"fixed": "9"}) | {"id": "MADE-2", "aliases": ["CVE-0"]}
    (known,) = known_faults([package("1.0")], [one, other])
    assert known.ids == ("MADE-1", "CVE-0", "MADE-2")
    assert known.fixed == ("9",)


def test_a_version_that_cannot_be_compared_is_told_as_uncertain() -> None:
    told = advisory({"introduced": "0"}, ecosystem=NODE, kind="SEMVER", name="made-up")
    (known,) = known_faults([package("1.0.0-alpha.beta.x", ecosystem=NODE)], [told])
    assert not known.certain


def test_the_same_name_elsewhere_is_another_package() -> None:
    told = advisory({"introduced": "0"}, ecosystem=NODE, name="made-up")
    assert known_faults([package("1.0")], [told]) == []


def test_advisories_come_as_file_list_folder_or_zip(tmp_path: Path) -> None:
    text = json.dumps(advisory({"introduced": "0"}))
    (tmp_path / "one.json").write_text(text)
    (tmp_path / "list.json").write_text(f"[{text}, {text}]")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as packed:
        packed.writestr("MADE-1.json", text)
        packed.writestr("readme.txt", "no advisory")
    counts = {"one.json": 1, "list.json": 2, "all.zip": 1, ".": 3}
    assert {name: len(read_advisories(tmp_path / name)[0]) for name in counts} == counts


def test_one_damaged_advisory_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(advisory()))
    for name, text in (("b", "{"), ("c", "[1]"), ("d", "[" * 99_999)):
        (tmp_path / f"{name}.json").write_text(text)
    told, problems = read_advisories(tmp_path)
    assert len(told) == 1
    assert [Path(str(problem.where.file)).name for problem in problems] == [
        "b.json",
        "c.json",
        "d.json",
    ]


def test_the_lock_files_of_the_program_are_read() -> None:
    python = {one.name: one.version for one in locked(ROOT / "requirements.lock")}
    assert python["django"].startswith("5.2")
    assert len(python) > 80
    node = {one.name for one in locked(ROOT / "frontend" / "package-lock.json")}
    assert {"echarts", "htmx.org"} <= node
    assert "echarts-outlines" not in node


def test_nothing_the_program_is_made_with_is_under_the_gpl() -> None:
    assert [one.name for one in installed() if one.copyleft] == []
    (django,) = (one for one in installed() if one.name == "django")
    assert "BSD" in django.licence


@pytest.mark.parametrize(
    ("licence", "flagged"),
    [
        ("GPL-3.0-only", True),
        ("GNU Affero General Public License v3", True),
        ("AGPL-3.0", True),
        ("LGPL-3.0-or-later", False),
        ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("Apache-2.0 OR GPL-2.0-only", False),
        ("Public Domain; BSD License; GNU General Public License (GPL)", False),
        ("", False),
    ],
)
def test_only_the_gpl_without_a_choice_is_flagged(licence: str, flagged: bool) -> None:
    assert Package(PYTHON, "made-up", "1", licence, "installed").copyleft is flagged


def test_the_command_lists_licences_and_faults(jiqun: Callable[..., Ran], tmp_path: Path) -> None:
    clean = jiqun("dependencies", "--json")
    assert clean.code == 0
    assert {package["name"] for package in clean.document["packages"]} >= {"django", "granian"}
    told = tmp_path / "told.json"
    told.write_text(json.dumps(advisory({"introduced": "0"}, name="Django")))
    lock = ROOT / "requirements.lock"
    ran = jiqun("dependencies", "--advisories", told, "--lock", lock)
    assert ran.code == 1
    assert "django" in ran.out
    assert ran.out.count("MADE-1") == 2  # installed and locked
    assert "none yet" in ran.out


@pytest.mark.parametrize(
    ("option", "content", "code"),
    [("--advisories", "{}", 2), ("--lock", "nothing", 2), ("--advisories", None, 3)],
)
def test_what_is_no_advisory_or_lock_is_refused(
    jiqun: Callable[..., Ran], tmp_path: Path, option: str, content: str | None, code: int
) -> None:
    path = tmp_path / "odd.json"
    if content is not None:
        path.write_text(content)
    assert jiqun("dependencies", option, path).code == code
