"""An installation's catalogue holds where it was installed or tried, and nowhere else."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from jiqun.base.own_catalogue import (
    KINDS,
    NONE,
    OwnCatalogue,
    catalogue_files,
    fits,
    in_force,
    install,
    per_catalogue,
    under,
)

OWN = OwnCatalogue({"charts/own.yaml": b"kind: parts"})


def test_what_is_tried_holds_within_the_block_and_in_no_other_thread() -> None:
    with under(OWN):
        assert in_force() is OWN
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(in_force).result() is NONE
    assert in_force() is NONE


def test_what_is_installed_holds_in_every_thread() -> None:
    install(OWN)
    try:
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(in_force).result() is OWN
    finally:
        install(NONE)


def test_what_was_loaded_is_kept_apart_for_each_catalogue() -> None:
    calls = []

    @per_catalogue
    def load(name: str) -> str:
        calls.append(name)
        return name + in_force().sha256[:1]

    plain = load("a")
    with under(OWN):
        own = load("a")
        assert load("a") is own
    assert load("a") is plain
    assert plain != own
    assert calls == ["a", "a"]


def test_the_same_files_are_the_same_catalogue_in_whichever_order() -> None:
    files = {"charts/a.yaml": b"1", "charts/b.yaml": b"2"}
    turned = dict(reversed(files.items()))
    assert OwnCatalogue(files).sha256 == OwnCatalogue(turned).sha256
    assert OwnCatalogue(files).sha256 != OwnCatalogue({"charts/a.yaml": b"12"}).sha256


def test_own_files_stand_among_the_shipped_ones_in_their_order() -> None:
    shipped = catalogue_files("calendars/*.yaml")
    with under(OwnCatalogue({"calendars/2099.yaml": b"", "charts/own.yaml": b""})):
        found = catalogue_files("calendars/*.yaml")
    assert [path.name for path in found] == [*(path.name for path in shipped), "2099.yaml"]


@pytest.mark.parametrize(
    ("name", "pattern", "expected"),
    [
        ("rules/yunnan/a.yaml", "rules/*/*.yaml", True),
        ("rules/a.yaml", "rules/*/*.yaml", False),
        ("rules/x/y/a.yaml", "rules/*/*.yaml", False),
        ("messages/rules.yaml", "rules/*/*.yaml", False),
        ("rules/yunnan/a.yml", "rules/*/*.yaml", False),
    ],
)
def test_a_place_is_of_a_kind_folder_for_folder(name: str, pattern: str, expected: bool) -> None:
    assert fits(name, pattern) is expected


@pytest.mark.parametrize(
    "name", ["services/kinds.yaml", "payments/orders.yaml", "grants/fields.yaml"]
)
def test_what_the_documentation_says_an_installation_amends_has_a_place(name: str) -> None:
    assert catalogue_files(name)
    assert any(fits(name, kind) for kind in KINDS)
