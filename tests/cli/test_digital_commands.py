"""``jiqun digital assess``: one firm's file, in words or as a document."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.exchange.maturity.firms import WORKSHOP

Jiqun = Callable[..., Any]


def test_a_firm_is_assessed_in_words_and_as_one_document(jiqun: Jiqun, tmp_path: Path) -> None:
    path = tmp_path / "firm.json"
    path.write_text(json.dumps(WORKSHOP, ensure_ascii=False), encoding="utf-8")
    said = jiqun("digital", "assess", str(path), "--lang", "zh")
    assert said.code == 0
    assert "规范级" in said.out
    assert "44.1" in said.out
    document = json.loads(jiqun("digital", "assess", str(path), "--json").out)
    assert (document["level"], document["score"]) == (2, 44.1)


def test_what_is_wrong_is_told_whole_and_nothing_is_assessed(jiqun: Jiqun, tmp_path: Path) -> None:
    path = tmp_path / "firm.json"
    path.write_text('{"answers": {"1": [9], "2": "155"}, "scenes": {"甲": 1}}', encoding="utf-8")
    said = jiqun("digital", "assess", str(path), "--lang", "en")
    assert said.code == 2
    assert said.out == ""
    assert all(place in said.err for place in ("answers/1", "answers/2", "scenes/甲"))
    path.write_text("no json", encoding="utf-8")
    assert jiqun("digital", "assess", str(path)).code == 2


def test_a_file_that_is_not_there_is_not_found(jiqun: Jiqun, tmp_path: Path) -> None:
    assert jiqun("digital", "assess", str(tmp_path / "none.json")).code == 3
