"""Write what is known into a cell, as somebody would say it."""

from typing import Any

from jiqun.base.quantities import Quantity
from jiqun.web.casework.models import Written
from jiqun.workspace.documents import written


def fill(cell: Written, quantity: Quantity, *, flag: bool) -> None:
    """Write a quantity into a cell, as somebody would say it."""
    said: Any = written(quantity, flag=flag)
    cell.status, cell.reason = "", ""
    if isinstance(said, dict):
        cell.status, cell.reason = said["status"], said.get("reason", "")
        said = said.get("value", "")
    cell.said = str(said).lower() if isinstance(said, bool) else str(said)
