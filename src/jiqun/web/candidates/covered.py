"""The candidates of a reader's places."""

from jiqun.base.readers import Reader
from jiqun.discovery.candidates import Candidate
from jiqun.discovery.kept import Run


def candidates_of(run: Run | None, reader: Reader) -> list[Candidate]:
    """Return a kept run's candidates in a reader's places, best first; none without a run."""
    every = run.candidates if run else ()
    return [candidate for candidate in every if reader.covers(candidate.county_code)]
