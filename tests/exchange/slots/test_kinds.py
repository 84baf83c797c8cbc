"""Kinds are data: what one asks is declared once, and everything wrong with the file is told."""

import pytest

from jiqun.base.errors import Refused
from jiqun.base.own_catalogue import OwnCatalogue, under
from jiqun.exchange.matching.settings import matching
from jiqun.exchange.slots.details import read_details, said_details, shown_details
from jiqun.exchange.slots.kinds import FAMILIES, slot_kinds

ENTERED = "entered: {by: 测试, date: 2026-01-01, document: 测试用文件}\n"
KINDS = sorted(slot_kinds().kinds)


def amended(said: str) -> OwnCatalogue:
    return OwnCatalogue({"slots/kinds.yaml": (ENTERED + said).encode()})


def test_every_family_has_kinds_and_a_market_that_is_weighed() -> None:
    known = slot_kinds()
    assert set(known.families) == set(FAMILIES)
    assert all(known.of(family) for family in FAMILIES)
    assert {family.market for family in known.families.values()} < set(matching().markets)


@pytest.mark.parametrize("name", KINDS)
def test_what_the_examples_of_a_kind_say_is_read_kept_and_shown(name: str) -> None:
    kind = slot_kinds().kinds[name]
    said = {
        f"of_{field.id}": field.example.zh if field.example else next(iter(field.choices or ()))
        for field in kind.fields
    }
    details, problems = read_details(kind, said)
    assert problems == []
    assert said_details(details) == said
    assert len(shown_details(kind, details)) == len(kind.fields)


@pytest.mark.parametrize("name", KINDS)
def test_what_a_kind_must_say_is_missed_field_by_field(name: str) -> None:
    kind = slot_kinds().kinds[name]
    missing = [problem.where.field for problem in read_details(kind, {})[1]]
    assert missing == [f"of_{field.id}" for field in kind.fields if field.required]


def test_everything_wrong_with_the_kinds_is_told_at_once() -> None:
    said = "kinds: {post: {fields: [nowhere]}}\nfields: {weeks: {least: 60}}\n"
    with under(amended(said)), pytest.raises(Refused) as refused:
        slot_kinds()
    codes = {problem.code for problem in refused.value.problems}
    assert codes == {"slots.field_undeclared", "slots.field_unused", "slots.bounds_upside_down"}


def test_a_kind_is_added_without_a_line_of_code() -> None:
    fields = "fields: {kilns: {title: {zh: 窑炉数, en: kilns}, type: number, least: 1, most: 9, "
    fields += 'required: true, example: {zh: "2", en: "2"}}}\n'
    kind = "kinds: {firing: {family: sharing, by: time, texts: [about], fields: [kilns], "
    kind += "title: {zh: 烧成, en: firing}, example: {zh: 梭式窑, en: a shuttle kiln}}}\n"
    with under(amended(fields + kind)):
        firing = slot_kinds().of("sharing")["firing"]
        assert read_details(firing, {"of_kilns": "2"}) == ({"kilns": "2"}, [])
        [problem] = read_details(firing, {"of_kilns": "12"})[1]
    assert firing.title.zh == "烧成（本地）"
    assert (
        problem.what("en")
        == 'kilns (local): "12" is no number from 1 to 9 with three decimals at most.'
    )
