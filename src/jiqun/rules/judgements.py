"""Reviewers' judgements as they are entered: an answer, its author, its day and its evidence."""

from collections.abc import Sequence
from datetime import date

from jiqun.base.errors import Problem, Refused, shown
from jiqun.base.texts import LONGEST_NAME, stated
from jiqun.rules.assessment import Judgement
from jiqun.rules.logic import Answer

ANSWERS = {"met": Answer.MET, "not_met": Answer.NOT_MET}


def read_judgements(
    said: Sequence[str], author: str = "", day: date | None = None, evidence: str = ""
) -> tuple[list[Judgement], list[Problem]]:
    """Read ``ID=met`` and ``ID=not_met`` as typed.

    Parameters
    ----------
    said
        As typed.
    author, day, evidence
        Who judged, when and on what; the same for all of them.

    Returns
    -------
    list of Judgement
        In the order given.
    list of Problem
        A warning for each that names no author or no evidence.

    Raises
    ------
    Refused
        With everything wrong in any of them.

    Examples
    --------
    >>> read_judgements(["front_rank=met"], "张三", date(2023, 6, 1), "行业协会排名")[0][0].answer
    <Answer.MET: 'met'>
    """
    author = stated(author, "--by", longest=LONGEST_NAME)
    evidence = stated(evidence, "--evidence")
    found = []
    problems = []
    for written in said:
        name, _, answer = (part.strip() for part in written.partition("="))
        if answer not in ANSWERS:
            problems.append(Problem("rules.bad_judgement", details={"value": shown(written)}))
            continue
        on = day.isoformat() if day else ""
        found.append(Judgement(name, ANSWERS[answer], author, on, evidence))
    if problems:
        raise Refused(problems)
    unsigned = [judgement for judgement in found if not (judgement.author and judgement.evidence)]
    return found, [
        Problem("rules.judgement_unsigned", details={"name": judgement.criterion})
        for judgement in unsigned
    ]
