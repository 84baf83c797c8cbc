"""How to cite a statistic: the works its docstring names, and this program.

The references stand in the functions' docstrings and nowhere else.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from inspect import cleandoc

from jiqun import __version__
from jiqun.stats.bibtex import entries

PROGRAM = f"The Jiqun contributors (2026). Jiqun, version {__version__} [computer program]."
"""As in ``CITATION.cff``."""
_PROGRAM_ENTRY = f"""@software{{jiqun,
  author = {{{{The Jiqun contributors}}}},
  year = {{2026}},
  title = {{Jiqun}},
  version = {{{__version__}}},
}}"""
WITHOUT_WORKS = ("citation", "pivot", "polygon", "rectangle")
"""Public functions that compute no statistic."""
_YEAR = re.compile(r"\(\d{4}\)")
_ROLE = re.compile(r":\w+:`([^`]+)`|``([^`]+)``")


@dataclass(frozen=True, slots=True)
class Citation:
    """What to cite where a statistic is used.

    Parameters
    ----------
    statistic
        The function's name.
    title
        What it computes, in a line.
    works
        The papers and books its definition is of.
    program
        This program and its version.
    """

    statistic: str
    title: str
    works: tuple[str, ...]
    program: str = PROGRAM

    def __str__(self) -> str:
        return "\n".join((*self.works, self.program))

    def bibtex(self) -> str:
        r"""Return the works and the program as entries of BibTeX.

        Examples
        --------
        >>> print(citation("krugman_specialization").bibtex().partition("\n\n")[0])
        @misc{krugman1991,
          author = {Krugman, P.},
          year = {1991},
          title = {Geography and Trade},
          note = {MIT Press, pp. 75-76},
        }
        """
        return bibliography(self.works)


def bibliography(works: Iterable[str]) -> str:
    """Return works and this program as a file of BibTeX, each work once.

    Examples
    --------
    >>> print(bibliography([]))
    @software{jiqun,
      author = {{The Jiqun contributors}},
      year = {2026},
      title = {Jiqun},
      version = {0.1.0},
    }
    """
    return "\n\n".join([*map(str, entries(works)), _PROGRAM_ENTRY])


def like(name: str) -> list[str]:
    """Return the statistics of a like name, the likest first, three at most.

    Examples
    --------
    >>> like("Moran")[0]
    'moran'
    """
    return get_close_matches(name.lower(), statistics(), n=3, cutoff=0.4)


def citation(statistic: str) -> Citation:
    """Return what to cite where a statistic is used.

    Parameters
    ----------
    statistic
        The name of a function of ``jiqun.stats``.

    Returns
    -------
    Citation
        ``works`` and ``program``; printed, a line each.

    Raises
    ------
    KeyError
        Where there is no such statistic; the message names those of a like name.

    Examples
    --------
    >>> print(citation("krugman_specialization"))
    Krugman, P. (1991). Geography and Trade. MIT Press, pp. 75-76.
    The Jiqun contributors (2026). Jiqun, version 0.1.0 [computer program].
    """
    if statistic not in statistics():
        near = ", ".join(like(statistic)) or "none"
        raise KeyError(f"{statistic!r} is no statistic; did you mean {near}?")
    function = getattr(import_module("jiqun.stats"), statistic)
    said = cleandoc(function.__doc__)
    return Citation(statistic, said.partition("\n")[0], _works(said))


def statistics() -> list[str]:
    """Return the name of every statistic, by the alphabet.

    Examples
    --------
    >>> {"complexity", "ellison_glaeser"} <= set(statistics())
    True
    """
    named: list[str] = import_module("jiqun.stats").__all__
    return [name for name in named if name[0].islower() and name not in WITHOUT_WORKS]


def _works(docstring: str) -> tuple[str, ...]:
    """Return the references of a numpy docstring, each on one line.

    A reference begins where one before it ended and the line has its year.

    Examples
    --------
    >>> _works('''Sum.
    ...
    ... References
    ... ----------
    ... Balassa, B. (1965). Trade and
    ... advantage. The Manchester School 33.
    ... Hoover, E. M. (1936). Localization.
    ...
    ... Examples
    ... --------
    ... ''')
    ('Balassa, B. (1965). Trade and advantage. The Manchester School 33.', 'Hoover, E. M. (1936). \
Localization.')
    """
    found: list[str] = []
    section = re.search(r"^References\n-+\n(.*?)(?=\n\n\w+\n-+\n|\Z)", docstring, re.S | re.M)
    for line in section[1].strip().splitlines() if section else ():
        plain = _ROLE.sub(lambda role: role[1] or role[2], line.strip())
        begins = not found or (found[-1].endswith((".", ")")) and _YEAR.search(plain))
        if begins:
            found.append(plain)
        else:
            found[-1] = f"{found[-1]} {plain}"
    return tuple(found)
