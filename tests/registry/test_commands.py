"""``jiqun registry`` and ``discover`` from the outside."""

import io
import json
import sys
from pathlib import Path

import pytest

from jiqun.cli.app import main
from tests.registry.made_up import as_csv, row, valve_maker, workspace


def test_import_and_profile_print_one_json_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = workspace(tmp_path)
    (tmp_path / "r.csv").write_bytes(as_csv([valve_maker(n) for n in range(50)]))
    assert main(["registry", "import", str(tmp_path / "r.csv"), "-w", str(folder), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["accepted"] == ["r.csv"]
    assert main(["registry", "profile", "-w", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == said["profile"]
    assert main(["discover", "-w", str(folder), "-o", str(tmp_path / "c.csv"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["file"].endswith("c.csv")
    assert main(["discover", "-w", str(folder), "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["candidates"], shown["first"]) == (0, [])
    assert main(["discover", "-w", str(folder), "--lang", "en"]) == 0
    assert "0 in all" in capsys.readouterr().out


def test_a_refused_file_beside_a_good_one_exits_2_and_the_good_one_is_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = workspace(tmp_path)
    (tmp_path / "good.csv").write_bytes(as_csv([valve_maker(1)]))
    (tmp_path / "bad.csv").write_bytes(b"%PDF")
    files = [str(tmp_path / name) for name in ("bad.csv", "good.csv")]
    assert main(["registry", "import", *files, "-w", str(folder), "--json"]) == 2
    said = json.loads(capsys.readouterr().out)
    assert said["accepted"] == ["good.csv"]
    assert [problem["code"] for problem in said["problems"]] == ["registry.other_kind"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["registry", "profile"], 3),
        (["discover", "-o", "c.csv"], 3),
        (["discover"], 3),
        (["registry", "import", "nothing.csv"], 2),
    ],
)
def test_what_is_not_there_says_so_without_a_traceback(
    words: list[str], code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "-w", str(workspace(tmp_path))]) == code
    assert "Traceback" not in capsys.readouterr().err


class Terminal(io.StringIO):
    """A stream somebody watches."""

    def isatty(self) -> bool:
        return True


def test_import_and_discovery_show_rows_per_second_where_somebody_watches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = workspace(tmp_path)
    (tmp_path / "r.csv").write_bytes(as_csv([valve_maker(n) for n in range(50)]))
    for words in (
        ["registry", "import", str(tmp_path / "r.csv")],
        ["discover", "-o", str(tmp_path / "c.csv")],
    ):
        watched = Terminal()
        monkeypatch.setattr(sys, "stderr", watched)
        assert main([*words, "-w", str(folder), "--lang", "en"]) == 0
        assert "50 rows" in watched.getvalue()
        assert "rows/s" in watched.getvalue()


def test_odd_names_are_told_of_and_the_profile_adds_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = workspace(tmp_path)
    rows = [valve_maker(1), valve_maker(1), row(2, "=1+1", "阀门制造"), row(3, "甲\x07乙厂", "")]
    (tmp_path / "r.csv").write_bytes(as_csv(rows))
    assert main(["registry", "import", str(tmp_path / "r.csv"), "-w", str(folder), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)["profile"]
    assert (said["merged"], said["rejected"]) == ({"same_code": 1}, {"formula": 1})
    assert said["repaired"] == {"control_characters": 1}
    assert said["rows_read"] == said["kept"] + 2 == 4
