"""The ministry's table of digital levels recomputed by another hand, on random answers.

    .venv/bin/python -m benchmarks.digital_levels TABLE.json [--firms 10000] [--seed 0]

``TABLE.json`` is a copy of 中小企业数字化水平评测指标（2024年版） in the shape of
``../shared/data``. The reckoning here reads that file, works in fractions and imports nothing of
``jiqun`` for it; beside it stands what ``jiqun digital assess`` says of the same answers. Half of
the firms leave answers out: there the least and the most that any completion gives, tried out one
question at a time, are held against the range. Ends with 1 where any firm differs.
"""

import argparse
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Any

MOST = 4
UNKNOWN = None
Table = Mapping[str, Any]
Said = dict[str, Any]


def read_table(path: Path) -> Table:
    """Read a copy of the table; decimals as they are written."""
    table: Table = json.loads(path.read_text(encoding="utf-8"), parse_float=str)
    return table


def firms(table: Table, count: int, seed: int) -> Iterator[Said]:
    """Yield random answers, every second with some left out; shares lie on bounds as often as not.

    Parameters
    ----------
    table
        The table.
    count
        How many firms.
    seed
        Of the draw.
    """
    draw = random.Random(seed)  # noqa: S311  # made-up firms, nothing secret
    for number in range(count):
        answers = {str(asked["q"]): _answer(asked, draw) for asked in table["questions"]}
        skill = draw.randint(0, MOST)
        scenes = {name: _near(skill, draw) for name, _ in _scenes(table)}
        if number % 2:
            left = draw.choice((0.05, 0.2, 0.5, 1))
            answers = {name: said for name, said in answers.items() if draw.random() > left}
            scenes = {name: said for name, said in scenes.items() if draw.random() > left}
        yield {"answers": answers, "scenes": scenes}


def _answer(asked: Table, draw: random.Random) -> Any:
    if asked["type"] == "multi":
        options = range(1, len(asked["options"]))
        return sorted(draw.sample(options, draw.randint(0, len(options))))
    if asked["type"] == "single":
        return draw.randrange(len(asked["options"]))
    if asked["type"] == "band":
        bound = draw.choice((0, *asked["upper_bounds_pct"]))
        return f"{min(100, max(0, bound + draw.choice((-0.01, 0, 0, 0.01, 5.5)))):.2f}"
    before = draw.randint(500, 20_000)
    now = before + draw.choice((-400, -10, -5, -1, 0, 1, 5, 10, 400))
    return [f"{now / 1000:.3f}", f"{before / 1000:.3f}"]


def _near(skill: int, draw: random.Random) -> int:
    return max(0, min(MOST, skill + draw.choice((-1, 0, 0, 0, 1))))


def _scenes(table: Table) -> list[tuple[str, bool]]:
    return list(chain.from_iterable(table["scenes"].values()))


def points(asked: Table, said: Any) -> Fraction:
    """Return what an answer gives, from the table's own words."""
    if asked["type"] == "multi":
        return sum((Fraction(str(asked["options"][place][1])) for place in said), Fraction())
    if asked["type"] == "single":
        return Fraction(str(asked["options"][said][1]))
    if asked["type"] == "band":
        share = Fraction(said)
        for bound, score in zip(asked["upper_bounds_pct"], asked["scores"], strict=True):
            if share <= bound:
                return Fraction(str(score))
        return Fraction(str(asked["scores"][-1]))
    now, before = (round_half_up(Fraction(year)) for year in said)
    outcome = "flat" if now == before else "up" if now > before else "down"
    return next(Fraction(str(score)) for name, score in asked["options"] if name == outcome)


def round_half_up(number: Fraction) -> Fraction:
    """Round a number of 0 or more to two decimals."""
    return Fraction((number * 100 + Fraction(1, 2)).__floor__(), 100)


def extremes(asked: Table) -> tuple[Fraction, Fraction]:
    """Return the least and the most a question gives, by trying out its answers."""
    if asked["type"] == "multi":
        tried = [[], *([place] for place in range(1, len(asked["options"])))]
        every = list(range(1, len(asked["options"])))
        found = [points(asked, said) for said in (*tried, every)]
    elif asked["type"] == "band":
        found = [Fraction(str(score)) for score in asked["scores"]]
    else:
        found = [Fraction(str(score)) for _, score in asked["options"]]
    return min(found), max(found)


def reckoned(table: Table, said: Said) -> dict[str, Any]:
    """Return least and most of score and level of a firm, and of every group of questions.

    Parameters
    ----------
    table
        The table.
    said
        Answers and scenes; what is not there is not known.
    """
    spans = {}
    for asked in table["questions"]:
        answer = said["answers"].get(str(asked["q"]), UNKNOWN)
        known = answer is not UNKNOWN
        spans[asked["q"]] = (points(asked, answer),) * 2 if known else extremes(asked)
    groups: dict[str, list[Fraction]] = {}
    for asked in table["questions"]:
        group = groups.setdefault(asked["l1"], [Fraction(), Fraction()])
        for side in (0, 1):
            group[side] += spans[asked["q"]][side]
    score = tuple(sum((span[side] for span in spans.values()), Fraction()) for side in (0, 1))
    levels = tuple(
        level_of(
            table, score[side], {name: said["scenes"].get(name, fill) for name, _ in _scenes(table)}
        )
        for side, fill in ((0, 0), (1, MOST))
    )
    return {"score": score, "levels": levels, "groups": {k: tuple(v) for k, v in groups.items()}}


def level_of(table: Table, score: Fraction, scenes: Mapping[str, int]) -> int:
    """Return the highest level whose three numbers are met; 0 where none is."""
    constrained = {name for name, bound in _scenes(table) if bound}
    for rule in table["overall_level"]:
        there = [name for name, level in scenes.items() if level >= rule["level"]]
        if (
            score >= rule["score_min"]
            and len(there) >= rule["scenes_min"]
            and len(constrained.intersection(there)) >= rule["constrained_min"]
        ):
            return int(rule["level"])
    return 0


def span_of(shown: object) -> tuple[Fraction, Fraction]:
    """Read a number or a range as the command writes it."""
    low, _, high = str(shown).partition("..")
    return Fraction(low), Fraction(high or low)


def differences(table: Table, said: Sequence[Said]) -> Iterator[str]:
    """Yield where the platform says of a firm something else than the reckoning here."""
    from jiqun.exchange.maturity.answers import read_answers
    from jiqun.exchange.maturity.record import assessed

    for number, firm in enumerate(said):
        answers, problems = read_answers(firm)
        if problems:
            yield f"firm {number}: refused: {problems}"
            continue
        theirs, ours = assessed(answers, "zh"), reckoned(table, firm)
        pairs = {
            "score": (span_of(theirs["score"]), ours["score"]),
            "level": (span_of(theirs["level"]), ours["levels"]),
            **{
                name: (span_of(theirs["by_group"][name]), ours["groups"][name])
                for name in ours["groups"]
            },
        }
        for name, (told, reckons) in pairs.items():
            if told != reckons:
                yield f"firm {number}, {name}: {told} beside {reckons}"


def main() -> int:
    """Compare, print, and leave with 1 where anything differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("table", type=Path)
    parser.add_argument("--firms", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    table = read_table(asked.table)
    said = list(firms(table, asked.firms, asked.seed))
    found = list(differences(table, said))
    levels = sorted({reckoned(table, firm)["levels"] for firm in said})
    print(f"{len(said)} firms, {len(levels)} ranges of levels met, {len(found)} differences")
    print(*found[:20], sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
