"""Chinese first, English complete: two texts for everything a person reads."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Lang = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One text in both languages.

    Examples
    --------
    >>> Bilingual("集群", "cluster").in_("en")
    'cluster'
    """

    zh: str
    en: str

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> "Bilingual":
        """Take the two texts of a catalogue entry's ``{zh: ..., en: ...}``."""
        return cls(texts["zh"], texts["en"])

    def in_(self, lang: Lang) -> str:
        """Return the text in one language."""
        return self.zh if lang == "zh" else self.en


def locale_language(environ: Mapping[str, str] = os.environ) -> Lang:
    """Return the reader's language: Chinese where the locale is Chinese, else English.

    Parameters
    ----------
    environ
        The environment; ``JIQUN_LANG`` wins over ``LC_ALL``, ``LC_MESSAGES`` and ``LANG``.

    Examples
    --------
    >>> locale_language({"LANG": "zh_CN.UTF-8"}), locale_language({"LANG": "C.UTF-8"})
    ('zh', 'en')
    """
    for name in ("JIQUN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def asked_language(environ: Mapping[str, str] = os.environ) -> Lang | None:
    """Return the language that ``JIQUN_LANG`` asks for; None where it says nothing.

    Examples
    --------
    >>> asked_language({"JIQUN_LANG": "en"}), asked_language({"LANG": "en_GB.UTF-8"})
    ('en', None)
    """
    return locale_language(environ) if environ.get("JIQUN_LANG") else None
