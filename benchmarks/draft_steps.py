"""What counties draft, what offices enter and issue, and how firms check themselves, as tables.

Counties begin by a dossier of discovery: the installation has a register with a few made-up
makers in every county, and a kept run with a candidate of each.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tests.registry.made_up import as_csv, code
from tests.registry.made_up import row as maker

from benchmarks.call_steps import APPLICATION, CALL, Row, application, call_with
from benchmarks.killed import Post
from benchmarks.steps import WORDS, Step, Table
from benchmarks.verbs import doer_at
from jiqun.base.readers import Office

MAKERS = 3
"""Firms in the register, a county."""
PERIMETER, FIRMS = "甲镇、乙镇", "91330106MA2800000X 甲厂 甲镇\n乙厂"
START, CELLS, CONFIRM = "/recognition/start/", "/recognition/{row.pk}/cells", "confirm/"


def _register(folder: Path, counties: Iterable[str]) -> None:
    """Import a register with makers in every county, and keep a candidate of each county."""
    from jiqun.discovery.candidates import Candidate
    from jiqun.discovery.kept import keep
    from jiqun.registry import import_registers

    rows, found = [], []
    for rank, county in enumerate(counties, 1):
        members = [len(rows) + at for at in range(MAKERS)]
        rows += [maker(at, f"甲{at}厂", "轴承制造、销售", county, f"甲镇{at}号") for at in members]
        numbers = (MAKERS, MAKERS, 3.0, 0.01, 0.01, 9.0, "enough", rank)
        found.append(Candidate(county, "3451", "轴承", ("轴承",), *numbers, members=members))
    file = folder.parent / "register.csv"
    file.write_bytes(as_csv(rows))
    outcome = import_registers(folder, [file], workers=1)
    if outcome.problems:
        raise ValueError(f"a made-up register was refused: {outcome.problems[:3]}")
    keep(folder, found)


def _place(said: Mapping[str, str]) -> Row:
    """Return where an application begins: a county, a call, and what its form says of both."""

    def put(table: Table, case: Any) -> Any:
        rank = str(next(n for n, other in enumerate(table.cases, 1) if other.pk == case.pk))
        words = {"cluster": case.cluster, "rank": rank}
        call = table.call("open")
        form = {name: text.format(**words) for name, text in said.items()}
        return SimpleNamespace(
            call=call, case=case, form={**form, "call": call.pk}, parties=case.parties, state=""
        )

    return put


def _begun(place: Any) -> Any:
    """Return the application of a county to a call."""
    return place.call.applications.filter(county=place.case.county).first()


def _filled_in(*known: str) -> Callable[[Table, Any], Iterable[bool]]:
    """Tell whether every cell is there, and those that are known say where from."""

    def signs(table: Table, row: Any) -> Iterable[bool]:
        del table
        yield row.cells.count() == len(row.asked_of.cells)
        sources = dict(row.cells.filter(period="about").values_list("field", "source"))
        yield from (sources[name] == "register" for name in known)

    return signs


FOUND = _filled_in("perimeter", "firms")


def draft(*, confirmed: bool) -> Row:
    """Put an application with something in every cell, confirmed or to be confirmed."""

    def put(table: Table, case: Any) -> Any:
        from jiqun.clusters import Profile
        from jiqun.web.recognition.applying import begin
        from jiqun.workspace import Workspace

        profile, workspace = Profile.of(case.profile), Workspace.open(table.folder)
        row = begin(table.call("open"), profile, workspace, doer_at(case, "county"))
        flags = [name for name, field in row.asked_of.figures.items() if field.type == "flag"]
        row.cells.update(said="12", status="", confirmed=confirmed)
        row.cells.filter(field__in=flags).update(said="true")
        return row

    return put


def _shown(row: Any) -> Mapping[str, Any]:
    """Return the figures of a draft as its page lists them, to be confirmed."""
    figures = [cell for cell in row.cells.all() if cell.period.isdigit()]
    return {"cell": [f"{cell} {cell.version}" for cell in figures]}


def _all_confirmed(table: Table, row: Any) -> Iterable[bool]:
    """Tell of every figure whether it is confirmed, by one version more."""
    del table
    figures = [cell for cell in row.cells.all() if cell.period.isdigit()]
    return [cell.confirmed and cell.version == 1 for cell in figures]


def _typed(**said: str) -> Callable[[Any], Mapping[str, Any]]:
    """Return what a page sends of cells: by field, or the same in every figure and target."""

    def cells(row: Any) -> Mapping[str, Any]:
        found = [(cell, said.get(cell.field, said.get("other"))) for cell in row.cells.all()]
        return {
            "cells": [
                {"period": cell.period, "field": cell.field, "version": cell.version, "said": text}
                for cell, text in found
                if text is not None
            ]
        }

    return cells


def _says(**said: str) -> Callable[[Table, Any], Iterable[bool]]:
    """Tell of every cell that was sent whether it says that now."""

    def signs(table: Table, row: Any) -> Iterable[bool]:
        del table
        wanted = [(cell, said.get(cell.field, said.get("other"))) for cell in row.cells.all()]
        return [cell.said == text for cell, text in wanted if text is not None]

    return signs


DESCRIBED = {"perimeter": PERIMETER, "firms": FIRMS}


class DraftSteps(Table):
    """How counties begin and fill in: by a dossier, for a new cluster, confirming, describing."""

    STEPS = (
        Step("begin", "county", _place({"cluster": "{cluster}", "candidate": "candidate-{rank}"}),
             START, "draft", said=lambda place: place.form, made=_begun, signs=FOUND),
        Step("begin", "county", _place({"cluster": "candidate-{rank}"}),
             START, "draft", said=lambda place: place.form, made=_begun, signs=FOUND),
        Step("begin", "county", _place({"cluster": "new", "name": "新集群", "sector": "electronics",
                                        "industry": "3921", "candidate": "candidate-{rank}"}),
             START, "draft", said=lambda place: place.form, made=_begun, signs=FOUND),
        Step("save", "county", draft(confirmed=False), APPLICATION.replace("{verb}/", CONFIRM),
             said=_shown, signs=_all_confirmed),
        Step("save", "county", draft(confirmed=True), CELLS, as_json=True,
             said=_typed(**DESCRIBED), signs=_says(**DESCRIBED)),
        Step("save", "county", draft(confirmed=True), CELLS, as_json=True,
             said=_typed(other="1234"), signs=_says(other="1234")),
        Step("submit", "county", draft(confirmed=True), APPLICATION, "submitted",
             signs=lambda _, row: [row.handed.count() == 1]),
        Step("withdraw", "county", application("submitted"), APPLICATION, "withdrawn"),
    )  # fmt: skip

    def begin(self) -> list[Post]:
        """Make the register, and put something where each step begins."""
        _register(self.folder, [case.county for _, case in self.places()])
        return super().begin()


LETTER = {"number": "浙经信〔2026〕1号", "recipient": "工业和信息化部"}
OTHER_LETTER = {**LETTER, "number": "浙经信〔2026〕2号"}


def paper(kind: str, act: str, **said: str) -> Mapping[str, str]:
    """Return what the page of a call's documents sends."""
    return {**LETTER, **said, "kind": kind, "act": act}


def issued(put: Row, kind: str, slot: str) -> Row:
    """Put a call of which a document was issued."""

    def issue(table: Table, case: Any) -> Any:
        from jiqun.web.recognition import issuing, papers

        call = put(table, case)
        doer = doer_at(call.applications.earliest("pk"), slot)
        papers.enter(call, kind, LETTER, doer)
        issuing.issue(call, kind, doer)
        return call

    return issue


Document = tuple[list[str], list[int], int, int]
"""The number that was entered, the issues there are, and the events of issues and corrections."""
NONE: Document = ([], [], 0, 0)
STANDS: Mapping[str, tuple[Document, Document]] = {
    "enter": (NONE, ([LETTER["number"]], [], 0, 0)),
    "issue": (NONE, ([LETTER["number"]], [1], 1, 0)),
    "correct": (([LETTER["number"]], [1], 1, 0), ([OTHER_LETTER["number"]], [1, 2], 1, 1)),
}
"""How a document stands before a step and after it."""


def _papers(kind: str, act: str) -> Callable[[Table, Any], Iterable[bool]]:
    """Tell whether a document stands as after a step, and each issue by its hash."""

    def signs(table: Table, call: Any) -> Iterable[bool]:
        from jiqun.base.canonical import content_hash

        before, after = STANDS[act]
        entered = call.entered.filter(kind=kind).values_list("number", flat=True)
        kept = list(call.issued_papers.filter(kind=kind))
        events = (table.logged(verb, call) for verb in ("issue_paper", "correct_paper"))
        now = ([*entered], [found.number for found in kept], *events)
        yield now == after
        if now not in (before, after) or any(content_hash(k.paper) != k.sha256 for k in kept):
            yield now != after  # it is half

    return signs


def _of_first(call: Any) -> Any:
    return call.applications.earliest("pk")


RECOMMENDED = call_with("open", "recommended", "recommended", "recommended", ranked=True)
NOTICED = call_with("under_review", "on_notice", "summarised", "summarised")
DECIDED = call_with("decided", "decided", "not_selected", "not_selected")
PAPERS = CALL + "papers/"


def _paper_step(put: Row, kind: str, by: str, act: str) -> Step:
    """Return the step of entering, issuing or correcting a document."""
    number = OTHER_LETTER["number"] if act == "correct" else LETTER["number"]
    said = paper(kind, act, number=number, **(WORDS if act == "correct" else {}))
    verb = {"enter": "enter", "issue": "issue_paper", "correct": "correct_paper"}[act]
    begun = issued(put, kind, by) if act == "correct" else put
    signs = _papers(kind, act)
    along = ("call:enter",) if act == "issue" else ()
    return Step(verb, by, begun, PAPERS, said=said, whose=_of_first, signs=signs, along=along)


class DocumentSteps(Table):
    """What offices enter for their documents of a call, issue, and correct."""

    STEPS = tuple(
        _paper_step(*document, act)
        for document in (
            (RECOMMENDED, "recommendation", "province"),
            (NOTICED, "notice", "authority"),
            (DECIDED, "list", "authority"),
        )
        for act in ("enter", "issue", "correct")
    )


def _form(year: int, equity: str) -> Mapping[str, str]:
    return {"name": "甲公司", "year": str(year), f"new_equity-{year}": equity, "own_brand": "true"}


LAST = date.today().year - 1  # any year that is over
ANSWERS, OTHER_ANSWERS = _form(LAST, "600"), _form(LAST, "700")
CODES = count(1)


def new_firm(table: Table, case: Any) -> Any:
    """Put a firm that has an account, in a county of a case."""
    own = code(case.county, next(CODES))
    parties = {"firm": ["firm", own]}
    table.session(SimpleNamespace(parties=parties), "firm")
    row = SimpleNamespace(pk=own, county=case.county, parties=parties, state="")
    row.subject = f"firm:{own}"
    return row


def doer_of_firm(own: str) -> Any:
    """Return what somebody acts in as a firm."""
    party = SimpleNamespace(office=Office.FIRM, of=own)
    return doer_at(SimpleNamespace(standing=SimpleNamespace(parties={"firm": party})), "firm")


def firm(answers: Mapping[str, str], *, shares: bool = False) -> Row:
    """Put a firm that checked itself already, or shares that."""

    def put(table: Table, case: Any) -> Any:
        from jiqun.web.tiers.checking import answers_in
        from jiqun.web.tiers.keeping import keep, share

        row = new_firm(table, case)
        keep(answers_in(answers, LAST), "甲公司", doer_of_firm(row.pk))
        if shares:
            share(case.county, doer_of_firm(row.pk))
        return row

    return put


def _answer(row: Any) -> Any:
    from jiqun.web.tiers.models import FirmAnswer

    found = FirmAnswer.objects.filter(credit_code=row.pk).first()
    if found is not None:
        found.subject = row.subject  # type: ignore[attr-defined]  # as the log names it
    return found


def _answered(answers: Mapping[str, str]) -> Callable[[Table, Any], Iterable[bool]]:
    """Tell whether what is kept is what was answered."""

    def signs(table: Table, kept: Any) -> Iterable[bool]:
        from jiqun.web.tiers.checking import answers_in

        del table
        return [kept.said == answers_in(answers, LAST)]

    return signs


class TierSteps(Table):
    """How firms check themselves, and share with their county how close they are."""

    STEPS = (
        Step("self_check", "firm", new_firm, "/tiers/", said=ANSWERS, made=_answer,
             signs=_answered(ANSWERS)),
        Step("self_check", "firm", firm(ANSWERS), "/tiers/", said=OTHER_ANSWERS, made=_answer,
             signs=_answered(OTHER_ANSWERS)),
        Step("share_self_check", "firm", firm(ANSWERS), "/tiers/share/",
             said=lambda row: {"county": row.county}, made=_answer, kept={"shared": True}),
        Step("stop_sharing", "firm", firm(ANSWERS, shares=True), "/tiers/share/",
             said={"county": ""}, made=_answer, kept={"shared": False, "county": ""}),
    )  # fmt: skip


VERBS = {"draft-steps": DraftSteps, "document-steps": DocumentSteps, "tier-steps": TierSteps}
