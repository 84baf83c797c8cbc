"""The house rules that a machine can hold: where things live, how long they are, what they say."""

import ast
import json
import re
import subprocess
import tomllib
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "jiqun"
CATALOGUE = SOURCE / "catalog"
MODULES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
"""Ours; migrations are as Django writes them."""
MESSAGES = sorted((CATALOGUE / "messages").glob("*.yaml"))

LONGEST_MODULE = 400
LONGER_MODULES = {
    "src/jiqun/filings/workbook/read.py": (413, "one reader of one workbook, sheet after sheet"),
}
"""Longer ones, by how much and why; the list and its numbers may only shrink."""
LONGEST_FUNCTION = 40
"""Lines of code; a function's docstring is not counted."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


each_module = pytest.mark.parametrize("path", MODULES, ids=name)


# --- messages ---


@cache
def messages() -> dict[str, dict[str, dict[str, str]]]:
    """Return every message of the catalogue by ``room.name``."""
    return {
        f"{path.stem}.{code}": said
        for path in MESSAGES
        for code, said in yaml.safe_load(path.read_text(encoding="utf-8")).items()
    }


def texts_of(path: Path) -> Iterator[str]:
    """Yield every text of a module; the parts of an f-string are joined by ``*``."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else "*" for part in node.values]
            yield "".join(map(str, parts))


def used_codes(path: Path) -> set[str]:
    """Return the texts of a module that look like a message of a known room."""
    rooms = "|".join(path.stem for path in MESSAGES)
    code = re.compile(rf"({rooms})\.[a-z0-9_*]+")
    return {text for text in texts_of(path) if code.fullmatch(text)}


@each_module
def test_every_message_a_module_names_is_in_the_catalogue(path: Path) -> None:
    whole = {code for code in used_codes(path) if "*" not in code and not code.endswith("_")}
    named = {code for code in whole if not is_a_file(code)}
    assert named <= set(messages()), named - set(messages())


def is_a_file(code: str) -> bool:
    """Tell ``filings.csv`` and the like from messages."""
    return code.rpartition(".")[2] in {"csv", "html", "json", "jsonl", "yaml", "parquet", "xlsx"}


def test_every_message_of_the_catalogue_is_used() -> None:
    used = {code for path in MODULES for code in used_codes(path)}
    bare = {text for path in MODULES for text in texts_of(path)}
    composed = [code for code in used if "*" in code]

    def put_together(code: str) -> bool:
        """Tell whether a code is made of parts; where of the room only, its name stands alone."""
        return any(
            fnmatchcase(code, pattern)
            and (not pattern.endswith(".*") or code.partition(".")[2] in bare)
            for pattern in composed
        )

    assert {code for code in set(messages()) - used if not put_together(code)} == set()


@pytest.mark.parametrize("code", sorted(messages()))
def test_every_message_is_complete_in_both_languages(code: str) -> None:
    said = messages()[code]
    assert set(said) == {"severity", "zh", "en"}
    assert said["severity"] in ("error", "warning", "note")
    for lang in ("zh", "en"):
        assert set(said[lang]) == {"what", "do"}
    assert re.search(r"[\u4e00-\u9fff]", said["zh"]["what"])
    assert not re.search(
        r"[\u4e00-\u9fff]", re.sub(r"[\d.]*[万亿]\S*|是/否", "", said["en"]["what"])
    )


@pytest.mark.parametrize("code", sorted(messages()))
def test_both_languages_of_a_message_fill_in_the_same_things(code: str) -> None:
    def places(lang: str) -> set[str]:
        words = "".join(messages()[code][lang].values())
        return {one.removesuffix("_en") for one in re.findall(r"{(\w+)}", words)} - {"unit"}

    assert places("zh") == places("en")


# --- how things are written ---


@each_module
def test_no_module_is_longer_than_400_lines(path: Path) -> None:
    longest, _ = LONGER_MODULES.get(name(path), (LONGEST_MODULE, ""))
    assert len(path.read_text(encoding="utf-8").splitlines()) <= longest


def test_every_longer_module_is_still_longer_and_there() -> None:
    for path in LONGER_MODULES:
        lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
        assert len(lines) > LONGEST_MODULE, f"{path} needs no exception any more"


def functions(path: Path) -> list[Function]:
    return [node for node in ast.walk(tree(path)) if isinstance(node, Function)]


def lines_of(function: Function) -> int:
    """Return the lines of a function without its docstring."""
    whole = (function.end_lineno or 0) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function, clean=False) is None:
        return whole
    return whole - ((first.end_lineno or 0) - first.lineno + 1)


@each_module
def test_no_function_is_longer_than_40_lines(path: Path) -> None:
    lengths = {function.name: lines_of(function) for function in functions(path)}
    long = {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION}
    assert long == {}


def test_nine_functions_of_ten_have_at_most_20_lines() -> None:
    lengths = sorted(lines_of(function) for path in MODULES for function in functions(path))
    assert lengths[len(lengths) * 9 // 10] <= 20


LOOPS_OVER_ONE = {
    "tests": 13,
    "tests/base": 2,
    "tests/catalog": 8,
    "tests/charts": 1,
    "tests/cli": 8,
    "tests/clusters": 11,
    "tests/demo": 26,
    "tests/disclosure": 13,
    "tests/discovery": 10,
    "tests/filings": 24,
    "tests/indicators": 2,
    "tests/registry": 27,
    "tests/reports": 66,
    "tests/rules": 11,
    "tests/workflow": 2,
    "tests/workspace": 4,
}
"""Loops whose variable is ``one`` and should say its noun, by room; the list may only shrink."""


def loops_over_one(path: Path) -> int:
    """Count loops whose variable is called ``one``; of a pair, ``one`` and ``other`` are right."""
    loops = (ast.For, ast.AsyncFor, ast.comprehension)
    targets = [node.target for node in ast.walk(tree(path)) if isinstance(node, loops)]
    named = [
        {part.id for part in ast.walk(target) if isinstance(part, ast.Name)} for target in targets
    ]
    return sum("one" in names and "other" not in names for names in named)


def room_of(path: Path) -> str:
    parts = path.relative_to(ROOT).parts
    return "/".join(parts[:3] if parts[0] == "src" else parts[:2]) if len(parts) > 2 else parts[0]


def test_a_loop_variable_says_its_noun() -> None:
    written = [*MODULES, *(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")]
    found = Counter[str]()
    for path in written:
        found[room_of(path)] += loops_over_one(path)
    more = {room: count for room, count in found.items() if count > LOOPS_OVER_ONE.get(room, 0)}
    assert more == {}
    assert {room for room in LOOPS_OVER_ONE if not found[room]} == set(), "no exception any more"


def public(body: list[ast.stmt]) -> Iterator[Function | ast.ClassDef]:
    """Yield public functions and classes of a module, and public methods of its classes."""
    for node in body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body)


@each_module
def test_everything_public_says_what_it_is(path: Path) -> None:
    if path.parent.name != "migrations":
        assert ast.get_docstring(tree(path)), "the module"
    silent = [one.name for one in public(tree(path).body) if not ast.get_docstring(one)]
    assert [name for name in silent if name != "Meta"] == []


@each_module
def test_nothing_is_left_for_later(path: Path) -> None:
    unfinished = "TO" + "DO|FIX" + "ME|XXX|NotImplementedError"
    assert re.findall(rf"\b({unfinished})\b", path.read_text(encoding="utf-8")) == []


@each_module
def test_no_exception_is_swallowed_in_silence(path: Path) -> None:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ExceptHandler):
            broad = node.type is None or (
                isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException")
            )
            silent = all(isinstance(one, ast.Pass) for one in node.body)
            assert not (broad and silent), f"line {node.lineno}"


# --- where things live ---


def test_no_room_is_a_drawer_for_anything() -> None:
    drawers = {"utils", "util", "common", "core", "helpers", "helper", "misc"}
    named = {part for path in MODULES for part in (*path.relative_to(SOURCE).parts, path.stem)}
    assert named & drawers == set()


def test_the_catalogue_is_data_only() -> None:
    endings = {path.suffix for path in CATALOGUE.rglob("*") if path.is_file()}
    assert endings <= {".yaml", ".csv", ".json", ".txt", ".md"}


DOORS = {
    "base/csv_files.py": "csv",
    "base/parsing.py": "yaml",
    "base/shipped.py": "yaml",
    "base/yaml_files.py": "yaml",
    "diagnosis/response_files.py": "csv, an office's rows with the lines they stand in",
    "exchange/grants/tables.py": "csv, a stream of machines' readings with the lines they stand in",
    "filings/long_csv.py": "csv, a stream of cells that are judged one by one",
    "registry/text_files.py": "csv, one line of a list that need not be a table",
}
"""Where YAML and CSV are read by their libraries; everything else comes through these."""
READERS = {("yaml", "load"), ("yaml", "safe_load"), ("yaml", "compose")} | {
    ("csv", "reader"),
    ("csv", "DictReader"),
}


def test_yaml_and_csv_are_read_through_one_door_each() -> None:
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in READERS
    }
    assert found == set(DOORS)


def catalogue_files() -> list[Path]:
    return sorted(path for path in CATALOGUE.rglob("*.yaml") if path.parent.name != "messages")


@pytest.mark.parametrize("path", catalogue_files(), ids=name)
def test_the_path_of_a_catalogue_file_is_its_name(path: Path) -> None:
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert re.fullmatch(r"[a-z0-9_.-]+", path.name)
    if isinstance(said, dict) and isinstance(said.get("id"), str):
        inside = path.relative_to(CATALOGUE).with_suffix("").as_posix()
        assert inside == said["id"] or inside.endswith(f"/{said['id']}")


def test_every_json_file_of_the_catalogue_is_json() -> None:
    for path in CATALOGUE.rglob("*.json"):
        assert json.loads(path.read_text(encoding="utf-8"))


def test_the_tests_mirror_the_source() -> None:
    rooms = {path.name for path in SOURCE.iterdir() if path.is_dir()} - {"catalog", "__pycache__"}
    beside = {"bad", "cases", "golden", "browser", "catalog", "docs", "__pycache__"}
    tested = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir()} - beside
    assert tested <= rooms


# --- who imports whom ---


def module_name(path: Path) -> str:
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports() -> dict[str, set[str]]:
    """Return what each module imports of ours, in functions and for types too."""
    ours = {module_name(path): path for path in MODULES}
    found: dict[str, set[str]] = {}
    for module, path in ours.items():
        named = found[module] = set()
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Import):
                named |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    part = f"{node.module}.{alias.name}"
                    named.add(part if part in ours else node.module)
        named &= set(ours) - {module}
    return found


def reached(module: str) -> set[str]:
    """Return every module that importing one comes to, in the end."""
    found: set[str] = set()
    waiting = [module]
    while waiting:
        fresh = imports()[waiting.pop()] - found
        found |= fresh
        waiting += fresh
    return found


def test_no_imports_go_in_a_circle_not_even_in_functions_or_for_types() -> None:
    everywhere = {module: reached(module) for module in imports()}
    circles = {
        frozenset(other for other in everywhere[module] if module in everywhere[other])
        for module in everywhere
        if module in everywhere[module]
    }
    assert [sorted(circle) for circle in circles] == []


MEET_ANY = 30
"""Modules between figures and writers, the deck as one, where an expression may be Any."""


def test_between_figures_and_writers_few_modules_meet_any() -> None:
    held = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["mypy"]["overrides"]
    (left_out,) = (part["module"] for part in held if part.get("disallow_any_expr") is False)
    assert len(left_out) <= MEET_ANY, "the list may only shrink"
    assert {name for name in left_out if name.removesuffix(".*") not in imports()} == set()


# --- who reads ---

SHOWING = ("disclosure", "charts", "diagnosis", "reports", "publications", "web", "cli")
"""Rooms above the figures: what they give out is for somebody."""
UNGATED = {"compute", "bridge", "crossing", "clusters_crossed"}
"""What computes figures of a vintage in full."""
SOURCES = {"Snapshot", "Workspace", "Vintage"}
WHO = {"Reader", "Doer", "Seen"}
"""Who reads; a doer is a reader and the person behind it, a case is seen by one of them."""
NO_FIGURES = {
    "disclosure/grounds.py:grounds_of": "counts that decide what may be shown; they are not shown",
    "reports/cells.py:_cells": "withheld cell by cell where the page's list is made",
    "reports/pinned.py:pinned": "the hash of a catalogue",
    "reports/figure_files.py:of": "the names of clusters, which are open",
    "reports/revision.py:preceding": "a snapshot",
    "reports/sources.py:workspace_of": "a folder",
    "reports/sources.py:clusters": "profiles of clusters, which are open",
    "web/filing/accepting.py:notice_import": "a case, moved on",
    "web/filing/accepting.py:settled": "a case, moved on or let go",
    "web/filing/accepting.py:_settled_at_once": "a case, moved on or let go",
    "web/filing/accepting.py:_given_up": "a case, moved on or let go",
    "web/filing/accepting.py:_finished": "a case, moved on",
    "web/filing/drafts.py:checked": "problems of a filing whose case the caller sees",
    "web/filing/known.py:county_of": "the county of a cluster, which is open",
}
"""Functions that read a vintage for nobody, and what they give out; the list may only shrink."""


def parameters(function: Function) -> list[ast.arg]:
    said = function.args
    return [*said.posonlyargs, *said.args, *said.kwonlyargs]


def types_of(function: Function) -> set[str]:
    """Return every name in the annotations of a function's parameters."""
    noted = [said.annotation for said in parameters(function) if said.annotation]
    return {part for note in noted for part in re.findall(r"\w+", ast.unparse(note))}


def rooms_that_show() -> list[Path]:
    return [path for path in MODULES if path.relative_to(SOURCE).parts[0] in SHOWING]


@pytest.mark.parametrize("path", rooms_that_show(), ids=name)
def test_what_gives_out_figures_of_a_vintage_asks_who_reads(path: Path) -> None:
    room = path.relative_to(SOURCE).as_posix()
    for function in functions(path):
        said = types_of(function)
        if said & SOURCES and not said & WHO:
            assert f"{room}:{function.name}" in NO_FIGURES, f"{function.name} takes no reader"


def test_every_exception_of_who_reads_is_still_one() -> None:
    found = {
        f"{path.relative_to(SOURCE).as_posix()}:{function.name}"
        for path in rooms_that_show()
        for function in functions(path)
        if types_of(function) & SOURCES and not types_of(function) & WHO
    }
    assert set(NO_FIGURES) == found


def test_what_a_shelf_publishes_it_publishes_to_somebody() -> None:
    (shelf,) = (
        node
        for node in tree(SOURCE / "web" / "explore" / "shelf.py").body
        if isinstance(node, ast.ClassDef) and node.name == "Shelf"
    )
    publishing = [
        node
        for node in shelf.body
        if isinstance(node, Function) and node.returns and "Published" in ast.unparse(node.returns)
    ]
    assert {node.name for node in publishing} == {"newest", "published"}
    assert all("Reader" in types_of(node) for node in publishing)


@pytest.mark.parametrize("path", rooms_that_show(), ids=name)
def test_figures_in_full_are_computed_in_the_room_of_disclosure_alone(path: Path) -> None:
    if path.relative_to(SOURCE).parts[0] == "disclosure":
        return
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("jiqun.indicators"):
            assert not {name.name for name in node.names} & UNGATED, f"line {node.lineno}"


# --- what must not be said ---


def tracked() -> list[Path]:
    """Return the files git keeps; none where this is no git checkout."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z"]
    listed = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  # our own command
    return [ROOT / one for one in listed.stdout.decode().split("\0") if one]


def test_no_file_names_a_package_registry_or_a_path_of_somebodys_machine() -> None:
    hosts = "py" + r"pi\.org|files\.python" + r"hosted|registry\.np" + r"mjs|proxy\.go" + "lang"
    places = r"ho" + r"me/\w|ro" + r"ot/|wo" + r"rk/(main|trees|shared)|op" + "t/pypi"
    wanted = re.compile(rf"{hosts}|(?<![\w./-])/({places})")
    files = tracked()
    if not files:
        pytest.skip("not a git checkout: which files belong to the project cannot be told")
    for path in files:
        if path.is_file():
            found = wanted.search(path.read_text(encoding="utf-8", errors="ignore"))
            assert found is None, f"{name(path)}: {found}"
