"""A recognised cluster and one that filed are the same by id, or by name within a county."""

from dataclasses import replace

import pytest

from jiqun.base.names import initials, pinyin
from jiqun.clusters.filed import Filed, find_filed
from jiqun.clusters.joined import joined, recognition_of
from jiqun.clusters.recognised import recognised

CRANES = recognised()["410783-mqsqzjx"]
FILED = Filed(
    id="changyuan-cranes",
    name=CRANES.name.replace("市", "市 "),
    county_code=CRANES.county_code,
    province_code="410000",
    macro_region="central",
    sector="machinery",
    industry="3432",
    demo=False,
    pinyin=pinyin(CRANES.name),
    initials=initials(CRANES.name),
)


def test_a_name_written_with_spaces_is_the_same_name() -> None:
    assert recognition_of(FILED) == CRANES
    assert joined([FILED]) == {CRANES.id: FILED}


def test_an_id_is_enough_whatever_the_name() -> None:
    assert recognition_of(replace(FILED, id=CRANES.id, name="长垣起重机")) == CRANES


@pytest.mark.parametrize(
    "other",
    [replace(FILED, county_code="330381"), replace(FILED, name="长垣起重机")],
    ids=["another county", "another name"],
)
def test_the_same_name_elsewhere_or_another_name_here_is_another_cluster(other: Filed) -> None:
    assert recognition_of(other) is None


def test_a_made_up_cluster_is_nobodys() -> None:
    assert recognition_of(replace(FILED, id=CRANES.id, demo=True)) is None


def test_a_cluster_that_filed_is_found_by_name_pinyin_and_place() -> None:
    for query in ("起重 长垣", "changyuan", "henan", FILED.id):
        assert find_filed([FILED], query) == [FILED], query
    assert find_filed([FILED], "绍兴") == []
    assert find_filed([FILED], "") == [FILED]
