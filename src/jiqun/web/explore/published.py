"""A vintage as the site shows it to a reader: its publication, who filed, and its charts."""

from __future__ import annotations

import json
from functools import cached_property

from jiqun.base.readers import PUBLIC
from jiqun.charts import Chart, read_chart
from jiqun.disclosure import secret_figures
from jiqun.publications import Publication
from jiqun.web.explore.filed import Filed


class Published(Publication):
    """One vintage as a reader sees it."""

    @cached_property
    def clusters(self) -> dict[str, Filed]:
        """Every cluster's newest profile, by id."""
        return {row["cluster_id"]: Filed.of(row) for row in self.profiles()}

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
