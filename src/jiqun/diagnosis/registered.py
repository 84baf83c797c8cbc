"""What discovery shows each cluster's county to be specialised in, beside its lead industry."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from jiqun.diagnosis.board import Specialised
from jiqun.disclosure import Compared
from jiqun.discovery.kept import current_hash, current_run

if TYPE_CHECKING:
    from jiqun.disclosure.comparing import FiledBy
    from jiqun.discovery.candidates import Candidate

FINE = 3
"""Digits of an industry's code that name a trade; a division of two names hundreds."""


def special_lines(workspace: Path, compared: Compared) -> dict[str, Specialised]:
    """Hold lead industries against the run of discovery that is kept; it takes no time to read.

    Parameters
    ----------
    workspace
        Its folder.
    compared
        The clusters that filed; who is told the answer, :func:`jiqun.diagnosis.telling.shows` says.

    Returns
    -------
    dict
        By cluster; nothing where no run is kept, or its register is not the one there is now.

    Raises
    ------
    Refused
        Where the kept run is damaged.
    """
    run = current_run(workspace)
    return {} if run is None else specialised(compared.filed, run.candidates)


def published_lines(workspace: Path, compared: Compared) -> dict[str, Specialised]:
    """Return :func:`special_lines` for a page; of a damaged run, told where it is read, nothing.

    Parameters
    ----------
    workspace, compared
        As there.
    """
    return special_lines(workspace, compared) if current_hash(workspace) else {}


def specialised(
    filed: Iterable[FiledBy], candidates: Iterable[Candidate]
) -> dict[str, Specialised]:
    """Hold lead industries against what the register shows counties to be specialised in.

    Parameters
    ----------
    filed
        The clusters, of any years; the newest filing counts.
    candidates
        Those of a run of discovery that have a rank. A run over made-up firms says nothing of a
        real cluster, and one over real firms nothing of a made-up one.

    Returns
    -------
    dict
        By cluster; a county without any ranked candidate is not there, since the register may hold
        too little of it.
    """
    by_county: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        if candidate.rank is not None:
            by_county.setdefault(candidate.county_code, []).append(candidate)
    return {
        row.cluster_id: found
        for row in filed
        if (found := _found(row, by_county.get(row.county_code, ()))) is not None
    }


def _found(row: FiledBy, candidates: Iterable[Candidate]) -> Specialised | None:
    there = [candidate for candidate in candidates if candidate.demo == row.demo]
    if not there:
        return None
    answers = [_is_of(candidate, row) for candidate in there]
    among = True if True in answers else (None if None in answers else False)
    return Specialised(among, min(sum(candidate.share for candidate in there), 1.0))


def _is_of(candidate: Candidate, row: FiledBy) -> bool | None:
    """Tell whether a line is the lead industry; None where the codes are too coarse to tell."""
    if any(term in row.name for term in candidate.terms if len(term) > 1):
        return True
    line, lead = candidate.industry_code, row.industry
    shorter = min(len(line), len(lead))
    if line[:shorter] != lead[:shorter]:
        return False
    return True if shorter >= FINE else None
