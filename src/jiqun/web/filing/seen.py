"""What a case shows to a reader: rows of fields with their cells, its steps, its deadlines."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404

from jiqun.base.errors import NotFound, Problem, Where
from jiqun.base.forms import Field, Form, form_for
from jiqun.base.language import Bilingual, Lang
from jiqun.base.readers import Reader
from jiqun.clusters import Profile
from jiqun.filings.workbook.layout import Layout, layout_for
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.seen import Looked
from jiqun.web.filing.drafts import Contents, contents_of
from jiqun.web.filing.evidence import may_attach, may_remove, shown_to
from jiqun.web.filing.models import PREVIOUS, VALUES, Case, Cell, Evidence, Question
from jiqun.web.filing.moving import draft_lines, unconfirmed
from jiqun.web.filing.questions import may_answer, may_ask, may_settle

ONLY = ("empty", "warnings", "questions")
EMPTY = Cell()
LANGS: tuple[Lang, ...] = ("zh", "en")
SOURCES = {
    "filed": Bilingual("上年填报", "last year's filing"),
    "carried": Bilingual("沿用以前年度", "carried over from an earlier year"),
    "roster": Bilingual("由企业名单计得", "counted from the list of firms"),
    "workbook": Bilingual("由工作簿带入", "from the workbook"),
    "firm": Bilingual("企业自报", "supplied by the firm"),
    "exchange": Bilingual("由供需记录得出", "from the exchange"),
    "imported": Bilingual("由命令行导入带入", "from the import"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A field with its cell of the year and of the year before."""

    field: Field
    value: Cell
    previous: Cell | None
    open: bool
    asked: bool
    meaning: Bilingual
    questions: tuple[Question, ...] = ()

    @property
    def unsettled(self) -> bool:
        """Whether a question on it is not settled."""
        return any(question.waits for question in self.questions)


@dataclass(frozen=True, slots=True)
class Section:
    """A dimension of the form with its rows."""

    id: str
    title: Bilingual
    rows: list[Row]

    @property
    def filled(self) -> int:
        """How many of its cells say something."""
        return sum(not row.value.empty for row in self.rows)

    @property
    def unconfirmed(self) -> int:
        """How many of its values nobody confirmed."""
        return sum(not row.value.confirmed and not row.value.empty for row in self.rows)


class Seen(Looked[Case]):
    """A case as one reader sees it.

    Parameters
    ----------
    case
        The case.
    doer
        Who looks.
    only
        ``empty``, ``warnings`` or ``questions``: show the rows that have them, alone.
    """

    def __init__(self, case: Case, doer: Doer, only: str = "") -> None:
        super().__init__(case, doer)
        self.only = only if only in ONLY else ""

    @cached_property
    def form(self) -> Form:
        """The form it is filed on."""
        return form_for(self.case.form, self.case.year)

    @cached_property
    def _workbook(self) -> Layout:
        """The form as a workbook, which says what each field counts."""
        return layout_for(self.case.form, self.case.year)

    @cached_property
    def profile(self) -> Profile:
        """What the cluster is, as the case has it."""
        return Profile.of(self.case.profile)

    @cached_property
    def open(self) -> frozenset[str]:
        """The fields the reader may change now."""
        return self.case.open_to(self.doer)

    @cached_property
    def cells(self) -> dict[str, Cell]:
        """The cells the reader sees: the draft for its writers, what was submitted for others."""
        if self.case.shows_draft_to(self.doer.reader):
            return {str(cell): cell for cell in self.case.cells.all()}
        return {str(cell): cell for cell in submitted_cells(self.case)}

    @property
    def contents(self) -> Contents:
        """What these cells say, for checks."""
        return contents_of(self.cells.values())

    @cached_property
    def firms(self) -> list[dict[str, str]] | None:
        """The lines of the list of firms the reader sees, as they see the cells; None for none."""
        if self.case.shows_draft_to(self.doer.reader):
            return draft_lines(self.case)
        submitted = self.case.submissions.first()
        return submitted.firms if submitted else None

    @cached_property
    def sections(self) -> list[Section]:
        """The form, dimension by dimension."""
        found = []
        for name, title in self.form.dimensions.items():
            rows = [row for field in self._fields(name) if self._wanted(row := self._row(field))]
            if rows:
                found.append(Section(name, title, rows))
        return found

    def _wanted(self, row: Row) -> bool:
        """Tell whether a row is among those asked for."""
        if self.only == "empty":
            return row.value.empty
        if self.only == "questions":
            return row.unsettled
        return self.only != "warnings" or row.field.id in self._warned

    @cached_property
    def _warned(self) -> set[str]:
        """The fields that a warning or note of the last submission is about."""
        fields = (warning["where"].get("field", "") for warning in self.warnings)
        return {name for field in fields for name in field.split(" / ")}

    def _fields(self, dimension: str) -> list[Field]:
        return [field for field in self.form.fields.values() if field.dimension == dimension]

    def _row(self, field: Field) -> Row:
        cells, name = self.cells, field.id
        return Row(
            field,
            cells.get(f"{VALUES}.{name}", EMPTY),
            cells.get(f"{PREVIOUS}.{name}"),
            name in self.open,
            name in self.case.asked and self.state.open_cells == "named",
            Bilingual(*(self._workbook.definition(field, lang) for lang in LANGS)),
            tuple(question for question in self.questions if question.field == name),
        )

    @cached_property
    def questions(self) -> list[Question]:
        """Every question on the case, with what was said."""
        asked = self.case.questions.prefetch_related("remarks")
        for question in (every := list(asked)):
            question.case = self.case
        return every

    @property
    def unsettled(self) -> list[tuple[Question, Bilingual]]:
        """The questions that wait for somebody, each with its field in words."""
        fields = self.form.fields
        return [
            (
                question,
                fields[question.field].title
                if question.field in fields
                else Bilingual(question.field, question.field),
            )
            for question in self.questions
            if question.waits
        ]

    @cached_property
    def evidence(self) -> list[Evidence]:
        """The files the reader sees."""
        return list(shown_to(self.case, self.doer))

    @property
    def attaches(self) -> bool:
        """Whether the reader may add a file now."""
        return may_attach(self.case, self.doer)

    def detaches(self, kept: Evidence) -> bool:
        """Tell whether the reader may remove a file."""
        return may_remove(kept, self.case, self.doer)

    @property
    def asks(self) -> bool:
        """Whether the reader may ask on cells now."""
        return may_ask(self.case, self.doer)

    def replies(self, question: Question) -> bool:
        """Tell whether the reader may say something in a thread."""
        return may_answer(self.case, self.doer) or self.settles(question)

    def settles(self, question: Question) -> bool:
        """Tell whether the reader may mark a question as settled."""
        return may_settle(question, self.doer)

    @property
    def unconfirmed(self) -> int:
        """How many values nobody confirmed yet."""
        return len(unconfirmed(self.case, self.cells.values()))

    @cached_property
    def warnings(self) -> list[dict[str, Any]]:
        """Warnings and notes that went with the last submission, in both languages."""
        submitted = self.case.submissions.first()
        return submitted.warnings if submitted else []


def submitted_cells(case: Case) -> list[Cell]:
    """Return the cells of the last submission; none before there is one."""
    submitted = case.submissions.first()
    said: Mapping[str, Mapping[str, Any]] = submitted.cells if submitted else {}
    return [
        Cell(case=case, period=period, field=field, **content)
        for period, contents in said.items()
        for field, content in contents.items()
    ]


def case_for(reader: Reader, cluster: str, year: int) -> Case:
    """Return a case that a reader sees.

    Raises
    ------
    Http404
        Where there is none, or it is not for the reader: both look the same.
    """
    found = Case.objects.for_reader(reader).select_related("definition")
    case = found.filter(cluster=cluster, year=year).first()
    if case is None:
        raise Http404(NotFound(Problem("filing.no_case", Where(cluster=cluster, year=year))))
    return case
