"""A cluster's technology plan: add a line, remove one; what the yearly filing may take from it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from jiqun.base.days import CHINA
from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.exchange.challenges.plans import Entry, read_entry, suggested
from jiqun.exchange.feeding import Suggestion
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.challenges.models import Challenge, PlanLine
from jiqun.web.events.chain import Deed, record
from jiqun.web.posted import number_in

MOST_LINES = 200
"""Of one cluster; ours."""


def add_line(cluster: str, county: str, said: Mapping[str, str], doer: Doer) -> PlanLine:
    """Add a line to the plan of a cluster that the doer sees.

    Raises
    ------
    Refused
        With everything wrong with it, or where there are too many.
    """
    entry, problems = read_entry(said)
    posed = _posed(entry.challenge, doer, problems)
    if errors_only(problems):
        raise Refused(problems)
    if PlanLine.objects.filter(cluster=cluster, removed=False).count() >= MOST_LINES:
        raise Refused([Problem("challenges.lines_enough", details={"most": MOST_LINES})])
    with transaction.atomic():
        line = PlanLine.objects.create(
            cluster=cluster,
            county=county,
            kind=entry.kind,
            field=entry.field,
            text=entry.text,
            since=entry.since,
            until=entry.until,
            challenge=posed,
        )
        told = {"cluster": cluster, "kind": line.kind, "since": line.since, "until": line.until}
        told |= {"challenge": posed.subject} if posed else {}
        words = {"field": line.field, "text": line.text}
        record(Deed("add_line", line.subject, doer.person, doer.office, told, words))
    return line


def remove_line(line: PlanLine, doer: Doer) -> PlanLine:
    """Remove a line of a plan; that it was there stays in the log.

    Raises
    ------
    Refused
        Where it is removed already.
    """
    with transaction.atomic():
        line = PlanLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
        if line.removed:
            raise Refused([Problem("challenges.line_gone")])
        line.removed = True
        line.save(update_fields=["removed"])
        record(Deed("remove_line", line.subject, doer.person, doer.office))
    return line


def suggested_by_plan(cluster: str, year: int) -> dict[str, Suggestion]:
    """Return what a cluster's filing of a year may say by its plan, for who sees the cluster."""
    with seen_whole():
        rows = list(PlanLine.objects.filter(cluster=cluster, removed=False))
        begun, over = (datetime(at, 1, 1, tzinfo=CHINA) for at in (year, year + 1))
        out = Challenge.objects.filter(lines__in=rows, published_at__gte=begun)
        numbers = {
            str(key) for key in out.filter(published_at__lt=over).values_list("pk", flat=True)
        }
    entries = [Entry(row.kind, row.field, row.text, row.since, row.until) for row in rows]
    return suggested(entries, numbers, year)


def _posed(said: str, doer: Doer, problems: list[Problem]) -> Challenge | None:
    """Return the challenge a line names; it is one that was published."""
    if not said.strip():
        return None
    rows = Challenge.objects.for_reader(doer.reader).exclude(published_at=None)
    found = rows.filter(pk=number_in(said, 9) or 0).first()
    if found is None:
        problems.append(Problem("challenges.no_challenge", Where(field="challenge")))
    return found
