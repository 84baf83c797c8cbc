"""Published figures of single clusters stand as they were printed, with their source."""

from decimal import Decimal

import pytest

from jiqun.base.codes import regions
from jiqun.base.units import units
from jiqun.clusters.citations import (
    LEVELS,
    SENSES,
    citations,
    citations_beside,
    citations_of,
)
from jiqun.clusters.recognised import recognised

PRINTED = {
    "定襄县法兰锻造产业集群": {
        ("2023", "10500", "人"),
        ("2023", "120.89", "亿元"),
        ("2023", "133", "家"),
    },
    "鹤壁市淇滨区商业卫星装备制造及应用产业集群": {
        ("2024", "254", "家"),
        ("2024", "33", "家"),
        ("2024", "5", "家"),
    },
    "信阳市平桥区绿色家居产业集群": {
        ("2024", "149", "家"),
        ("2024", "16.89", "%"),
    },
    "巩义市高精铝制造产业集群": {
        ("2023", "1203.9", "亿元"),
    },
    "贵阳市白云区航空发动机装备制造产业集群": {
        ("2022", "150", "亿元"),
        ("2022", "55", "家"),
    },
    "安平县丝网产业集群": {
        ("2023", "1006", "亿元"),
        ("2023", "13000", "家"),
    },
    "邵东市打火机产业集群": {
        ("2023", "150", "亿元"),
        ("2023—2024", "375", "百万美元"),
        ("2024", "148", "亿元"),
    },
    "博兴县商用厨具产业集群": {
        ("2025", "2800", "家"),
        ("2025", "300", "亿元"),
    },
    "正安县吉他制造产业集群": {
        ("2025", "144", "家"),
        ("2025", "2400000", "个"),
        ("2025", "5000", "人"),
    },
    "无为市电线电缆产业集群": {
        ("2023 年 1—10 月", "107", "家"),
    },
    "苏州市吴江区仿真纤维材料产业集群": {
        ("2024", "274.99", "亿元"),
        ("2024", "37", "家"),
        ("2024", "73", "家"),
    },
    "嘉定区智能传感器产业集群": {
        ("2023", "12", "个"),
        ("2023", "17", "个"),
        ("至 2023", "17.02", "%"),
    },
}
"""As the sources print them, in the units of the form."""


@pytest.mark.parametrize("name", PRINTED)
def test_a_citation_is_the_number_its_source_prints(name: str) -> None:
    (cluster,) = (cluster for cluster in recognised().values() if cluster.name == name)
    cited = citations_of(cluster)
    assert {(citation.year, f"{citation.value:f}", citation.unit) for citation in cited} >= PRINTED[
        name
    ]


def test_every_citation_names_its_year_its_source_and_a_known_unit() -> None:
    assert len(citations()) >= 50
    for cited in citations():
        assert cited.year
        assert len(cited.source) > 6
        assert cited.unit in units()
        assert cited.sense in SENSES
        assert cited.level in LEVELS
        place = regions().get(cited.county_code)
        assert place is not None
        together = cited.level.endswith("_group")
        assert place.level == ("province" if together else "county")


def test_only_recognised_clusters_are_called_national() -> None:
    names = {(cluster.county_code, cluster.name) for cluster in recognised().values()}
    for cited in citations():
        assert ((cited.county_code, cited.cluster) in names) == (cited.level == "national")


def test_what_is_not_recognised_nationally_stands_with_its_county() -> None:
    beside = citations_beside("370783", recognised().values())
    assert {one.cluster for one in beside} == {"寿光特色原料药产业集群"}
    assert {one.level_name.zh for one in beside} == {"省级"}
    assert Decimal("206.49") in {one.value for one in beside}
    assert citations_beside("140921", recognised().values()) == []


@pytest.mark.parametrize(
    ("code", "printed"),
    [
        ("310000", {"146平方公里", "2,960亿元", "14%", "3,031家", "96%", "646家", "1,008家"}),
        ("150000", {"1,706家", "9家", "18家", "130家", "7,928亿元", "3,018件", "359个"}),
        ("510000", {"3,700亿元以上", "3,260家以上", "1,200家以上"}),
        ("360000", {"28,400亿元", "11.81%"}),
    ],
)
def test_what_a_province_published_of_its_clusters_together_stands_with_it(
    code: str, printed: set[str]
) -> None:
    beside = citations_beside(code, recognised().values())
    assert {cited.printed("zh") for cited in beside} == printed
    assert {cited.level_name.zh for cited in beside} <= {"国家级集群合计", "省级集群合计"}


def test_how_exact_a_number_was_said_to_be_is_said_again() -> None:
    said = {(citation.cluster[:2], citation.what.en): citation for citation in citations()}
    fibre = said["苏州", "output"]
    assert (fibre.printed("zh"), fibre.printed("en")) == ("274.99亿元", "CNY 27.499 billion")
    sensors = said["嘉定", "share of SMEs"]
    assert (sensors.printed("zh"), sensors.printed("en")) == ("约99%", "about 99 %")
    lighters = said["邵东", "exports"]
    assert (lighters.printed("zh"), lighters.printed("en")) == ("375百万美元", "375 million USD")
