"""How often amounts in a wrong unit are suspected: in true filings, and in filings made wrong.

Run with ``python benchmarks/money_units.py``. True filings are those of the demonstration and
2,000 made up over a wide range of industries, from 15 to 2,000 万元 of output a person, with and
without a year before and a list of firms. Faults put into the first 400 of these: one amount, all
amounts of the year, of both years, of the year before, or the list of firms, in 元, 亿元, 千元 and
百万元. A fault is caught where a warning comes, and named where it says the unit and an amount that
is wrong.
"""

import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests import made

from jiqun.base.forms import YEARLY, form_for
from jiqun.clusters.roster import Firm, Roster
from jiqun.demo.world import generate, write_filings
from jiqun.filings import check_files
from jiqun.filings.money_units import suspected_units
from jiqun.filings.raw import RawCell, RawFiling
from jiqun.filings.read import read_filing
from jiqun.filings.unit_rules import unit_rules

SEED = 20261128
FILINGS = 2000
SPOILT = 400
YEAR = 2022
MONEY = [name for name, field in form_for(YEARLY, YEAR).fields.items() if field.type == "money"]


@dataclass
class Case:
    """One filing: its figures as numbers, and the outputs and people of its firms."""

    values: dict[str, float]
    previous: dict[str, float]
    firms: list[tuple[float | None, int]]


def main() -> None:
    draw = random.Random(SEED)  # noqa: S311  # no secret
    cases = [plausible(draw) for _ in range(FILINGS)]
    alarms = sum(bool(warnings(case)) for case in cases)
    print(f"true filings, made up: {alarms} of {FILINGS} questioned ({alarms / FILINGS:.2%})")
    asked, filings = of_the_demonstration()
    print(f"true filings, demonstration: {asked} of {filings} questioned ({asked / filings:.2%})")
    print(f"{'fault':34} {'unit':6} {'filings':>7} {'caught':>7} {'named':>7}")
    for title, spoil in FAULTS.items():
        for unit in unit_rules().units:
            tried = caught = named = 0
            for case in cases[:SPOILT]:
                spoilt = spoil(deepcopy(case), float(unit.times), draw)
                if spoilt is None:
                    continue
                wrong, fields = spoilt
                found = warnings(wrong)
                tried += 1
                caught += bool(found)
                named += any((unit.title.zh, field) in found for field in fields)
            shares = f"{tried:7} {caught / tried:7.1%} {named / tried:7.1%}"
            print(f"{title:34} {unit.title.zh:6} {shares}", flush=True)


# --- true filings ---


def plausible(draw: random.Random) -> Case:
    """Make up a filing of some industry: amounts hang together as they do in life."""
    firms = round(draw.lognormvariate(5.3, 0.9)) + 20
    people = round(firms * draw.lognormvariate(3.6, 0.7)) + firms
    productivity = min(max(draw.lognormvariate(4.5, 1.0), 15), 2000)
    output = people * productivity
    revenue = output * min(max(draw.gauss(0.95, 0.1), 0.6), 1.3)
    research = revenue * min(max(draw.lognormvariate(-3.7, 0.8), 0.001), 0.15)
    values = {
        "output_total": output,
        "output_sme": output * draw.uniform(0.4, 1.0),
        "output_leading": output * draw.uniform(0.5, 1.0),
        "revenue_total": revenue,
        "rd_spend_total": research,
        "rd_spend_sme": research * draw.uniform(0.3, 1.0),
        "exports": 0.0 if draw.random() < 0.1 else output * draw.betavariate(1, 4),
        "plan_target_output": output * draw.uniform(1.0, 2.2),
        "employment": people,
        "enterprises_total": firms,
    }
    return Case(values, year_before(values, draw), listed(values, draw))


def year_before(values: dict[str, float], draw: random.Random) -> dict[str, float]:
    """Return last year's figures, of 17 filings in 20; some grew fast, some amounts more."""
    if draw.random() < 0.15:
        return {}
    common = draw.gauss(0.1, 0.12) + (0.7 if draw.random() < 0.02 else 0)
    spread = {"exports": 0.35, "rd_spend_total": 0.25, "rd_spend_sme": 0.25}
    before = {}
    for name in MONEY:
        if name != "plan_target_output" and values[name]:
            before[name] = values[name] / 2.718 ** (common + draw.gauss(0, spread.get(name, 0.06)))
    if draw.random() < 0.5:
        before["employment"] = max(1, round(values["employment"] / (1 + draw.gauss(0.04, 0.06))))
    return before


def listed(values: dict[str, float], draw: random.Random) -> list[tuple[float | None, int]]:
    """Return a list of firms for three filings in five; in half of them some give no output."""
    if draw.random() < 0.4:
        return []
    number = round(values["enterprises_total"])
    weights = [draw.lognormvariate(0, 1.2) for _ in range(number)]
    total, share = sum(weights), draw.uniform(0.85, 1.05)
    giving = 1.0 if draw.random() < 0.5 else draw.uniform(0.2, 0.95)
    return [
        (
            values["output_total"] * share * weight / total if draw.random() < giving else None,
            max(1, round(values["employment"] * weight / total)),
        )
        for weight in weights
    ]


def of_the_demonstration() -> tuple[int, int]:
    """Return how many of the demonstration's filings are questioned, and how many there are."""
    with tempfile.TemporaryDirectory() as name:
        outcomes = check_files(write_filings(generate(), Path(name)))
    asked = [
        outcome
        for outcome in outcomes
        if any(problem.code.startswith("money_units.") for problem in outcome.problems)
    ]
    return len(asked), len(outcomes)


# --- faults ---

Spoilt = tuple[Case, set[str]] | None


def one_amount(case: Case, times: float, draw: random.Random) -> Spoilt:
    name = draw.choice([name for name in MONEY if case.values[name]])
    case.values[name] *= times
    return case, {name}


def all_amounts(case: Case, times: float, _: random.Random) -> Spoilt:
    for name in MONEY:
        case.values[name] *= times
    return case, set(MONEY)


def both_years(case: Case, times: float, draw: random.Random) -> Spoilt:
    before_too = year_before_only(case, times, draw)
    return all_amounts(case, times, draw) if before_too else None


def year_before_only(case: Case, times: float, _: random.Random) -> Spoilt:
    if not case.previous:
        return None
    for name in MONEY:
        if name in case.previous:
            case.previous[name] *= times
    return case, set(MONEY)


def firms_only(case: Case, times: float, _: random.Random) -> Spoilt:
    if not case.firms:
        return None
    case.firms = [(output and output * times, people) for output, people in case.firms]
    return case, {"output"}


FAULTS: dict[str, Callable[[Case, float, random.Random], Spoilt]] = {
    "one amount": one_amount,
    "all amounts of the year": all_amounts,
    "all amounts of both years": both_years,
    "all amounts of the year before": year_before_only,
    "the list of firms": firms_only,
}


# --- the check ---


def warnings(case: Case) -> set[tuple[str, str]]:
    """Return what is suspected of a filing: unit and field."""
    said = made.filing(previous={name: text(value) for name, value in case.previous.items()})
    said["values"] |= {
        name: round(cell) if name in ("employment", "enterprises_total") else text(cell)
        for name, cell in case.values.items()
    }
    raw = RawFiling("made.json", "test-001", YEAR, said["cluster"])
    raw.form, raw.form_version = said["form"], said["form_version"]
    raw.values = {name: RawCell(dated) for name, dated in said["values"].items()}
    raw.previous = {
        name: RawCell(round(case.previous[name]) if name == "employment" else cell)
        for name, cell in said["previous"].items()
    }
    raw.roster = Roster("made.json", "test-001", list(firms(case))) if case.firms else None
    read = read_filing(raw)
    found = suspected_units(read, read.year_before({}))
    return {
        (problem.details.get("unit", ""), problem.where.field)
        for problem in found
        if problem.code == "money_units.suspected"
    }


def text(number: float) -> str:
    """Return an amount with the digits a form takes: six after the point."""
    return f"{Decimal(repr(number)):.6f}"


FIRM = Firm("", "示例企业", "330106", "3962", "small", (), "", None, None, "test-001", None, None)


def firms(case: Case) -> Iterator[Firm]:
    for row, (output, people) in enumerate(case.firms, start=6):
        given = None if output is None else Decimal(text(output))
        yield replace(FIRM, output=given, employment=people, row=row)


if __name__ == "__main__":
    main()
