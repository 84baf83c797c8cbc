"""Joint projects as the page of the exchange names them: what they are, what came of them."""

from collections.abc import Collection, Iterator

from jiqun.base.errors import Problem
from jiqun.base.language import Bilingual
from jiqun.base.readers import Office
from jiqun.exchange.matching.hit_rates import Outcome
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.cooperation.models import (
    AGREED,
    ASKING,
    COUNTS,
    IN,
    LEAD,
    RECORDED,
    Entry,
    Partner,
    Project,
)
from jiqun.web.exchange.deals import Deal
from jiqun.web.exchange.markets import Market

MARKET = "cooperation"
TO_AGREE = Bilingual("同意或不同意文本", "agree to the text or not")
TO_LEAD = Bilingual("决定是否更换牵头方", "decide whether the lead is handed over")
STILL_HERE = Bilingual(
    "说明本单位仍在牵头（有伙伴报告牵头方已不存在）",
    "say that you still lead: a partner reported that the lead is gone",
)
WAITING = 50
"""Projects that are told one by one; the letter counts the rest."""


def outcomes() -> list[Outcome]:
    """Return how far every project came that somebody joined or that is over."""
    with seen_whole():
        rows = Project.objects.exclude(state="proposed", reached=0)
        sizes = dict(Partner.objects.filter(slot=LEAD).values_list("project_id", "size"))
        kept = list(rows.values_list("pk", "lead", "reached"))
    return [Outcome(str(key), lead, sizes[key], reached) for key, lead, reached in kept]


def projects_among(numbers: Collection[int]) -> Iterator[Deal]:
    """Yield the projects of some numbers: who agreed to them, and how far they came."""
    rows = Project.objects.filter(pk__in=numbers).prefetch_related("partners")
    for row in rows:
        codes = (partner.code for partner in row.partners.all() if partner.state == AGREED)
        yield Deal(row.pk, frozenset(codes), row.reached)


def waiting_for(doer: Doer) -> Iterator[Problem]:
    """Yield what waits for somebody: to agree, to answer who asks, to confirm, to settle."""
    rows = Project.objects.for_reader(doer.reader)
    if doer.reader.office is Office.COUNTY:
        for row in rows.filter(state="disputed")[:WAITING]:
            yield _waits(row.pk, Bilingual("裁定争议", "settle a dispute"))
        for row in rows.exclude(claimed_by="")[:WAITING]:
            yield _waits(row.pk, TO_LEAD)
    if doer.reader.office is not Office.FIRM:
        return
    code = doer.reader.credit_code
    mine = Partner.objects.filter(code=code, state__in=IN, project__state="proposed")
    for partner in mine.select_related("project")[:WAITING]:
        if partner.version != partner.project.version:
            yield _waits(partner.project_id, TO_AGREE)
    for row in rows.filter(lead=code).exclude(claimed_by="")[:WAITING]:
        yield _waits(row.pk, STILL_HERE)
    asking = Partner.objects.filter(state=ASKING, project__lead=code, project__state="proposed")
    for project in sorted({*asking.values_list("project_id", flat=True)[:WAITING]}):
        yield _waits(project, Bilingual("答复申请加入的单位", "answer who asks to join"))
    said = Entry.objects.filter(state=RECORDED, project__state__in=COUNTS).exclude(by__code=code)
    said = said.filter(project__partners__in=Partner.objects.filter(code=code, state=AGREED))
    for project in sorted({*said.values_list("project_id", flat=True)[:WAITING]}):
        yield _waits(project, Bilingual("确认登记的内容", "confirm what was recorded"))


def _waits(number: int, what: Bilingual) -> Problem:
    details = {"number": str(number), "verb": what.zh, "verb_en": what.en}
    return Problem("cooperation.waits", details=details)


COOPERATION = Market(
    MARKET,
    Bilingual("协同创新", "Joint projects"),
    Bilingual(
        "大中小企业和高校、院所共同研发、配套、制标准、建平台；成果由一方登记、另一方确认。",
        "Large and small firms and institutes research, supply, set standards and build platforms "
        "together; what one records, another confirms.",
    ),
    "cooperation",
    outcomes,
    waiting_for,
)
"""Joint projects of firms and institutes."""
