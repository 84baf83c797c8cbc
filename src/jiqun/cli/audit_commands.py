"""``jiqun audit verify``, and what ``doctor --deep`` and ``--rebuild`` do."""

from pathlib import Path
from typing import Any

import typer

from jiqun.base.errors import Problem, errors_only
from jiqun.cli import speech
from jiqun.cli.options import AsJson, InWorkspace, example
from jiqun.cli.speech import say


def register(app: typer.Typer) -> None:
    """Add the group to the application."""
    group = typer.Typer(
        no_args_is_help=True,
        help=say("审计：接收日志与填报核对。", "Audit: the acceptance journal and the filings."),
    )
    group.callback()(_group)
    group.command(
        help=say(
            "逐份核对填报、数据表、企业名单与接收日志（何时、何人、哈希，前后相扣）；"
            "不符则退出码为 2。",
            "Hold every filing, table and list of firms against the acceptance journal (when, who, "
            "hash, each entry sealed by the next). Exit code 2 where something does not match.",
        ),
        epilog=example("jiqun audit verify -w demo"),
    )(verify)
    app.add_typer(group, name="audit")


def _group() -> None:
    """Keep ``verify`` a command of the group while it is the only one."""


def verify(workspace: InWorkspace, as_json: AsJson = False) -> int:
    """Check the journal against every submission."""
    from jiqun.clusters.roster_store import RosterStore
    from jiqun.workspace import Workspace
    from jiqun.workspace.audit import audit

    opened = Workspace.open(workspace)
    with speech.working(say("正在核对……", "checking …")):
        found = audit(opened)
        store = RosterStore(opened)
        problems = [*found.problems, *store.problems(), *store.unjournaled(found.rosters)]
    said = {"submissions": found.submissions, "entries": found.entries, "head": found.head}
    return _tell(problems, said, as_json=as_json)


def deep(folder: Path, *, as_json: bool) -> int:
    """Check every hash of documents, tables, lists, filers, vintages and the register."""
    from jiqun.clusters.roster_store import RosterStore
    from jiqun.filings.filer_store import FilerStore
    from jiqun.installation import problems_of
    from jiqun.registry import RegistryStore
    from jiqun.workspace import Workspace
    from jiqun.workspace.audit import audit, vintages_problems

    opened = Workspace.open(folder)
    with speech.working(say("正在逐个核对……", "checking everything …")):
        found = audit(opened)
        store = RosterStore(opened)
        problems = [
            *found.problems,
            *store.problems(),
            *store.unjournaled(found.rosters),
            *FilerStore(opened).problems(),
            *vintages_problems(opened),
            *RegistryStore(folder).problems(),
            *problems_of(folder),
        ]
    said = {"submissions": found.submissions, "entries": found.entries, "head": found.head}
    return _tell(problems, said, as_json=as_json)


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
    text = say(f"已重建 {len(rebuilt)} 个文件", f"rebuilt {len(rebuilt)} files")
    document = {"rebuilt": rebuilt, "problems": [problem.record() for problem in found]}
    speech.result(document, "\n".join([text, *rebuilt]), as_json=as_json)
    return 2 if errors_only(found) else 0


def _tell(problems: list[Problem], said: dict[str, Any], *, as_json: bool) -> int:
    speech.tell_problems(problems)
    wrong = errors_only(problems)
    counts = say(
        f"{said['submissions']} 份填报，{said['entries']} 条接收日志",
        f"{said['submissions']} submissions, {said['entries']} journal entries",
    )
    verdict = (
        say(f"有 {len(wrong)} 处不符", f"{len(wrong)} do not match")
        if wrong
        else say("全部相符", "everything matches")
    )
    seal = say(f"日志末条哈希 {said['head']}", f"last hash of the journal {said['head']}")
    document = {"ok": not wrong, **said, "problems": [problem.record() for problem in problems]}
    speech.result(document, f"{verdict} · {counts} · {seal}", as_json=as_json)
    return 2 if wrong else 0
