"""What is wrong with a parameter, in both languages: the checker's own words are English only."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from jiqun.base.errors import Problem, Whole
from jiqun.base.language import Bilingual

Told = Callable[[Mapping[str, Any]], Bilingual]
_QUOTED = re.compile(r"'([^']*)'")


def _choices(said: Mapping[str, Any]) -> Bilingual:
    names = _QUOTED.findall(str(said["expected"]))
    return Bilingual(f"只能是 {'、'.join(names)}", f"it is one of {', '.join(names)}")


REASONS: dict[str, Told] = {
    "literal_error": _choices,
    "int_parsing": lambda _: Bilingual("应为整数", "it is a whole number"),
    "int_parsing_size": lambda _: Bilingual("整数位数过多", "the number has too many digits"),
    "bool_parsing": lambda _: Bilingual("只能是 true 或 false", "it is true or false"),
    "greater_than_equal": lambda said: Bilingual(f"不小于 {said['ge']}", f"at least {said['ge']}"),
    "less_than_equal": lambda said: Bilingual(f"不大于 {said['le']}", f"at most {said['le']}"),
    "string_too_long": lambda said: Bilingual(
        f"不超过 {said['max_length']} 个字", f"at most {said['max_length']} characters"
    ),
}
OTHER = Bilingual("写法不对", "it is not written as it should be")


def wrong_parameter(found: Mapping[str, Any]) -> Problem:
    """Return a problem of one that the checker found.

    Parameters
    ----------
    found
        Its ``type``, ``loc`` and ``ctx``.

    Examples
    --------
    >>> found = {"type": "less_than_equal", "loc": ("query", "size"), "ctx": {"le": 1000}}
    >>> wrong_parameter(found).what("zh")
    '参数 size 有误：不大于 1000。'
    """
    told = REASONS.get(found["type"])
    reason = told(found.get("ctx", {})) if told else OTHER
    details = {
        "name": str(found["loc"][-1]),
        "reason": Whole(reason.zh),
        "reason_en": Whole(reason.en),
    }
    return Problem("web.bad_parameter", details=details)
