"""What a filing is held against: what was accepted before, and the others of the same call."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from jiqun.base.codes import regions
from jiqun.base.quantities import Quantity
from jiqun.clusters import Profile
from jiqun.clusters.profile import PROVINCE, Stated
from jiqun.filings.read import ReadFiling
from jiqun.workspace import Accepted
from jiqun.workspace.documents import quantity_of


class Neighbours:
    """The filings of other years, and of the same year before.

    Parameters
    ----------
    known
        What the workspace has accepted; None where files are checked without one.
    beside
        The call's own filings. All are held against each other, as far as they could be read, so
        that mending one brings up nothing new in another; but only a filing of a file in which no
        error was found says who a cluster is: what a refused file says is never stored.
    sound
        Those of files in which no error was found; all of ``beside`` if not given.
    """

    def __init__(
        self,
        known: Accepted | None,
        beside: Iterable[ReadFiling],
        sound: Iterable[ReadFiling] | None = None,
    ) -> None:
        self._known = known
        filings = list(beside)
        keys = Counter(filing.key for filing in filings if filing.dated)
        self._beside = {
            filing.key: filing for filing in filings if filing.dated and keys[filing.key] == 1
        }
        self._read: dict[tuple[str, int], Mapping[str, Quantity]] = {}
        self._stated: dict[str, dict[int, Profile]] = defaultdict(dict)
        for filing in filings if sound is None else sound:
            if filing.profile:
                self._stated[filing.raw.cluster_id][filing.raw.year] = filing.profile

    @property
    def complete(self) -> bool:
        """Whether a cluster that is not known here is not known at all."""
        return self._known is not None

    def profile(self, cluster_id: str, year: int) -> Profile | None:
        """Return who a cluster was in a year: as stated for it, else as stated last."""
        stated = self._stated.get(cluster_id, {})
        years = {*stated, *(self._known.years(cluster_id) if self._known else ())}
        if not years:
            return None
        chosen = year if year in years else max(years)
        if chosen in stated:
            return stated[chosen]
        assert self._known is not None  # noqa: S101  # the year is from one of the two
        return Profile.of(self._known[cluster_id, chosen].document["cluster"])

    def recognised(self, profile: Profile) -> Profile:
        """Return a profile that says who recognised the cluster: where it does not, as before."""
        years = self._known.years(profile.id) if self._known else []
        if profile.recognised_by or not years:
            return profile
        assert self._known is not None  # noqa: S101  # the years are from it
        said = self._known[profile.id, max(years)].document["cluster"]
        return replace(profile, recognised_by=said.get("recognised_by", ""))

    def ends_at(self, cluster_id: str, year: int, stated: Stated | None = None) -> str:
        """Return the province a cluster ends at; empty for one the nation recognised.

        Parameters
        ----------
        cluster_id, year
            Which filing.
        stated
            What that filing says of it, where it is one of the call's own.
        """
        beside = self._beside.get((cluster_id, year))
        stated = stated or (beside.stated if beside else Stated())
        years = self._known.years(cluster_id) if self._known else []
        last = Stated()
        if years:
            assert self._known is not None  # noqa: S101  # the years are from it
            last = Stated.of(Profile.of(self._known[cluster_id, max(years)].document["cluster"]))
        counties = stated.county_codes or last.county_codes
        if (stated.recognised_by or last.recognised_by) != PROVINCE or not counties:
            return ""
        return regions().province_of(counties[0]).code

    def sector(self, cluster_id: str, year: int) -> str:
        """Return a cluster's sector in a year, as its filing there says or else as known."""
        if beside := self._beside.get((cluster_id, year)):
            return beside.stated.sector
        profile = self.profile(cluster_id, year)
        return profile.sector if profile else ""

    def cells(self, cluster_id: str, year: int) -> Mapping[str, Quantity]:
        """Return a year's cells, as filed in this call or else as accepted."""
        if beside := self._beside.get((cluster_id, year)):
            return beside.values
        if self._known is None or (cluster_id, year) not in self._known:
            return {}
        if (cluster_id, year) not in self._read:
            values = self._known[cluster_id, year].document["values"]
            cells = {name: quantity_of(said) for name, said in values.items()}
            self._read[cluster_id, year] = cells
        return self._read[cluster_id, year]

    def clusters(self, year: int) -> list[str]:
        """Return every cluster with a filing of a year, in order."""
        known = {cluster for cluster, of in self._known or () if of == year}
        return sorted(known | {cluster for cluster, of in self._beside if of == year})

    def some(self, cluster_id: str, year: int, names: Collection[str]) -> Mapping[str, Quantity]:
        """Return some of a year's cells; what is not asked for is not taken apart."""
        if (cluster_id, year) in self._beside or (cluster_id, year) in self._read:
            return self.cells(cluster_id, year)
        return self._filed(cluster_id, year, "values", names)

    def previous(
        self, cluster_id: str, year: int, names: Collection[str]
    ) -> Mapping[str, Quantity]:
        """Return some cells of the year before, as the filing gives them or else as filed then."""
        filed = self.some(cluster_id, year - 1, names)
        if beside := self._beside.get((cluster_id, year)):
            return beside.year_before(filed)
        given = self._filed(cluster_id, year, "previous", names)
        return {**filed, **{name: cell for name, cell in given.items() if cell.value is not None}}

    def _filed(
        self, cluster_id: str, year: int, part: str, names: Collection[str]
    ) -> dict[str, Quantity]:
        """Return some cells of an accepted filing; none where there is no such filing."""
        if self._known is None or (cluster_id, year) not in self._known:
            return {}
        said = self._known[cluster_id, year].document[part]
        return {name: quantity_of(said[name]) for name in names if name in said}
