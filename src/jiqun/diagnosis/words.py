"""The evidence of a finding in words: figures as they print, and where a cluster stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from jiqun.base.definitions import every_indicator, filed_fields
from jiqun.base.display import NO_NUMBER, percent
from jiqun.base.language import Bilingual, Lang
from jiqun.base.units import amount
from jiqun.diagnosis.changes import RATIO
from jiqun.diagnosis.following import Trace
from jiqun.diagnosis.telling import Ahead, Evidence, Found

AHEAD: Mapping[Ahead, Bilingual] = {
    "better": Bilingual("好于", "better than"),
    "above": Bilingual("高于", "above"),
    "below": Bilingual("低于", "below"),
}
"""What a cluster is of a share of its peers; only what has a better side is better."""


def figure_title(name: str) -> Bilingual:
    """Return what a figure or field of the evidence is called."""
    known = every_indicator().get(name)
    if known is not None:
        return known.title_of_one
    field = filed_fields().get(name)
    return field.title if field else Bilingual(name, name)


def figure_text(name: str, value: Decimal | None, lang: Lang) -> str:
    """Print a value of a figure or field of the evidence."""
    known = every_indicator().get(name)
    if known is not None:
        return known.printed.cell(value, lang)
    field = filed_fields().get(name)
    if field is None or value is None:
        return NO_NUMBER
    if field.type == "flag":
        return Bilingual("是", "yes").in_(lang) if value else Bilingual("否", "no").in_(lang)
    return amount(value, field.unit, lang)


def place_text(evidence: Evidence, lang: Lang) -> str:
    """Say where a value stands among its peers, and how wide that is with so few of them."""
    if evidence.percentile is None or evidence.peers is None:
        return ""
    ends = (evidence.percentile_low or 0.0, evidence.percentile_high or 0.0)
    share, low, high = (f"{100 * part:.0f}%" for part in (evidence.percentile, *ends))
    ahead = AHEAD[evidence.ahead].in_(lang)
    if lang == "zh":
        return f"{ahead} {evidence.peers} 个中的 {share}（{low}–{high}）"
    return f"{ahead} {share} of {evidence.peers} ({low}–{high})"


def evidence_lines(found: Found, lang: Lang) -> list[str]:
    """Return what a finding rests on, a line a figure beside peers, then what rests on no peer.

    Parameters
    ----------
    found
        A finding's answer for a cluster.
    lang
        The language of the lines.
    """
    compared = [shown for shown in found.evidence if shown.percentile is not None]
    return [*(_compared(shown, lang) for shown in compared), *fact_lines(found, lang)]


def fact_lines(found: Found, lang: Lang) -> Iterator[str]:
    """Yield what a finding rests on without its peers: criteria missed, counts, what is not there.

    Parameters
    ----------
    found
        A finding's answer for a cluster.
    lang
        The language of the lines.
    """
    between = Bilingual("、", ", ").in_(lang)
    if found.missed:
        names = between.join(title.in_(lang) for title in found.missed)
        yield Bilingual(f"未达到：{names}", f"not met: {names}").in_(lang)
    elif counts := _counts(found, lang):
        yield between.join(counts)
    lacking = [shown for shown in found.evidence if _is_flag(shown.figure) and shown.value == 0]
    if lacking:
        names = between.join(figure_title(shown.figure).in_(lang) for shown in lacking)
        yield Bilingual(f"没有：{names}", f'answered "no": {names}').in_(lang)
    if found.others:
        names = between.join(found.others)
        yield Bilingual(f"同类集群：{names}", f"of the same trade: {names}").in_(lang)


def _counts(found: Found, lang: Lang) -> list[str]:
    """Return filed values that stand beside nobody's, each with its year where years differ.

    Of several counts those of nought say nothing, unless all are.
    """
    alone = [
        shown
        for shown in found.evidence
        if shown.percentile is None and shown.value is not None and not _is_flag(shown.figure)
    ]
    alone = [shown for shown in alone if shown.value] or alone
    dated = len({shown.year for shown in alone}) > 1
    return [
        (f"{shown.year} " if dated else "")
        + f"{figure_title(shown.figure).in_(lang)} {figure_text(shown.figure, shown.value, lang)}"
        for shown in sorted(alone, key=_year)
    ]


def _year(shown: Evidence) -> int:
    return shown.year


def _compared(shown: Evidence, lang: Lang) -> str:
    """Return a figure beside the middle of its peers, and where it stands among them."""
    title, value = figure_title(shown.figure), figure_text(shown.figure, shown.value, lang)
    said = f"{shown.year} {title.in_(lang)} {value}"
    if shown.peer_median is not None:
        middle = figure_text(shown.figure, shown.peer_median, lang)
        said += Bilingual(f"，可比集群中间水平 {middle}", f", middle of its peers {middle}").in_(
            lang
        )
    return said + Bilingual("；", "; ").in_(lang) + place_text(shown, lang)


def change_text(trace: Trace, value: Decimal | None, lang: Lang) -> str:
    """Print a change: points of a ratio, else a percentage of the value before."""
    if value is None:
        return NO_NUMBER
    sign = "+" if value > 0 else ""
    if trace.unit == RATIO:
        points = f"{100 * value:.1f}"
        return f"{sign}{points} " + Bilingual("个百分点", "points").in_(lang)
    return f"{sign}{percent(value, 1)}"


def _is_flag(name: str) -> bool:
    field = filed_fields().get(name)
    return field is not None and field.type == "flag"
