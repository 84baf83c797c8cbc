"""Sentences made from a diagnosis, each with the tests under which it is said."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from jiqun.base.language import Bilingual, Lang
from jiqun.reports.model import Statement
from jiqun.reports.words import Words, words

Part = str | int | Bilingual
"""What fills a sentence; in both languages, or alike in either."""


@dataclass(frozen=True, slots=True)
class Ground:
    """One test: what was compared, by the name of its words, with which numbers."""

    word: str
    left: str
    sign: str
    right: str
    holds: bool = True

    def say(self, lang: Lang) -> str:
        """Return it in words with its verdict."""
        said = words(lang)
        verdict = said["claim_holds"] if self.holds else said["claim_fails"]
        return f"{said[self.word]} {self.left} {self.sign} {self.right}{said['colon']}{verdict}"


def both(make: Callable[[Words], str]) -> Bilingual:
    """Return what is made of the fixed words, in both languages."""
    return Bilingual(make(words("zh")), make(words("en")))


def filled(name: str, **parts: Part) -> Bilingual:
    """Return a fixed word in both languages with its parts filled in."""

    def make(said: Words) -> str:
        spoken = {
            key: part.in_(said.lang) if isinstance(part, Bilingual) else part
            for key, part in parts.items()
        }
        return said.fill(name, **spoken)

    return both(make)


def listed(names: Iterable[Bilingual]) -> Bilingual:
    """Return names as a sentence lists them, in both languages."""
    every = list(names)
    return both(lambda said: said.listed(name.in_(said.lang) for name in every))


def quoted(text: Bilingual) -> Bilingual:
    """Return a title in quotation marks, as a sentence names it."""
    return filled("quoted", text=text)


def stated(
    name: str,
    group: str,
    text: Bilingual,
    grounds: Iterable[Ground],
    *,
    figures: tuple[str, ...] = (),
    caution: Bilingual | None = None,
    wording: int = 0,
) -> Statement:
    """Return a sentence with the tests it was said under.

    Parameters
    ----------
    name, group
        Its id, and the group of findings or measures it belongs to.
    text
        The sentence.
    grounds
        The tests made.
    figures
        The figures it reads.
    caution
        What to say beside it.
    wording
        Which of several wordings was chosen, from nought: the first is the claim itself.
    """
    tests = list(grounds)
    why = Bilingual(*("；".join(g.say("zh") for g in tests), "; ".join(g.say("en") for g in tests)))
    return Statement(name, group, text, wording == 0, wording, figures, why, caution)
