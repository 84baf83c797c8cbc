"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from jiqun.cli.speech import rests_on_the_catalogue, say, tell, tell_problems

AsJson = Annotated[
    bool,
    typer.Option(
        "--json",
        help=say("在标准输出打印一个 JSON 文档", "print one JSON document on stdout"),
    ),
]


def under_its_catalogue(folder: Path | None) -> Path | None:
    """Let it hold for a command whose result rests on it: what of it is refused is in the result.

    The command does its work with what was last right, and exits as where any input was refused.
    """
    if with_its_catalogue(folder) is not None:
        rests_on_the_catalogue()
    return folder


def with_its_catalogue(folder: Path | None) -> Path | None:
    """Let the catalogue of the workspace a command works in hold, and tell what of it cannot."""
    if folder is not None:
        from jiqun.installation import settle

        problems = settle(folder).problems
        tell_problems(problems)
        if problems:
            tell(
                say(
                    "以上本地目录文件未生效，沿用上一次正确的内容；详见 jiqun catalog check",
                    "these local catalogue files are not in force, what was last right is; see "
                    "jiqun catalog check",
                )
            )
    return folder


_WORKSPACE_HELP = say("工作区文件夹", "the workspace's folder")
UnderWorkspace = Annotated[
    Path, typer.Option("-w", "--workspace", help=_WORKSPACE_HELP, callback=under_its_catalogue)
]
PerhapsUnderWorkspace = Annotated[
    Path | None,
    typer.Option("-w", "--workspace", help=_WORKSPACE_HELP, callback=under_its_catalogue),
]
"""For commands whose result rests on the workspace's catalogue."""
InWorkspace = Annotated[
    Path, typer.Option("-w", "--workspace", help=_WORKSPACE_HELP, callback=with_its_catalogue)
]
InPlainWorkspace = Annotated[Path, typer.Option("-w", "--workspace", help=_WORKSPACE_HELP)]
"""For commands that look after the workspace itself, whatever its catalogue says."""
OfYear = Annotated[int, typer.Option("--year", help=say("数据年份", "the data year"))]
OfVintage = Annotated[
    str,
    typer.Option("--vintage", help=say("发布版本，如 2022-v1", "a vintage, such as 2022-v1")),
]
Output = Annotated[
    Path, typer.Option("-o", "--output", help=say("写到哪个文件", "the file to write"))
]
PerhapsOutput = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        help=say("另写成表格：.xlsx、.csv 或 .json", "also write a table: .xlsx, .csv or .json"),
    ),
]
Force = Annotated[
    bool, typer.Option("--force", help=say("覆盖已有的文件", "overwrite a file that exists"))
]
ReadBy = Annotated[
    str,
    typer.Option(
        "--audience",
        help=say(
            "读者：nation（全国，全部可见）、public（公众，小群体保密）或行政区的名称、代码（本辖区可见）",
            "who reads: nation (sees all), public (small groups withheld) or a region, by its name "
            "or code",
        ),
    ),
]


def example(text: str, english: str = "") -> str:
    """Return a help text's example line; in English another where the first names Chinese."""
    return say(f"示例：{text}", f"Example: {english or text}")


def refuse_output(output: Path | None, *, force: bool) -> None:
    """Refuse a table's file before any work: of a kind not written, or there already."""
    if output is None:
        return
    from jiqun.base.files import refuse_existing
    from jiqun.reports.table_files import refuse_ending

    refuse_ending(output)
    refuse_existing([output], force=force)
