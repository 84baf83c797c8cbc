"""The catalogue's table is the ministry's: points, bands, scenes and levels are held to a copy."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from jiqun.base.errors import Refused
from jiqun.base.own_catalogue import OwnCatalogue, under
from jiqun.exchange.maturity.table import digital_table
from tests.exchange.maturity.firms import WORKSHOP


@pytest.fixture(scope="module")
def published(shared: Path) -> dict[str, Any]:
    text = (shared / "data" / "digital_level_2024.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text, parse_float=Decimal)
    return loaded


@pytest.mark.shared
def test_every_question_gives_the_points_of_the_table(published: dict[str, Any]) -> None:
    questions = digital_table().questions
    for row in published["questions"]:
        asked = questions[row["q"]]
        assert asked.kind == row["type"]
        assert asked.title.zh.startswith(row["l3"][:4]), row["q"]
        assert asked.most == row["max"]
        if asked.kind == "band":
            assert [option.points for option in asked.options] == row["scores"]
            assert list(asked.upper) == row["upper_bounds_pct"]
        elif asked.kind == "trend":
            by_outcome = dict(row["options"])
            worse, same, better = (option.points for option in asked.options)
            assert by_outcome["flat"] == same
            assert by_outcome[asked.better] == better
            assert by_outcome["up" if asked.better == "down" else "down"] == worse
        else:
            assert [option.points for option in asked.options] == [
                points for _, points in row["options"][1:]
            ]
    assert len(questions) == len(published["questions"])


@pytest.mark.shared
def test_scenes_and_levels_are_those_of_the_table(published: dict[str, Any]) -> None:
    table = digital_table()
    listed = [
        (name, table.scene_groups[scene.group].zh, scene.constrained)
        for name, scene in table.scenes.items()
    ]
    assert listed == [
        (name, group, bound)
        for group, scenes in published["scenes"].items()
        for name, bound in scenes
    ]
    assert [
        (level.number, level.title.zh, level.score, level.scenes, level.constrained)
        for level in table.levels
    ] == [
        (row["level"], row["name"], row["score_min"], row["scenes_min"], row["constrained_min"])
        for row in published["overall_level"]
    ]


def test_every_question_and_scene_has_words_and_an_example_in_both_languages() -> None:
    table = digital_table()
    for asked in table.questions.values():
        for words in (asked.title, asked.asks, asked.example):
            assert words.zh != words.en
            assert words.zh
            assert words.en.isascii() or "“" in words.en
    for scene in table.scenes.values():
        for level in "1234":
            assert level in scene.example.zh
            assert level in scene.example.en


def test_the_workshop_of_these_tests_answers_everything() -> None:
    table = digital_table()
    assert set(WORKSHOP["answers"]) == set(map(str, table.questions))
    assert set(WORKSHOP["scenes"]) == set(table.scenes)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('questions: {"2": {upper: ["10", "20", "15", "60", "100"]}}', "digital.uneven_bands"),
        ('questions: {"2": {upper: ["10", "20"]}}', "digital.uneven_bands"),
        ('questions: {"12": {points: ["0", "8", "7"]}}', "digital.points_fall"),
        ('levels: {"3": {score: "85"}}', "digital.levels_fall"),
        ('questions: {"2": {group: nowhere}}', "catalogue.unknown_name"),
        ("scenes: {产品设计: {group: nowhere}}", "catalogue.unknown_name"),
    ],
)
def test_a_wrong_table_of_an_installation_says_what_is_wrong(text: str, code: str) -> None:
    entered = "entered: {by: 测试, date: 2026-01-01, document: 测试用文件}\n"
    own = OwnCatalogue({"digital/level_2024.yaml": (entered + text).encode()})
    with under(own), pytest.raises(Refused) as refused:
        digital_table()
    assert code in {problem.code for problem in refused.value.problems}
