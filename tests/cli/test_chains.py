"""``jiqun chain``: the maps themselves, and the firms of the demonstration's register on them."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pyarrow.parquet import read_table

from jiqun.chains.loading import chains
from jiqun.cli.beside import links_beside
from jiqun.diagnosis.board import Links
from jiqun.reports.sources import Profile

Jiqun = Callable[..., Any]


def test_every_chain_is_listed(jiqun: Jiqun) -> None:
    ran = jiqun("chain", "list", "--json")
    assert ran.code == 0
    listed = json.loads(ran.out)["chains"]
    assert [chain["id"] for chain in listed] == list(chains())
    assert all(0 < chain["core"] <= chain["nodes"] for chain in listed)


@pytest.mark.parametrize("said", ["cranes", "起重机械", "Cranes"])
def test_a_chain_is_shown_by_its_id_or_title(jiqun: Jiqun, said: str) -> None:
    shown = json.loads(jiqun("chain", "show", said, "--json", "--lang", "en").out)
    ids = {node["id"] for node in shown["nodes"]}
    assert shown["id"] == "cranes"
    assert {link["start"] for link in shown["links"]} | {
        link["end"] for link in shown["links"]
    } <= ids
    page = jiqun("chain", "show", said, "--lang", "zh").out
    assert all(node.title.zh in page for node in chains()["cranes"].nodes)


def test_a_chain_nobody_knows_is_not_found_and_the_known_are_named(jiqun: Jiqun) -> None:
    ran = jiqun("chain", "show", "nothing", "--lang", "en")
    assert ran.code == 3
    assert "cranes" in ran.err


def test_a_chain_is_drawn_and_never_over_a_file_that_is_there(tmp_path: Path, jiqun: Jiqun) -> None:
    path = tmp_path / "cranes.svg"
    assert jiqun("chain", "show", "cranes", "-o", path, "--lang", "zh").code == 0
    drawn = path.read_text(encoding="utf-8")
    assert all(f">{node.title.zh}<" in drawn for node in chains()["cranes"].nodes)
    assert jiqun("chain", "show", "cranes", "-o", path).code == 2
    assert jiqun("chain", "show", "cranes", "-o", tmp_path / "cranes.png").code == 2
    for ending in ("pdf", "pptx"):
        assert jiqun("chain", "show", "cranes", "-o", tmp_path / f"cranes.{ending}").code == 0
    assert (tmp_path / "cranes.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_placed_firms_are_written_with_reasons_and_the_demonstration_s_mark(
    demonstration: Path, tmp_path: Path, jiqun: Jiqun, ending: str
) -> None:
    path = tmp_path / f"placed.{ending}"
    ran = jiqun("chain", "place", "-w", demonstration, "-o", path, "--json")
    assert ran.code == 0, ran.err
    if ending == "csv":
        rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    else:
        rows = read_table(path).to_pylist()
    counted = json.loads(ran.out)
    assert counted["demo"] is True
    assert sum(node["firms"] for node in counted["nodes"]) == len(rows) > 0
    assert {str(row["demo"]).lower() for row in rows} == {"true"}
    assert all(row["by_name"] or row["by_scope"] for row in rows)
    assert jiqun("chain", "place", "-w", demonstration, "-o", path).code == 2  # it is there


def test_without_a_register_there_is_nothing_to_place(tmp_path: Path, jiqun: Jiqun) -> None:
    assert jiqun("init", tmp_path / "w").code == 0
    assert jiqun("chain", "place", "-w", tmp_path / "w").code == 3


@pytest.mark.parametrize("ending", ["json", "csv", "svg"])
def test_gaps_of_a_county_are_shown_and_written(
    demonstration: Path, tmp_path: Path, jiqun: Jiqun, ending: str
) -> None:
    path = tmp_path / f"gaps.{ending}"
    asked = ("chain", "gaps", "-w", demonstration, "--chain", "cranes", "--county", "长垣市")
    ran = jiqun(*asked, "-o", path, "--json", "--lang", "zh")
    assert ran.code == 0, ran.err
    found = json.loads(ran.out)
    assert (found["demo"], found["counties"], len(found["nodes"])) == (True, ["410783"], 32)
    told = found["register"]["enough"]
    assert (found["links"] is not None) is told
    written = path.read_text("utf-8-sig")
    if ending == "json":
        assert json.loads(written) == found
    elif ending == "csv":
        assert [row["node"] for row in csv.DictReader(io.StringIO(written))] == [
            node["node"] for node in found["nodes"]
        ]
    else:
        assert "演示数据" in written
    page = jiqun(*asked, "--lang", "en").out
    assert "firms in the register" in page
    assert "Bridge and gantry cranes" in page


def test_a_county_nobody_knows_is_not_found(demonstration: Path, jiqun: Jiqun) -> None:
    asked = ("chain", "gaps", "-w", demonstration, "--chain", "cranes", "--county", "无名县")
    assert jiqun(*asked).code == 3


def test_a_diagnosis_over_a_made_up_register_says_nothing_of_chains(
    demonstration: Path, jiqun: Jiqun
) -> None:
    asked = ("-w", demonstration, "--year", "2022", "--cluster", "demo-001")
    found = json.loads(jiqun("diagnose", *asked, "--chains", "--json").out)
    verdicts = {said["id"]: said["verdict"] for said in found["clusters"][0]["findings"]}
    assert verdicts["chain_links_missing"] == "cannot_tell"


def test_a_real_cluster_has_its_links_counted_over_a_real_register(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """By its id or its name in its county; a made-up cluster of the same name has none."""
    counts = {"410783-mqsqzjx": Links(14, 2, 3)}
    placed = SimpleNamespace(demo=False)
    monkeypatch.setattr("jiqun.chains.placing.place", lambda *_: placed)
    monkeypatch.setattr("jiqun.chains.gaps.links_of_clusters", lambda _: counts)
    real = profile("any", demo=False)
    assert links_beside(tmp_path, [real]) == {"any": Links(14, 2, 3)}
    assert links_beside(tmp_path, [profile("any", demo=True)]) == {}
    placed.demo = True
    assert links_beside(tmp_path, [real]) == {}


def profile(name: str, *, demo: bool) -> Profile:
    title = "长垣市门桥式起重机械产业集群"
    return Profile(name, 2022, title, "410783", "410000", "central", "machinery", "3432", demo)
