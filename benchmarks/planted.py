"""A made-up nation of clusters in which it is known who is weak in what.

Nothing here is taken from the findings, their thresholds or their code: a cluster has a usual level
in everything (its sector's, and its own about that), chance moves it a little each year, and a
weakness that is planted lowers it to a share of that. Which findings ought to be told of which
cluster is written down while it is made. Shares, spreads and levels are ours; all of it is made up.
"""

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from jiqun.base.codes import industries, regions, sectors
from jiqun.base.forms import YEARLY, form_for

YEARS = 3
PLANTED = 0.08
"""The share of clusters that each weakness is planted in."""
RARE = "other"
"""A sector of four clusters only."""
RARE_CLUSTERS = 4
ALIKE = 0.06
"""The share of clusters that copy the trade of another of their province."""

LEVELS: dict[str, tuple[float, float, float]] = {
    "productivity": (110.0, 0.20, 0.25),
    "rd": (0.040, 0.30, 0.25),
    "patents": (1.5, 0.30, 0.40),
    "platforms": (0.09, 0.20, 0.30),
    "exports": (0.15, 0.50, 0.50),
    "quality": (0.20, 0.15, 0.20),
    "energy": (150.0, 0.40, 0.30),
    "cloud": (0.55, 0.10, 0.20),
    "iiot": (0.40, 0.10, 0.20),
}
"""The nation's level, and as logarithms how far sectors and clusters of one sector are apart."""
SHARES: dict[str, tuple[float, float]] = {
    "leading": (0.86, 0.05),
    "sme": (0.80, 0.06),
    "waste": (0.84, 0.06),
    "water": (0.78, 0.07),
}
"""Shares near one: the usual, and how far clusters are apart."""
GROWTHS: dict[str, tuple[float, float]] = {"output": (0.08, 0.04), "research": (0.12, 0.06)}
WEAK: dict[str, float] = {
    "productivity": 0.40,
    "rd": 0.30,
    "patents": 0.15,
    "platforms": 0.15,
    "exports": 0.10,
    "quality": 0.35,
    "energy": 3.0,
    "cloud": 0.30,
    "iiot": 0.30,
    "leading": 0.65,
    "sme": 0.60,
    "waste": 0.50,
    "water": 0.45,
}
"""A weak cluster's level over what it would be."""
FALLING = -0.15
"""The growth of a cluster that falls behind in it."""
SETS: dict[str, tuple[str, ...]] = {
    "innovation_mechanisms_incomplete": (
        "has_roadmap", "has_difficulty_list", "has_project_pool", "open_bidding"),
    "mechanisms_incomplete": ("promotion_mechanism", "rights_protection", "service_assessment"),
    "services_incomplete": (
        "service_information", "service_training", "service_startup", "service_innovation",
        "service_finance", "service_consulting", "service_policy"),
    "digital_services_incomplete": (
        "digital_solution_service", "integration_standard_service", "smart_maturity_service"),
    "green_services_incomplete": (
        "green_solution_service", "energy_diagnosis_service", "cleaner_production_service",
        "energy_control_service", "carbon_accounting_service"),
}  # fmt: skip
"""What a cluster either offers nearly all of, or nearly none."""
USUAL_YES, WEAK_YES = 0.88, 0.06
LINKS, CHAIN = 20, ("gaps", "single")
PLANTS: dict[str, tuple[str, ...]] = {
    "productivity": ("productivity_behind",),
    "rd": ("rd_intensity_behind",),
    "patents": ("patents_behind",),
    "platforms": ("platforms_few",),
    "exports": ("exports_behind",),
    "quality": ("quality_smes_thin",),
    "energy": ("energy_intensity_behind", "carbon_intensity_behind"),
    "cloud": ("cloud_behind",),
    "iiot": ("iiot_behind",),
    "leading": ("lead_industry_diluted",),
    "sme": ("sme_base_thin",),
    "waste": ("solid_waste_use_behind",),
    "water": ("water_reuse_behind",),
    "output": ("output_growth_behind", "output_growth_compounded_behind"),
    "research": ("rd_growth_behind_two_years",),
    **{name: (name,) for name in SETS},
    "leaderless": ("champions_absent",),
    "ruleless": ("standards_not_led",),
    "pilotless": ("national_pilots_absent",),
    "platformless": ("service_platform_absent",),
    "incident": ("incidents_recorded",),
    "offtrade": ("lead_industry_not_specialised",),
    "gaps": ("chain_links_missing",),
    "single": ("chain_links_single",),
    "young": ("history_short",),
    "unlisted": ("firms_list_missing",),
    "patchy": ("figures_missing",),
}
"""What is planted, and which findings ought to tell of it."""


@dataclass
class Nation:
    """Filings of a made-up nation, and the truth of its clusters in the last year.

    Parameters
    ----------
    filings
        As files have them.
    weak
        The clusters that each finding ought to be told of.
    listed
        Those with a list of firms.
    links
        Links of each one's industry chain: all, missing, with a single firm.
    specialised
        Whether the register shows its lead industry among the county's special lines, and the share
        of makers in these; of some counties it says nothing.
    """

    year: int
    filings: list[dict[str, Any]] = field(default_factory=list)
    weak: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    listed: set[str] = field(default_factory=set)
    links: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    specialised: dict[str, tuple[bool | None, float]] = field(default_factory=dict)


def nation(
    clusters: int,
    year: int,
    seed: int = 0,
    strength: float = 1.0,
    share: float = PLANTED,
    *,
    sectors_apart: bool = True,
) -> Nation:
    """Make a nation.

    Parameters
    ----------
    clusters, year, seed
        How many, in which last year of three, and of which chance.
    strength
        How much of each weakness is planted, as a power of its level: at 0.5 a quarter is a half.
    share
        The share of clusters that each weakness is planted in.
    sectors_apart
        Whether sectors differ in their levels.
    """
    draws = np.random.default_rng(seed)
    made, places = Nation(year), _Places(draws, apart=sectors_apart)
    for number in range(clusters):
        key = f"bench-{number:04}"
        rare = share > 0 and number < RARE_CLUSTERS
        weak = {name for name in PLANTS if draws.random() < share}
        told = [finding for name in weak for finding in PLANTS[name]]
        for finding in [*told, "peers_few"] if rare else told:
            made.weak[finding].add(key)
        profile = places.profile(key, rare=rare)
        cluster = _Cluster(profile, weak, strength, draws, places.levels)
        made.filings += cluster.filings(year)
        made.links[key] = cluster.chain()
        if (register := cluster.register()) is not None:
            made.specialised[key] = register
        if falls_short(cluster, profile["county_codes"][0]):
            made.weak["criteria_not_met"].add(key)
        if "unlisted" not in weak:
            made.listed.add(key)
    made.weak["lead_industry_duplicated"] = places.alike()
    return made


def falls_short(cluster: "_Cluster", county: str) -> bool:
    """Tell whether a cluster misses the annex of No. 119 of 2022, read anew and by hand.

    Output of 4 billion yuan in each of three years, 70 % of it by SMEs and more than 70 % in the
    lead industry, more than 10 % growth a year; a champion or little giant, or ten firms with other
    titles; no incident. In the west a reviewer may accept less output, share and growth.
    """
    whole, counts = cluster.money(0), cluster.same
    outputs = [float(cluster.money(back)["output_total"]) for back in range(YEARS)]
    low = (
        min(outputs) < 400_000
        or float(whole["output_sme"]) < 0.70 * outputs[0]
        or float(whole["output_leading"]) <= 0.70 * outputs[0]
        or outputs[0] <= 1.10**2 * outputs[2]
    )
    others = ("srdi_smes", "innovative_smes", "hightech_enterprises")
    leaders = counts["single_champions"] + counts["little_giants"]
    untitled = leaders < 1 and sum(counts[name] for name in others) < 10
    west = regions().province_of(county).macro_region == "west"
    return bool(counts["accidents_larger"]) or untitled or (low and not west)


class _Places:
    """Who lies where and makes what; in a province few make the same."""

    def __init__(self, draws: np.random.Generator, *, apart: bool) -> None:
        self.draws = draws
        self.kinds = [name for name in sectors() if name != RARE]
        self.counties = [county.code for county in regions().counties]
        groups = (code for code in industries() if len(code) == 3 and code.isdigit())
        self.trades = [code for code in groups if "13" <= code[:2] <= "43"]
        self.taken: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.levels = {
            (name, kind): math.exp(draws.normal(0, spread if apart else 0.0))
            for name, (_, spread, _) in LEVELS.items()
            for kind in sectors()
        }

    def profile(self, key: str, *, rare: bool) -> dict[str, Any]:
        """Place a cluster."""
        county = str(self.draws.choice(self.counties))
        kind = RARE if rare else str(self.draws.choice(self.kinds))
        trade = self._trade(self.taken[county[:2]])
        self.taken[county[:2]][trade].append(key)
        return {
            "id": key,
            "name": f"测试集群{key[-4:]}",
            "county_codes": [county],
            "sector": sectors()[kind].name,
            "industry": trade,
            "operator": "",
            "demo": True,
            "kind": kind,
        }

    def _trade(self, taken: dict[str, list[str]]) -> str:
        free = [code for code in self.trades if code not in taken]
        copied = taken and (not free or self.draws.random() < ALIKE)
        return str(self.draws.choice(sorted(taken) if copied else free))

    def alike(self) -> set[str]:
        """Return who makes what another of the province makes."""
        return {
            key
            for of_province in self.taken.values()
            for keys in of_province.values()
            if len(keys) > 1
            for key in keys
        }


class _Cluster:
    """One cluster: its levels of the last year, and its filings."""

    def __init__(
        self,
        profile: dict[str, Any],
        weak: set[str],
        strength: float,
        draws: np.random.Generator,
        of_sector: dict[tuple[str, str], float],
    ) -> None:
        self.profile, self.weak, self.strength, self.draws = profile, weak, strength, draws
        self.firms = 30 + int(250 * self.about(0.6))
        self.smes = round(self.firms * float(draws.uniform(0.95, 0.99)))
        self.people = int(self.firms * 50 * self.about(0.25))
        kind = profile.pop("kind")
        self.levels = {
            name: usual * of_sector[name, kind] * self.about(apart) * self.lowered(name)
            for name, (usual, _, apart) in LEVELS.items()
        } | {
            name: min(float(draws.normal(usual, apart)), 0.99) * self.lowered(name)
            for name, (usual, apart) in SHARES.items()
        }
        self.grown = {name: [self.growth(name) for _ in range(YEARS)] for name in GROWTHS}
        self.same = self.counts() | self.flags()

    def lowered(self, name: str) -> float:
        """Return what a weakness leaves of a level."""
        return float(WEAK[name] ** self.strength) if name in self.weak else 1.0

    def growth(self, name: str) -> float:
        """Return a growth from one year to the next."""
        usual, apart = GROWTHS[name]
        fall = (FALLING - usual) * self.strength if name in self.weak else 0.0
        return float(self.draws.normal(usual, apart)) + fall

    def about(self, apart: float) -> float:
        """Return a factor about one."""
        return math.exp(self.draws.normal(0, apart))

    def some(self, mean: float) -> int:
        """Return a count about a mean."""
        return int(self.draws.poisson(max(mean, 0.0)))

    def at_least_one(self, weak: str, mean: float) -> int:
        """Return a count that is nought of the weak alone."""
        return 0 if weak in self.weak else 1 + self.some(mean)

    def filings(self, year: int) -> list[dict[str, Any]]:
        """Return its filings, the last year's first."""
        last = YEARS - 1 if "young" in self.weak else YEARS
        found = [self.filing(year - back, self.money(back)) for back in range(last)]
        if "patchy" in self.weak:
            self.forget(found[0]["values"])
        return found

    def filing(self, year: int, money: dict[str, Any]) -> dict[str, Any]:
        """Return one filing: what the form of the year asks, and no more."""
        version = form_for(YEARLY, year)
        renamed = {
            name if name in version.fields else f"{name}_2026": value
            for name, value in (self.same | money).items()
        }
        values = {name: value for name, value in renamed.items() if name in version.fields}
        return {
            "form": "sme-cluster-annual",
            "form_version": version.version,
            "year": year,
            "cluster": self.profile,
            "values": values,
            "previous": {},
        }

    def forget(self, values: dict[str, Any]) -> None:
        """Leave out some of a filing's figures."""
        names = sorted(values.keys() - {"output_basis"})
        for name in self.draws.choice(names, 3, replace=False):
            values[str(name)] = {"status": "missing", "reason": "未统计"}

    def money(self, back: int) -> dict[str, Any]:
        """Return what grows with the output, so many years before the last."""
        said = self.levels
        output = self.people * said["productivity"]
        research = output * 0.95 * said["rd"]
        for year in range(back):
            output /= 1 + self.grown["output"][year]
            research /= 1 + self.grown["research"][year]
        amounts = {
            "output_total": output,
            "output_sme": output * said["sme"],
            "output_leading": output * said["leading"],
            "revenue_total": output * 0.95,
            "rd_spend_total": research,
            "rd_spend_sme": research * 0.8,
            "exports": min(output * said["exports"], output),
            "plan_target_output": output * 1.3,
        }
        return {name: f"{amount:.2f}" for name, amount in amounts.items()} | self.used(output)

    def used(self, output: float) -> dict[str, int]:
        """Return waste, water and fuel; a tonne and a kilowatt-hour are about so much coal."""
        said = self.levels
        waste, water, fuel = output * 5, output * 4, output * said["energy"]
        return {
            "solid_waste_generated": round(waste),
            "solid_waste_used": round(waste * said["waste"]),
            "solid_waste_stock_used": 0,
            "water_fresh": round(water * (1 - said["water"])),
            "water_reused": round(water * said["water"]),
            "electricity_used": round(fuel * 0.50 / 0.1229),
            "coal_used": round(fuel * 0.30 / 714.3),
            "natural_gas_used": round(fuel * 0.10 / 1.33),
            "diesel_used": round(fuel * 0.05 / 1457),
            "heat_purchased": round(fuel * 0.05 / 34.1),
        }

    def counts(self) -> dict[str, Any]:
        """Return its counts."""
        smes, said = self.smes, self.levels
        giants, led = self.at_least_one("leaderless", 2), self.at_least_one("ruleless", 2)
        quality = max(min(self.some(smes * said["quality"]), smes), giants)
        platforms = self.some(self.firms * said["platforms"])
        return {
            "enterprises_total": self.firms,
            "sme_total": smes,
            "employment": self.people,
            "employment_sme": round(self.people * 0.9),
            "above_scale": self.firms // 3,
            "output_basis": "output",
            "rd_staff": self.people // 10,
            "single_champions": 0 if "leaderless" in self.weak else self.some(1),
            "quality_smes": quality,
            "little_giants": giants,
            "srdi_smes": max(quality // 2, giants),
            "innovative_smes": max(quality - 1, giants),
            "hightech_enterprises": quality,
            "national_platforms": platforms // 8,
            "provincial_platforms": platforms - platforms // 8,
            "national_service_platforms": self.at_least_one("platformless", 0.5),
            "sme_invention_patents": self.some(smes * said["patents"]),
            "standards_joined": led + self.some(6),
            "standards_led": led,
            "iiot_users": min(self.some(smes * said["iiot"]), smes),
            "cloud_users": min(self.some(smes * said["cloud"]), smes),
            "national_pilot_projects": self.at_least_one("pilotless", 1),
            "accidents_larger": int("incident" in self.weak),
            "cyber_incidents_major": 0,
            "serious_dishonesty": 0,
            "area_km2": "45.5",
            "plan_target_quality_smes": quality + 20,
            "plan_target_rd_intensity": "5",
        }

    def flags(self) -> dict[str, bool]:
        """Return what it offers."""
        yes = {
            flag: WEAK_YES if name in self.weak else USUAL_YES
            for name, flags in SETS.items()
            for flag in flags
        }
        said = {flag: bool(self.draws.random() < chance) for flag, chance in yes.items()}
        return said | {"international_event": True}

    def register(self) -> tuple[bool, float] | None:
        """Return what a register shows of its county: little is known of some."""
        if self.draws.random() < 0.1:
            return None
        return "offtrade" not in self.weak, float(self.draws.uniform(0.1, 0.6))

    def chain(self) -> tuple[int, int, int]:
        """Return the links of its industry chain: all, missing, with a single firm."""
        missing, single = ((1 + self.some(1)) * (name in self.weak) for name in CHAIN)
        return LINKS, missing, single
