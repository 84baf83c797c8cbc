"""``jiqun publish`` makes what the public reads, and says what was there already."""

from collections.abc import Callable
from pathlib import Path

from tests.conftest import Ran
from tests.made import filing, written

Command = Callable[..., Ran]


def test_what_is_released_is_published_by_one_command(jiqun: Command, tmp_path: Path) -> None:
    folder = tmp_path / "w"
    jiqun("init", folder)
    nothing = jiqun("publish", "-w", folder)
    assert (nothing.code, nothing.out) == (0, "nothing released yet (jiqun release)\n")
    jiqun("filings", "import", *written(tmp_path, filing("test-001")), "-w", folder)
    assert "jiqun publish" in jiqun("release", "-w", folder, "--year", 2022).err
    ran = jiqun("publish", "-w", folder, "--json")
    rows = [{"vintage": "2022-v1", "what": what, "made": True} for what in ("tables", "html")]
    assert ran.document == {"published": rows}
    again = jiqun("publish", "-w", folder, "--lang", "zh")
    assert again.out == "2022-v1 数据：已有\n2022-v1 报告页：已有\n"


def test_a_folder_that_is_no_workspace_is_not_found(jiqun: Command, tmp_path: Path) -> None:
    assert jiqun("publish", "-w", tmp_path).code == 3
