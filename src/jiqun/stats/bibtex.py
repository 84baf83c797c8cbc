"""References as BibTeX has them: what a line of a bibliography says, field by field."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

_AUTHORED = re.compile(r"(?P<authors>.+?) \((?P<year>\d{4})[a-z]?\)\. (?P<rest>.+)", re.S)
_IN_JOURNAL = re.compile(
    r"(?P<journal>(?!.*Press)[A-Z][^.?]+?),? (?P<volume>(?:[A-Z] ?)?\d+)"
    r"(?: ?\((?P<number>[\d–/-]+)\))?"
    r"(?:, (?P<pages>[A-Za-z]?\d+(?:[-–][A-Za-z]?\d+)?))?(?P<note>\b.*)"
)
_END = re.compile(r"(?<=\w\w)\. |\? |(?<=\bed)\. ")
"""The end of a title: no initials."""
_NEXT_AUTHOR = re.compile(r",? & |,? and |(?<=\.), ")
_SPECIAL = re.compile(r"([&%$#_{}])")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a bibliography.

    Parameters
    ----------
    kind, key
        ``article`` or ``misc``; the name it is cited by.
    fields
        By their names.
    """

    kind: str
    key: str
    fields: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        lines = [f"  {name} = {{{_escaped(said)}}}," for name, said in self.fields.items() if said]
        return "\n".join([f"@{self.kind}{{{self.key},", *lines, "}"])


def entry(work: str) -> Entry:
    """Return a reference as an entry; what is not known to be a field goes into ``note``.

    Parameters
    ----------
    work
        Authors (year). Title. Where it was published.

    Examples
    --------
    >>> print(entry("Hidalgo, C. A., Hausmann, R. (2009). The building blocks of economic "
    ...             "complexity. PNAS 106(26), 10570-10575."))
    @article{hidalgo2009,
      author = {Hidalgo, C. A. and Hausmann, R.},
      year = {2009},
      title = {The building blocks of economic complexity},
      journal = {PNAS},
      volume = {106},
      number = {26},
      pages = {10570--10575},
    }
    """
    found = _AUTHORED.fullmatch(work.strip())
    if found is None:
        return Entry("misc", _key(work, ""), {"note": work.strip()})
    said = {
        "author": _listed(found["authors"]),
        "year": found["year"],
    }
    key = _key(found["authors"], found["year"])
    title, place = _parted(found["rest"])
    printed = _IN_JOURNAL.fullmatch(place)
    if printed is None:
        return Entry("misc", key, {**said, "title": title, "note": place.rstrip(".")})
    where = {name: printed[name] or "" for name in ("journal", "volume", "number", "pages")}
    where["pages"] = re.sub("[-–]", "--", where["pages"])
    note = printed["note"].strip(" .,")
    return Entry("article", key, {**said, "title": title, **where, "note": note})


def _listed(authors: str) -> str:
    """Return authors as BibTeX lists them."""
    several = authors.removesuffix(" et al.")
    others = [] if several == authors else ["others"]
    return " and ".join([*_NEXT_AUTHOR.split(several), *others])


def entries(works: Iterable[str]) -> list[Entry]:
    """Return references as entries, each work once; keys of several are told apart by a letter.

    Of a work that is named more than once, by this or that part of it, the entry with the title
    is taken.

    Examples
    --------
    >>> named = [f"Roe, A. (2001). {title}Science 3(1), 1-9." for title in ("", "On clusters. ")]
    >>> [(found.key, found.fields["title"]) for found in entries(named)]
    [('roe2001', 'On clusters')]
    """
    found: dict[tuple[str, ...], Entry] = {}
    for work in works:
        made = entry(work)
        said = made.fields
        place = said.get("journal", "") or said.get("title", "") or said.get("note", "")
        same = (made.key, place, said.get("volume", ""))
        if same not in found or (said.get("title") and not found[same].fields.get("title")):
            found[same] = made
    taken: Counter[str] = Counter()
    told = []
    for made in found.values():
        letter = chr(ord("a") + taken[made.key] - 1) if taken[made.key] else ""
        told.append(replace(made, key=f"{made.key}{letter}"))
        taken[made.key] += 1
    return told


def _parted(rest: str) -> tuple[str, str]:
    """Return the title and where it was published; of some works only the journal is told.

    Examples
    --------
    >>> _parted("Concentration in U.S. industries. Science 31(2), 1-9.")
    ('Concentration in U.S. industries', 'Science 31(2), 1-9.')
    >>> _parted("Geography and Trade. MIT Press, pp. 75-76.")
    ('Geography and Trade', 'MIT Press, pp. 75-76.')
    """
    ways = [("", rest)]
    ways += [(rest[: end.end()].rstrip(" ."), rest[end.end() :]) for end in _END.finditer(rest)]
    journals = [way for way in ways if _IN_JOURNAL.fullmatch(way[1])]
    return (journals or ways[1:] or [(rest.rstrip("."), "")])[0]


def _key(authors: str, year: str) -> str:
    """Return the first author's family name in small letters, with the year."""
    family = re.split(r", | et al|\(", authors.strip())[0]
    plain = unicodedata.normalize("NFKD", family).lower()
    letters = re.sub("[^a-z]", "", plain)
    return f"{letters or 'work'}{year}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
