"""Made-up filings for tests: every field there, plausible, and easy to change in one place."""

import json
from pathlib import Path
from typing import Any

VALUES: dict[str, Any] = {
    "enterprises_total": 320, "sme_total": 312, "quality_smes": 60, "single_champions": 1,
    "little_giants": 5, "srdi_smes": 20, "innovative_smes": 50, "hightech_enterprises": 40,
    "output_total": "2520000.00", "output_sme": "2100000", "output_leading": "2180000",
    "revenue_total": "2400000", "employment": 17000, "rd_spend_total": "110000",
    "rd_spend_sme": "80000", "national_platforms": 2, "provincial_platforms": 18,
    "sme_invention_patents": 530, "standards_joined": 10, "standards_led": 3,
    "has_roadmap": True, "has_difficulty_list": True, "has_project_pool": False,
    "open_bidding": False, "iiot_users": 146, "cloud_users": 197,
    "digital_solution_service": True, "integration_standard_service": True,
    "smart_maturity_service": False, "national_pilot_projects": 1,
    "green_solution_service": True, "energy_diagnosis_service": True,
    "cleaner_production_service": True, "energy_control_service": False,
    "carbon_accounting_service": False, "solid_waste_generated": 12000,
    "solid_waste_used": 9000, "solid_waste_stock_used": 500, "water_fresh": 900000,
    "water_reused": 8100000, "electricity_used": 800000000, "coal_used": 20000,
    "natural_gas_used": 5000000, "diesel_used": 800, "heat_purchased": 100000,
    "exports": "300000", "international_event": True, "promotion_mechanism": True,
    "rights_protection": True, "service_assessment": False, "service_information": True,
    "service_training": True, "service_startup": True, "service_innovation": True,
    "service_finance": True, "service_consulting": False, "service_policy": True,
    "accidents_larger": 0, "cyber_incidents_major": 0, "serious_dishonesty": 0,
    "area_km2": "45.5", "plan_target_output": "3000000", "plan_target_quality_smes": 90,
    "plan_target_rd_intensity": "5",
}  # fmt: skip


TIERS_OF_2026 = ("quality_smes", "little_giants", "srdi_smes", "innovative_smes")
NEW_IN_2026: dict[str, Any] = {
    "above_scale": 110, "output_basis": "output", "employment_sme": 15000, "rd_staff": 2100,
    "national_service_platforms": 1,
}  # fmt: skip
"""What form version 2026 asks besides; it counts the tiers under ids ending ``_2026``."""


def values_of(year: int) -> dict[str, Any]:
    """Return a value for every field of the form of a year."""
    if year < 2026:
        return VALUES
    renamed = {
        f"{name}_2026" if name in TIERS_OF_2026 else name: one for name, one in VALUES.items()
    }
    return {**renamed, **NEW_IN_2026}


def filing(
    cluster: str = "test-001",
    year: int = 2022,
    county: str = "330106",
    sector: str = "电子",
    previous: dict[str, Any] | None = None,
    **changes: Any,
) -> dict[str, Any]:
    """Return a correct filing of a fictional cluster; a change of None drops the field."""
    values = {**values_of(year), **changes}
    if year < 2022 and "innovative_smes" not in changes:
        values["innovative_smes"] = {"status": "not_applicable"}
        values["quality_smes"] = min(values["quality_smes"], 26)
    return {
        "form": "sme-cluster-annual",
        "form_version": "2022" if year < 2026 else "2026",
        "year": year,
        "cluster": {
            "id": cluster,
            "name": f"测试集群{cluster[-3:]}",
            "county_codes": [county],
            "sector": sector,
            "industry": "39",
            "operator": "",
            "demo": True,
        },
        "values": {name: value for name, value in values.items() if value is not None},
        "previous": previous or {},
    }


def written(folder: Path, *filings: dict[str, Any]) -> list[Path]:
    """Write filings as JSON files, one each."""
    paths = []
    for filing in filings:
        path = folder / f"{filing['cluster']['id']}-{filing['year']}.json"
        path.write_text(json.dumps(filing, ensure_ascii=False), encoding="utf-8")
        paths.append(path)
    return paths
