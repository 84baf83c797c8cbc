"""The command line takes places, programmes, readers and clusters by name as well as by code."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer

from jiqun.base.readers import NATION, PUBLIC, reader_named
from jiqun.cli.named import cluster_named, programme_named, read_audience

Jiqun = Callable[..., Any]


@pytest.mark.parametrize(
    ("said", "code"),
    [("浙江", "330000"), ("Zhejiang", "330000"), ("杭州市西湖区", "330106"), ("330100", "330100")],
)
def test_who_reads_is_named_by_place_or_code(said: str, code: str) -> None:
    assert read_audience(said) == reader_named(code)


@pytest.mark.parametrize("said", ["nation", "全国"])
def test_the_nation_reads_everything(said: str) -> None:
    assert read_audience(said) == NATION


@pytest.mark.parametrize("said", ["public", "公众", "公开"])
def test_the_public_has_names_too(said: str) -> None:
    assert read_audience(said) == PUBLIC


@pytest.mark.parametrize("said", ["nowhere", "", "999999"])
def test_who_is_nobody_is_refused(said: str) -> None:
    with pytest.raises(typer.BadParameter):
        read_audience(said)


def test_several_places_of_a_name_are_listed_with_their_codes() -> None:
    with pytest.raises(typer.BadParameter) as refused:
        read_audience("西湖区")
    assert "330106" in refused.value.message
    assert "360103" in refused.value.message


@pytest.mark.parametrize("said", ["yunnan", "云南", "云南省", "Yunnan", "yunnan/sme-cluster"])
def test_a_programme_goes_by_its_place(said: str) -> None:
    assert programme_named(said).id == "yunnan/sme-cluster"


def test_a_programme_goes_by_its_title() -> None:
    national = programme_named("national/sme-cluster")
    assert programme_named(national.title.zh) is national
    assert programme_named(national.title.en) is national


def test_a_name_of_two_clusters_names_neither() -> None:
    names = {"a": "甲", "b": "乙", "c": "乙", "甲": "丙"}
    assert [cluster_named(said, names) for said in ("a", "丙", "乙", "甲")] == [
        "a",
        "甲",
        "乙",
        "甲",
    ]


def test_a_cluster_is_assessed_and_reported_by_its_name(
    demonstration: Path, tmp_path: Path, jiqun: Jiqun
) -> None:
    asked = ("assess", "-w", demonstration, "--programme", "national/sme-cluster", "--json")
    by_id = jiqun(*asked, "--on", "2023-06-01", "--cluster", "demo-001")
    by_name = jiqun(*asked, "--on", "2023-06-01", "--cluster", "示例集群001")
    assert by_name.code == 0, by_name.err
    assert json.loads(by_name.out) == json.loads(by_id.out)
    path = tmp_path / "r.json"
    ran = jiqun(
        "report", "-w", demonstration, "--year", 2022, "--cluster", "示例集群001", "-o", path
    )
    assert ran.code == 0, ran.err


def test_an_edition_is_asked_for_by_the_name_of_its_place(
    demonstration: Path, tmp_path: Path, jiqun: Jiqun
) -> None:
    files = [tmp_path / "a.json", tmp_path / "b.json"]
    for said, path in zip(("330000", "浙江"), files, strict=True):
        words = ("--year", 2022, "--by", "province", "--audience", said, "-o", path)
        assert jiqun("indicators", "-w", demonstration, *words).code == 0
    assert files[0].read_bytes() == files[1].read_bytes()
