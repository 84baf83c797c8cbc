"""``jiqun filings template``, ``check`` and ``import``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jiqun.base.parts import need
from jiqun.base.plurals import counted
from jiqun.cli import speech
from jiqun.cli.options import (
    AsJson,
    Force,
    InWorkspace,
    OfYear,
    Output,
    PerhapsOutput,
    PerhapsUnderWorkspace,
    example,
    refuse_output,
    under_its_catalogue,
)
from jiqun.cli.speech import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jiqun.filings import Outcome

Files = Annotated[
    list[Path],
    typer.Argument(
        metavar=say("文件...", "FILE..."), help=say("填报文件或文件夹", "files or folders of them")
    ),
]


def register(app: typer.Typer) -> None:
    """Add the group to the application."""
    group = typer.Typer(
        no_args_is_help=True,
        help=say("填报：模板、检查、导入。", "Filings: template, check, import."),
    )
    group.command(
        help=say(
            "生成填报工作簿；给出工作区和集群时预先填好已知内容。",
            "Make the workbook of a year, pre-filled when the cluster is known.",
        ),
        epilog=example("jiqun filings template --year 2022 -w demo --cluster demo-001 -o 001.xlsx"),
    )(template)
    group.command(
        help=say(
            "检查填报文件，列出全部问题：在哪里、是什么、为什么、怎么办；不保存任何内容。",
            "Check files and list every problem: where, what, why, what to do. Stores nothing.",
        ),
        epilog=example("jiqun filings check 2022/*.xlsx --annotate marked"),
    )(check)
    group.command(
        "import",
        help=say(
            "导入填报文件。一个文件要么全收，要么全不收；其余文件照常。",
            "Import filings: all or nothing of a file; the rest goes on.",
        ),
        epilog=example("jiqun filings import 2022/*.json long.csv -w demo"),
    )(import_)
    group.command(
        help=say(
            "填报人、审核人、电话和日期：查看或删除。属个人信息，不在任何页面、报告和接口中。",
            "Who filled a filing in, who checked it, telephone and day: show or erase. Personal "
            "data, on no page and in no report or interface.",
        ),
        epilog=example("jiqun filings filer -w demo --cluster demo-001 --year 2022"),
    )(filer)
    app.add_typer(group, name="filings")


def template(
    year: OfYear,
    output: Output,
    workspace: PerhapsUnderWorkspace = None,
    cluster: Annotated[
        str, typer.Option("--cluster", help=say("集群编号", "the cluster's id"))
    ] = "",
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Make a workbook."""
    from jiqun.base.errors import Problem, Where
    from jiqun.base.files import refuse_existing, write_atomically
    from jiqun.filings.workbook.prefill import known_of
    from jiqun.filings.workbook.template import template as made
    from jiqun.workspace import Workspace

    if bool(cluster) != (workspace is not None):
        words = say("-w 与 --cluster 须同时给出", "-w and --cluster go together")
        raise typer.BadParameter(words)
    refuse_existing([output], force=force)
    known = known_of(Workspace.open(workspace), cluster, year) if workspace else None
    write_atomically(output, made(year, known, speech.language()))
    if known and known.unlisted:
        place = Where(file=output.name, cluster=cluster, year=year)
        speech.tell_problems([Problem("roster.not_of_the_year", place, {"year": str(year)})])
    document = {"file": str(output), "year": year, "cluster": cluster or None}
    speech.result(document, speech.written(output), as_json=as_json)


AnnotatedInto = Annotated[
    Path | None,
    typer.Option(
        "--annotate",
        metavar=say("<文件夹>", "DIR2"),
        help=say(
            "把标注好问题的工作簿副本写到该文件夹，改正后可直接导入",
            "write copies of workbooks with every problem marked in its cell, to be corrected "
            "and imported as they are",
        ),
    ),
]


def check(
    files: Files,
    workspace: Annotated[
        Path | None,
        typer.Option(
            "-w",
            "--workspace",
            help=say("同时与该工作区比对", "also hold against this workspace"),
            callback=under_its_catalogue,
        ),
    ] = None,
    annotate: AnnotatedInto = None,
    output: PerhapsOutput = None,
    force: Force = False,
    as_json: AsJson = False,
) -> int:
    """Check files."""
    from jiqun.filings import check_files
    from jiqun.workspace import Workspace

    refuse_output(output, force=force)
    store = Workspace.open(workspace) if workspace else None
    paths = listed(files)
    if annotate:
        _refuse_copies(paths, annotate, force=force)
    outcomes = check_files(paths, store, speech.progress)
    if annotate:
        _annotate(paths, outcomes, annotate)
    if output:
        _write_problems(outcomes, output)
    return _tell(outcomes, as_json=as_json, verb=("通过", "passed"), no=("未通过", "did not pass"))


def _refuse_copies(paths: list[Path], folder: Path, *, force: bool) -> None:
    from jiqun.base.files import refuse_existing
    from jiqun.filings.workbook.annotate import copies_of

    refuse_existing(copies_of(paths, folder), force=force)


def _annotate(paths: list[Path], outcomes: "Sequence[Outcome]", folder: Path) -> None:
    from jiqun.filings.workbook.annotate import annotate_files

    copies = annotate_files(paths, outcomes, folder, speech.language(), speech.progress)
    for copy in copies:
        speech.tell(speech.written(copy))


def _write_problems(outcomes: "Sequence[Outcome]", output: Path) -> None:
    from jiqun.cli.problem_tables import problem_table
    from jiqun.reports.table_files import write_table

    problems = [problem for outcome in outcomes for problem in outcome.problems]
    write_table(problem_table(problems, speech.language()), output, speech.language())
    speech.tell(speech.written(output))


def import_(
    files: Files,
    workspace: InWorkspace,
    reason: Annotated[
        str, typer.Option("--reason", help=say("重新填报的原因", "why a filing is filed again"))
    ] = "",
    as_json: AsJson = False,
) -> int:
    """Import files."""
    from jiqun.filings import import_files
    from jiqun.workspace import Workspace

    need("workspace")
    outcomes = import_files(listed(files), Workspace.open(workspace), reason, speech.progress)
    return _tell(outcomes, as_json=as_json, verb=("已接收", "accepted"), no=("未接收", "refused"))


def filer(
    workspace: InWorkspace,
    cluster: Annotated[str, typer.Option("--cluster", help=say("集群编号", "the cluster's id"))],
    year: Annotated[
        int | None,
        typer.Option("--year", help=say("数据年份；删除时不给即全部年份", "data year")),
    ] = None,
    erase: Annotated[
        bool, typer.Option("--erase", help=say("删除这些个人信息", "erase this personal data"))
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show or erase who filled a filing in."""
    from jiqun.filings.filer_store import FilerStore
    from jiqun.workspace import Workspace

    store = FilerStore(Workspace.open(workspace))
    if erase:
        erased = store.erase(cluster, year)
        text = say(f"已删除 {erased} 份填报的填报人信息", f"erased for {counted(erased, 'filing')}")
        speech.result({"erased": erased}, text, as_json=as_json)
        return
    if year is None:
        raise typer.BadParameter(say("查看时须给出 --year", "--year is needed to show"))
    found = store.of(cluster, year)
    words = {
        "filled_by": say("填报人", "filled in by"),
        "checked_by": say("审核人", "checked by"),
        "phone": say("联系电话", "telephone"),
        "filled_on": say("填报日期", "filled in on"),
    }
    lines = [f"{words[name]}: {said}" for name, said in found.items()]
    speech.result(found, "\n".join(lines), as_json=as_json)


def listed(paths: list[Path]) -> list[Path]:
    """Return the files named, and those in the folders named, in order and each once.

    A folder without filings stands for itself, so that it is reported and not passed over.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = [file for file in sorted(path.rglob("*")) if file.is_file()]
            read = (".json", ".csv", ".xlsx")
            found += [file for file in inside if file.suffix.lower() in read] or [path]
        else:
            found.append(path)
    return list({path.resolve(): path for path in found}.values())


def _tell(
    outcomes: "Sequence[Outcome]", *, as_json: bool, verb: tuple[str, str], no: tuple[str, str]
) -> int:
    """Tell every problem, and last how many files passed, which did not, and what was found."""
    from jiqun.cli.problem_tables import counted

    speech.tell_problems(problem for outcome in outcomes for problem in outcome.problems)
    accepted = [outcome for outcome in outcomes if not outcome.refused]
    refused = [outcome for outcome in outcomes if outcome.refused]
    document = {
        "accepted": [_record(outcome) for outcome in accepted],
        "refused": [_record(outcome) for outcome in refused],
    }
    comma, colon = say("、", ", "), say("：", ": ")
    lines = [f"{say(*verb)} {len(accepted)}"]
    if refused:
        names = comma.join(_of_errors(outcome) for outcome in refused)
        lines.append(f"{say(*no)} {len(refused)}{colon}{names}")
        passed = comma.join(outcome.file for outcome in accepted)
        lines.append(f"{say(*verb)}{colon}{passed or say('无', 'none')}")
    every = [problem for outcome in outcomes for problem in outcome.problems]
    if found := counted(every, speech.language()):
        lines.append(f"{say('共', 'in all')}{colon}{found}")
    speech.result(document, "\n".join(lines), as_json=as_json)
    return 2 if refused else 0


def _of_errors(outcome: "Outcome") -> str:
    """Name a file with the number of its errors."""
    from jiqun.base.errors import errors_only

    errors = sum(len(problem.each) for problem in errors_only(outcome.problems))
    return say(f"{outcome.file}（{errors} 处错误）", f"{outcome.file} (errors: {errors})")


def _record(outcome: "Outcome") -> dict[str, Any]:
    return {
        "file": outcome.file,
        "submissions": [
            {
                "cluster": each.cluster_id,
                "year": each.year,
                "revision": each.revision,
                "sha256": each.sha256,
            }
            for each in outcome.submissions
        ],
        "unchanged": outcome.unchanged,
        "problems": [problem.record() for problem in outcome.problems],
    }
