"""What is particular to sealed proposals of challenges: who holds the key, how long they are."""

from __future__ import annotations

from typing import Any

from jiqun.base.errors import Problem, Where
from jiqun.workflow.sealing import read_envelope

HOLDERS = ("county", "province", "custodian")
"""Who each hold a share: two offices and a custodian."""
NEEDED = 2
"""Shares that open."""
SEALED_BYTES = 16384
"""Every proposal is padded to this length before it is sealed: its length tells nothing; ours."""
MOST_PLAIN = SEALED_BYTES - 36
"""Bytes of a proposal: what is left after its length and its salt."""


def read_proposal_envelope(said: str, field: str) -> tuple[dict[str, Any], list[Problem]]:
    """Return a sealed proposal; one of another length was not sealed by the page.

    Examples
    --------
    >>> [problem.code for problem in read_proposal_envelope("{}", "envelope")[1]]
    ['challenges.not_sealed']
    """
    found = read_envelope(said, SEALED_BYTES, SEALED_BYTES)
    if found is None:
        return {}, [Problem("challenges.not_sealed", Where(field=field))]
    return found, []
