"""The counties somebody means: by code, by name, or all those a recognised cluster lies in."""

from __future__ import annotations

from collections.abc import Iterable

from jiqun.base.codes import regions
from jiqun.base.distinct import distinct
from jiqun.base.errors import NotFound, Problem, Where
from jiqun.base.named_places import places_named


def counties_meant(said: Iterable[str]) -> tuple[str, ...]:
    """Return the codes of counties, each given by its code or name.

    Raises
    ------
    NotFound
        Where a county is not known, or several bear the name.

    Examples
    --------
    >>> counties_meant(["410783", "长垣市", "Lankao"])
    ('410783', '410225')
    """
    return tuple(distinct(_county(name) for name in said))


def _county(said: str) -> str:
    if (known := regions().county(said.strip())) is not None:
        return known.code
    found = [code for code in places_named(said, ("county",)) if regions().county(code)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise NotFound(Problem("chains.no_county", Where(), {"name": said}))
    details = {"name": said, "known": ", ".join(found)}
    raise NotFound(Problem("chains.several_counties", Where(), details))
