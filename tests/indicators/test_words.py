"""Definitions in words come from the definition itself."""

import pytest

from jiqun.base.definitions import indicators
from jiqun.indicators.words import definition_words


@pytest.mark.parametrize("name", sorted(indicators()))
def test_every_indicator_can_be_said_in_both_languages(name):
    definition = indicators()[name].definition
    for lang in ("zh", "en"):
        words = definition_words(definition, lang)
        assert len(words) > 4
        assert "_" not in words or definition.form == "function"


def test_a_share_of_a_sum_is_said_as_a_percentage():
    words = definition_words(indicators()["water_reuse_above_94_cluster_share"].definition, "zh")
    assert "> 94%" in words
