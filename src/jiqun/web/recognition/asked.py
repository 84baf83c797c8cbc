"""What an application asks, from the programme it is made under: nothing is written down twice.

The figures are those its criteria read, for the years of its window; the statements are the
criteria left to a reviewer's judgement; the targets are the figures that have a number to reach,
for three years on. Its perimeter and its list of firms can be said besides.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from jiqun.base.definitions import every_indicator
from jiqun.base.forms import YEARLY, Field, family
from jiqun.base.language import Bilingual
from jiqun.recognition import promises
from jiqun.rules import Programme
from jiqun.rules.programmes import COMPARING, Criterion

STATEMENT, TARGET, ABOUT = "text", promises.TARGET, "about"
PERIMETER, FIRMS = "perimeter", "firms"
DESCRIPTIONS: Mapping[str, Bilingual] = {
    PERIMETER: Bilingual("集群范围", "Perimeter"),
    FIRMS: Bilingual("企业名单", "List of firms"),
}
"""What can be said of a cluster besides: what is filled in is confirmed; none of it is asked."""
PLANNED_YEARS = 3


@dataclass(frozen=True)
class Asked:
    """What an application under a programme asks.

    Parameters
    ----------
    programme
        The programme.
    due
        The last day to apply: the complete calendar years before it are looked at.
    """

    programme: Programme
    due: date

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years whose figures are looked at, the earliest first."""
        return self.programme.years(self.due)

    @cached_property
    def planned(self) -> tuple[int, ...]:
        """The years the targets are set for."""
        return tuple(range(self.due.year, self.due.year + PLANNED_YEARS))

    @cached_property
    def figures(self) -> dict[str, Field]:
        """The fields of the yearly form that the criteria read, in the form's order."""
        wanted = {
            name
            for criterion in self._leaves()
            if criterion.figure
            for name in every_indicator()[criterion.figure].definition.fields
        }
        form = family(YEARLY).form_around(self.years[-1])
        return {name: field for name, field in form.fields.items() if name in wanted}

    @cached_property
    def statements(self) -> dict[str, Bilingual]:
        """What the county has to say in words: criteria that no figure settles."""
        return {
            criterion.id: criterion.title for criterion in self._leaves() if criterion.is_judgement
        }

    @cached_property
    def targets(self) -> dict[str, Bilingual]:
        """What the county sets itself for the years to come: figures with a number to reach."""
        return {
            criterion.figure: every_indicator()[criterion.figure].title
            for criterion in self._leaves()
            if criterion.figure and criterion.test in COMPARING and criterion.test != "at_most"
        }

    @cached_property
    def cells(self) -> tuple[tuple[str, str], ...]:
        """Every cell as period and field."""
        return (
            *((str(year), name) for year in self.years for name in self.figures),
            *((ABOUT, name) for name in DESCRIPTIONS),
            *((STATEMENT, name) for name in self.statements),
            *((f"{TARGET}{year}", name) for year in self.planned for name in self.targets),
        )

    @cached_property
    def fields(self) -> frozenset[str]:
        """Every field, whatever its period."""
        return frozenset(name for _, name in self.cells)

    def _leaves(self) -> Iterator[Criterion]:
        for criterion in self.programme.criteria.values():
            yield from criterion.leaves()


@lru_cache(maxsize=64)
def asked_by(programme: Programme, due: date) -> Asked:
    """Return what an application under a programme asks."""
    return Asked(programme, due)
