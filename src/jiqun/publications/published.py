"""A vintage as it is shown to a reader: its publication, who filed, places and charts."""

from __future__ import annotations

import json
from functools import cached_property

from jiqun.base.definitions import Indicator
from jiqun.base.form_model import Form
from jiqun.base.forms import YEARLY, form_for
from jiqun.base.readers import PUBLIC
from jiqun.charts import Chart, read_chart
from jiqun.clusters.filed import Filed
from jiqun.diagnosis.rankings import Ranked, rankings
from jiqun.disclosure import secret_figures
from jiqun.publications.publication import Publication


class Published(Publication):
    """One vintage as a reader sees it."""

    @cached_property
    def clusters(self) -> dict[str, Filed]:
        """Every cluster's newest profile, by id."""
        return {row["cluster_id"]: Filed.of(row) for row in self.profiles()}

    def rankings(self, entry: Indicator) -> list[Ranked]:
        """Return the clusters' places by an indicator, as far as its values may be seen.

        A cluster whose value the reader may not see has no place, and takes none from another.
        """
        by_year = {year: self.across("cluster", entry.figure, year) for year in self.years}
        sectors = {key: cluster.sector for key, cluster in self.clusters.items()}
        return rankings(entry, by_year, self.year, sectors)

    @property
    def form(self) -> Form:
        """The form its reporting year was filed in."""
        return form_for(YEARLY, self.year)

    @property
    def charts(self) -> dict[str, Chart]:
        """The charts of report.json, the reader's edition, by id."""
        content = json.loads(self.report(".json"))
        return {said["id"]: read_chart(said) for said in content["charts"]}

    @property
    def is_public(self) -> bool:
        """Whether this is what everybody sees."""
        return self.reader == PUBLIC

    @property
    def withheld(self) -> frozenset[str]:
        """Figure ids the public may not see of a single real cluster."""
        return secret_figures()
