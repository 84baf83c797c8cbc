"""What became of SMEs' motions by years that are over, so that no day tells of one."""

from collections import defaultdict

from jiqun.base.readers import Reader
from jiqun.governance.adoption import Adoption, adoption_of
from jiqun.web.casework.clocks import today
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.governance.models import Body, Motion

YEARS = 5
"""How many years are shown; ours."""


def adoption_by_year(body: Body, reader: Reader) -> list[tuple[int, Adoption]]:
    """Return what became of SMEs' motions in each of the last years in which any was decided."""
    this = today().year
    with seen_whole():
        rows = Motion.objects.filter(body=body, is_sme=True, decided_on__year__lt=this)
        decided = rows.filter(decided_on__year__gte=this - YEARS)
        moved = list(decided.values_list("decided_on__year", "proposer", "state"))
    by_year: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for year, proposer, state in moved:
        by_year[year].append((proposer, state))
    return [(year, adoption_of(by_year[year], reader)) for year in sorted(by_year, reverse=True)]
