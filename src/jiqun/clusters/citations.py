"""Published figures of single clusters, or a place's together: citations, never filings.

What a newspaper or an office printed stands as it was printed, with its year, how
exact it is and where it was read. It enters no sum, no ranking and no indicator.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from jiqun.base.csv_files import catalogue_rows
from jiqun.base.language import Bilingual, Lang
from jiqun.base.units import amount
from jiqun.clusters.recognised import Recognised

SENSES: dict[str, Bilingual] = {
    "exact": Bilingual("{}", "{}"),
    "over": Bilingual("{}以上", "over {}"),
    "about": Bilingual("约{}", "about {}"),
}
LEVELS = {
    "national": Bilingual("国家级", "national"),
    "provincial": Bilingual("省级", "provincial"),
    "national_group": Bilingual("国家级集群合计", "national clusters together"),
    "provincial_group": Bilingual("省级集群合计", "provincial clusters together"),
    "unconfirmed": Bilingual("级别未核实", "level not confirmed"),
}


@dataclass(frozen=True, slots=True)
class Citation:
    """One published figure of one cluster.

    Parameters
    ----------
    cluster
        The cluster's name as its source writes it, or as the list of recognised ones has it.
    county_code
        Its county; of clusters together, their province.
    level
        Who recognised it, as far as that is confirmed.
    year
        What it describes, as stated: a year, or a part of one.
    what
        What is counted.
    value, unit, sense
        The number as printed, and how exact it was said to be.
    source
        Where it was read.
    note
        What differs from a filing's scope; None where nothing is known to.
    """

    cluster: str
    county_code: str
    level: str
    year: str
    what: Bilingual
    value: Decimal
    unit: str
    sense: str
    source: str
    note: Bilingual | None

    def printed(self, lang: Lang) -> str:
        """Print the number as its source does.

        Examples
        --------
        >>> over = next(cited for cited in citations() if cited.cluster.startswith("安平"))
        >>> over.printed("zh"), over.printed("en")
        ('1,006亿元以上', 'over CNY 100.6 billion')
        """
        said = amount(self.value, self.unit, lang)
        return SENSES[self.sense].in_(lang).format(said)

    @property
    def level_name(self) -> Bilingual:
        """Who recognised the cluster, in words."""
        return LEVELS[self.level]

    def record(self) -> dict[str, object]:
        """Return it as plain data; the number as decimal text."""
        return {
            "year": self.year,
            "what": {"zh": self.what.zh, "en": self.what.en},
            "value": f"{self.value:f}",
            "unit": self.unit,
            "sense": self.sense,
            "source": self.source,
            "note": self.note and {"zh": self.note.zh, "en": self.note.en},
        }


@cache
def citations() -> tuple[Citation, ...]:
    """Load every citation, in the order of the file."""
    return tuple(_citation(row) for row in catalogue_rows("clusters", "citations.csv"))


def citations_of(cluster: Recognised) -> list[Citation]:
    """Return what was published of a recognised cluster.

    Examples
    --------
    >>> from jiqun.clusters.recognised import recognised
    >>> [cited.printed("zh") for cited in citations_of(recognised()["140921-fldz"])][:2]
    ['133家', '48家']
    """
    wanted = (cluster.county_code, cluster.name)
    return [cited for cited in citations() if (cited.county_code, cited.cluster) == wanted]


def citations_beside(code: str, clusters: Iterable[Recognised]) -> list[Citation]:
    """Return what was published of a place's clusters together, and of its unrecognised ones."""
    own = {cluster.name for cluster in clusters}
    return [
        cited for cited in citations() if cited.county_code == code and cited.cluster not in own
    ]


def _citation(row: dict[str, str]) -> Citation:
    note = Bilingual(row["note_zh"], row["note_en"]) if row["note_zh"] else None
    return Citation(
        cluster=row["cluster"],
        county_code=row["county_code"],
        level=row["level"],
        year=row["year"],
        what=Bilingual(row["what_zh"], row["what_en"]),
        value=Decimal(row["value"]),
        unit=row["unit"],
        sense=row["sense"],
        source=row["source"],
        note=note,
    )
