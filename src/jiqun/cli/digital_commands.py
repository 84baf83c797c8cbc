"""``jiqun digital``: the ministry's table of digital levels for one firm."""

from pathlib import Path
from typing import Annotated, Any

import typer

from jiqun.cli import speech
from jiqun.cli.options import AsJson, example
from jiqun.cli.speech import say

Answered = Annotated[
    Path,
    typer.Argument(
        metavar=say("文件", "FILE"), help=say("一家企业的回答，JSON", "a firm's answers, JSON")
    ),
]


def register(app: typer.Typer) -> None:
    """Add the group to the application."""
    group = typer.Typer(
        no_args_is_help=True,
        help=say("数字化阶梯：企业自评。", "The digital ladder: self-assessment of a firm."),
    )
    group.callback()(_group)
    group.command(
        help=say(
            "按工信部 2024 年版评测指标给一家企业打分：得分、等级、离下一级差什么，由易到难。"
            "answers 按题号写：多选写选项编号的列表，单选写一个编号，比例写百分数，"
            "趋势写今年和上一年；scenes 写各场景的等级 0 至 4。没有回答的题，等级给出可能的范围。",
            "Hold one firm against the ministry's table of 2024: its score, its level, and what is "
            "missing for the next, the easiest first. answers by question: several options as a "
            "list of numbers, one option as a number, shares in %, trends as this year and the "
            "year before; scenes: the level of each, 0 to 4. Where answers are missing the level "
            "is the range it could be.",
        ),
        epilog=example("jiqun digital assess firm.json", "jiqun digital assess firm.json --json"),
    )(assess)
    app.add_typer(group, name="digital")


def _group() -> None:
    """Keep the group a group while it has one command."""


def assess(file: Answered, as_json: AsJson = False) -> None:
    """Assess one firm."""
    from jiqun.base.errors import NotFound, Problem, Where
    from jiqun.exchange.maturity.answers import read_answers_file
    from jiqun.exchange.maturity.record import assessed

    if not file.exists():
        raise NotFound(Problem("filings.no_file", Where(file=str(file))))
    made = assessed(read_answers_file(file), speech.language())
    speech.result(made, _page(made), as_json=as_json)


def _page(made: dict[str, Any]) -> str:
    """Return the assessment as a person reads it."""
    lines = [
        f"{made['table']['title']} · {made['table']['document']}",
        say(f"等级：{made['level_title']}", f"level: {made['level_title']}"),
        say(f"得分：{made['score']}，满分 100", f"score: {made['score']} of 100"),
    ]
    lines += [f"  {name}  {score}" for name, score in _groups(made)]
    lines += [_scenes(level, at) for level, at in made["scenes_at"].items()]
    lines += _missing(made)
    lines.append(say("说明：", "note: ") + made["rule_confidence_why"])
    return "\n".join(lines)


def _groups(made: dict[str, Any]) -> list[tuple[str, str]]:
    """Return each group of questions in words, with its points of the most it can give."""
    from jiqun.exchange.maturity.table import digital_table

    table = digital_table()
    most = {
        name: sum(asked.most for asked in table.questions.values() if asked.group == name)
        for name in table.groups
    }
    return [
        (title.in_(speech.language()), f"{made['by_group'][title.zh]} / {int(most[name])}")
        for name, title in table.groups.items()
    ]


def _scenes(level: str, at: dict[str, Any]) -> str:
    return say(
        f"  {level} 级及以上的场景：{at['scenes']}，其中约束性 {at['constrained']}",
        f"  scenes at level {level} or above: {at['scenes']}, constrained: {at['constrained']}",
    )


def _missing(made: dict[str, Any]) -> list[str]:
    """Return what is missing for the next level, the easiest first."""
    from jiqun.exchange.maturity.table import digital_table

    step_up = made["next"]
    if step_up is None:
        return [say("已是最高一级。", "It is at the highest level.")]
    level, points, scenes = step_up["title"], step_up["points"], step_up["scenes"]
    constrained = step_up["constrained"]
    lines = [
        say(
            f"到{level}还差：{points} 分，场景 {scenes} 个，"
            f"其中约束性 {constrained} 个。★ 为合起来最省力的一组",
            f"missing to be {level}: points {points}, scenes {scenes}, "
            f"of them constrained {constrained}. ★ marks the set of least effort",
        )
    ]
    efforts = digital_table().efforts
    for number, words in efforts.items():
        steps = [step for step in made["missing_for_next"] if step["effort"] == number]
        told = [step for step in steps if step["enough"] or step["climbed"] == 1]
        if told:
            lines.append(f"  {words.in_(speech.language())}")
            lines += [_line(step) for step in told]
    return lines


def _line(step: dict[str, Any]) -> str:
    mark = "★" if step["enough"] else "·"
    gain = f" +{step['gain']}" if "gain" in step else ""
    return f"    {mark} {step['what']}{gain}"
