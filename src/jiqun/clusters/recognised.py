"""Recognised clusters: facts of the catalogue, never figures."""

from dataclasses import dataclass
from functools import cache, cached_property

from jiqun.base.codes import regions, sector_named
from jiqun.base.csv_files import catalogue_rows
from jiqun.base.language import Bilingual
from jiqun.base.names import industry_name, initials, place_name, sector_name

KIND = "产业集群"


@dataclass(frozen=True)
class Recognised:
    """One recognised cluster as public sources state it.

    Parameters
    ----------
    id
        The county's code and the initials of the product: ``410783-qzj``.
    name, batch, province, county_text, county_code, source
        As in ``catalog/clusters/recognised.csv``.
    sector
        The sector's Chinese name.
    industry
        A GB/T 4754-2017 division, our reading of the name.
    product
        The name without place and kind.
    """

    id: str
    name: str
    batch: str
    province: str
    county_text: str
    county_code: str
    sector: str
    industry: str
    product: str
    source: str

    @cached_property
    def place(self) -> Bilingual:
        """Province and county."""
        return place_name(self.county_code)

    @cached_property
    def province_code(self) -> str:
        """The province's code."""
        return self.county_code[:2] + "0000"

    @cached_property
    def point(self) -> tuple[float, float, bool] | None:
        """Longitude, latitude of the county, and whether it is only its parent's."""
        return regions().point(self.county_code)

    @cached_property
    def sector_id(self) -> str:
        """The sector's id; its own words where it is none of ours."""
        found = sector_named(self.sector)
        return found.id if found else self.sector

    @cached_property
    def sector_name(self) -> Bilingual:
        """The sector in both languages."""
        found = sector_named(self.sector)
        return sector_name(found.id) if found else Bilingual(self.sector, self.sector)

    @cached_property
    def industry_name(self) -> Bilingual | None:
        """The division's name; None where our reading of the name gives none."""
        return industry_name(self.industry) if self.industry else None

    @property
    def valid_years(self) -> tuple[int, int] | None:
        """The three years the recognition holds for, from the year after its batch."""
        return (int(self.batch) + 1, int(self.batch) + 3) if self.batch.isdigit() else None


@cache
def recognised() -> dict[str, Recognised]:
    """Load the recognised clusters by id, in the order of county code and name.

    Examples
    --------
    >>> recognised()["440605-qn"].product
    '氢能'
    """
    found = [_recognised(row) for row in catalogue_rows("clusters", "recognised.csv")]
    found.sort(key=lambda cluster: (cluster.county_code, cluster.name))
    by_id = {cluster.id: cluster for cluster in found}
    if len(by_id) != len(found):
        raise ValueError("recognised.csv: two clusters of one county share their initials")
    return by_id


@cache
def batches() -> list[str]:
    """Return the batches, oldest first, the unknown one last."""
    named = {cluster.batch for cluster in recognised().values()}
    return sorted(named, key=lambda batch: (not batch.isdigit(), batch))


def batch_name(batch: str) -> Bilingual:
    """Return a batch in words.

    Examples
    --------
    >>> batch_name("2022").zh, batch_name("unknown").en
    ('2022 年批', 'batch not stated')
    """
    if not batch.isdigit():
        return Bilingual("批次未注明", "batch not stated")
    return Bilingual(f"{batch} 年批", f"{batch} batch")


def _recognised(row: dict[str, str]) -> Recognised:
    sector, _, industry = row["industry_hint"].partition("/")
    product = _product(row["name"], row["adcode"])
    return Recognised(
        id=f"{row['adcode']}-{initials(product)}",
        name=row["name"],
        batch=row["batch"],
        province=row["province"],
        county_text=row["county_text"],
        county_code=row["adcode"],
        sector=sector,
        industry=industry,
        product=product,
        source=row["source_url"],
    )


def _product(name: str, county_code: str) -> str:
    """Take place and kind off a cluster's name."""
    short = name.removesuffix(KIND)
    for code in (county_code, county_code[:4] + "00", county_code[:2] + "0000"):
        found = regions().get(code)
        if found is not None:
            for place in (found.name, found.name[:-1] if len(found.name) > 2 else found.name):
                _, there, rest = short.partition(place)
                if there and rest:
                    return rest
    return short
