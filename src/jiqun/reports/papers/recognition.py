"""The documents of recognition: recommendation, public notice, list, and an expert's sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from jiqun.reports.papers.layout import title_lines
from jiqun.reports.papers.model import Attachment, Grid, Paper, Text
from jiqun.reports.words import paper_words

if TYPE_CHECKING:
    from jiqun.reports.papers.model import Part

SHORT_VERSION = 12
"""Characters of a version's hash that are printed."""


@dataclass(frozen=True, slots=True)
class Rules:
    """By which rules a document is made.

    Parameters
    ----------
    programme
        The programme's title.
    document, number
        The document it stands in, with its number; None where that was not found.
    entered
        The local document an installation amended it by; else empty.
    procedure
        The version of the procedure, as its hash.
    """

    programme: str
    document: str
    number: str | None
    entered: str
    procedure: str


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a document is issued on.

    Parameters
    ----------
    rules
        By which rules.
    year
        The call's year.
    call
        The number of the call's notice, or empty.
    organ
        Who issues the document; empty where that is not known.
    demonstration
        Whether it is made of demonstration data.
    """

    rules: Rules
    year: int
    call: str
    organ: str
    demonstration: bool


@dataclass(frozen=True, slots=True)
class Particulars:
    """What the office enters; what it leaves out is a blank to fill in by hand.

    Parameters
    ----------
    number, recipient, dated
        The document's number (发文字号), main recipient (主送机关) and day (成文日期).
    copy
        The number of the copy (份号); only classified documents have one.
    signer
        Who signed it off (签发人): asked of what goes to a higher organ.
    cc
        Who has a copy (抄送机关).
    printed_by, printed_on
        Who printed it and when (印发机关和印发日期).
    """

    number: str = ""
    recipient: str = ""
    dated: date | None = None
    copy: str = ""
    signer: str = ""
    cc: str = ""
    printed_by: str = ""
    printed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A cluster in a table; ``rank`` counts in a recommendation alone."""

    cluster: str
    province: str
    county: str
    industry: str
    operator: str
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """A category of the scheme, and what the expert gave; None before they did."""

    title: str
    weight: Decimal
    out_of: Decimal
    score: Decimal | None


def recommendation(
    occasion: Occasion, named: Sequence[Named], particulars: Particulars, today: date
) -> Paper:
    """Return a recommender's letter with its table of recommended clusters.

    Parameters
    ----------
    occasion
        On what it is issued.
    named
        Its recommended clusters, in the order of their ranks.
    particulars
        What the office entered.
    today
        For the year of blanks.
    """
    rules, call = occasion.rules, _fill("call_numbered", notice=occasion.call)
    if not occasion.call:
        call = _fill("call_unnumbered", document=rules.document, number=_number(rules))
    body = _about("recommendation_body", occasion, call=call, count=len(named))
    organ = occasion.organ or _word("organ_blank")
    rows = [
        (_number_or_dash(row.rank), row.cluster, row.county, row.industry, row.operator)
        for row in named
    ]
    header = [_word(key) for key in ("rank", "cluster", "county", "industry", "operator")]
    table = Grid(header, [_dashed(row) for row in rows], (1.1, 4, 3, 2.5, 2.7), (0, 2))
    title = _titled("recommendation_table", occasion)
    parts = (Text(_fill("recommender", organ=organ)), table)
    attached = Attachment(title, parts)
    paper = _paper("recommendation_title", occasion, particulars, today, (Text(body),), attached)
    signer = particulars.signer or _word("signer_blank")
    return replace(paper, signer=_fill("signer", person=signer))  # a letter to a higher organ


def notice(
    occasion: Occasion,
    named: Sequence[Named],
    particulars: Particulars,
    today: date,
    period: tuple[date, date] | None = None,
    real_name: bool | None = None,
) -> Paper:
    """Return the public notice of the clusters that are to be recognised.

    Parameters
    ----------
    occasion, named, particulars, today
        As of :func:`recommendation`.
    period
        Its first and last day; None where its length is not configured.
    real_name
        Whether objections need a real name; None is not configured.
    """
    since, until = period or (None, None)
    days = {"since": _day(since, today), "until": _day(until, today)}
    said = [
        _cited("notice_body", occasion, count=len(named)),
        _fill("notice_period", **days),
        _word("notice_objections") + (_word("notice_real_name") if real_name else ""),
        _word("notice_contact"),
    ]
    table = Attachment(_titled("notice_table", occasion), (_list(named),))
    parts = [Text(line) for line in said]
    return _paper("notice_title", occasion, particulars, today, parts, table, to_all=True)


def announcement(
    occasion: Occasion,
    named: Sequence[Named],
    particulars: Particulars,
    today: date,
    validity_years: int | None = None,
) -> Paper:
    """Return the notification of the list of recognised clusters.

    Parameters
    ----------
    occasion, named, particulars, today
        As of :func:`recommendation`.
    validity_years
        How long a recognition lasts; None is not configured, and then nothing is said of it.
    """
    said = _cited("list_body", occasion, count=len(named))
    if validity_years is not None:
        said += _fill("list_validity", years=validity_years)
    table = Attachment(_titled("list_table", occasion), (_list(named),))
    return _paper("list_title", occasion, particulars, today, (Text(said),), table)


def corrected(paper: Paper, number: int, day: date) -> Paper:
    """Return a document that was corrected after it was issued, which says so.

    Parameters
    ----------
    paper
        As it is from now on.
    number
        Which correction it is.
    day
        When it was made.
    """
    said = _fill("corrected", number=number, day=_day(day, day))
    return replace(paper, basis=f"{paper.basis}{said}")


def score_sheet(
    occasion: Occasion,
    applicant: Named,
    expert: str,
    scores: Sequence[Scored],
    remark: str,
    today: date,
) -> Paper:
    """Return an expert's sheet of one application: with their own scores, or blank before them.

    Parameters
    ----------
    occasion, today
        As of :func:`recommendation`.
    applicant
        The cluster that is judged.
    expert
        The expert's name.
    scores
        The scheme in its order.
    remark
        In words, or empty.
    """
    facts = (
        (_word("sheet_cluster"), applicant.cluster),
        (_word("sheet_county"), _where(applicant)),
        (_word("sheet_expert"), expert),
    )
    header = [_word(f"sheet_{key}") for key in ("category", "weight", "out_of", "score")]
    rows = [(row.title, *map(_plain, (row.weight, row.out_of, row.score))) for row in scores]
    total = _total(scores)
    parts = (
        Grid((), facts, (2.4, 9.6)),
        Grid(header, [*rows, (_word("sheet_total"), "", "", total)], (6, 2, 2, 2), (1, 2, 3)),
        Grid((), [(_word("sheet_remark"), remark or "\n\n\n")], (2.4, 9.6)),
        Text(_word("sheet_declaration")),
    )
    return Paper(
        mark="",
        number="",
        title=_titled("sheet_title", occasion),
        recipient="",
        parts=parts,
        attachments=(),
        signed=_word("sheet_signed"),
        dated=_day(None, today),
        basis=_basis(occasion.rules),
        warning=_word("warning") if occasion.demonstration else "",
        sealed=False,
    )


def _where(applicant: Named) -> str:
    """Return where a cluster lies; a city with a quota of its own is not said twice."""
    return applicant.province + applicant.county.removeprefix(applicant.province)


def _total(scores: Sequence[Scored]) -> str:
    """Return the weighted total out of 100; empty before every score is given."""
    given = [(row.weight * row.score / row.out_of) for row in scores if row.score is not None]
    return f"{sum(given, Decimal(0)):.2f}" if scores and len(given) == len(scores) else ""


def _paper(
    title: str,
    occasion: Occasion,
    particulars: Particulars,
    today: date,
    parts: Sequence[Part],
    attached: Attachment,
    *,
    to_all: bool = False,
) -> Paper:
    organ = occasion.organ
    year = (particulars.dated or today).year
    recipient = "" if to_all else particulars.recipient or _word("recipient_blank")
    return Paper(
        mark=_fill("mark", organ=organ) if organ else _word("mark_blank"),
        number=particulars.number or _fill("number_blank", year=year),
        title=_titled(title, occasion),
        recipient=recipient,
        parts=parts,
        attachments=(attached,),
        signed=organ or _word("organ_blank"),
        dated=_day(particulars.dated, today),
        basis=_basis(occasion.rules),
        warning=_word("warning") if occasion.demonstration else "",
        copy=particulars.copy,
        imprint=_imprint(particulars, today),
    )


def _imprint(particulars: Particulars, today: date) -> list[tuple[str, str]]:
    """Return the lines at the foot of the last page: who has a copy, who printed it and when."""
    lines = [(_fill("cc", organs=particulars.cc), "")] if particulars.cc else []
    printer = particulars.printed_by or _word("printer_blank")
    day = _fill("printed_on", day=_day(particulars.printed_on, today))
    return [*lines, (printer, day)]


def _list(named: Sequence[Named]) -> Grid:
    header = [_word(key) for key in ("order", "province", "cluster", "county", "industry")]
    rows = [
        _dashed((str(place), row.province, row.cluster, row.county, row.industry))
        for place, row in enumerate(named, 1)
    ]
    return Grid(header, rows, (0.9, 2, 4.4, 2.6, 3), (0, 1, 3))


def _about(name: str, occasion: Occasion, **parts: object) -> str:
    return _fill(name, year=occasion.year, programme=occasion.rules.programme, **parts)


def _titled(name: str, occasion: Occasion) -> str:
    return title_lines(_about(name, occasion))


def _cited(name: str, occasion: Occasion, **parts: object) -> str:
    rules = occasion.rules
    return _about(name, occasion, document=rules.document, number=_number(rules), **parts)


def _number(rules: Rules) -> str:
    return _fill("numbered", number=rules.number) if rules.number else ""


def _basis(rules: Rules) -> str:
    number = _number(rules)
    if rules.entered:
        number += _fill("entered", document=rules.entered)
    version = rules.procedure[:SHORT_VERSION]
    return _fill("basis", document=f"《{rules.document}》", number=number, procedure=version)


def _day(day: date | None, today: date) -> str:
    if day is None:
        return _fill("day_blank", year=today.year)
    return _fill("day", year=day.year, month=day.month, day=day.day)


def _dashed(row: Sequence[str]) -> list[str]:
    return [cell or _word("none") for cell in row]


def _number_or_dash(rank: int | None) -> str:
    return "" if rank is None else str(rank)


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


def _word(name: str) -> str:
    return paper_words()[name]


def _fill(name: str, **parts: object) -> str:
    return paper_words()[name].format(**parts)
