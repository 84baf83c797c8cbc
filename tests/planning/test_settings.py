"""The numbers of planning: shipped, and an installation's own."""

import pytest

from jiqun.base.errors import Refused
from jiqun.base.own_catalogue import OwnCatalogue, under
from jiqun.installation.judging import faults_under
from jiqun.planning.settings import settings
from tests.planning.made_up import CHANGYUAN, planner

ENTERED = 'entered: {by: 张三, date: "2026-11-29", document: 某函〔2026〕1号}\n'.encode()


def own(text: bytes) -> OwnCatalogue:
    return OwnCatalogue({"planning/ahead.yaml": ENTERED + text})


def test_an_installation_amends_a_number_and_the_rest_stays() -> None:
    amended = own(b'numbers: {fewest_firms: {value: "70"}}\n')
    with under(amended):
        assert settings().fewest_firms == 70
        assert settings().fewest_makers == 40
        assert not planner().scape.has.loc[CHANGYUAN].any()  # type: ignore[union-attr]
    assert faults_under(amended) == []
    assert settings().fewest_firms == 3


@pytest.mark.parametrize("bad", ['digits: {value: "5"}', 'near: {value: "0"}', "level: 3"])
def test_a_number_that_cannot_be_is_refused_with_its_file(bad: str) -> None:
    amended = own(f"numbers: {{{bad}}}\n".encode())
    with under(amended), pytest.raises(Refused):
        settings()
    assert any(fault.where.file == "catalog/planning/ahead.yaml" for fault in faults_under(amended))
