"""Follow a guide to the letter: its commands and its Python, in order, where it is started.

Run as ``python following.py GUIDE LANGUAGE`` in an empty folder, away from the source tree. It
knows the installed program only. Prints what does not come out as the guide says.
"""

import contextlib
import doctest
import io
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

from jiqun.cli.app import main

BLOCK = re.compile(r"^```(console|python)\n(.*?)^```", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"\s+# (?:退出码|exit code) (\d)$")


def followed(guide: Path, lang: str) -> Iterator[str]:
    """Yield what a guide says that is not so."""
    names: dict[str, object] = {}
    for kind, block in BLOCK.findall(guide.read_text(encoding="utf-8")):
        yield from _console(block, lang) if kind == "console" else _python(block, names)


def _console(block: str, lang: str) -> Iterator[str]:
    for command in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        line, *expected = command.splitlines()
        words, code = CODE.sub("", line), int((CODE.search(line) or [0, 0])[1])
        program, *rest = shlex.split(words)
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()) as told:
            ended = main([*rest, "--lang", lang])
        if program != "jiqun" or ended != code:
            yield f"{words}: exit code {ended}\n{said.getvalue()}{told.getvalue()}"
        for wanted in filter(None, expected):
            if wanted not in said.getvalue():
                yield f"{words}: nothing says {wanted!r} in\n{said.getvalue()}"


def _python(block: str, names: dict[str, object]) -> Iterator[str]:
    example = doctest.DocTestParser().get_doctest(block, names, "guide", None, 0)
    found = io.StringIO()
    doctest.DocTestRunner(verbose=False).run(example, out=found.write, clear_globs=False)
    names.update(example.globs)
    if found.getvalue():
        yield found.getvalue()


if __name__ == "__main__":
    faults = list(followed(Path(sys.argv[1]), sys.argv[2]))
    sys.stdout.write("\n".join(faults))
    sys.exit(bool(faults))
