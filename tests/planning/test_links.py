"""The links a county lacks of the chains of an industry."""

from pathlib import Path

import pytest

from jiqun.planning.links import chains_of, links_of
from jiqun.registry import import_registers
from tests.chains.test_gaps import FIRMS, HERE
from tests.registry.made_up import as_csv, workspace


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tmp = tmp_path_factory.mktemp("links")
    made: Path = workspace(tmp)
    (tmp / "r.csv").write_bytes(as_csv(FIRMS))
    import_registers(made, [tmp / "r.csv"], workers=1)
    return made


def test_only_chains_that_end_in_the_industry_are_its_own() -> None:
    assert [chain.id for chain in chains_of("343")] == ["cranes"]
    assert "cranes" not in [chain.id for chain in chains_of("334")]  # wire ropes are a part of it


def test_a_county_s_missing_links_are_those_of_its_gaps(folder: Path) -> None:
    found = links_of(folder, HERE, ["343", "134"])["cranes"]
    assert found.counts is not None
    assert (len(found.missing), len(found.single)) == (found.counts.missing, 2)
    assert {node.id for node in found.single} == {"brake", "hoist"}
    assert "rope" in {node.id for node in found.missing} or found.counts.missing == 11


def test_where_the_register_holds_too_little_nothing_is_missing(folder: Path) -> None:
    found = links_of(folder, "440114", ["343"])["cranes"]
    assert (found.counts, found.missing, found.single) == (None, (), ())


def test_an_industry_without_a_chain_has_no_links(folder: Path) -> None:
    assert links_of(folder, HERE, ["134"]) == {}
