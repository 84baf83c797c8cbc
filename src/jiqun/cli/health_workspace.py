"""What databases a workspace has, and whether each can be opened."""

from collections.abc import Callable, Iterator
from pathlib import Path

from jiqun.base.errors import Refused
from jiqun.base.parts import PARTS
from jiqun.cli.health_rows import Check, missing, right, wrong
from jiqun.cli.speech import language, say


def databases(folder: Path) -> Iterator[Check]:
    """Yield a row for the filings, the vintages, the register and the site's database.

    Raises
    ------
    NotFound
        Where the folder is no workspace.
    """
    from jiqun.registry import RegistryStore
    from jiqun.workspace import Workspace
    from jiqun.workspace.vintages import vintages

    workspace = Workspace.open(folder)
    deep = say(f"用 jiqun doctor --deep -w {folder} 查看", f"see jiqun doctor --deep -w {folder}")

    def filings() -> str:
        count = len(list(workspace.accepted()))
        return say(f"{count} 份已接收的填报", f"{count} accepted submissions")

    def released() -> str:
        ids = [vintage.id for vintage in vintages(workspace)]
        return ", ".join(ids) or say("还没有发布", "nothing released yet")

    yield _opened(say("工作区", "workspace"), filings, deep)
    yield from _own_catalogue(folder)
    if PARTS["workspace"].absent():
        return
    yield _opened(say("发布版本", "vintages"), released, deep)
    yield _register(RegistryStore(folder).manifest, deep)
    if not PARTS["web"].absent():
        yield _site(folder)


def _own_catalogue(folder: Path) -> Iterator[Check]:
    """Yield everything wrong with the installation's own catalogue; a row where all of it holds."""
    from jiqun.base.own_catalogue import in_force
    from jiqun.installation import settle

    name = say("本地目录文件", "own catalogue")
    problems = settle(folder).problems
    for problem in problems:
        yield wrong(name, problem.text(language()), problem.todo(language()))
    if not problems and in_force().files:
        yield right(name, say("全部生效", "all of it is in force"))


def _register(manifest: Callable[[], dict[str, object]], deep: str) -> Check:
    name = say("企业登记库", "register")
    try:
        profile = manifest()["profile"]
    except Refused as refused:
        return wrong(name, refused.problems[0].text(language()), deep)
    if profile is None:
        todo = say("需要时用 jiqun registry import 导入", "jiqun registry import brings one")
        return missing(name, say("未导入", "none imported"), todo)
    return right(name, say("可读", "can be read"))


def _site(folder: Path) -> Check:
    """Open the database of accounts and drafts, changing nothing; no database is made."""
    from jiqun.web.opened import look_into
    from jiqun.web.presence import has_database

    name = say("网站数据库", "database of the site")
    if not has_database(folder):
        todo = say(
            "首次运行 jiqun serve 或 jiqun user add 时建立",
            "the first jiqun serve or jiqun user add makes one",
        )
        return missing(name, say("还没有", "none yet"), todo)
    try:
        look_into(folder)
    except Refused as refused:
        problem = refused.problems[0]
        return wrong(name, problem.what(language()), problem.todo(language()))
    from django.db import connection

    return right(name, connection.display_name)


def _opened(name: str, look: Callable[[], str], deep: str) -> Check:
    try:
        return right(name, look())
    except Refused as refused:
        return wrong(name, refused.problems[0].text(language()), deep)
