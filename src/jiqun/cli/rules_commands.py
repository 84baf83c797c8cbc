"""``jiqun assess`` and ``jiqun rules``."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jiqun.base.errors import NotFound, Problem, Refused
from jiqun.base.plurals import counted
from jiqun.cli import speech
from jiqun.cli.assessment_pages import listing, page
from jiqun.cli.named import cluster_named, programme_named
from jiqun.cli.options import (
    AsJson,
    Force,
    OfVintage,
    PerhapsOutput,
    PerhapsUnderWorkspace,
    UnderWorkspace,
    example,
    refuse_output,
)
from jiqun.cli.speech import say

if TYPE_CHECKING:
    from jiqun.rules import Assessment, Facts, Judgement, Programme
    from jiqun.rules.rulings import Settings

OnDay = Annotated[
    datetime,
    typer.Option(
        "--on", formats=["%Y-%m-%d"], help=say("按哪一天的规定", "the day whose rules hold")
    ),
]
PROGRAMME = say(
    "认定办法的编号、名称或地区，如 national/sme-cluster、云南",
    "a programme by its id, title or place, such as national/sme-cluster or Yunnan",
)


OneProgramme = Annotated[
    str,
    typer.Option(
        "--programme",
        help=PROGRAMME
        + say("；不写则为国家和本省的", "; without it, the national and the own province's"),
    ),
]
OneCluster = Annotated[
    str, typer.Option("--cluster", help=say("集群的编号或名称", "the cluster's id or name"))
]
Tried = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar=say("<参数=数值>", "PARAM=VALUE"),
        help=say("试算：换一个数值", "try another number"),
    ),
]
Judged = Annotated[
    list[str] | None,
    typer.Option(
        "--judgement",
        metavar=say("<编号=met|not_met>", "ID=met|not_met"),
        help=say(
            "评审意见，须配 --cluster 和 --programme",
            "a reviewer's judgement; needs --cluster and --programme",
        ),
    ),
]
JudgedBy = Annotated[str, typer.Option("--by", help=say("评审人", "who judged"))]
JudgedOn = Annotated[
    datetime | None,
    typer.Option("--judged-on", formats=["%Y-%m-%d"], help=say("评审日期", "when")),
]
Evidence = Annotated[str, typer.Option("--evidence", help=say("依据", "on what"))]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(
        help=say(
            "对照认定标准：符合哪些、缺什么、差多少。",
            "Hold clusters against recognition criteria: what is met, missing, how far off.",
        ),
        epilog=example("jiqun assess -w demo --programme national/sme-cluster --on 2023-06-01"),
    )(assess)
    app.add_typer(_rules_app(), name="rules")


def _rules_app() -> typer.Typer:
    group = typer.Typer(
        no_args_is_help=True,
        help=say("认定办法：列出、查看、比较、检查。", "Programmes: list, show, diff, check."),
    )
    for name, command, zh, en, shown in (
        ("list", list_programmes, "列出全部认定办法。", "List the programmes.", "jiqun rules list"),
        (
            "show",
            show,
            "查看一个办法的标准、数值、依据和程序。",
            "Show a programme: criteria, numbers, citations, procedure.",
            "jiqun rules show yunnan",
        ),
        (
            "diff",
            diff,
            "两个办法逐条对照。",
            "Set two programmes side by side.",
            "jiqun rules diff national yunnan",
        ),
        (
            "check",
            check,
            "检查办法文件，一次列出全部问题。",
            "Check rule files; lists every problem.",
            "jiqun rules check my-province/sme-cluster.yaml",
        ),
    ):
        group.command(name, help=say(zh, en), epilog=example(shown))(command)
    return group


def assess(
    workspace: UnderWorkspace,
    on: OnDay,
    programme: OneProgramme = "",
    cluster: OneCluster = "",
    settings: Tried = None,
    judged: Judged = None,
    by: JudgedBy = "",
    judged_on: JudgedOn = None,
    evidence: Evidence = "",
    vintage: OfVintage = "",
    output: PerhapsOutput = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Hold clusters against recognition criteria."""
    from jiqun.cli.assessment_tables import names_of
    from jiqun.rules.judgements import read_judgements
    from jiqun.rules.reform import read_settings

    refuse_output(output, force=force)
    if judged and not (cluster and programme):
        raise _judged_of_nothing()
    chosen = _chosen(programme, on.date())
    day = judged_on.date() if judged_on else None
    judgements, warnings = read_judgements(judged or [], by, day, evidence)
    asked = _Asked(chosen, bool(programme), on.date(), read_settings(settings or [], chosen))
    speech.tell_problems(warnings)
    with speech.working(say("正在读取填报……", "reading filings …")):
        facts = _facts(workspace, vintage)
    if cluster and cluster not in facts:
        cluster = cluster_named(cluster, names_of(workspace, vintage))
    if not cluster:
        found = _assess_all(asked, facts, as_json=as_json)
    elif cluster in facts:
        found = _assess_one(asked, facts[cluster], judgements, as_json=as_json)
    else:
        raise NotFound(Problem("rules.no_cluster", details={"id": cluster}))
    if output:
        _write_assessments(found, output, workspace, vintage)


def _judged_of_nothing() -> typer.BadParameter:
    words = say(
        "--judgement 须与 --cluster 和 --programme 同用",
        "--judgement needs --cluster and --programme",
    )
    return typer.BadParameter(words, param_hint="--judgement")


def _write_assessments(
    found: "list[Assessment]", output: Path, workspace: Path, vintage: str
) -> None:
    from jiqun.cli.assessment_tables import assessment_table, names_of
    from jiqun.reports.table_files import write_table

    lang = speech.language()
    write_table(assessment_table(found, names_of(workspace, vintage), lang), output, lang)
    speech.tell(speech.written(output))


@dataclass(frozen=True)
class _Asked:
    """What a call of ``assess`` asks: which programmes, named or not, on which day, what if."""

    programmes: "list[Programme]"
    named: bool
    on: date
    settings: "Settings"

    def of(self, programme: "Programme") -> "Settings":
        return tuple(pair for pair in self.settings if pair[0] in programme.parameters)


def _assess_one(
    asked: _Asked, facts: "Facts", judgements: "list[Judgement]", *, as_json: bool
) -> "list[Assessment]":
    from jiqun.rules import assess as hold
    from jiqun.rules.records import record

    found = [
        hold(programme, facts, asked.on, settings=asked.of(programme), judgements=judgements)
        for programme in asked.programmes
        if asked.named or facts.lies_in(programme.region)
    ]
    records = [record(assessment, speech.language()) for assessment in found]
    document = {
        "cluster": facts.cluster,
        "on": asked.on.isoformat(),
        "demo": facts.demo,
        "assessments": records,
    }
    text = "\n\n".join(page(assessment, speech.language()) for assessment in found)
    text = speech.marked(text, demo=facts.demo)
    speech.result(records[0] if asked.named else document, text, as_json=as_json)
    return found


def _assess_all(asked: _Asked, facts: "dict[str, Facts]", *, as_json: bool) -> "list[Assessment]":
    from jiqun.rules import assess_all
    from jiqun.rules.records import record, summary
    from jiqun.rules.reform import reform

    every = list(facts.values())
    found = list(assess_all(asked.programmes, every, asked.on, settings=asked.settings))
    demo = any(facts.demo for facts in every)
    document: dict[str, Any] = {
        "on": asked.on.isoformat(),
        "demo": demo,
        "summary": summary(found),
    }
    if asked.named:
        document["programme"] = asked.programmes[0].id
    if asked.settings:
        document["reforms"] = {
            programme.id: reform(programme, every, asked.on, asked.of(programme)).record()
            for programme in asked.programmes
            if asked.of(programme)
        }
    if as_json:
        watched = speech.progress(found, say("写出结论", "writing verdicts"))
        document["assessments"] = [record(assessment, speech.language()) for assessment in watched]
    text = speech.marked(listing(found, document, speech.language()), demo=demo)
    speech.result(document, text, as_json=as_json)
    return found


def _facts(workspace: Path, vintage: str) -> "dict[str, Facts]":
    from jiqun.rules import facts_of_snapshot, facts_of_submissions
    from jiqun.rules.loading import fields_read
    from jiqun.workspace import Workspace
    from jiqun.workspace.vintages import vintage_snapshot

    opened = Workspace.open(workspace)
    if not vintage:
        return facts_of_submissions(opened.accepted().values())
    return facts_of_snapshot(vintage_snapshot(opened, vintage), fields_read())


def _chosen(name: str, on: date) -> "list[Programme]":
    """Return the programme named, or all in force on the day, if the national one is."""
    from jiqun.rules import programmes
    from jiqun.rules.programmes import NATIONAL
    from jiqun.rules.rulings import rule_on

    found = programme_named(name or NATIONAL)
    rule_on(found, on)
    return (
        [found]
        if name
        else [programme for programme in programmes().values() if programme.covers(on)]
    )


def list_programmes(
    workspace: PerhapsUnderWorkspace = None,  # noqa: ARG001  # its catalogue holds
    as_json: AsJson = False,
) -> None:
    """List the programmes."""
    from jiqun.rules import programmes
    from jiqun.rules.overview import overview

    rows = [overview(programme) for programme in programmes().values()]
    text = "\n".join(
        say(
            f"{row['id']} · {row['title']['zh']} · {row['in_force']['zh']} · "
            f"数值 {row['numbers_known']}/{row['numbers']}",
            f"{row['id']} · {row['title']['en']} · {row['in_force']['en']} · "
            f"numbers {row['numbers_known']}/{row['numbers']}",
        )
        for row in rows
    )
    speech.result(rows, text, as_json=as_json)


def show(
    name: Annotated[str, typer.Argument(metavar=say("办法", "PROGRAMME"), help=PROGRAMME)],
    workspace: PerhapsUnderWorkspace = None,  # noqa: ARG001  # its catalogue holds
    as_json: AsJson = False,
) -> None:
    """Show a programme."""
    from jiqun.rules.overview import full, full_text

    found = programme_named(name)
    speech.result(full(found), full_text(found, speech.language()), as_json=as_json)


def diff(
    one: Annotated[str, typer.Argument(metavar=say("办法1", "PROGRAMME1"), help=PROGRAMME)],
    other: Annotated[str, typer.Argument(metavar=say("办法2", "PROGRAMME2"), help=PROGRAMME)],
    on: Annotated[
        datetime | None,
        typer.Option(
            "--on", formats=["%Y-%m-%d"], help=say("按哪一天的数值", "with the numbers of a day")
        ),
    ] = None,
    workspace: PerhapsUnderWorkspace = None,  # noqa: ARG001  # its catalogue holds
    as_json: AsJson = False,
) -> None:
    """Set two programmes side by side."""
    from jiqun.rules.comparison import compare, comparison_text

    left, right = programme_named(one), programme_named(other)
    rows = compare(left, right, on.date() if on else None)
    document = {"left": left.id, "right": right.id, "rows": [row.record() for row in rows]}
    text = comparison_text(left, right, rows, speech.language())
    speech.result(document, text, as_json=as_json)


def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar=say("文件", "FILE"),
            help=say("办法文件；不写则查目录", "rule files; without any, the catalogue's"),
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check rule files."""
    from jiqun.rules.loading import check_files

    names, problems = check_files(files or [])
    if problems:
        raise Refused(problems)
    text = say(
        f"{len(names)} 个办法文件，没有问题", f"{counted(len(names), 'rule file')}, nothing wrong"
    )
    speech.result({"programmes": names, "problems": []}, text, as_json=as_json)
