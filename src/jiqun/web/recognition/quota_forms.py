"""Quotas as a form says them: a number of each kind of recommender, and lines of single places."""

from collections.abc import Mapping
from itertools import groupby

from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.language import Bilingual
from jiqun.base.named_places import places_named
from jiqun.base.names import place_name
from jiqun.base.readers import own_quota
from jiqun.rules import Programme
from jiqun.rules.programmes import NATIONAL
from jiqun.web.posted import number_in
from jiqun.web.recognition.quotas import kinds_of

LARGEST_QUOTA = 999
NO_LIMIT = ("-", "—", "－")
"""How a form says that there is no limit."""
PLACES = "quota_places"
"""The form's field of single places."""
MOST_PLACES = 400
"""Single places with a quota of their own, at most: more than a province has prefectures."""
KINDS: Mapping[str, Bilingual] = {
    "province": Bilingual("每省名额", "Quota of each province"),
    "separately_planned_city": Bilingual(
        "每个计划单列市名额", "Quota of each separately planned city"
    ),
    "corps": Bilingual("兵团名额", "Quota of the corps"),
    "prefecture": Bilingual("每个地市名额", "Quota of each prefecture"),
    "county": Bilingual("每个县（市、区）名额", "Quota of each county"),
}
IN_ALL = Bilingual("全省名额", "Quota of the whole province")


def titled_kinds(programme: Programme) -> dict[str, Bilingual]:
    """Return the kinds of recommenders a call under a programme gives quotas to, in words."""
    own = {} if programme.region == NATIONAL else {"province": IN_ALL}
    return {kind: own.get(kind, KINDS[kind]) for kind in kinds_of(programme)}


def read_quotas(
    said: Mapping[str, str], places: str = "", region: str = "", field: str = "quota_"
) -> dict[str, int | None]:
    """Read quotas as a form says them: a number, empty for none said, ``-`` for no limit.

    Parameters
    ----------
    said
        By kind of recommender.
    places
        Of single places, one a line: its name or code, and the number.
    region
        Where such places lie, as the code of a province; of the nation everywhere.
    field
        What the form's fields of kinds begin with.

    Raises
    ------
    Refused
        With everything that is neither, each with its field and line.

    Examples
    --------
    >>> read_quotas({"prefecture": "2", "county": "-"}, "昆明市 3", "530000")
    {'prefecture': 2, 'county': None, '530100': 3}
    """
    problems: list[Problem] = []
    quotas: dict[str, int | None] = {}
    for kind, text in said.items():
        title = KINDS.get(kind) or place_name(kind)
        if text:
            quotas[kind] = _number(text, title, Where(field=f"{field}{kind}"), problems)
    for line, text in enumerate(places.splitlines()[: MOST_PLACES + 1], start=1):
        name, number = _halves(text)
        where = Where(line=line, field=PLACES)
        if number and not name:
            words = {"text": number[:40], "most": LARGEST_QUOTA}
            problems.append(Problem("recognition.half_a_quota", where, words))
        elif name:
            code = _place(name, region, where, problems)
            quotas[code] = _number(number, Bilingual(name, name), where, problems)
    if problems:
        raise Refused([first for first, _ in groupby(problems)])
    return quotas


def _halves(line: str) -> tuple[str, str]:
    """Return the place and the number of a line: ``昆明市 3``, ``530100：3``."""
    plain = line.replace("：", " ").replace(":", " ").replace("，", " ").replace(",", " ").strip()
    name, _, number = plain.rpartition(" ")
    return name.strip(), number.strip()


def _number(text: str, title: Bilingual, where: Where, problems: list[Problem]) -> int | None:
    limit = number_in(text, 4)
    if text not in NO_LIMIT and (limit is None or limit > LARGEST_QUOTA):
        words = {"title": title.zh, "title_en": title.en, "text": text}
        problems.append(Problem("recognition.no_quota", where, {**words, "most": LARGEST_QUOTA}))
    return limit


def _place(name: str, region: str, where: Where, problems: list[Problem]) -> str:
    """Return the code of a place that can have a quota: of the nation's calls a province's."""
    levels = ("prefecture", "county") if region else ("province", "prefecture")
    inside = region.rstrip("0")
    found = [
        code
        for code in places_named(name, levels)
        if (code.startswith(inside) and code != region if region else _names_to_the_nation(code))
    ]
    if len(found) != 1:
        problems.append(Problem("recognition.no_recommender", where, {"text": name[:40]}))
        return ""
    return found[0]


def _names_to_the_nation(code: str) -> bool:
    return code.endswith("0000") or code in own_quota()
