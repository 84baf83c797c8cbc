"""Bad input, each with a message a clerk understands; and what is read rightly all the same.

The cases lie in ``tests/bad/filings``: a new one is a few lines there and no Python.
"""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from jiqun.filings import import_files
from jiqun.workspace import Workspace
from tests.made import filing, written

FOLDER = Path(__file__).parents[1] / "bad" / "filings"


def cases(name: str) -> list[Any]:
    loaded = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["title"]) for case in loaded]


def changed(case: dict[str, Any]) -> dict[str, Any]:
    """Return a correct filing with the one change of a case."""
    made = filing()
    for part, into in (
        ("values", made["values"]),
        ("previous", made["previous"]),
        ("cluster", made["cluster"]),
        ("top", made),
    ):
        for key, value in case.get(part, {}).items():
            if value == "DROP":
                del into[key]
            else:
                into[key] = value
    return made


@pytest.mark.parametrize("case", cases("refused.yaml"))
def test_a_refused_filing_says_why_and_leaves_nothing_behind(
    case: dict[str, Any], workspace: Workspace, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps(changed(case)), encoding="utf-8")
    (good,) = written(tmp_path, filing("test-002"))
    refused, accepted = import_files([bad, good], workspace)
    assert refused.refused
    assert not refused.submissions
    assert any(case["zh"] in problem.text("zh") for problem in refused.problems), shown(
        refused, "zh"
    )
    assert any(case["en"] in problem.text("en") for problem in refused.problems), shown(
        refused, "en"
    )
    assert not accepted.refused
    assert list(workspace.accepted()) == [("test-002", 2022)]


def shown(outcome: Any, lang: Any) -> str:
    return "\n".join(problem.text(lang) for problem in outcome.problems)


@pytest.mark.parametrize("case", cases("refused.yaml"))
def test_every_refusal_names_the_file_and_says_what_to_do(
    case: dict[str, Any], workspace: Workspace, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps(changed(case)), encoding="utf-8")
    (refused,) = import_files([bad], workspace)
    for problem in refused.problems:
        assert problem.where.file == "bad.json"
        assert problem.what("zh")
        assert problem.todo("zh")
        assert "{" not in problem.text("zh") + problem.text("en"), "a placeholder was not filled"


@pytest.mark.parametrize("case", cases("read_rightly.yaml"))
def test_what_can_be_read_rightly_is_read_and_the_reading_is_told(
    case: dict[str, Any], workspace: Workspace, tmp_path: Path
) -> None:
    (path,) = written(tmp_path, filing(**{case["field"]: case["said"]}))
    (outcome,) = import_files([path], workspace)
    assert not outcome.refused, shown(outcome, "zh")
    stored = workspace.accepted()["test-001", 2022].document["values"][case["field"]]
    assert stored == case["value"]
    notes = [problem for problem in outcome.problems if problem.code == "filings.numeral_rewritten"]
    assert bool(notes) == case["note"]
