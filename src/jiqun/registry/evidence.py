"""Weigh what names and scopes say of firms: of many firms at once, column by column.

Each word heard speaks for an activity and a code with a weight. First the activity with most
weight is taken, then the division, then as deep a code as the weights agree on. Sums go through
the evidence in the order in which it was heard, so that a firm's verdict is the same to the last
digit whatever firms stand beside it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from jiqun.registry.scopes import GROWING, MAKING, SERVING, TRADING, UNSAID

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Column = NDArray[Any]
    """Whole numbers, weights, or marks."""

ACTIVITIES = tuple(sorted((MAKING, GROWING, TRADING, SERVING, UNSAID)))
"""Activities by number; of two that weigh the same the later one is taken."""
AGREEMENT = 0.5
"""Share of a division's weight a deeper code needs to be given."""
SIDE_SHARE = 0.3
UNCODED = 0.6
"""What an activity of which no code is known counts beside one with a code."""
MOST_WORDS, MOST_SIDES = 5, 3
DIGITS = (2, 3, 4)
"""Lengths of a code: division, group, class."""


class Verdict(NamedTuple):
    """What a firm does, and why we say so.

    Parameters
    ----------
    code
        GB/T 4754-2017, two to four digits; empty where nothing was recognised.
    confidence
        0 to 1: the share of the weighed words that speak for this division and activity.
    words
        The words that decided, strongest first.
    activity
        making, growing, trading, serving, or "".
    side
        Divisions of side lines.
    """

    code: str
    confidence: float
    words: tuple[str, ...]
    activity: str
    side: tuple[str, ...]


class Heard(NamedTuple):
    """Evidence in columns: firm after firm, each in the order in which it was heard.

    Parameters
    ----------
    firm, activity, word, code
        Numbers; word and code are -1 where the lexicon does not know the thing.
    weight
        How much it says.
    """

    firm: "Column"
    activity: "Column"
    word: "Column"
    code: "Column"
    weight: "Column"

    def where(self, wanted: "Column") -> "Heard":
        """Return a part of it."""
        return Heard(*(column[wanted] for column in self))


class _Sums(NamedTuple):
    """Weights by firm and by something else; ``first`` says when it was first heard."""

    firm: "Column"
    part: "Column"
    weight: "Column"
    first: "Column"

    def where(self, wanted: "Column") -> "_Sums":
        return _Sums(*(column[wanted] for column in self))


class _Loudest(NamedTuple):
    """By firm, the activity with most weight, and its share of all that was heard."""

    activity: "Column"
    share: "Column"
    first: "Column"
    """By firm and activity, when it was first heard."""


@dataclass(frozen=True)
class Scales:
    """The words and codes evidence speaks for, by number, and how it is weighed.

    Parameters
    ----------
    words, codes, parts
        In order: words of the lexicons, their codes, and the beginnings of these.
    levels
        By code, the number of its division, group and class among the parts; -1 where it has none.

    Examples
    --------
    >>> import numpy as np
    >>> scales = Scales.of(["水泵", "阀门"], ["3441", "3443"])
    >>> nought, making = np.zeros(2, int), np.full(2, ACTIVITIES.index("making"))
    >>> heard = Heard(nought, making, np.array([1, 0]), np.array([1, 0]), np.array([2.0, 1.5]))
    >>> scales.verdicts(heard, np.array([False]))[0]
    Verdict(code='3443', confidence=1.0, words=('阀门', '水泵'), activity='making', side=())
    """

    words: Sequence[str]
    codes: Sequence[str]
    parts: Sequence[str]
    levels: "tuple[Column, ...]"

    @classmethod
    def of(cls, words: Iterable[str], codes: Iterable[str]) -> "Scales":
        """Give words and codes numbers in their order."""
        import numpy as np

        known = sorted(set(codes))
        parts = sorted({code[:digits] for code in known for digits in DIGITS})
        number = {part: at for at, part in enumerate(parts)}
        levels = (
            [number[code[:digits]] if len(code) >= digits else -1 for code in known]
            for digits in DIGITS
        )
        return cls(sorted(set(words)), known, parts, tuple(map(np.array, levels)))

    def verdicts(self, heard: Heard, retail: "Column") -> list[Verdict]:
        """Judge firms.

        Parameters
        ----------
        heard
            What speaks for them.
        retail
            By firm, whether it sells to people; as many as there are firms.
        """
        firms = len(retail)
        loudest = _loudest(heard, firms)
        codes, activity = _coded(heard, len(self.codes), loudest.first)
        loud = codes.where(activity == loudest.activity[codes.firm])
        division, weight, agreed = self._division(loud, firms)
        deepest = self._deepest(loud, division, weight)
        words = self._telling(heard, loudest.activity, division)
        sides = self._sides(codes, division, weight)
        known = ["", *self.parts]
        return [
            _verdict(known[code + 1], ACTIVITIES[activity], share, agrees, told, beside, sells)
            for code, activity, share, agrees, told, beside, sells in zip(
                deepest.tolist(),
                loudest.activity.tolist(),
                loudest.share.tolist(),
                agreed.tolist(),
                words,
                sides,
                retail.tolist(),
                strict=True,
            )
        ]

    def _division(self, loud: _Sums, firms: int) -> "tuple[Column, Column, Column]":
        """Return by firm the heaviest division, its weight, and its share of all divisions."""
        import numpy as np

        sums = _summed(loud.firm, self.levels[0][loud.part], loud.weight)
        division, weight = _heaviest(sums, firms)
        every = np.bincount(sums.firm, sums.weight, minlength=firms)
        return division, weight, np.divide(weight, every, where=every > 0, out=np.ones(firms))

    def _deepest(self, loud: _Sums, division: "Column", weight: "Column") -> "Column":
        """Go down from the division as long as most of the weight agrees."""
        import numpy as np

        found, agreed = division.copy(), division >= 0
        for above, level in zip(self.levels, self.levels[1:], strict=False):
            below = agreed[loud.firm] & (level[loud.part] >= 0)
            below &= above[loud.part] == found[loud.firm]
            inside = loud.where(below)
            sums = _summed(inside.firm, level[inside.part], inside.weight)
            part, heavy = _heaviest(sums, len(found))
            agreed &= (part >= 0) & (heavy >= AGREEMENT * weight)
            found = np.where(agreed, part, found)
        return found

    def _telling(
        self, heard: Heard, loudest: "Column", division: "Column"
    ) -> list[tuple[str, ...]]:
        """Return by firm the words that spoke for its division, strongest first."""
        import numpy as np

        loud = (heard.activity == loudest[heard.firm]) & (heard.word >= 0)
        firm, _, word, code, weight = heard.where(loud)
        sums, place = _numbered(firm, word, weight)
        last = np.zeros(len(sums.firm), dtype=np.int64)
        last[place] = code  # of one word with two codes the last one heard counts
        spoken = sums.where(self.levels[0][last] == division[sums.firm])
        return _strongest(spoken, self.words, MOST_WORDS, len(division))

    def _sides(self, codes: _Sums, division: "Column", weight: "Column") -> list[tuple[str, ...]]:
        """Return by firm other divisions that weigh enough to be side lines, heaviest first."""
        part = self.levels[0][codes.part]
        own = division[codes.firm]
        others = (part != own) & (own >= 0)
        sums = _summed(codes.firm[others], part[others], codes.weight[others])
        heavy = sums.where(sums.weight >= SIDE_SHARE * weight[sums.firm])
        return _strongest(heavy, self.parts, MOST_SIDES, len(division))


def _verdict(
    code: str,
    activity: str,
    share: float,
    agreed: float,
    words: tuple[str, ...],
    sides: tuple[str, ...],
    retail: bool,
) -> Verdict:
    if code:
        return Verdict(code, round(share**0.5 * agreed, 2), words, activity, sides)
    fallback = ("52" if retail else "51") if activity == TRADING else ""
    return Verdict(fallback, round(0.3 * share, 2), (), activity, ())


def _loudest(heard: Heard, firms: int) -> _Loudest:
    """Find the activity with most weight; one of which no code is known counts for less."""
    import numpy as np

    kinds = len(ACTIVITIES)
    group, size = heard.firm * kinds + heard.activity, firms * kinds
    first = np.full(size, len(group))
    first[group[::-1]] = np.arange(len(group))[::-1]
    weights = np.bincount(group, heard.weight, size).reshape(firms, kinds)
    said = np.bincount(group, minlength=size).reshape(firms, kinds) > 0
    coded = np.bincount(group, heard.code >= 0, size).reshape(firms, kinds) > 0
    loudness = np.where(said, weights * np.where(coded, 1.0, UNCODED), -1.0)
    loudest = kinds - 1 - np.argmax(loudness[:, ::-1], axis=1)
    # Added up in the order in which they were heard, as all sums are.
    order = np.argsort(first.reshape(firms, kinds), axis=1, kind="stable")
    total = np.zeros(firms)
    for column in np.take_along_axis(weights, order, axis=1).T:
        total = total + column
    weight = np.take_along_axis(weights, loudest[:, None], axis=1)[:, 0]
    share = np.divide(weight, total, where=total > 0, out=np.zeros(firms))
    return _Loudest(np.where(said.any(axis=1), loudest, 0), share, first)


def _coded(heard: Heard, codes: int, first: "Column") -> "tuple[_Sums, Column]":
    """Add up by firm, activity and code; return with the activities, in the order of both."""
    import numpy as np

    known = heard.where(heard.code >= 0)
    sums = _summed(known.firm, known.activity * codes + known.code, known.weight)
    activity, code = np.divmod(sums.part, codes)
    began = first[sums.firm * len(ACTIVITIES) + activity]
    order = np.lexsort((sums.first, began, sums.firm))
    return sums._replace(part=code).where(order), activity[order]


def _summed(firm: "Column", part: "Column", weight: "Column") -> _Sums:
    """Add up weights by firm and part, in the order in which they come."""
    import numpy as np

    sums, _ = _numbered(firm, part, weight)
    return sums.where(np.argsort(sums.first))


def _numbered(firm: "Column", part: "Column", weight: "Column") -> "tuple[_Sums, Column]":
    """Add up weights by firm and part; return too at which sum each weight went."""
    import numpy as np

    parts = int(part.max(initial=0)) + 1
    keys, first, place = np.unique(firm * parts + part, return_index=True, return_inverse=True)
    sums = np.bincount(place, weight, len(keys))
    return _Sums(*np.divmod(keys, parts), sums, first), place


def _heaviest(sums: _Sums, firms: int) -> "tuple[Column, Column]":
    """Return by firm the heaviest part and its weight; -1 and nought where there is none."""
    import numpy as np

    order = np.lexsort((sums.part, sums.weight, sums.firm))
    part, weight = np.full(firms, -1), np.zeros(firms)
    # Of several values put in one place the last one stays, the heaviest of the firm.
    part[sums.firm[order]], weight[sums.firm[order]] = sums.part[order], sums.weight[order]
    return part, weight


def _strongest(sums: _Sums, names: Sequence[str], most: int, firms: int) -> list[tuple[str, ...]]:
    """Return by firm the names of its heaviest parts, at most so many."""
    import numpy as np

    sums = sums.where(np.lexsort((sums.part, -sums.weight, sums.firm)))
    counts = np.bincount(sums.firm, minlength=firms)
    starts = np.cumsum(counts) - counts
    said = [names[part] for part in sums.part.tolist()]
    return [
        tuple(said[start : start + count])
        for start, count in zip(starts.tolist(), np.minimum(counts, most).tolist(), strict=True)
    ]
