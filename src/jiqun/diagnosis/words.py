"""The evidence of a finding in words: figures as they print, and where a cluster stands."""

from __future__ import annotations

from decimal import Decimal

from jiqun.base.definitions import every_indicator
from jiqun.base.display import NO_NUMBER
from jiqun.base.forms import YEARLY, family
from jiqun.base.language import Bilingual, Lang
from jiqun.base.units import amount
from jiqun.diagnosis.telling import Evidence, Found


def figure_title(name: str) -> Bilingual:
    """Return what a figure or field of the evidence is called."""
    known = every_indicator().get(name)
    if known is not None:
        return known.title_of_one
    field = family(YEARLY).fields.get(name)
    return field.title if field else Bilingual(name, name)


def figure_text(name: str, value: Decimal | None, lang: Lang) -> str:
    """Print a value of a figure or field of the evidence."""
    known = every_indicator().get(name)
    if known is not None:
        return known.printed.cell(value, lang)
    field = family(YEARLY).fields.get(name)
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
    if lang == "zh":
        return f"好于 {evidence.peers} 个中的 {share}（{low}–{high}）"
    return f"better than {share} of {evidence.peers} ({low}–{high})"


def evidence_lines(found: Found, lang: Lang) -> list[str]:
    """Return what a finding rests on, a line a figure; of flags, what is not there in one line.

    Parameters
    ----------
    found
        A finding's answer for a cluster.
    lang
        The language of the lines.
    """
    compared = [shown for shown in found.evidence if shown.percentile is not None]
    lines = [_compared(shown, lang) for shown in compared]
    lacking = [shown for shown in found.evidence if _is_flag(shown.figure) and shown.value == 0]
    counts = [
        shown
        for shown in found.evidence
        if shown.percentile is None and shown.value is not None and not _is_flag(shown.figure)
    ]
    between = Bilingual("、", ", ").in_(lang)
    if counts:
        told = (
            f"{figure_title(shown.figure).in_(lang)} {figure_text(shown.figure, shown.value, lang)}"
            for shown in counts
        )
        lines.append(between.join(told))
    if lacking:
        names = between.join(figure_title(shown.figure).in_(lang) for shown in lacking)
        lines.append(Bilingual(f"没有：{names}", f"not there: {names}").in_(lang))
    if found.others:
        names = between.join(found.others)
        lines.append(Bilingual(f"同类集群：{names}", f"of the same trade: {names}").in_(lang))
    return lines


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


def _is_flag(name: str) -> bool:
    field = family(YEARLY).fields.get(name)
    return field is not None and field.type == "flag"
