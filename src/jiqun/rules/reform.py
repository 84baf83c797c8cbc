"""What if a number were another: who enters, who leaves, over all clusters."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from jiqun.base.canonical import decimal_text
from jiqun.base.errors import Problem, Refused, shown
from jiqun.rules.assessment import judge
from jiqun.rules.facts import Facts
from jiqun.rules.logic import Answer
from jiqun.rules.programmes import Programme
from jiqun.rules.rulings import Settings, rule_on

NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,12})?")
REPEALED = "none"


@dataclass(frozen=True)
class Reform:
    """Clusters whose known criteria come out differently under other numbers.

    Parameters
    ----------
    settings
        The numbers tried.
    before, after
        Each cluster's answer over the known criteria, by cluster id.
    """

    settings: Settings
    before: dict[str, Answer]
    after: dict[str, Answer]

    @property
    def enters(self) -> list[str]:
        """Clusters that meet the known criteria only with the numbers tried."""
        return self._moved(Answer.MET, self.after, self.before)

    @property
    def leaves(self) -> list[str]:
        """Clusters that meet the known criteria only with the numbers in force."""
        return self._moved(Answer.MET, self.before, self.after)

    def record(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "set": {
                name: None if value is None else decimal_text(value)
                for name, value in self.settings
            },
            "enters": self.enters,
            "leaves": self.leaves,
            "before": _counts(self.before),
            "after": _counts(self.after),
        }

    @staticmethod
    def _moved(to: Answer, here: dict[str, Answer], there: dict[str, Answer]) -> list[str]:
        return sorted(answer for answer in here if here[answer] is to and there[answer] is not to)


def reform(programme: Programme, facts: Iterable[Facts], on: date, settings: Settings) -> Reform:
    """Assess every cluster with the numbers in force and with others.

    Parameters
    ----------
    programme
        The programme.
    facts
        The clusters; those the programme does not cover are passed over.
    on
        The day.
    settings
        The numbers to try.

    Raises
    ------
    NotFound
        Where the programme was not in force on that day.
    Refused
        Where a setting names no parameter.
    """
    now, then = rule_on(programme, on), rule_on(programme, on, settings)
    covered = [own for own in facts if own.lies_in(programme.region)]
    return Reform(
        settings,
        {own.cluster: judge(now, own).known_criteria for own in covered},
        {own.cluster: judge(then, own).known_criteria for own in covered},
    )


def read_settings(said: Sequence[str], programmes: Sequence[Programme]) -> Settings:
    """Read ``PARAM=VALUE`` settings; a value may carry its parameter's unit.

    Parameters
    ----------
    said
        As typed: ``output_each_year=50``, ``output_each_year=50亿元``, ``land_area=none``.
    programmes
        Where the parameters are looked up.

    Raises
    ------
    Refused
        With everything wrong in any of them.

    Examples
    --------
    >>> from jiqun.rules.loading import programme
    >>> read_settings(["output_each_year=50亿元"], [programme("national/sme-cluster")])
    (('output_each_year', Decimal('50')),)
    """
    found: dict[str, Decimal | None] = {}
    problems = []
    units = {name: parameter.unit for p in programmes for name, parameter in p.parameters.items()}
    for setting in said:
        name, _, value = (part.strip() for part in setting.partition("="))
        if name not in units:
            details = {
                "programme": ", ".join(p.id for p in programmes),
                "name": shown(name),
                "known": ", ".join(units),
            }
            problems.append(Problem("rules.unknown_parameter", details=details))
            continue
        number = value.removesuffix(units[name]).strip()
        if value != REPEALED and not NUMBER.fullmatch(number):
            details = {"name": name, "value": shown(value), "unit": units[name]}
            problems.append(Problem("rules.bad_setting", details=details))
            continue
        found[name] = None if value == REPEALED else Decimal(number)
    if problems:
        raise Refused(problems)
    return tuple(sorted(found.items()))


def _counts(answers: dict[str, Answer]) -> dict[str, int]:
    every = list(answers.values())
    return {
        str(answer): every.count(answer)
        for answer in (Answer.MET, Answer.NOT_MET, Answer.CANNOT_TELL)
    }
