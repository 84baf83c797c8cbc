"""The fixed words of reports and official documents: ``catalog/words``."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from jiqun.base.files import catalogue_path
from jiqun.base.plurals import filled
from jiqun.base.yaml_files import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jiqun.base.language import Lang


class Words:
    """The fixed words in one language.

    Parameters
    ----------
    lang
        The language.

    Examples
    --------
    >>> english = words("en")
    >>> english["summary"], english.fill("part", ordinal=2), english.listed(["a", "b"])
    ('Summary', 'Part 2', 'a, b')
    """

    def __init__(self, lang: Lang) -> None:
        self.lang: Lang = lang
        self.said: dict[str, str] = {name: texts[lang] for name, texts in _catalogue().items()}

    def __getitem__(self, name: str) -> str:
        """Return a word by its name."""
        return self.said[name]

    def fill(self, name: str, /, **parts: object) -> str:
        """Return a word with what stands in braces filled in."""
        return filled(self.said[name], parts)

    def listed(self, names: Iterable[str]) -> str:
        """Return names one after the other, as a sentence lists them."""
        return self.said["list_mark"].join(names)

    def aside(self, text: str) -> str:
        """Return a text in brackets, to follow another."""
        return self.fill("aside", text=text)


@cache
def words(lang: Lang) -> Words:
    """Return the fixed words in a language."""
    return Words(lang)


@cache
def paper_words() -> dict[str, str]:
    """Return the fixed words of official documents, which are Chinese.

    Examples
    --------
    >>> paper_words()["rank"]
    '推荐排序'
    """
    loaded: dict[str, dict[str, str]] = read_yaml(catalogue_path("words", "papers.yaml"))
    return {name: texts["zh"] for name, texts in loaded.items()}


@cache
def _catalogue() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = read_yaml(catalogue_path("words", "reports.yaml"))
    return loaded
