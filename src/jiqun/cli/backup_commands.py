"""``jiqun backup`` and ``jiqun restore``: workspace and database of one moment."""

from pathlib import Path
from typing import Annotated

import typer

from jiqun.base.errors import Problem, Refused
from jiqun.base.plurals import counted
from jiqun.cli import speech
from jiqun.cli.options import AsJson, Force, InPlainWorkspace, Output, example
from jiqun.cli.speech import say

OneFiling = Annotated[
    str,
    typer.Option(
        "--filing",
        metavar="CLUSTER/YEAR",
        help=say(
            "只恢复这一份填报，作为新的修订，放入已有的工作区",
            "restore this filing alone, as a new revision in a workspace that goes on",
        ),
    ),
]
Why = Annotated[
    str,
    typer.Option("--reason", help=say("与 --filing 同用：原因", "with --filing: why")),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(
        help=say(
            "把工作区和数据库的同一时刻写成一个备份文件，附每个文件的哈希。密钥（secrets/）和"
            "可重新生成的公众页面（publications/）不在其中。备份含个人信息和密码哈希，请妥善保管。",
            "Write workspace and database, as they are at one moment, to one file with the hash of "
            "everything in it. Keys (secrets/) and what can be made again (publications/) are left "
            "out. It holds personal data and hashes of passwords: keep it safe.",
        ),
        epilog=example("jiqun backup -w demo -o backup.zip"),
    )(backup)
    app.command(
        help=say(
            "把备份恢复到空文件夹：先核对全部哈希，再一次放入，否则什么都不放。数据库放到 "
            "JIQUN_DATABASE_URL 所指处（须为空），没有设置则放在工作区内。加 --filing 则只恢复"
            "一份填报。",
            "Restore a backup into an empty folder: every hash is verified before anything is put "
            "in place, all of it or nothing. The database goes where JIQUN_DATABASE_URL says "
            "(which must be empty), else into the workspace. --filing restores one filing alone.",
        ),
        epilog=example("jiqun restore backup.zip -w restored"),
    )(restore)


def backup(
    workspace: InPlainWorkspace, output: Output, force: Force = False, as_json: AsJson = False
) -> None:
    """Write a backup."""
    from jiqun.base.files import refuse_existing
    from jiqun.web.keeping import backup as back_up

    refuse_existing([output], force=force)
    made = back_up(workspace, output, speech.progress)
    tables = made.database["tables"] if made.database else {}
    rows = sum(tables.values())
    document = {
        "file": str(output),
        "made": made.made,
        "files": len(made.files),
        "bytes": output.stat().st_size,
        "rows": rows,
        "database": made.database["engine"] if made.database else None,
    }
    text = say(
        f"已备份到 {output} · {len(made.files)} 个文件，数据库 {rows} 行",
        f"backed up to {output} · {counted(len(made.files), 'file')}, "
        f"{counted(rows, 'row')} of the database",
    )
    speech.result(document, text, as_json=as_json)


def restore(
    file: Annotated[Path, typer.Argument(metavar="F", help=say("备份文件", "the backup"))],
    workspace: InPlainWorkspace,
    filing: OneFiling = "",
    reason: Why = "",
    as_json: AsJson = False,
) -> None:
    """Restore a backup, or one filing of it."""
    from jiqun.web import keeping

    if filing or reason:
        _restore_filing(file, workspace, filing, reason, as_json=as_json)
        return
    made = keeping.restore(file, workspace, speech.progress)
    tables = made.database["tables"] if made.database else {}
    rows = sum(tables.values())
    document = {
        "workspace": str(workspace),
        "made": made.made,
        "files": len(made.files),
        "rows": rows,
    }
    text = say(
        f"已恢复到 {workspace} · 备份于 {made.made} · {len(made.files)} 个文件，"
        f"数据库 {rows} 行，哈希全部相符；用户须重新登录",
        f"restored into {workspace} · backed up {made.made} · {counted(len(made.files), 'file')}, "
        f"{counted(rows, 'row')} of the database, every hash matches; people sign in again",
    )
    speech.result(document, text, as_json=as_json)


def _restore_filing(file: Path, workspace: Path, said: str, reason: str, *, as_json: bool) -> None:
    from jiqun.base.texts import stated
    from jiqun.web import keeping

    reason = stated(reason, "--reason")
    cluster, _, year = said.rpartition("/")
    if not cluster or not (year.isascii() and year.isdigit() and len(year) == 4):
        raise Refused([Problem("backup.wrong_filing", details={"said": said})])
    found = keeping.restore_filing(file, workspace, (cluster, int(year)), reason, speech.progress)
    new = [submission.revision for submission in found.outcome.submissions] if found.outcome else []
    if found.outcome:
        speech.tell_problems(found.outcome.problems)
    document = {
        "filing": said,
        "made": found.made,
        "restored": bool(new),
        "revision": new[0] if new else None,
    }
    text = (
        say(f"已恢复 {said}，为第 {new[0]} 次修订", f"restored {said} as revision {new[0]}")
        if new
        else say(f"{said} 与备份一致，无需恢复", f"{said} is as in the backup; nothing to restore")
    )
    speech.result(document, text, as_json=as_json)
