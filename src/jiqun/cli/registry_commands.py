"""``jiqun registry import`` and ``profile``."""

from pathlib import Path
from typing import Annotated, Any

import typer

from jiqun.base.errors import errors_only
from jiqun.base.folding import folded
from jiqun.base.parts import need
from jiqun.base.plurals import counted
from jiqun.cli import speech
from jiqun.cli.options import AsJson, InWorkspace, example
from jiqun.cli.speech import say


def register(app: typer.Typer) -> None:
    """Add the group to the application."""
    group = typer.Typer(
        no_args_is_help=True,
        help=say("工商登记：导入、概况。", "Business registers: import, profile."),
    )
    group.command(
        "import",
        help=say(
            "导入登记数据（CSV、CSV.GZ、XLSX、Parquet，文件或文件夹）；修复、合并、拒收都留记录。",
            "Import registers (CSV, CSV.GZ, XLSX, Parquet; files and folders); what is repaired, "
            "merged or rejected is recorded.",
        ),
        epilog=example(
            "jiqun registry import 浙江.csv.gz -w demo",
            "jiqun registry import zhejiang.csv.gz -w demo",
        ),
    )(import_)
    group.command(
        help=say(
            "登记数据概况：读入、保留、合并、拒收各多少，代码、县份、行业的覆盖率。",
            "What came in: rows read, kept, merged, rejected; coverage of code, region, industry.",
        ),
        epilog=example("jiqun registry profile -w demo --json"),
    )(profile)
    app.add_typer(group, name="registry")


def import_(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar=say("文件...", "FILE..."),
            help=say("登记文件或文件夹", "files or folders of them"),
        ),
    ],
    workspace: InWorkspace,
    mapping: Annotated[
        Path | None,
        typer.Option("--mapping", help=say("列名映射文件（YAML）", "a mapping of headings (YAML)")),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Import registers."""
    need("workspace")
    from jiqun.registry import import_registers, read_mapping

    headings = read_mapping(mapping) if mapping else None
    with speech.counting_rows() as told:
        result = import_registers(workspace, files, headings, told)
    speech.tell_problems(result.problems)
    document = {
        "accepted": result.accepted,
        "problems": [problem.record() for problem in folded(result.problems)],
        "profile": result.profile.record() if result.profile else None,
    }
    text = _summary(result.profile.record()) if result.profile else ""
    speech.result(document, text, as_json=as_json)
    return 2 if errors_only(result.problems) else 0


def profile(workspace: InWorkspace, as_json: AsJson = False) -> None:
    """Show what the register holds."""
    from jiqun.registry import RegistryStore

    store = RegistryStore(workspace)
    store.require()
    record = store.manifest()["profile"]
    speech.result(record, _summary(record), as_json=as_json)


def _summary(record: dict[str, Any]) -> str:
    merged, rejected = sum(record["merged"].values()), sum(record["rejected"].values())
    rows, repairs = record["rows_read"], sum(record["repaired"].values())
    first = say(
        f"读入 {rows} 行 = 保留 {record['kept']} + 合并 {merged} + 拒收 {rejected}"
        f"（修复 {repairs} 处）",
        f"{counted(rows, 'row')} read = {record['kept']} kept + {merged} merged + {rejected} "
        f"rejected ({counted(repairs, 'repair')})",
    )
    names = {
        "code": ("信用代码", "code"),
        "region": ("县份", "region"),
        "industry": ("行业", "industry"),
    }
    lines = [
        f"{say(*words)}: {record[key]['known']} / {record[key]['of']} ({record[key]['coverage']})"
        for key, words in names.items()
    ]
    reasons = [
        f"  {kind}.{reason}: {count}"
        for kind in ("merged", "rejected", "repaired", "unread")
        for reason, count in record.get(kind, {}).items()
    ]
    return "\n".join([first, *lines, *reasons])
