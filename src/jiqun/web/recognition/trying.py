"""What if: other thresholds, weights and quotas, as an address says them; nothing is stored."""

import unicodedata
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from jiqun.base.errors import Problem, Refused
from jiqun.recognition.selection import Selection, select
from jiqun.recognition.what_if import Difference, Setting, difference, summed
from jiqun.web.accounts.offices import place_title
from jiqun.web.posted import number_in
from jiqun.web.recognition.quota_forms import LARGEST_QUOTA
from jiqun.web.recognition.ranking import Ranking

HIGHEST = Decimal(100)
TRIED = ("threshold", "weight_", "quota_")
"""How what is tried begins, in an address."""
NONE_SAID = ("-", "—", "－", "无", "none")
"""How somebody says that no total is needed, or that there is no limit."""


def tried(ranking: Ranking, said: Mapping[str, str]) -> Difference | None:
    """Return what other settings would change; None where none are tried.

    Parameters
    ----------
    ranking
        As it is.
    said
        ``threshold``, ``weight_<category>``, ``quota_<recommender>``; what is empty stays.

    Raises
    ------
    Refused
        With everything that is no such number.
    """
    now = ranking.selection
    if ranking.setting is None or now is None or not _asks(said):
        return None
    problems: list[Problem] = []
    then = _threshold(ranking.setting, said.get("threshold", ""), problems)
    limits = _limits(ranking, said, problems)
    weights = _weights(ranking, said, problems)
    if problems:
        raise Refused(problems)
    return difference(now, _decided(ranking, then.weighing(weights).allowing(limits)))


def _asks(said: Mapping[str, str]) -> bool:
    """Tell whether anything is tried: what chooses a page of the order is nothing."""
    return any(said[name].strip() for name in said if name.startswith(TRIED))


def _decided(ranking: Ranking, then: Setting) -> Selection:
    """Decide by a setting; with the weights of now the scores are summed up already."""
    same = ranking.setting is not None and then.scheme == ranking.setting.scheme
    pool = ranking.candidates if same else summed(ranking.pool, then)
    return select(pool, then.quotas, then.rule)


def _threshold(now: Setting, text: str, problems: list[Problem]) -> Setting:
    if not text.strip():
        return now
    if text.strip() in NONE_SAID:
        return now.needing(None)
    total = total_in(text)
    if total is None:
        problems.append(Problem("recognition.no_threshold", details={"text": text.strip()[:40]}))
        return now
    return now.needing(Fraction(total))


def _weights(
    ranking: Ranking, said: Mapping[str, str], problems: list[Problem]
) -> dict[str, Decimal]:
    found = {}
    for category in ranking.call.way.categories:
        text = said.get(f"weight_{category.id}", "").strip()
        weight = total_in(text)
        if weight is not None:
            found[category.id] = weight
        elif text:
            title = {"title": category.title.zh, "title_en": category.title.en}
            problems.append(Problem("recognition.no_weight", details={**title, "text": text[:40]}))
    return found


def _limits(
    ranking: Ranking, said: Mapping[str, str], problems: list[Problem]
) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for recommender in ranking.recommenders:
        text = said.get(f"quota_{recommender.code}", "").strip()
        limit = number_in(text, 3)
        if text in NONE_SAID:
            found[recommender.code] = None
        elif limit is not None:
            found[recommender.code] = limit
        elif text:
            title = place_title(recommender.code)
            words = {"place": title.zh, "place_en": title.en, "text": text[:40]}
            problems.append(
                Problem("recognition.no_places", details={**words, "most": LARGEST_QUOTA})
            )
    return found


def total_in(text: str) -> Decimal | None:
    """Return a number from 0 to 100 as somebody wrote it; None where it is none.

    Examples
    --------
    >>> total_in("６０.5"), total_in("1e1"), total_in("101"), total_in("NaN")
    (Decimal('60.5'), None, None, None)
    """
    plain = unicodedata.normalize("NFKC", text).strip().removesuffix("%").removesuffix("分")
    if not plain or len(plain) > 8 or set(plain) - set("0123456789."):
        return None
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return None
    return number if 0 <= number <= HIGHEST else None
