"""Every verb of calls, applications, experts and objections that :mod:`benchmarks.calls` has not.

Each group is a table of :mod:`benchmarks.steps`.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import SimpleNamespace
from typing import Any

from benchmarks.filers import doer_of
from benchmarks.placed import applied, invited
from benchmarks.steps import TEXT, WORDS, Step, Table, led
from jiqun.base.readers import NATION

CALL, APPLICATION = "/recognition/calls/{row.pk}/", "/recognition/{row.pk}/{verb}/"
OPINION, OBJECTION = (
    "/recognition/opinions/{row.pk}/{verb}/",
    "/recognition/objections/{row.pk}/{verb}/",
)
NEXT_YEAR = date.today().year + 1  # any year that is not over
DUE, LATER = date(NEXT_YEAR, 3, 1), date(NEXT_YEAR, 6, 30)
STRICT = {"threshold": "95"}
"""A rule by which nobody of these is named."""
RULE = {"threshold": "60", "seed": "s1"}
GOOD = [(80, 80), (90, 70)]
"""What two experts gave."""
IN_A_LIST = 3
"""Applications that go along with a step, or move up behind one."""
Row = Callable[[Table, Any], Any]


def call_in(state: str, **said: Any) -> Row:
    """Put a call of its own in a state."""
    return lambda table, _case: table.call(state, **{"days": 30, **said})


def neighbours(table: Table, case: Any) -> list[Any]:
    """Return a county's case and those of a few others of its province."""
    others = (other for other in table.cases if other.province == case.province != other.county)
    return [case, *(other for other in others if other.pk != case.pk)][:IN_A_LIST]


def call_with(state: str, *rows: str, sheets: Any = (), ranked: bool = False, **said: Any) -> Row:
    """Put a call of its own in a state, with applications of neighbours in theirs."""

    def put(table: Table, case: Any) -> Any:
        call = table.call(state, **{"days": 30, **said})
        for rank, (county, at) in enumerate(zip(neighbours(table, case), rows, strict=True), 1):
            row = applied(call, county, at, sheets)
            type(row).objects.filter(pk=row.pk).update(rank=rank if ranked else None)
        return call

    return put


def first_of(put: Row) -> Row:
    """Return the first application of a call that is put somewhere."""
    return lambda table, case: put(table, case).applications.get(cluster=case.cluster)


def application(state: str, call: str = "open", sheets: Any = ()) -> Row:
    """Put an application in a state, of the call that all of them share."""
    return lambda table, case: applied(table.call(call), case, state, sheets)


def _drafted_call(table: Table, _case: Any) -> Any:
    """Say which call is going to be drafted."""
    parties = {"authority": ["nation", ""]}
    return SimpleNamespace(year=next(table.years), parties=parties, state="")


def _call_of_year(row: Any) -> Any:
    from jiqun.web.recognition.models import Call

    return Call.objects.filter(year=row.year).first()


def _terms(row: Any) -> Mapping[str, str]:
    said = {"programme": "national/sme-cluster", "due": DUE.isoformat(), "quota_province": "9"}
    return {**said, "year": str(row.year), "notice": "n"}


def _other_terms(call: Any) -> Mapping[str, str]:
    """Return other terms of a draft, as its form posts them."""
    from jiqun.web.recognition.terms import terms_of

    said = {"due": LATER.isoformat(), "notice": "n2", "quota_province": "9"}
    return {**said, "version": terms_of(call).version}


def _cancelled_call(table: Table, case: Any) -> Any:
    """Put a call with an application that experts judge, and two others."""
    call = call_with("under_review", "under_review", "recommended", "scored")(table, case)
    for judge in table.judges():
        invited(call.applications.get(state="under_review"), judge)
    return call


def _all_ended(table: Table, call: Any) -> Iterable[bool]:
    from jiqun.web.recognition.models import Opinion

    opinions = Opinion.objects.filter(application__call=call)
    for rows in (call.applications.all(), opinions):
        yield from table.went_along("end_with_call", "ended_with_call", rows)


def _reversed(call: Any) -> Mapping[str, str]:
    """Return the ranks of a call's list the other way round, as its form posts them."""
    from jiqun.web.recognition.ranks import ranks_of

    of = call.applications.earliest("pk").province
    ranks = ranks_of(call, of, "recommended")
    order = {f"rank_{row.pk}": str(len(ranks.rows) - at) for at, row in enumerate(ranks.rows)}
    return {**order, "list": "recommended", "version": ranks.version}


def _ranks(call: Any, state: str) -> list[int | None]:
    rows = call.applications.filter(state=state).order_by("pk")
    return list(rows.values_list("rank", flat=True))


def _order_shown(call: Any) -> Mapping[str, str]:
    from jiqun.web.recognition.ranking import ranking_of

    return {**WORDS, "version": ranking_of(call, doer_of(NATION)).version}


def _not_selected(table: Table, call: Any) -> Iterable[bool]:
    return table.went_along("not_select", "not_selected", call.applications.all())


def _moved_up(state: str, rank: int | None = None) -> Callable[[Table, Any], Iterable[bool]]:
    """Tell whether those behind an application moved up in the list it left, and its own rank."""

    def signs(table: Table, row: Any) -> Iterable[bool]:
        del table
        others = row.call.applications.exclude(pk=row.pk).filter(state=state)
        ranks = list(others.order_by("pk").values_list("rank", flat=True))
        return [ranks == [1, 2], row.state != state and row.rank == rank]

    return signs


RANKED = {state: first_of(call_with("open", *[state] * IN_A_LIST, ranked=True))
          for state in ("recommended", "waiting")}  # fmt: skip


class CallSteps(Table):
    """Steps of calls, the order of their lists, and the rule by which they select."""

    STEPS = (
        Step("draft", "authority", _drafted_call, "/recognition/calls/new/", "drafted",
             said=_terms, made=_call_of_year),
        Step("amend", "authority", call_in("drafted"), CALL + "amend/",
             said=_other_terms, kept={"notice": "n2", "due": LATER}),
        Step("issue", "authority", call_in("drafted"), CALL + "{verb}/", "open"),
        Step("extend", "authority", call_in("open", due=DUE), CALL + "{verb}/",
             said={**WORDS, "due": LATER.isoformat()}, kept={"due": LATER}),
        Step("close", "authority", call_in("open", days=-1), CALL + "{verb}/", "closed"),
        Step("cancel", "authority", _cancelled_call, CALL + "{verb}/", "cancelled",
             signs=_all_ended, along=("application:end_with_call", "opinion:end_with_call")),
        Step("state_rule", "authority", call_in("open"), CALL + "ranking/rule/",
             said=RULE, kept={"selection": RULE}),
        Step("rerank", "province", call_with("open", *["recommended"] * IN_A_LIST, ranked=True),
             CALL + "ranks/", said=_reversed,
             whose=lambda call: call.applications.earliest("pk"),
             signs=lambda _, call: [_ranks(call, "recommended") == [3, 2, 1]]),
        Step("", "authority",
             call_with("under_review", *["summarised"] * IN_A_LIST, sheets=GOOD, selection=STRICT),
             CALL + "ranking/conclude/", said=_order_shown, signs=_not_selected,
             along=("application:not_select",)),
    )  # fmt: skip


def _successor(row: Any) -> str:
    """Return the county that takes another's place: the next one of its prefecture."""
    from jiqun.base.codes import regions

    beside = (c.code for c in regions().counties if c.code[:4] == row.county[:4])
    return next(code for code in beside if code != row.county)


def _handed_on(row: Any) -> Mapping[str, Any]:
    said = {"county": row.county, "successor": _successor(row), "application": row.pk}
    return {**WORDS, **said}


def _elsewhere(table: Table, row: Any) -> Iterable[bool]:
    """Tell whether an application lies elsewhere than the filing of its cluster."""
    before = next(case.county for case in table.cases if case.cluster == row.cluster)
    return [row.county != before, before not in row.perimeter]


class ApplicationSteps(Table):
    """Steps of applications: of the prefecture, the province and the authority."""

    STEPS = (
        Step("endorse", "prefecture", application("submitted"), APPLICATION,
             "endorsed_by_prefecture"),
        Step("put_on_waiting_list", "prefecture", application("submitted"), APPLICATION,
             "waiting_at_prefecture"),
        Step("put_on_waiting_list", "province", application("site_checked"), APPLICATION,
             "waiting", signs=lambda _, row: [row.rank is not None]),
        Step("pass_first_review", "province", application("endorsed_by_prefecture"), APPLICATION,
             "first_review_passed"),
        Step("return", "province", application("endorsed_by_prefecture"), APPLICATION,
             "returned_for_correction", kept={"reason": TEXT}),
        Step("refuse", "province", application("endorsed_by_prefecture"), APPLICATION, "refused"),
        Step("record_site_check", "province", application("first_review_passed"), APPLICATION,
             "site_checked", kept={"checked_on_site": TEXT}),
        Step("leave_out", "province", RANKED["waiting"], APPLICATION, "left_out",
             signs=_moved_up("waiting")),
        Step("recommend", "province", RANKED["waiting"], APPLICATION, "recommended",
             signs=_moved_up("waiting", 1)),
        Step("cancel", "province", RANKED["recommended"], APPLICATION, "cancelled",
             signs=_moved_up("recommended")),
        Step("take_up", "county", application("withdrawn"), APPLICATION, "draft"),
        Step("record_defence", "authority", application("scored", "under_review", GOOD),
             APPLICATION, "defended", kept={"defence": TEXT}),
        Step("summarise", "authority", application("defended", "under_review", GOOD), APPLICATION,
             "summarised", kept={"summary": TEXT}),
        Step("not_select", "authority",
             first_of(call_with("under_review", *["summarised"] * IN_A_LIST, sheets=GOOD,
                                selection=STRICT)),
             APPLICATION, "not_selected"),
        Step("place_in_cultivation_tier", "authority",
             first_of(call_with("under_review", *["summarised"] * IN_A_LIST, sheets=GOOD,
                                selection=STRICT)),
             APPLICATION, "in_cultivation_tier"),
        Step("give_notice", "authority",
             first_of(call_with("under_review", *["summarised"] * IN_A_LIST, sheets=GOOD)),
             APPLICATION, "on_notice"),
        Step("hand_over", "authority", application("submitted"), "/filings/hand-over/",
             said=_handed_on,
             signs=_elsewhere),
    )  # fmt: skip


def opinion(state: str, of: str = "under_review") -> Row:
    """Put an expert's part in an application in a state, and the application in one."""

    def put(table: Table, case: Any) -> Any:
        judge, _ = table.judges()
        part = invited(applied(table.call("under_review"), case, of), judge)
        type(part).objects.filter(pk=part.pk).update(state=state)
        part.refresh_from_db()
        return part

    return put


def _expert(table: Table, case: Any) -> Any:
    """Make an expert of whom nothing is known."""
    judge = table.expert(f"x-{case.cluster}")
    judge.parties, judge.state = {"expert": ["expert", judge.expert]}, ""
    return judge


def _as_stated(row: Any) -> Any:
    from jiqun.web.recognition.models import Judge

    judge = Judge.objects.get(pk=row.pk)
    judge.subject = f"expert:{judge.expert}"  # type: ignore[attr-defined]  # as the log names it
    return judge


def _panel(table: Table, call: Any) -> Iterable[bool]:
    """Tell whether each application of a call has its experts, and the log says so."""
    for row in call.applications.all():
        parts = list(row.opinions.all())
        yield len(parts) == 2  # as the scheme of the call says
        yield from (table.logged("invite", part) == 1 for part in parts)


def _reopened(_: Table, part: Any) -> Iterable[bool]:
    """Tell whether the application of an expert who is excluded late has its scores open again."""
    yield part.application.state == "under_review"


class ExpertSteps(Table):
    """What experts say of themselves and of what they judge, and who invites and excludes them."""

    STEPS = (
        Step("state", "expert", _expert, "/recognition/expert/",
             said={"employers": TEXT}, made=_as_stated, kept={"employers": [TEXT]}),
        Step("", "authority", call_with("under_review", *["under_review"] * IN_A_LIST),
             CALL + "panel/", signs=_panel, along=("opinion:invite",)),
        Step("accept", "expert", opinion("invited"), OPINION, "scoring"),
        Step("decline", "expert", opinion("invited"), OPINION, "declined"),
        Step("declare_conflict", "expert", opinion("scoring"), OPINION, "conflicted"),
        Step("exclude", "authority", opinion("scored"), OPINION, "excluded"),
        Step("exclude", "authority", opinion("scored", of="scored"), OPINION, "excluded",
             signs=_reopened, along=("application:reopen_scores",)),
        Step("replace", "authority", opinion("scoring"), OPINION, "replaced"),
    )  # fmt: skip


def objection(*states: str) -> Row:
    """Lodge an objection, and lead it through states."""

    def put(table: Table, case: Any) -> Any:
        from jiqun.web.recognition.objecting import Said, lodge, move_objection

        row = applied(table.call("on_notice"), case, "on_notice")
        lodged, _ = lodge(row, Said("王小明", "010-12345678", TEXT), None)

        def step(case: Any, verb: str, doer: Any, text: str) -> Any:
            return move_objection(case, verb, text, doer)

        return led(lodged, *states, step=step)

    return put


ASKED = ("examined", "asked")


class ObjectionSteps(Table):
    """Steps of objections, and the erasure of whoever objected."""

    STEPS = (
        Step("admit", "authority", objection(), OBJECTION, "examined"),
        Step("refuse", "authority", objection(), OBJECTION, "refused", kept={"outcome": TEXT}),
        Step("ask", "authority", objection("examined"), OBJECTION, "asked",
             kept={"question": TEXT, "put_to_county": True}),
        Step("answer", "county", objection(*ASKED), OBJECTION, "examined", kept={"answer": TEXT}),
        Step("report", "province", objection(*ASKED, "examined"), OBJECTION, "reported"),
        Step("reject", "authority", objection("examined"), OBJECTION, "rejected",
             kept={"outcome": TEXT}),
        Step("withdraw", "authority", objection("examined"), OBJECTION, "withdrawn",
             kept={"outcome": TEXT}),
        Step("erase", "authority", objection("examined", "rejected"), OBJECTION,
             signs=lambda _, row: [row.objector.erased, row.objector.name == ""]),
    )  # fmt: skip


VERBS = {
    "call-steps": CallSteps,
    "application-steps": ApplicationSteps,
    "expert-steps": ExpertSteps,
    "objection-steps": ObjectionSteps,
}
