"""The headings of an application's evidence: those its programme lists, and what it asks.

What a programme lists can be required. Besides, a file can be about anything the application asks,
or about all of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from jiqun.base.language import Bilingual
from jiqun.web.recognition.asked import ABOUT, DESCRIPTIONS, STATEMENT
from jiqun.web.recognition.models import Call

LISTED, FIGURE, TARGETS = "evidence", "figure", "targets"
WHOLE = Bilingual("整份申报", "the whole application")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that files are uploaded to.

    Parameters
    ----------
    key
        As rows and the log name it; empty for the whole application.
    title
        In words.
    group
        What it is one of: the evidence the programme lists, statements, figures and the rest.
    required
        Whether nothing is handed in without a file under it.
    """

    key: str
    title: Bilingual
    group: Bilingual
    required: bool = False

    @property
    def is_listed(self) -> bool:
        """Whether the programme lists it."""
        return self.key.startswith(f"{LISTED}.")


GROUPS = {
    LISTED: Bilingual("要求的材料", "What is asked for"),
    STATEMENT: Bilingual("说明", "Statements"),
    ABOUT: Bilingual("其他", "Other"),
    FIGURE: Bilingual("数据", "Figures"),
}


def headings_of(call: Call) -> dict[str, Heading]:
    """Return the headings of a call's applications by key, as the call began with them."""
    return {heading.key: heading for heading in _headings(call)}


def _headings(call: Call) -> Iterator[Heading]:
    asked = call.asked_of
    for listed in call.way.evidence:
        key = f"{LISTED}.{listed.id}"
        yield Heading(key, listed.title, GROUPS[LISTED], listed.required)
    for name, title in asked.statements.items():
        yield Heading(f"{STATEMENT}.{name}", title, GROUPS[STATEMENT])
    for name, title in DESCRIPTIONS.items():
        yield Heading(f"{ABOUT}.{name}", title, GROUPS[ABOUT])
    if asked.targets:
        yield Heading(TARGETS, Bilingual("三年目标", "Targets for three years"), GROUPS[ABOUT])
    yield Heading("", WHOLE, GROUPS[ABOUT])
    for name, field in asked.figures.items():
        yield Heading(f"{FIGURE}.{name}", field.title, GROUPS[FIGURE])
