"""What happened under a programme so far, year by year: calls, batches, reviews, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jiqun.base.language import Bilingual
from jiqun.rules.programmes import Programme

NATION_WORD = Bilingual("推荐国家级", "for the national programme")
NOT_FOUND = Bilingual("未能取得", "not found")
RECOMMENDERS = {
    "province": Bilingual("省级", "province"),
    "separately_planned_city": Bilingual("计划单列市", "separately planned city"),
    "corps": Bilingual("兵团", "the corps"),
    "prefecture": Bilingual("地市", "prefecture"),
    "county": Bilingual("区县", "county or district"),
}


@dataclass(frozen=True, slots=True)
class Event:
    """One call, batch or review.

    Parameters
    ----------
    year
        Of the call or batch; of a review, the year it was held.
    what, said
        Which it is, and what is known of it.
    source
        Keys of the programme's sources.
    note
        What a reader should know; None where there is nothing.
    """

    year: int
    what: Bilingual
    said: Bilingual
    source: tuple[str, ...]
    note: Bilingual | None


def history(programme: Programme) -> list[Event]:
    """Return a programme's calls, batches and reviews, oldest first.

    Examples
    --------
    >>> from jiqun.rules.loading import programme
    >>> national = history(programme("national/sme-cluster"))
    >>> [event.said.en for event in national if event.year == 2025]
    ['2025-03-03 to 2025-07-15; at most province: 8, ...', '100 recognised', '97 of 100 passed']
    """
    found = [*_calls(programme.life), *_batches(programme.life), *_reviews(programme.life)]
    return sorted(found, key=lambda event: event.year)


def _calls(life: Mapping[str, Any]) -> Iterator[Event]:
    for said in life.get("calls", ()):
        days = _days(said.get("issued"), said.get("due"))
        most = _quotas(said["quotas"])
        number = said.get("notice") or ""
        zh = "；".join(part for part in (number, days.zh, most.zh) if part)
        en = "; ".join(part for part in (days.en, most.en) if part)
        what = Bilingual("申报", "call")
        if said.get("for"):
            what = Bilingual(f"{what.zh}（{NATION_WORD.zh}）", f"{what.en} ({NATION_WORD.en})")
        yield _event(said["year"], what, Bilingual(zh, en), said)


def _days(issued: str | None, due: str | None) -> Bilingual:
    if not issued and not due:
        return Bilingual("日期未能取得", "days not found")
    since = Bilingual(issued or NOT_FOUND.zh, issued or NOT_FOUND.en)
    until = Bilingual(due or NOT_FOUND.zh, due or NOT_FOUND.en)
    return Bilingual(f"{since.zh} 至 {until.zh}", f"{since.en} to {until.en}")


def _quotas(quotas: Mapping[str, int | None]) -> Bilingual:
    if not quotas:
        return Bilingual("名额未能取得", "quotas not found")
    zh, en = [], []
    for key, limit in quotas.items():
        name = RECOMMENDERS.get(key, Bilingual(key, key))
        zh.append(f"{name.zh}{'不限' if limit is None else f' {limit} 个'}")
        en.append(f"{name.en}: {'no limit' if limit is None else limit}")
    return Bilingual(f"限额：{'，'.join(zh)}", f"at most {', '.join(en)}")


def _batches(life: Mapping[str, Any]) -> Iterator[Event]:
    for said in life.get("batches", ()):
        counted = said.get("recognised")
        held = _days(said.get("from"), said.get("until")) if said.get("from") else None
        zh = [f"认定 {counted} 个" if counted else "", f"有效期 {held.zh}" if held else ""]
        en = [f"{counted} recognised" if counted else "", f"valid {held.en}" if held else ""]
        words = Bilingual("；".join(filter(None, zh)), "; ".join(filter(None, en)))
        if not words.zh:
            words = NOT_FOUND
        yield _event(said["year"], Bilingual("批次", "batch"), words, said)


def _reviews(life: Mapping[str, Any]) -> Iterator[Event]:
    for said in life.get("reviews", ()):
        what = Bilingual(f"{said['batch']} 年批复核", f"review of the {said['batch']} batch")
        words = Bilingual("结果未能取得", "outcome not found")
        if "passed" in said:
            words = Bilingual(
                f"{said['recognised']} 个中 {said['passed']} 个通过",
                f"{said['passed']} of {said['recognised']} passed",
            )
        yield _event(said["year"], what, words, said)


def _event(year: int, what: Bilingual, said: Bilingual, entry: Mapping[str, Any]) -> Event:
    note = Bilingual.of(entry["note"]) if "note" in entry else None
    return Event(year, what, said, tuple(entry["source"]), note)
