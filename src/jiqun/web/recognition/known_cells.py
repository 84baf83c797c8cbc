"""What is known of a cluster before anybody types it, cell by cell, each with where it is from."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from jiqun.base.definitions import filed_fields
from jiqun.base.language import Bilingual
from jiqun.base.quantities import Quantity
from jiqun.base.readers import Reader
from jiqun.clusters.roster_form import roster_form
from jiqun.discovery.dossier import Dossier
from jiqun.web.casework.filling import fill
from jiqun.web.recognition.models import Answer
from jiqun.web.recognition.said_facts import filed_values
from jiqun.workspace import Workspace
from jiqun.workspace.documents import quantity_of

FILED, REGISTER, BY_HAND = "filed", "register", ""
SOURCES: Mapping[str, Bilingual] = {
    FILED: Bilingual("该年已接收的填报", "the accepted filing of that year"),
    REGISTER: Bilingual("登记数据（请核实）", "the register (to be verified)"),
}
"""Where a value is from, in words."""
STATED: Mapping[str, str] = {
    "little_giants": "little_giant",
    "little_giants_2026": "little_giant",
    "single_champions": "single_champion",
}
"""Figures that count firms of one tier, and the tier; a firm of lower tiers may hold several."""


def known_cells(
    cluster: str,
    county: str,
    asked: Iterable[tuple[int, str]],
    workspace: Workspace,
    reader: Reader,
    dossier: Dossier | None = None,
) -> dict[str, Answer]:
    """Return a cell for everything asked, by period and field, filled in where it is known.

    Parameters
    ----------
    cluster, county
        Whose accepted filings are looked for; the cluster may have no id yet.
    asked
        The cells by year and field.
    workspace, reader
        Where filings are, and for whom they are read.
    dossier
        What discovery found of it, or None.
    """
    wanted = list(asked)
    years = {year for year, _ in wanted}
    filed = filed_values(cluster, county, years, workspace, reader) if cluster else {}
    counted = tier_counts(dossier) if dossier else {}
    cells = {}
    for year, field in wanted:
        cells[f"{year}.{field}"] = cell = Answer(period=str(year), field=field)
        if (said := filed.get(str(year), {}).get(field)) is not None:
            _fill(cell, quantity_of(said), FILED)
        elif year == max(years) and STATED.get(field) in counted:
            _fill(cell, Quantity.of(Decimal(counted[STATED[field]])), REGISTER)
    return cells


def tier_counts(dossier: Dossier) -> dict[str, int]:
    """Return how many of a dossier's firms the register states each tier of.

    What it does not state is left out: no word of a tier is not "none".
    """
    words, counts = roster_form().tier_words, dict[str, int]()
    for said, firms in dossier.tiers.items():
        if (tier := words.get(said)) is not None:
            counts[tier] = counts.get(tier, 0) + firms
    return counts


def _fill(cell: Answer, quantity: Quantity, source: str) -> None:
    cell.source, cell.confirmed = source, False
    fill(cell, quantity, flag=filed_fields()[cell.field].type == "flag")
