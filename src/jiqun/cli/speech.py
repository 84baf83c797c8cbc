"""What the command line says, in the reader's language; results on stdout, messages on stderr."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiqun.base.errors import Problem
from jiqun.base.folding import folded
from jiqun.base.json_files import indented_json
from jiqun.base.language import Lang, asked_language, locale_language
from jiqun.base.own_catalogue import in_force
from jiqun.base.plurals import counted
from jiqun.base.texts import printable
from jiqun.cli.problem_tables import WORDS

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

BAD_LANGUAGE = "--lang takes zh or en / --lang 只能是 zh 或 en"
BAD_WAIT = "--wait takes seconds / --wait 后面是秒数"
MOST_SHOWN = 200
"""Problems of one severity printed before the rest is only counted; --json has them all."""
LEVELS = 4
"""Of JSON that are indented: a finding of a cluster of a document stands in a line."""

_language: Lang = locale_language()
_asked: Lang | None = asked_language()
"""The language somebody asked for, as against the one the machine's locale suggests."""
_rests: ContextVar[bool] = ContextVar("rests", default=False)
"""Whether the result of the command that runs rests on the catalogue."""


def language() -> Lang:
    """Return the reader's language."""
    return _language


def written_language() -> Lang:
    """Return the language of a report: the one asked for, else Chinese whatever the locale."""
    return _asked or "zh"


def rests_on_the_catalogue() -> None:
    """Note that what this command gives out rests on the catalogue that holds."""
    _rests.set(True)


def refused_of_the_catalogue() -> tuple[Problem, ...]:
    """Return what of a local catalogue was refused, if the command's result rests on it."""
    return in_force().refused if _rests.get() else ()


def forget() -> None:
    """Let the next command of this process begin anew."""
    _rests.set(False)


def set_language(said: str) -> None:
    """Set the reader's language.

    Raises
    ------
    ValueError
        Where it is neither ``zh`` nor ``en``.
    """
    global _language, _asked  # noqa: PLW0603  # one process speaks one language
    if said not in ("zh", "en"):
        raise ValueError(BAD_LANGUAGE)
    _language = _asked = "zh" if said == "zh" else "en"


def take_language(arguments: Sequence[str]) -> list[str]:
    """Take ``--lang zh|en`` out of the arguments, wherever it stands, and set the language.

    Examples
    --------
    >>> take_language(["doctor", "--lang", "en"])
    ['doctor']
    """
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--lang":
            set_language(next(words, ""))
        elif word.startswith("--lang="):
            set_language(word.removeprefix("--lang="))
        else:
            rest.append(word)
    return rest


def take_wait(arguments: Sequence[str]) -> list[str]:
    """Take ``--wait SECONDS`` out of the arguments: how long to wait for another writer.

    Raises
    ------
    ValueError
        Where it is no number of seconds.

    Examples
    --------
    >>> take_wait(["release", "--wait", "5", "-w", "demo"])
    ['release', '-w', 'demo']
    """
    from jiqun.base.lock import PATIENCE, SECONDS, Patience

    rest: list[str] = []
    seconds = SECONDS
    words = iter(arguments)
    for word in words:
        if word == "--wait" or word.startswith("--wait="):
            said = word.partition("=")[2] or next(words, "")
            seconds = _seconds(said)
        else:
            rest.append(word)
    PATIENCE.set(Patience(seconds, _tell_waiting))
    return rest


def _seconds(said: str) -> float:
    if not said.isascii() or not said.replace(".", "", 1).isdigit():
        raise ValueError(BAD_WAIT)
    return float(said)


def _tell_waiting() -> None:
    tell(say("另一个命令正在写这个工作区，等它结束……", "another command is writing; waiting …"))


def say(zh: str, en: str) -> str:
    """Return the text in the reader's language."""
    return zh if _language == "zh" else en


def tell(text: str) -> None:
    """Write a message to stderr, as plain text."""
    _stderr(plain=True).print(text, markup=False)


def _stderr(*, plain: bool = False) -> "Console":
    from rich.console import Console  # only a command that has something to tell loads it

    return Console(stderr=True, highlight=not plain, soft_wrap=plain)


def result(document: Any, text: str, *, as_json: bool) -> None:
    """Write a command's result to stdout: one JSON document, or the text.

    Parameters
    ----------
    document
        What ``--json`` prints.
    text
        What a person reads.
    as_json
        Whether ``--json`` was given.
    """
    if as_json and isinstance(document, dict) and (refused := refused_of_the_catalogue()):
        said = [problem.record() for problem in folded(refused)]
        document = {**document, "catalogue_refused": said}
    if as_json:
        sys.stdout.write(json_text(document))
    elif text:
        sys.stdout.write(printable(text) + "\n")


def json_text(document: Any) -> str:
    """Write a document as JSON that any terminal takes, also with file names of no encoding."""
    text = indented_json(document, str, LEVELS)
    return text.encode("utf-8", "backslashreplace").decode() + "\n"


def tell_problems(problems: Iterable[Problem]) -> None:
    """Write problems to stderr, errors first, one line each; the same fault once."""
    found = folded(problems)
    for severity, words in WORDS.items():
        word = words.in_(_language)
        of_it = [problem for problem in found if problem.severity is severity]
        for problem in of_it[:MOST_SHOWN]:
            tell(f"{word} · {problem.text(_language)}")
        if (more := len(of_it) - MOST_SHOWN) > 0:
            tell(say(f"……另有 {more} 条{word}（--json 全部列出）", f"… {more} more: see --json"))


def written(path: Path) -> str:
    """Say that a file was written."""
    return say(f"已写入 {path}", f"wrote {path}")


def marked(text: str, *, demo: bool) -> str:
    """Put a line before a result that rests on the demonstration's figures."""
    if not demo:
        return text
    from jiqun.reports.table_files import DEMO

    return f"{DEMO.in_(_language)}\n{text}"


def progress(items: Iterable[Any], what: str) -> Iterable[Any]:
    """Iterate with a progress bar on stderr; plain iteration where nobody watches."""
    listed = items if isinstance(items, Sequence) else list(items)
    if not sys.stderr.isatty() or len(listed) < 2:
        return listed
    return _watched(listed, what)


def _watched(items: Sequence[Any], what: str) -> Iterator[Any]:
    with _bar() as bar:
        task = bar.add_task(what, total=len(items))
        for item in items:
            yield item
            bar.advance(task)


@contextmanager
def working(what: str) -> Iterator[None]:
    """Show that a longer step is under way, where somebody watches."""
    if not sys.stderr.isatty():
        yield
        return
    with _stderr().status(what):
        yield


@contextmanager
def counting_rows() -> Iterator[Callable[[int, int, int], None] | None]:
    """Show a bar with rows per second, where somebody watches.

    Yields
    ------
    callable or None
        To be told rows done, and how much is done of how much in all.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:.0f}%"))
    with Progress(*columns, console=_stderr(), transient=True) as bar:
        task = bar.add_task("…", total=None)
        started = time.monotonic()

        def told(rows: int, done: int, total: int) -> None:
            speed = int(rows / max(time.monotonic() - started, 0.001))
            words = say(
                f"{rows} 行，每秒 {speed} 行", f"{counted(rows, 'row')}, {counted(speed, 'row')}/s"
            )
            bar.update(task, description=words, completed=done, total=total)

        yield told


def _bar() -> "Progress":
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=_stderr(),
        transient=True,
    )
