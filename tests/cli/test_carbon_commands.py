"""``jiqun carbon account``: one firm's file, in words or as a document."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.exchange.carbon.firms import WORKSHOP

Jiqun = Callable[..., Any]


def test_an_account_in_words_and_as_one_document(jiqun: Jiqun, tmp_path: Path) -> None:
    path = tmp_path / "firm.json"
    path.write_text(json.dumps(WORKSHOP), encoding="utf-8")
    said = jiqun("carbon", "account", str(path), "--lang", "zh")
    assert said.code == 0
    for words in ("范围一", "81.94", "312.23", "237.88", "2025 年第 47 号", "不能相加"):
        assert words in said.out
    english = jiqun("carbon", "account", str(path), "--lang", "en").out
    assert "location-based" in english
    assert "0.4974 kgCO₂/kWh (2023, Zhejiang" in english
    document = json.loads(jiqun("carbon", "account", str(path), "--json").out)
    assert document["scope_2_market"]["tonnes"] == "237.8800"
    factor = document["scope_2_location"]["lines"][0]["factor"]
    assert (factor["value"], factor["year"], factor["place"]) == ("0.4974", 2023, "330000")
    assert document["scope_1"]["uncertainty"]["whole"] is False


@pytest.mark.parametrize(
    "content",
    ["no json", "", "[]", "[1]", '"x"', '{"year": 2023, "fuels": {"diesel": 1e999999}}',
     '{"year": 99999999999999999999999999999999999999999999}', '{"year": 2023, "year": 2022}',
     "[" * 3000, '{"year": NaN}', '{"heat": {"gj": "\\ud800"}}'],
)  # fmt: skip
def test_a_hostile_file_is_refused_with_words(content: str, jiqun: Jiqun, tmp_path: Path) -> None:
    path = tmp_path / "firm.json"
    path.write_text(content, encoding="utf-8")
    said = jiqun("carbon", "account", str(path), "--lang", "en")
    assert (said.code, said.out) == (2, "")
    assert "Traceback" not in said.err
    assert said.err.strip()


def test_a_file_that_is_not_there_is_not_found(jiqun: Jiqun, tmp_path: Path) -> None:
    assert jiqun("carbon", "account", str(tmp_path / "none.json")).code == 3
