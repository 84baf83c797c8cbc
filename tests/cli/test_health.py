"""``jiqun doctor``: every line right, missing or wrong, and what to do about it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jiqun.base import parts
from jiqun.web import assets
from tests.conftest import Ran

Command = Callable[..., Ran]


def rows(ran: Ran) -> dict[str, dict[str, Any]]:
    return {check["name"]: check for check in ran.document["checks"]}


def test_a_whole_installation_is_right_and_exits_with_0(jiqun: Command) -> None:
    ran = jiqun("doctor", "--json")
    wrong = {name for name, row in rows(ran).items() if not row["ok"] and not row["optional"]}
    assert (wrong, ran.code) == (set(), 0)
    for name in ("database engine DuckDB", "Parquet", "typesetter Typst", "fonts of reports"):
        assert rows(ran)[name]["ok"], name


def test_a_part_that_is_not_installed_is_missing_not_wrong(
    jiqun: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "_is_there", lambda module: module not in ("typst", "numba"))
    ran = jiqun("doctor", "--json")
    assert ran.code == 0
    assert rows(ran)["typst"]["do"] == "pip install 'jiqun[reports]'"
    assert rows(ran)["numba"] == {
        "name": "numba",
        "found": "not installed",
        "ok": False,
        "optional": True,
        "do": "pip install 'jiqun[fast]'",
    }
    assert "typesetter Typst" not in rows(ran)


def test_what_is_always_needed_and_missing_exits_with_1(
    jiqun: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "_is_there", lambda module: module != "scipy")
    ran = jiqun("doctor")
    assert ran.code == 1
    assert "✗ scipy: not installed; pip install jiqun" in ran.out


def test_an_engine_that_is_there_and_fails_is_wrong(
    jiqun: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> bytes:
        raise OSError("no such library")

    monkeypatch.setattr("jiqun.reports.pdf.typeset", broken)
    ran = jiqun("doctor", "--json")
    assert ran.code == 1
    assert rows(ran)["typesetter Typst"]["found"] == "OSError: no such library"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_assets_that_were_not_built_are_named(
    jiqun: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, lang: str
) -> None:
    monkeypatch.setattr(assets, "BUILT", tmp_path)
    (tmp_path / "site.js").touch()
    ran = jiqun("doctor", "--lang", lang)
    assert ran.code == 1
    [line] = [said for said in ran.out.splitlines() if said.startswith("✗")]
    assert "map.js" in line
    assert "site.js" not in line
    assert "make assets" in line


def test_a_machine_without_fonts_and_office_is_told_so_and_right_all_the_same(
    jiqun: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    ran = jiqun("doctor", "--json")
    assert ran.code == 0
    assert rows(ran)["LibreOffice"]["found"] == "none"
    assert rows(ran)["Chinese fonts of this machine"]["found"] == "cannot tell: no fontconfig"


def test_the_databases_of_a_workspace_are_opened(jiqun: Command, demonstration: Path) -> None:
    ran = jiqun("doctor", "-w", demonstration, "--json")
    assert ran.code == 0
    assert rows(ran)["workspace"]["found"] == "298 accepted submissions"
    assert rows(ran)["vintages"]["found"] == "2022-v1"
    assert rows(ran)["register"]["ok"]


def test_a_workspace_without_a_register_is_right_all_the_same(
    jiqun: Command, tmp_path: Path
) -> None:
    jiqun("init", tmp_path / "w")
    ran = jiqun("doctor", "-w", tmp_path / "w", "--json")
    assert ran.code == 0
    assert (rows(ran)["register"]["ok"], rows(ran)["register"]["optional"]) == (False, True)


def test_a_damaged_register_is_wrong_and_says_where_to_look(jiqun: Command, tmp_path: Path) -> None:
    jiqun("init", tmp_path / "w")
    (tmp_path / "w" / "registry").mkdir()
    (tmp_path / "w" / "registry" / "manifest.json").write_text("{")
    ran = jiqun("doctor", "-w", tmp_path / "w", "--json")
    assert ran.code == 1
    assert not rows(ran)["register"]["optional"]
    assert "doctor --deep" in rows(ran)["register"]["do"]


def test_a_workspace_without_a_site_has_no_database_and_gets_none(
    jiqun: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JIQUN_DATABASE_URL", raising=False)
    jiqun("init", tmp_path / "w")
    before = sorted(tmp_path.rglob("*"))
    ran = jiqun("doctor", "-w", tmp_path / "w", "--json")
    assert rows(ran)["database of the site"]["found"] == "none yet"
    assert ran.code == 0
    assert sorted(tmp_path.rglob("*")) == before


def test_a_damaged_database_of_the_site_is_wrong(
    jiqun: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JIQUN_DATABASE_URL", raising=False)
    jiqun("init", tmp_path / "w")
    (tmp_path / "w" / "database").mkdir()
    (tmp_path / "w" / "database" / "site.sqlite3").write_bytes(b"no database" * 100)
    ran = jiqun("doctor", "-w", tmp_path / "w", "--json")
    assert ran.code == 1
    assert "cannot be opened" in rows(ran)["database of the site"]["found"]
    assert "backup" in rows(ran)["database of the site"]["do"]


def test_a_folder_that_is_no_workspace_is_not_found(jiqun: Command, tmp_path: Path) -> None:
    assert jiqun("doctor", "-w", tmp_path).code == 3


def test_every_hash_is_checked_of_a_workspace_only(jiqun: Command) -> None:
    assert jiqun("doctor", "--deep").code == 2
