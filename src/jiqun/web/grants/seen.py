"""Grants, uses and values as their pages show them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import QuerySet
from django.utils import timezone

from jiqun.base.language import Bilingual
from jiqun.base.readers import Office, Reader
from jiqun.exchange.grants.deciding import why_not
from jiqun.exchange.grants.fields import Field, Purpose, field_named, purpose_named
from jiqun.exchange.grants.values import Value
from jiqun.web.accounts.offices import office_title, party_of
from jiqun.web.casework.models import moment_said
from jiqun.web.casework.verbs import Verb, verbs_of, waits_for
from jiqun.web.events.models import Event
from jiqun.web.events.told import office_words
from jiqun.web.grants.granting import READ
from jiqun.web.grants.models import GRANTED, Grant

MOST_USES = 100
"""Uses that are told one by one; the others are counted."""
OVER = Bilingual("已到期", "over")
NOT_YET = Bilingual("已授权，尚未开始", "granted, not begun")
CHANGED = Bilingual("原申请机构已更换，不可读取", "the agency that asked has changed, not readable")
ENDS_BY = {"over": OVER, "not_yet": NOT_YET, "reader_changed": CHANGED}
FORMS = {
    "page": Bilingual("页面", "page"),
    "json": Bilingual("接口", "API"),
    "csv": Bilingual("导出 CSV", "CSV"),
    "jsonl": Bilingual("导出 JSON 行", "JSON lines"),
    "benchmark": Bilingual("计入对标", "counted in the benchmark"),
}
STATUSES = {
    "reported": Bilingual("有数值", "reported"),
    "zero": Bilingual("为零", "zero"),
    "missing": Bilingual("缺失", "missing"),
    "not_applicable": Bilingual("不适用", "not applicable"),
    "nothing_below": Bilingual("分母为零，无法计算", "nothing to divide by"),
}
BAR, GAP, HEIGHT = 22, 6, 120
"""Widths of a picture's bars and of what is between them, and its height."""
MOST_BARS = 36


@dataclass(frozen=True)
class Use:
    """A use of a grant: who read, when, in what form."""

    at: str
    office: Bilingual
    form: Bilingual
    months: int


@dataclass(frozen=True)
class Bar:
    """A month in a picture; without a value it has no height."""

    x: int
    y: float
    height: float
    value: Value
    told: str


class SeenGrant:
    """A grant as one of its parties sees it."""

    def __init__(self, row: Grant, reader: Reader) -> None:
        self.row, self.reader = row, reader
        self.ended_by = why_not(row.decisive, timezone.now())

    @property
    def field(self) -> Field:
        """What is granted."""
        return field_named(self.row.field)

    @property
    def purpose(self) -> Purpose:
        """What for."""
        return purpose_named(self.row.purpose)

    @property
    def state(self) -> Bilingual:
        """Where it stands at this moment: a grant may be over, or not have begun."""
        if self.row.state == GRANTED and self.ended_by in ENDS_BY:
            return ENDS_BY[self.ended_by]
        return self.row.standing.standing.title

    @property
    def is_firm(self) -> bool:
        """Whether the reader is the firm whose data they are."""
        return self.reader.office is Office.FIRM and self.reader.credit_code == self.row.firm

    @property
    def is_reader(self) -> bool:
        """Whether the reader is who the grant is for."""
        return "reader" in self.row.standing.slots_of(party_of(self.reader))

    @property
    def readable(self) -> bool:
        """Whether its data may be read at this moment."""
        return self.is_reader and not self.ended_by

    @property
    def may_have_tokens(self) -> bool:
        """Whether its reader may let programs read it: now, or once it begins."""
        return self.is_reader and self.ended_by in ("", "not_yet")

    @property
    def waits(self) -> bool:
        """Whether it is the reader's turn."""
        return waits_for(self.row, party_of(self.reader))

    @property
    def who_reads(self) -> Bilingual:
        """Who reads: an office by its title, a firm or agency by what it calls itself too."""
        if not self.row.reader_office:
            return Bilingual(
                "集群对标（无人读取本企业数值）", "the benchmark (nobody reads values)"
            )
        title = office_title(Office(self.row.reader_office), self.row.reader_of)
        name = self.row.reader_name
        return Bilingual(f"{name} {title.zh}".strip(), f"{name} {title.en}".strip())

    @property
    def since(self) -> str:
        """From when, in China."""
        return moment_said(self.row.since)

    @property
    def until(self) -> str:
        """Until when, that moment not included."""
        return moment_said(self.row.until)

    @property
    def verbs(self) -> list[Verb]:
        """What the reader may do with it; what is over is not narrowed or given back."""
        moot = ("narrow", "revoke", "give_back") if self.ended_by == "over" else ()
        return verbs_of(self.row, self.reader, moot)

    @property
    def uses(self) -> list[Use]:
        """Who read it when, the last first."""
        return [_use(event) for event in self._used().order_by("-number")[:MOST_USES]]

    @property
    def use_count(self) -> int:
        """How often it was read."""
        return self._used().count()

    def _used(self) -> QuerySet[Event]:
        return Event.objects.filter(subject=self.row.subject, verb=READ)


def _use(event: Event) -> Use:
    said = json.loads(event.said)
    at = moment_said(datetime.fromisoformat(event.at))
    form = FORMS[said["form"]]
    if (number := said.get("token")) is not None:
        form = Bilingual(f"程序令牌 {number} · {form.zh}", f"{form.en} by token {number}")
    return Use(at, office_words(event.office), form, said["months"])


def bars(values: Sequence[Value]) -> list[Bar]:
    """Return the bars of a picture of months, the last ones where there are many.

    Examples
    --------
    >>> found = bars([Value("2026-01", Decimal(5), "reported", 1, 0, 0),
    ...               Value("2026-02", None, "missing", 0, 1, 0)])
    >>> [(bar.x, bar.height) for bar in found]
    [(0, 120.0), (28, 0.0)]
    """
    shown = values[-MOST_BARS:]
    most = max((value.value for value in shown if value.value is not None), default=Decimal(0))
    found = []
    for place, value in enumerate(shown):
        height = float(HEIGHT * value.value / most) if value.value and most else 0.0
        height = round(height, 1)
        found.append(
            Bar(place * (BAR + GAP), round(HEIGHT - height, 1), height, value, shown_value(value))
        )
    return found


def shown_value(value: Value) -> str:
    """Return a value as a page prints it: two decimals, as many digits as tell small ones.

    Examples
    --------
    >>> shown_value(Value("2026-01", Decimal("1234.5"), "reported", 1, 0, 0))
    '1,234.50'
    >>> shown_value(Value("2026-01", Decimal("0.00123"), "reported", 1, 0, 0))
    '0.0012'
    >>> shown_value(Value("2026-01", None, "missing", 0, 1, 0))
    ''
    """
    return "" if value.value is None else printed(value.value)


def printed(number: Decimal) -> str:
    """Return a number as a page prints it."""
    digits = Decimal("0.01") if not number or abs(number) >= 1 else Decimal("0.0001")
    return f"{number.quantize(digits, ROUND_HALF_UP):,f}"
