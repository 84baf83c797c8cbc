"""A made-up workshop's activity, as a file of ``jiqun carbon account`` has it."""

from typing import Any

WORKSHOP: dict[str, Any] = {
    "year": 2023,
    "fuels": {"diesel": {"amount": "12.5", "uncertainty": "3"}, "natural_gas": "20000"},
    "no_other_fuels": True,
    "electricity": [
        {"place": "330106", "kwh": "400000", "uncertainty": "1"},
        {"place": "320500", "kwh": "100000", "uncertainty": "1"},
    ],
    "contracts": [{"kwh": "200000", "factor": "0", "evidence": "GEC-2023-001"}],
    "heat": {"gj": "500"},
}
