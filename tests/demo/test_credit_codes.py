"""Fictional codes look like credit codes and are none."""

from __future__ import annotations

import re
from typing import Any

from jiqun.demo import Demonstration

# GB 32100-2015, written out again here so that the generator does not check itself.
SHAPE = re.compile(r"9[0-9A-HJ-NPQRTUWXY]\d{6}[0-9A-HJ-NPQRTUWXY]{10}")
CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def check_character(code: str) -> str:
    """Compute what the eighteenth character of GB 32100-2015 has to be."""
    weighted = sum(CHARACTERS.index(one) * pow(3, place, 31) for place, one in enumerate(code[:17]))
    return CHARACTERS[(31 - weighted % 31) % 31]


def test_the_check_used_here_passes_a_code_known_to_be_right() -> None:
    # The example printed in GB 32100-2015.
    assert check_character("91350100M000100Y4") == "3"


def test_every_code_has_the_right_shape(world: Demonstration) -> None:
    assert [
        row["credit_code"] for row in world.roster if not SHAPE.fullmatch(row["credit_code"])
    ] == []


def test_no_code_passes_the_check_of_the_standard(world: Demonstration) -> None:
    valid = [
        row["credit_code"]
        for row in world.roster
        if check_character(row["credit_code"]) == row["credit_code"][17]
    ]
    assert valid == []


def test_codes_carry_the_county_of_their_cluster_and_are_unique(
    world: Demonstration, members: dict[str, list[dict[str, Any]]]
) -> None:
    for cluster in world.clusters:
        county = cluster["county_codes"][0]
        assert {row["credit_code"][2:8] for row in members[cluster["id"]]} == {county}
    assert len({row["credit_code"] for row in world.roster}) == len(world.roster)
