"""The programme a call began under, as its catalogue file was then: kept with the call.

Where the file is gone the call runs on by it, and its pages say what they said.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from jiqun.base.canonical import canonical_text
from jiqun.base.language import Bilingual
from jiqun.rules import Programme, programmes
from jiqun.rules.programmes import Basis

_WHOLE = TypeAdapter(Programme)
ORDER = "criteria_in_order"
"""The names of the criteria as the document has them, since JSON in a database keeps no order."""


def written_down(programme: Programme) -> dict[str, Any]:
    """Return a programme as plain data, nothing left out.

    Examples
    --------
    >>> from jiqun.rules import programmes
    >>> yunnan = programmes()["yunnan/sme-cluster"]
    >>> again = programme_of(written_down(yunnan), yunnan.id)
    >>> again.criteria == yunnan.criteria and again.parameters == yunnan.parameters
    True
    >>> list(again.criteria) == list(yunnan.criteria)
    True
    """
    said: dict[str, Any] = _WHOLE.dump_python(programme, mode="json")
    return {**said, ORDER: list(programme.criteria)}


def programme_of(said: Mapping[str, Any], name: str) -> Programme:
    """Return the programme of plain data, the same object for the same data.

    Where nothing was kept it has its name, and asks nothing.
    """
    return _read(canonical_text(said)) if said else _nameless(name)


@lru_cache(maxsize=64)
def _read(text: str) -> Programme:
    said = json.loads(text)
    order = said.pop(ORDER, None)
    programme = _WHOLE.validate_python(said)
    if order is None:  # of before the order was kept
        order = programmes()[programme.id].criteria if programme.id in programmes() else ()
    names = [name for name in order if name in programme.criteria]
    criteria = {name: programme.criteria[name] for name in (*names, *programme.criteria)}
    return replace(programme, criteria=criteria)


@lru_cache(maxsize=64)
def _nameless(name: str) -> Programme:
    title = Bilingual(name, name)
    basis = Basis("", None, None)
    return Programme(
        id=name,
        title=title,
        authority=title,
        kind="recognition",
        region="",
        policy=None,
        basis=basis,
        since=None,
        until=None,
        at_the_latest=False,
        window_years=1,
        parameters={},
        criteria={},
    )
