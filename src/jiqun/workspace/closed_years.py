"""The closed years a vintage keeps: submissions of families beside the yearly filing, by hash.

A vintage names them and its own hash covers the names; their words stay where they were accepted. A
vintage without any has no such names, and the hash it always had.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from jiqun.base.arrow import pa
from jiqun.base.canonical import canonical_text
from jiqun.base.form_model import YEARLY
from jiqun.base.forms import families
from jiqun.workspace.accepted import Accepted
from jiqun.workspace.store import Workspace


def to_keep(workspace: Workspace, headers: pa.Table) -> tuple[str, ...]:
    """Return the hashes of what a release keeps beside the yearly filings, sorted.

    Parameters
    ----------
    workspace
        Where.
    headers
        Of the yearly filings that are released: a closed year without one of its own year is not.
    """
    rows = headers.select(["cluster_id", "year"]).to_pylist()
    wanted = {(row["cluster_id"], row["year"]) for row in rows}
    others = (workspace.accepted(name) for name in families() if name != YEARLY)
    return tuple(sorted(own[key].sha256 for own in others for key in wanted & own.keys()))


def closed_in(workspace: Workspace, closed: Iterable[str], form: str) -> Accepted:
    """Return the submissions of a family that a vintage keeps, as if there were no others."""
    return workspace.accepted(form).of(frozenset(closed))


def kept_lines(closed: Iterable[str]) -> Iterator[str]:
    """Yield a line for each, for the vintage's hash.

    Examples
    --------
    >>> list(kept_lines(["ab"]))
    ['["closed","ab"]']
    """
    return (canonical_text(["closed", sha256]) for sha256 in closed)


def are_accepted(workspace: Workspace, closed: Collection[str]) -> bool:
    """Tell whether every closed year a vintage names was accepted."""
    found = (closed_in(workspace, closed, name) for name in families() if name != YEARLY)
    return not closed or sum(map(len, found)) == len(closed)
