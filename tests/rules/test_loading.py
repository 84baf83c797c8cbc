"""A rule file is refused with file, line, what and what to do; everything wrong at once."""

import re
from collections import Counter
from pathlib import Path

import pytest

from jiqun.base.catalogue import read_entry
from jiqun.base.errors import NotFound, Problem, Refused
from jiqun.base.files import catalogue_path
from jiqun.rules import programme, programmes, programmes_for
from jiqun.rules.checks import sources
from jiqun.rules.loading import check_files

BAD = Path(__file__).resolve().parents[1] / "bad" / "rules"
WANTS = re.compile(r"^# wants: (\d+) (\S+)(?: (.+))?$", re.MULTILINE)
BAD_GROUPS = [[path] for path in sorted(BAD.glob("*.yaml"))]
BAD_GROUPS += [
    sorted(folder.glob("*/*.yaml")) for folder in sorted(BAD.iterdir()) if folder.is_dir()
]
NOT_PROGRAMMES = {"hebei", "hubei", "jiangxi", "zhejiang"}


def wanted(paths: list[Path]) -> list[tuple[str, str, str]]:
    return [found for path in paths for found in WANTS.findall(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("paths", BAD_GROUPS, ids=lambda paths: paths[0].stem)
def test_a_bad_file_is_refused_with_every_fault_and_its_line(paths: list[Path]) -> None:
    right, problems = check_files(paths)
    wants = wanted(paths)
    assert wants
    assert right == []
    found = Counter((str(problem.where.line), problem.code) for problem in problems)
    assert found == Counter((line, code) for line, code, _ in wants)
    for line, code, words in wants:
        texts = [p.text("en") for p in problems if (str(p.where.line), p.code) == (line, code)]
        assert any(words in text for text in texts), f"{words} is in none of {texts}"


@pytest.mark.parametrize("paths", BAD_GROUPS, ids=lambda paths: paths[0].stem)
def test_a_refusal_names_the_file_and_says_what_to_do_in_both_languages(paths: list[Path]) -> None:
    def complete(problem: Problem) -> bool:
        said = problem.record()
        return all(said[part][lang] for part in ("what", "do") for lang in ("zh", "en"))

    _, problems = check_files(paths)
    assert {problem.where.file for problem in problems} == {path.name for path in paths}
    assert all(complete(problem) for problem in problems)


def test_a_file_beside_the_catalogue_may_extend_it(tmp_path: Path) -> None:
    path = tmp_path / "somewhere" / "sme-cluster.yaml"
    path.parent.mkdir()
    text = catalogue_path("rules", "yunnan", "sme-cluster.yaml").read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    assert check_files([path]) == (["somewhere/sme-cluster"], [])


def test_a_file_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no such file"):
        check_files([tmp_path / "nothing.yaml"])


def test_the_catalogue_is_right() -> None:
    names, problems = check_files([])
    assert problems == []
    assert names == sorted(programmes())


def test_every_recognition_document_of_the_policy_list_has_a_programme() -> None:
    policies = {path.stem for path in catalogue_path("policies").glob("*.yaml")}
    wanted_policies = policies - NOT_PROGRAMMES
    assert {
        programme.policy for programme in programmes().values() if programme.policy
    } == wanted_policies
    assert len(wanted_policies - {"national"}) == 25


def test_a_programme_covers_the_region_its_policy_is_of() -> None:
    for ruled in programmes().values():
        if ruled.policy and ruled.region != "national":
            entry, _ = read_entry(catalogue_path("policies", f"{ruled.policy}.yaml"), "policy")
            assert entry is not None
            assert entry.content["jurisdiction"] == ruled.region


def test_a_province_never_takes_a_number_from_the_nation() -> None:
    for one in programmes().values():
        if one.extends:
            for parameter in one.parameters.values():
                assert parameter.origin == one.jurisdiction
    anhui = programme("anhui/sme-cluster")
    assert [parameter.values for parameter in anhui.parameters.values()] == [()] * 10


def test_a_province_keeps_the_extended_criteria_and_replaces_its_own() -> None:
    national, liaoning = programme("national/sme-cluster"), programme("liaoning/sme-cluster")
    assert list(liaoning.criteria) == list(national.criteria)
    changed = [
        name for name, criterion in liaoning.criteria.items() if criterion.origin == "liaoning"
    ]
    assert changed == ["front_rank"]


def test_an_unknown_programme_is_not_found() -> None:
    with pytest.raises(NotFound, match="no programme"):
        programme("atlantis/sme-cluster")


def test_a_separately_planned_city_has_its_own_programme_beside_the_province() -> None:
    found = [programme.id for programme in programmes_for(["national", "440000", "440300"])]
    assert found == ["national/sme-cluster", "guangdong/sme-cluster", "shenzhen/sme-cluster"]


def test_every_source_listed_is_cited_somewhere() -> None:
    folders = ("rules", "enterprises")
    texts = [
        path.read_text(encoding="utf-8")
        for folder in folders
        for path in catalogue_path(folder).rglob("*.yaml")
        if path.name != "sources.yaml"
    ]
    unused = [key for key in sources() if not any(re.search(rf"\b{key}\b(?!-)", t) for t in texts)]
    assert unused == []
