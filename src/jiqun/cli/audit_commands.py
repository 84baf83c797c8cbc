"""``jiqun audit verify|export``, and what ``doctor --deep`` and ``--rebuild`` do."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from jiqun.base.errors import NotFound, Problem, Refused, Where, errors_only
from jiqun.base.plurals import counted
from jiqun.cli import speech
from jiqun.cli.options import AsJson, Force, InPlainWorkspace, InWorkspace, Output, example
from jiqun.cli.speech import say

if TYPE_CHECKING:
    from jiqun.workspace.audit import Audit

ENDINGS = (".jsonl", ".csv")


def register(app: typer.Typer) -> None:
    """Add the group to the application."""
    group = typer.Typer(
        no_args_is_help=True,
        help=say(
            "审计：接收日志、事件日志与填报互相核对，导出事件日志。",
            "Audit: the acceptance journal, the event log and the filings, held together.",
        ),
    )
    group.command(
        help=say(
            "逐份核对填报、数据表、企业名单与接收日志（何时、何人、哈希，前后相扣）；"
            "有数据库的，再核对事件日志的哈希链，以及两份日志所说的接收是否一致。"
            "不符则退出码为 2。",
            "Hold every filing, table and list of firms against the acceptance journal (when, who, "
            "hash, each entry sealed by the next); with a database also the event log's chain, and "
            "whether both logs say the same of acceptances. Exit code 2 where something does not "
            "match.",
        ),
        epilog=example("jiqun audit verify -w demo"),
    )(verify)
    group.command(
        help=say(
            "把事件日志导出为文件：每条事件一行，附封存的文字及其盐值（.jsonl 或 .csv）。",
            "Write the event log to a file: an event a line, with its sealed texts and the salts "
            "that open them (.jsonl or .csv).",
        ),
        epilog=example("jiqun audit export -w demo -o events.jsonl"),
    )(export)
    app.add_typer(group, name="audit")


def verify(workspace: InWorkspace, as_json: AsJson = False) -> int:
    """Check the journal against every submission, and against the event log."""
    with speech.working(say("正在核对……", "checking …")):
        found, problems = _audited(workspace)
        logged, wrong = _of_database(workspace, found, deep=False)
    return _tell([*problems, *wrong], {**_counts(found), **logged}, as_json=as_json)


def deep(folder: Path, *, as_json: bool) -> int:
    """Check every hash of documents, tables, lists, filers, vintages, register and database."""
    from jiqun.filings.filer_store import FilerStore
    from jiqun.installation import problems_of
    from jiqun.registry import RegistryStore
    from jiqun.workspace import Workspace
    from jiqun.workspace.audit import unfinished_vintages, vintages_problems

    opened = Workspace.open(folder)
    with speech.working(say("正在逐个核对……", "checking everything …")):
        found, problems = _audited(folder)
        problems += [
            *FilerStore(opened).problems(),
            *vintages_problems(opened),
            *unfinished_vintages(opened),
            *RegistryStore(folder).problems(),
            *problems_of(folder),
        ]
        logged, wrong = _of_database(folder, found, deep=True)
    return _tell([*problems, *wrong], {**_counts(found), **logged}, as_json=as_json)


def _audited(folder: Path) -> "tuple[Audit, list[Problem]]":
    """Hold filings and lists of firms against the journal."""
    from jiqun.clusters.roster_store import RosterStore
    from jiqun.workspace import Workspace
    from jiqun.workspace.audit import audit

    opened = Workspace.open(folder)
    found, store = audit(opened), RosterStore(opened)
    return found, [*found.problems, *store.problems(), *store.unjournaled(found.rosters)]


def _of_database(
    folder: Path, found: "Audit", *, deep: bool
) -> tuple[dict[str, Any], list[Problem]]:
    """Check the database where there is one; none is made."""
    from jiqun.web.presence import has_database

    if not has_database(folder):
        return {}, []
    from jiqun.web.auditing import audit_database

    responses = found.responses.values()
    return audit_database(folder, found.filings.values(), responses, deep=deep)


def _counts(found: "Audit") -> dict[str, Any]:
    return {"submissions": found.submissions, "entries": found.entries, "head": found.head}


def export(
    workspace: InPlainWorkspace, output: Output, force: Force = False, as_json: AsJson = False
) -> None:
    """Write the event log to a file."""
    from jiqun.base.files import refuse_existing
    from jiqun.web.presence import has_database
    from jiqun.workspace import Workspace

    if output.suffix.lower() not in ENDINGS:
        details = {"ending": output.suffix, "known": ", ".join(ENDINGS)}
        raise Refused([Problem("reports.unknown_ending", Where(file=str(output)), details)])
    refuse_existing([output], force=force)
    Workspace.open(workspace)
    if not has_database(workspace):
        raise NotFound(Problem("database.none", Where(file=str(workspace))))
    from jiqun.web.auditing import exported_events

    with speech.working(say("正在导出……", "exporting …")):
        events = _write_events(exported_events(workspace), output)
    text = say(f"{events} 条事件 · {output}", f"{counted(events, 'event')} · {output}")
    speech.result({"events": events, "file": str(output)}, text, as_json=as_json)


def _write_events(events: Iterable[dict[str, Any]], output: Path) -> int:
    """Write events as lines, whole or not at all, for their owner's eyes; return how many."""
    from jiqun.base.canonical import canonical_text
    from jiqun.base.csv_files import csv_bytes
    from jiqun.base.files import write_atomically
    from jiqun.web.auditing import COLUMNS

    rows = list(events)
    if output.suffix.lower() == ".csv":
        told = [{**row, "sealed": canonical_text(row["sealed"])} for row in rows]
        content = csv_bytes(told, (*COLUMNS, "sealed"))
    else:
        content = "".join(canonical_text(row) + "\n" for row in rows).encode()
    write_atomically(output, content)
    return len(rows)


def rebuild(folder: Path, *, as_json: bool) -> int:
    """Make damaged tables and vintages again from documents, and the register from its parts."""
    from jiqun.registry.rebuild import rebuild as rebuild_register
    from jiqun.workspace import Workspace
    from jiqun.workspace.rebuild import rebuild as rebuild_tables

    opened = Workspace.open(folder)
    with speech.working(say("正在重建……", "rebuilding …")):
        made = rebuild_tables(opened)
        files, problems = rebuild_register(folder)
    rebuilt = [str(file.relative_to(folder)) for file in (*made.files, *files)]
    found = [*made.problems, *problems]
    speech.tell_problems(found)
    text = say(f"已重建 {len(rebuilt)} 个文件", f"rebuilt {counted(len(rebuilt), 'file')}")
    document = {"rebuilt": rebuilt, "problems": [problem.record() for problem in found]}
    speech.result(document, "\n".join([text, *rebuilt]), as_json=as_json)
    return 2 if errors_only(found) else 0


def _tell(problems: list[Problem], said: dict[str, Any], *, as_json: bool) -> int:
    speech.tell_problems(problems)
    wrong = errors_only(problems)
    counts = say(
        f"{said['submissions']} 份填报，{said['entries']} 条接收日志",
        f"{counted(said['submissions'], 'submission')}, "
        f"{counted(said['entries'], 'journal entry', 'journal entries')}",
    )
    verdict = (
        say(
            f"有 {len(wrong)} 处不符",
            counted(len(wrong), "mismatch", "mismatches"),
        )
        if wrong
        else say("全部相符", "everything matches")
    )
    if "events" in said:
        counts += say(f"，{said['events']} 条事件", f", {counted(said['events'], 'event')}")
    seal = say(f"日志末条哈希 {said['head']}", f"last hash of the journal {said['head']}")
    document = {"ok": not wrong, **said, "problems": [problem.record() for problem in problems]}
    speech.result(document, f"{verdict} · {counts} · {seal}", as_json=as_json)
    return 2 if wrong else 0
