"""Figures once more, from the filed JSON and the catalogue's YAML alone, in plain Python decimals.

Nothing here imports the engine, the workspace or the checks: it is a second, slow and simple way
to the same numbers. Only the grammar's words are shared.
"""

import json
from decimal import ROUND_HALF_EVEN, Context, Decimal
from pathlib import Path
from typing import Any

import yaml

CATALOGUE = Path(__file__).resolve().parent.parent / "src" / "jiqun" / "catalog"
DIVISION = Context(prec=28, rounding=ROUND_HALF_EVEN)
NO_VALUE = ("missing", "not_applicable")
Filings = dict[tuple[str, int], dict[str, Any]]


class World:
    """Filings as filed, and the catalogue's facts needed to add them up."""

    def __init__(self, folder: Path) -> None:
        said = [json.loads(path.read_text("utf-8")) for path in sorted(folder.rglob("*.json"))]
        self.filings: Filings = {(one["cluster"]["id"], one["year"]): one for one in said}
        self.macro = _macro_regions()
        self.sectors = _sector_ids()
        self.places: dict[tuple[str, str, int], list[str]] = {}
        for cluster, year in sorted(self.filings):
            for level, key in self.keys(cluster, year).items():
                self.places.setdefault((level, key, year), []).append(cluster)
        self.kept: dict[tuple[str, str, int], tuple[Decimal, Decimal] | None] = {}
        forms = (CATALOGUE / "forms").glob("*/*.yaml")
        asked = [
            field for path in forms for field in yaml.safe_load(path.read_text("utf-8"))["fields"]
        ]
        self.units = {field["id"]: field["unit"] for field in asked}
        self.scale = yaml.safe_load((CATALOGUE / "units.yaml").read_text("utf-8"))
        self.factors = {
            path.stem: yaml.safe_load(path.read_text("utf-8"))
            for path in (CATALOGUE / "factors").glob("*.yaml")
        }
        self.indicators = {
            (one := yaml.safe_load(path.read_text("utf-8"))).get("figure", path.stem): one
            for path in sorted((CATALOGUE / "indicators").glob("*/*.yaml"))
        }

    def keys(self, cluster: str, year: int) -> dict[str, str]:
        """Return the key a cluster counts under at every level."""
        said = self.filings[cluster, year]["cluster"]
        province = said["county_codes"][0][:2] + "0000"
        return {
            "nation": "CN",
            "macro_region": self.macro[province],
            "province": province,
            "sector": self.sectors[said["sector"]],
            "cluster": cluster,
        }

    def figure(self, name: str, level: str, key: str, year: int) -> dict[str, Any] | None:
        """Recompute one figure; None where its definition is a named function."""
        entry = self.indicators[name]
        ((form, body),) = entry["definition"].items()
        if form == "function":
            return None
        zero = entry.get("not_applicable") == "zero"
        found = [
            self._once(name, form, body, cluster, year, zero)
            for cluster in self.places[level, key, year]
        ]
        known = [one for one in found if one is not None]
        return {"reporting": len(known), "expected": len(found)} | _quotient(
            form, body, known, self._conversions(form, body, entry["unit"])
        )

    def _once(
        self, name: str, form: str, body: Any, cluster: str, year: int, zero: bool
    ) -> tuple[Decimal, Decimal] | None:
        """Work a cluster's part out once; it counts at five levels."""
        key = (name, cluster, year)
        if key not in self.kept:
            self.kept[key] = self._of_cluster(form, body, cluster, year, zero)
        return self.kept[key]

    def _of_cluster(
        self, form: str, body: Any, cluster: str, year: int, zero: bool
    ) -> tuple[Decimal, Decimal] | None:
        """Return a cluster's numerator and denominator, or None where it must be left out."""
        if form in ("sum", "weighted_sum"):
            top = self._sum(body, cluster, year, zero)
            return None if top is None else (top, Decimal(1))
        if form in ("ratio_of_sums", "per"):
            top = self._sum(body["numerator"], cluster, year, zero)
            bottom = self._sum(body["denominator"], cluster, year, zero)
            return None if top is None or bottom is None else (top, bottom)
        if form == "growth_of":
            top = self._sum(body, cluster, year, zero)
            bottom = self._sum(body, cluster, year, zero, before=True)
            return None if top is None or bottom is None else (top, bottom)
        if form == "concentration_of":
            top = self._sum(body["of"], cluster, year, zero)
            return None if top is None else (top, Decimal(1))
        if form == "count_of_clusters":
            return self._counted(body, cluster, year, zero)
        verdict = self._holds(body, cluster, year, zero)
        return None if verdict is None else (Decimal(verdict), Decimal(1))

    def _counted(
        self, body: Any, cluster: str, year: int, zero: bool
    ) -> tuple[Decimal, Decimal] | None:
        there = body.get("macro_region") in (None, self.keys(cluster, year)["macro_region"])
        verdict = self._holds(body["where"], cluster, year, zero) if "where" in body else there
        return None if verdict is None else (Decimal(bool(verdict and there)), Decimal(1))

    def _holds(self, said: Any, cluster: str, year: int, zero: bool) -> bool | None:
        if "all_true" in said:
            flags = [self._cell(name, cluster, year, zero) for name in said["all_true"]]
            return None if None in flags else all(flag == 1 for flag in flags)
        value = self._sum(said["value"], cluster, year, zero)
        if value is None:
            return None
        of = Decimal(1)
        if "of" in said:
            whole = self._sum(said["of"], cluster, year, zero)
            if whole is None or whole == 0:
                return None
            of = whole
        tests = {
            "at_least": lambda bar: value >= bar,
            "above": lambda bar: value > bar,
            "at_most": lambda bar: value <= bar,
            "below": lambda bar: value < bar,
            "equals": lambda bar: value == bar,
        }
        return all(test(Decimal(said[k]) * of) for k, test in tests.items() if k in said)

    def _sum(
        self, terms: Any, cluster: str, year: int, zero: bool, *, before: bool = False
    ) -> Decimal | None:
        result = Decimal(0)
        for one in [terms] if isinstance(terms, str) else terms:
            term = {"field": one} if isinstance(one, str) else one
            value = self._cell(term["field"], cluster, year, zero, before=before)
            factor = self._factor(term.get("factor"), year - before)
            if value is None or (factor is None and value != "nought"):
                return None
            if value != "nought":
                result += -value * factor if term.get("minus") else value * factor
        return result

    def _cell(
        self, field: str, cluster: str, year: int, zero: bool, *, before: bool = False
    ) -> Any:
        """Return a cell's number, "nought" where not applicable counts nought, else None."""
        filing = self.filings[cluster, year]
        if before:
            said = filing["previous"].get(field)
            if said is None or isinstance(said, dict):
                last = self.filings.get((cluster, year - 1))
                said = last["values"].get(field) if last else None
        else:
            said = filing["values"].get(field)
        if isinstance(said, dict):
            if said["status"] == "not_applicable" and zero:
                return "nought"
            return None if said["status"] in NO_VALUE else Decimal(said["value"])
        return None if said is None else Decimal(said)

    def _factor(self, name: str | None, year: int) -> Decimal | None:
        if name is None:
            return Decimal(1)
        past = [one for one in self.factors[name]["values"] if str(one["since"]) <= f"{year}-12-31"]
        if not past:
            return None
        value = max(past, key=lambda one: str(one["since"]))["value"]
        return None if value is None else Decimal(value)

    def _conversions(self, form: str, body: Any, unit: str) -> tuple[Decimal, Decimal]:
        if form in ("sum", "weighted_sum"):
            return self._worth(self._unit(body)) / self._worth(unit), Decimal(1)
        if form == "per":
            top, bottom = unit.split("/")
            return (
                self._worth(self._unit(body["numerator"])) / self._worth(top),
                self._worth(self._unit(body["denominator"])) / self._worth(bottom),
            )
        if form == "ratio_of_sums":
            one, other = self._unit(body["numerator"]), self._unit(body["denominator"])
            return self._worth(one) / self._worth(other), Decimal(1)
        return Decimal(1), Decimal(1)

    def _unit(self, terms: Any) -> str:
        first = terms if isinstance(terms, str) else terms[0]
        if isinstance(first, dict) and "factor" in first:
            return str(self.factors[first["factor"]]["to"])
        return self.units[first if isinstance(first, str) else first["field"]]

    def _worth(self, unit: str) -> Decimal:
        return Decimal(self.scale[unit]["scale"])


def _quotient(
    form: str, body: Any, known: list[tuple[Decimal, Decimal]], times: tuple[Decimal, Decimal]
) -> dict[str, Any]:
    """Add up, and divide once."""
    if not known:
        return {"numerator": None, "denominator": None, "value": None}
    top = sum((one for one, _ in known), Decimal(0)) * times[0]
    bottom = sum((one for _, one in known), Decimal(0)) * times[1]
    if form in ("sum", "weighted_sum", "count_of_clusters"):
        return {"numerator": top, "denominator": None, "value": top}
    if form == "concentration_of":
        values = sorted((one for one, _ in known), reverse=True)
        if body["measure"] == "herfindahl":
            exact = Context(prec=80)
            top = Decimal(0)
            for one in values:
                top = exact.add(top, exact.multiply(one, one))
            bottom = exact.multiply(sum(values), sum(values))
        else:
            top, bottom = sum(values[: body["top"]], Decimal(0)), sum(values, Decimal(0))
    value = None if bottom == 0 else DIVISION.divide(top, bottom)
    if form == "growth_of" and value is not None:
        value -= 1
    return {"numerator": top, "denominator": bottom, "value": value}


def _macro_regions() -> dict[str, str]:
    rows = (CATALOGUE / "codes" / "regions.csv").read_text("utf-8").splitlines()[1:]
    split = [row.split(",") for row in rows]
    return {row[0]: row[4] for row in split if row[2] == "province"}


def _sector_ids() -> dict[str, str]:
    """Return sector ids by id and by Chinese name: a filing may state either."""
    rows = (CATALOGUE / "codes" / "sectors.csv").read_text("utf-8").splitlines()[1:]
    split = [row.split(",") for row in rows]
    return {row[0]: row[0] for row in split} | {row[1]: row[0] for row in split}
