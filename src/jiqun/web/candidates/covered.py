"""The candidates and counties of a reader's places."""

from jiqun.base.codes import regions
from jiqun.base.readers import Reader
from jiqun.discovery.candidates import Candidate
from jiqun.discovery.kept import Run
from jiqun.planning.ahead import Planner


def candidates_of(run: Run | None, reader: Reader) -> list[Candidate]:
    """Return a kept run's candidates in a reader's places, best first; none without a run."""
    every = run.candidates if run else ()
    return [candidate for candidate in every if reader.covers(candidate.county_code)]


def counties_of(planner: Planner | None, reader: Reader) -> list[str]:
    """Return the counties of a reader's places that the register holds firms of, by code."""
    every = planner.register.counties if planner else ()
    return sorted(code for code in every if reader.covers(code) and regions().county(code))


def is_covered(code: str, reader: Reader) -> bool:
    """Tell whether a code is a county's, and the county one of a reader's places."""
    return regions().county(code) is not None and reader.covers(code)
