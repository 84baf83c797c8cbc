"""The commands of the contract: help with an example, both languages, exit codes, no crash."""

import ast
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from jiqun.cli import speech
from jiqun.cli.commands import application

Jiqun = Callable[..., Any]


def commands() -> Iterator[tuple[str, ...]]:
    """Yield the words of every command and group."""

    def below(command: Any, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        yield words
        for name, one in getattr(command, "commands", {}).items():
            yield from below(one, (*words, name))

    yield from below(application(), ())


COMMANDS = sorted(commands())
LEAVES = [
    command for command in COMMANDS if not any(command == other[:-1] for other in COMMANDS if other)
]


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words) or "jiqun")
def test_every_command_has_help_in_both_languages(words: tuple[str, ...], jiqun: Jiqun) -> None:
    english = jiqun(*words, "--help", "--lang", "en")
    chinese = jiqun(*words, "--help", "--lang", "zh")
    assert (english.code, chinese.code) == (0, 0)
    assert english.out != chinese.out


@pytest.mark.parametrize("words", LEAVES, ids=" ".join)
def test_the_help_of_every_command_shows_an_example_of_itself(
    words: tuple[str, ...], jiqun: Jiqun
) -> None:
    for lang, mark in (("en", "Example: "), ("zh", "示例：")):
        said = jiqun(*words, "--help", "--lang", lang).out
        assert f"{mark}jiqun {' '.join(words)}" in said


@pytest.mark.parametrize("words", LEAVES, ids=" ".join)
def test_a_word_nobody_knows_is_wrong_usage_and_no_crash(
    words: tuple[str, ...], jiqun: Jiqun
) -> None:
    ran = jiqun(*words, "--no-such-option")
    assert ran.code == 2
    assert "--no-such-option" in ran.err
    assert f"jiqun {' '.join(words)} --help" in ran.err
    assert "Traceback" not in ran.err


def test_no_words_at_all_show_the_help(jiqun: Jiqun) -> None:
    ran = jiqun()
    assert "Usage: jiqun" in ran.out + ran.err
    assert ran.code in (0, 2)


def test_the_version_is_one_line(jiqun: Jiqun) -> None:
    from jiqun import __version__

    assert jiqun("--version").out == f"{__version__}\n"


@pytest.mark.parametrize("place", [0, 1, 2])
def test_the_language_may_stand_anywhere(tmp_path: Path, jiqun: Jiqun, place: int) -> None:
    words: list[object] = ["init", tmp_path / "w"]
    words[place:place] = ["--lang", "zh"]
    assert "已新建工作区" in jiqun(*words).out


@pytest.mark.parametrize("words", [["--lang"], ["--lang", "fr"], ["--lang=fr"], ["--lang", ""]])
def test_a_language_nobody_speaks_is_wrong_usage(words: list[str], jiqun: Jiqun) -> None:
    ran = jiqun("doctor", *words, *([] if "--lang" in words else ["--lang", "xx"]))
    assert ran.code == 2
    assert "zh" in ran.err


def test_the_locale_decides_where_no_language_is_given(tmp_path: Path) -> None:
    for locale, words in (("zh_CN.UTF-8", "已新建工作区"), ("en_GB.UTF-8", "made the workspace")):
        ran = outside("init", str(tmp_path / locale), LANG=locale, LC_ALL=locale)
        assert words in ran.stdout


def outside(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a process of its own."""
    command = [sys.executable, "-c", "from jiqun.cli import main; main()", *words]
    return subprocess.run(  # noqa: S603  # our own command
        command, capture_output=True, text=True, check=False, env={"PATH": "", **environ}
    )


def test_exit_codes_leave_the_process(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("{")
    folder = str(tmp_path / "w")
    assert outside("init", folder).returncode == 0
    assert outside("filings", "import", str(tmp_path / "bad.json"), "-w", folder).returncode == 2
    assert outside("filings", "import", str(tmp_path / "bad.json"), "-w", "none").returncode == 3


def test_a_fault_of_ours_is_exit_1_and_says_so(
    jiqun: Jiqun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jiqun.workspace import Workspace

    def broken(_: Path) -> Workspace:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(Workspace, "create", broken)
    ran = jiqun("init", tmp_path / "w")
    assert ran.code == 1
    assert "a fault of ours" in ran.err
    assert "ZeroDivisionError: a bug" in ran.err
    assert ran.out == ""


HEAVY = {"pandas", "numpy", "numba", "scipy", "ibis", "duckdb", "pyarrow", "openpyxl", "django"}


@pytest.mark.parametrize("words", [["--help"], ["filings", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(words: list[str]) -> None:
    script = (
        "import sys; from jiqun.cli.app import main; main(sys.argv[1:]); "
        "print(sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    ran = subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "-c", script, *words], capture_output=True, text=True, check=True
    )
    loaded = set(ast.literal_eval(ran.stderr.strip().splitlines()[-1]))
    assert loaded & HEAVY == set()


def test_problems_go_to_stderr_errors_first_and_json_has_them_all(
    jiqun: Jiqun, tmp_path: Path
) -> None:
    rows = [f"c{number},{1600 + number},exports,5," for number in range(300)]
    text = "\n".join(["cluster_id,year,field,value,status", *rows, ""])
    (tmp_path / "long.csv").write_text(text)
    ran = jiqun("filings", "check", tmp_path / "long.csv", "--json")
    assert ran.code == 2
    lines = ran.err.splitlines()
    assert lines[0].startswith("error · long.csv")
    assert len(lines) == speech.MOST_SHOWN + 1
    assert "more: see --json" in lines[-1]
    (refused,) = json.loads(ran.out)["refused"]
    assert len(refused["problems"]) > speech.MOST_SHOWN


def test_the_same_fault_is_one_line_and_one_record_with_all_its_places(
    jiqun: Jiqun, tmp_path: Path
) -> None:
    rows = [f"c{number},2022,exports,many," for number in range(100)]
    text = "\n".join(["cluster_id,year,field,value,status", *rows, ""])
    (tmp_path / "long.csv").write_text(text)
    ran = jiqun("filings", "check", tmp_path / "long.csv", "--json")
    assert ran.code == 2
    assert "error · long.csv · 100 rows: 2, 3, 4" in ran.err
    (refused,) = json.loads(ran.out)["refused"]
    [fault] = [problem for problem in refused["problems"] if problem["count"] == 100]
    assert [place["line"] for place in fault["places"]] == list(range(2, 102))
    assert fault["where"] == fault["places"][0]
