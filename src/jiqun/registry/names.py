"""Read a firm's name: the part that says what it does, and what kind of unit it is."""

import re
from functools import cache
from typing import Any, NamedTuple

from jiqun.base.files import catalogue_path
from jiqun.base.yaml_files import read_yaml
from jiqun.registry.matching import lengths_by_character
from jiqun.registry.scopes import GROWING, MAKING, SERVING, TRADING, UNSAID

_FORM = re.compile(
    r"(?:\([^()]*\)|集团|股份|有限|责任|合伙|合作|总公司|分公司|子公司|公司|企业|普通|第[一二三四五六七八九十\d]+|[一二三四五六七八九十]+(?=(?:店|门市|厂|部)))"
)


class FirmName(NamedTuple):
    """A name without its legal form.

    Parameters
    ----------
    core
        The name without company forms and parentheses; its end says what the firm does.
    kind
        making, growing, trading, serving, or "" where the name does not say.
    """

    core: str
    kind: str


def read_name(name: str) -> FirmName:
    """Read a name.

    Examples
    --------
    >>> read_name("甲县乙丙起重机械有限公司")
    FirmName(core='甲县乙丙起重机械', kind='making')
    >>> read_name("甲县阀门厂第二门市部").kind, read_name("甲县建筑工程有限公司").kind
    ('trading', 'serving')
    """
    core = _FORM.sub("", name)
    kinds, lengths = _kinds()
    for length in lengths.get(core[-1:], ()):
        if kind := kinds.get(core[-length:]):
            return FirmName(core, kind)
    return FirmName(core, UNSAID)


@cache
def _kinds() -> tuple[dict[str, str], dict[str, tuple[int, ...]]]:
    """Return endings with the kind they tell, and their lengths by last character."""
    path = catalogue_path("lexicon", "name_kinds.yaml")
    loaded: dict[str, Any] = read_yaml(path)
    kinds = {word: kind for kind in (MAKING, GROWING, TRADING, SERVING) for word in loaded[kind]}
    return kinds, lengths_by_character(kinds, -1)
