"""A cluster's diagnosis as a page shows it: findings by what they say, figures as they print."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from jiqun.base.display import Style
from jiqun.base.language import Bilingual, Lang
from jiqun.diagnosis.diagnose import Diagnosis
from jiqun.diagnosis.findings import DATA, findings
from jiqun.diagnosis.following import Followed, Trace
from jiqun.diagnosis.measures import measures
from jiqun.diagnosis.responding import MONEY, Dismissal, Taken
from jiqun.diagnosis.telling import Found
from jiqun.diagnosis.words import change_text, figure_text, figure_title, place_text
from jiqun.reports.chances import chance_note
from jiqun.reports.own_evidence import scale_note
from jiqun.reports.own_weaknesses import standing_sentence
from jiqun.web.events.told import office_words
from jiqun.workspace.journal import COMMAND_LINE

GROUPS: Mapping[str, Bilingual] = {
    "lead_industry": Bilingual("主导产业", "Leading industry"),
    "innovation": Bilingual("创新", "Innovation"),
    "transformation": Bilingual("数字化和绿色化", "Digital and green"),
    "services": Bilingual("治理和服务", "Governance and services"),
    "data": Bilingual("数据", "Data"),
}
CHANGES: Mapping[str, Bilingual] = {
    "new": Bilingual("比上年新增", "new since last year"),
    "still": Bilingual("上年已有", "already last year"),
    "gone": Bilingual("上年有，今年没有", "gone since last year"),
    "none": Bilingual("上年也没有", "not last year either"),
    "cannot_tell": Bilingual("无法与上年比较", "cannot be compared with last year"),
}
STEPS = 5
"""Blocks of the picture of a severity."""
FIRST_MEASURES = 8
"""Measures shown before the rest is folded."""


@dataclass(frozen=True)
class SeenDiagnosis:
    """A cluster's diagnosis, for its page.

    Parameters
    ----------
    diagnosis
        As the reader may see it.
    year
        The data year.
    dismissals
        Those of the cluster that stand, of any year.
    """

    diagnosis: Diagnosis
    year: int
    dismissals: Sequence[Dismissal] = ()

    @cached_property
    def present(self) -> list[Found]:
        """The weaknesses found and dismissed by nobody, the most severe first."""
        return [said for said in self._standing if said.finding.is_weakness]

    @cached_property
    def unsure(self) -> list[Found]:
        """What is not known of the cluster, which is no weakness of it, in the same order."""
        return [said for said in self._standing if not said.finding.is_weakness]

    @property
    def _standing(self) -> list[Found]:
        return [said for said in self._found if said.dismissed is None]

    @cached_property
    def dismissed(self) -> list[Found]:
        """What is found and dismissed."""
        return [said for said in self._found if said.dismissed is not None]

    @cached_property
    def gone(self) -> list[Dismissal]:
        """The year's dismissals of what is found no more, which can still be taken back."""
        present = {said.finding.id for said in self._found}
        own = [said for said in self.dismissals if said.year == self.year]
        return [said for said in own if said.finding not in present]

    @property
    def _found(self) -> list[Found]:
        present = [said for said in self.diagnosis.findings if said.verdict == "present"]
        return sorted(present, key=lambda said: (-said.severity, said.finding.id))

    def with_verdict(self, verdict: str) -> list[tuple[Bilingual, list[Found]]]:
        """Return the findings of a verdict, by group; a group that has none is left out."""
        return [
            (title, chosen)
            for group, title in GROUPS.items()
            if (
                chosen := [
                    said
                    for said in self.diagnosis.findings
                    if (said.verdict, said.finding.group) == (verdict, group)
                ]
            )
        ]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many findings are present, cannot be told, and are absent."""
        verdicts = [said.verdict for said in self.diagnosis.findings]
        return {name: verdicts.count(name) for name in ("present", "cannot_tell", "absent")}


@dataclass(frozen=True)
class Row:
    """A cluster in the list: how many findings of each group, and of what it is weak."""

    diagnosis: Diagnosis

    @property
    def groups(self) -> list[tuple[int, int, int]]:
        """Present and not dismissed, dismissed, cannot tell; a group each."""
        return [self._counts(group) for group in GROUPS]

    def _counts(self, group: str) -> tuple[int, int, int]:
        own = [said for said in self.diagnosis.findings if said.finding.group == group]
        present = [said for said in own if said.verdict == "present"]
        dismissed = sum(said.dismissed is not None for said in present)
        unknown = sum(said.verdict == "cannot_tell" for said in own)
        return len(present) - dismissed, dismissed, unknown

    @property
    def total(self) -> int:
        """How many weaknesses are present and not dismissed."""
        return sum(self._counts(group)[0] for group in GROUPS if group != DATA)


def blocks(severity: float) -> int:
    """Return how many blocks of a severity's picture are filled: one at least of what is present.

    Examples
    --------
    >>> blocks(0.01), blocks(0.5), blocks(1.0)
    (1, 3, 5)
    """
    return max(1, min(STEPS, round(severity * STEPS + 0.4999)))


def office_said(office: str) -> Bilingual:
    """Say which office a response is of."""
    if office == COMMAND_LINE:
        return Bilingual("命令行导入", "imported on the command line")
    return office_words(office)


def interval_text(trace: Trace, lang: Lang) -> str:
    """Print where a difference lies, the unit once."""
    if trace.low is None or trace.high is None:
        return ""
    low, high = (change_text(trace, end, lang) for end in (trace.low, trace.high))
    return f"{low.partition(' ')[0]} – {high}"


def amount_text(taken: Taken, lang: Lang) -> str:
    """Print what a measure cost; unknown stays unknown."""
    if taken.amount is None:
        return Bilingual("金额不详", "amount not known").in_(lang)
    return Style(MONEY, "number", _decimals(taken.amount)).plain(taken.amount, lang)


def _decimals(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def finding_title(name: str) -> Bilingual:
    """Return a finding's name; its id where the catalogue knows it no more."""
    known = findings().get(name)
    return known.title if known else Bilingual(name, name)


def choices(diagnosis: Diagnosis) -> Mapping[str, Sequence[tuple[str, Bilingual]]]:
    """Return what a measure can be chosen from: those that fit first, and what is found first."""
    fitting = [fit.measure.id for fit in diagnosis.measures]
    found = [said.finding.id for said in diagnosis.findings if said.verdict == "present"]
    return {
        "measure": [
            (name, measures()[name].title) for name in dict.fromkeys([*fitting, *measures()])
        ],
        "finding": [(name, finding_title(name)) for name in dict.fromkeys([*found, *findings()])],
    }


WORDS = {
    "figure_title": figure_title,
    "figure_text": figure_text,
    "place_text": place_text,
    "change_text": change_text,
    "amount_text": amount_text,
    "finding_title": finding_title,
    "office_said": office_said,
    "interval_text": interval_text,
    "blocks": blocks,
    "groups": GROUPS,
    "changes": CHANGES,
    "steps": STEPS,
    "standing_sentence": standing_sentence,
    "chance_note": chance_note,
    "scale_note": scale_note,
    "first_measures": FIRST_MEASURES,
}
"""What the templates say figures, places and offices with."""

__all__ = ["WORDS", "Followed", "Row", "SeenDiagnosis"]
