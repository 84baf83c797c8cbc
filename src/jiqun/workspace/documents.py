"""The submission document: what acceptance writes, once, and nobody changes."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from jiqun.base.canonical import canonical_json, decimal_text
from jiqun.base.quantities import Quantity, Status

SCHEMA = "jiqun.submission.1"

PERIODS = (("current", "values"), ("previous", "previous"))
"""The period of a cell, and the part of the document that holds it."""


@dataclass(frozen=True)
class Submission:
    """One accepted filing: a cluster's figures for a year, as a canonical document.

    Parameters
    ----------
    document
        ``{"schema", "form", "form_version", "year", "revision", "reason", "cluster", "region",
        "values", "previous"}``. Numbers are decimal text, flags are true or false, a
        choice is the id of its word; where there is none: ``{"status": ..., "reason": ...}``.
    """

    document: Mapping[str, Any]

    @property
    def cluster_id(self) -> str:
        """The cluster that filed."""
        return str(self.document["cluster"]["id"])

    @property
    def form(self) -> str:
        """The family of forms it is filed on."""
        return str(self.document["form"])

    @property
    def year(self) -> int:
        """The year the figures are of."""
        return int(self.document["year"])

    @property
    def revision(self) -> int:
        """1 for the first filing of the form, cluster and year, then counting."""
        return int(self.document["revision"])

    @property
    def provincial(self) -> bool:
        """Whether only a province recognised the cluster then."""
        return bool(self.document["cluster"].get("recognised_by") == "province")

    @cached_property
    def canonical(self) -> bytes:
        """The document's canonical form."""
        return canonical_json(self.document)

    @cached_property
    def sha256(self) -> str:
        """The hash of the document's canonical form."""
        return hashlib.sha256(self.canonical).hexdigest()

    @cached_property
    def content(self) -> bytes:
        """What was filed, without revision and reason: equal contents are one filing."""
        return canonical_json(
            {k: v for k, v in self.document.items() if k not in ("revision", "reason")}
        )


def written(cell: Quantity, *, flag: bool = False) -> Any:
    """Write a cell as documents hold it.

    Examples
    --------
    >>> written(Quantity.of(Decimal("2520000.00")))
    '2520000'
    >>> written(Quantity.absent(Status.MISSING, "not yet known"))
    {'status': 'missing', 'reason': 'not yet known'}
    >>> written(Quantity.chosen("output"))
    'output'
    """
    if cell.value is None:
        if cell.choice:
            return cell.choice
        said = {"status": str(cell.status)}
        return {**said, "reason": cell.reason} if cell.reason else said
    value: Any = bool(cell.value) if flag else decimal_text(cell.value)
    if cell.status is Status.ESTIMATED:
        return {"status": "estimated", "value": value}
    return value


def quantity_of(said: Any) -> Quantity:
    """Read a cell as documents hold it; the inverse of :func:`written`.

    Examples
    --------
    >>> quantity_of(True).value, quantity_of({"status": "not_applicable"}).status.value
    (Decimal('1'), 'not_applicable')
    >>> quantity_of("output").choice
    'output'
    """
    if isinstance(said, str):
        return Quantity.chosen(said) if said[0].isalpha() else Quantity.of(Decimal(said))
    if isinstance(said, dict):
        status = Status(said["status"])
        if "value" not in said:
            return Quantity.absent(status, said.get("reason", ""))
        return Quantity(_number(said["value"]), status)
    return Quantity.of(_number(said))


def cell_texts(said: Any) -> tuple[str | None, str, str]:
    """Return a cell's value, status and reason as text; a document's numbers are canonical.

    Examples
    --------
    >>> cell_texts("2520000"), cell_texts({"status": "missing", "reason": "not yet known"})
    (('2520000', 'reported', ''), (None, 'missing', 'not yet known'))
    >>> cell_texts("output")
    (None, 'reported', 'output')
    """
    if isinstance(said, dict):
        text = cell_texts(said["value"])[0] if "value" in said else None
        return text, said["status"], said.get("reason", "")
    text = said if isinstance(said, str) else str(int(said))
    if text[0].isalpha():
        return None, "reported", text
    return text, "zero" if text == "0" else "reported", ""


def _number(said: Any) -> Decimal:
    if isinstance(said, bool):
        return Decimal(int(said))
    return Decimal(said)
