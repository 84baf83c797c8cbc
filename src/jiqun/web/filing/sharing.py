"""A cluster over several counties: those that do not file see that it is filed, and by whom.

Its figures belong to the county that files; nothing of a case but where it stands is read here.
"""

from dataclasses import dataclass

from django.db.models import Q

from jiqun.base.language import Bilingual
from jiqun.base.readers import Office, Reader
from jiqun.web.accounts.offices import office_title
from jiqun.web.casework.models import REGIONAL
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.filing.models import Case


@dataclass(frozen=True, slots=True)
class Shared:
    """A case of a cluster that reaches into a place which another county files for.

    Parameters
    ----------
    cluster, name, year
        Which.
    state
        Where it stands, in words.
    county
        The county that files.
    """

    cluster: str
    name: str
    year: int
    state: Bilingual
    county: str

    @property
    def submits(self) -> Bilingual:
        """The office that files, in words."""
        return office_title(Office.COUNTY, self.county)


def shared_with(reader: Reader) -> list[Shared]:
    """Return the cases that reach into a reader's places but are filed from outside them."""
    if reader.office not in REGIONAL or "" in reader.within:
        return []
    reaching = Q(pk__in=())
    for prefix in reader.within:
        reaching |= Q(perimeter__contains=f" {prefix}")
    with seen_whole():  # of others' cases: only that they are there, and who files
        found = list(Case.objects.filter(reaching).select_related("definition").defer("clocks"))
    return [
        Shared(case.cluster, case.name, case.year, case.standing.standing.title, case.county)
        for case in found
        if not reader.sees_cluster(case.cluster, case.county)
        and any(map(reader.covers, case.perimeter.split()))
    ]
