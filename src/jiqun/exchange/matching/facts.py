"""An offer and a need as plain facts; None where a fact is not known, which is not "none"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Offer:
    """What somebody offers.

    Parameters
    ----------
    id
        Its name in the market; ties go by it.
    market
        The market it stands in, as the catalogue calls it.
    firm
        The credit code of who offers, empty where nobody is named: nobody is matched with oneself.
    kind
        The kind inside the market, such as a machine or a test bench.
    text
        What it is, as it was written.
    serves
        Classes of GB/T 4754 it serves, or their groups or divisions.
    county
        Where it is, in six digits.
    price
        The least it costs, in yuan.
    size
        The largest it can do, in the unit of its kind.
    certificates
        What it holds; empty where it says that it holds none.
    free
        When it is free, numbered as the needs of the market number it (days, weeks).
    terms
        What it is for, by name: scenes of the digital table, processes.
    effort
        From 1, a month and hardly any cost, to 3, half a year and machines.
    """

    id: str
    market: str
    firm: str = ""
    kind: str = ""
    text: str = ""
    serves: tuple[str, ...] | None = None
    county: str = ""
    price: Decimal | None = None
    size: Decimal | None = None
    certificates: frozenset[str] | None = None
    free: frozenset[int] | None = None
    terms: frozenset[str] | None = None
    effort: int | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """What somebody looks for: the other side of each fact of :class:`Offer`.

    Parameters
    ----------
    industry
        The class of GB/T 4754 the firm is in.
    budget
        The most it would pay, in yuan.
    size
        What has to fit.
    certificates
        What it asks for.
    wanted
        When it needs it; one of them is enough.
    terms
        What it is for.
    effort
        The most effort it can bear.
    """

    id: str
    market: str
    firm: str = ""
    kind: str = ""
    text: str = ""
    industry: str = ""
    county: str = ""
    budget: Decimal | None = None
    size: Decimal | None = None
    certificates: frozenset[str] | None = None
    wanted: frozenset[int] | None = None
    terms: frozenset[str] | None = None
    effort: int | None = None
