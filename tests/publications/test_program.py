"""A publication is made anew where what makes it changed, and where nothing else did."""

import ast
from pathlib import Path

from jiqun.publications.program import BESIDE, PROGRAM, _hash


def test_only_what_publications_are_made_with_makes_them_anew(tmp_path: Path) -> None:
    program = tmp_path / "jiqun"
    for room in ("web/templates", "reports/templates", "indicators", "cli"):
        (program / room).mkdir(parents=True)
    (program / "web" / "templates" / "page.html.j2").write_text("before")
    (program / "reports" / "templates" / "report.html.j2").write_text("before")
    (program / "indicators" / "engine.py").write_text("before = 1")
    whole, making = _hash(program), _hash(program, BESIDE)
    (program / "web" / "templates" / "page.html.j2").write_text("after")
    assert _hash(program, BESIDE) == making
    assert _hash(program) != whole
    for file in ("reports/templates/report.html.j2", "indicators/engine.py"):
        (program / file).write_text("after = 1")
        making, before = _hash(program, BESIDE), making
        assert making != before


def test_no_room_below_imports_what_is_left_out_of_the_hash() -> None:
    left_out = {f"jiqun.{room}" for room in BESIDE}
    for file in PROGRAM.rglob("*.py"):
        if file.relative_to(PROGRAM).parts[0] not in BESIDE:
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                taken = {".".join(name.split(".")[:2]) for name in names}
                assert not taken & left_out, file
