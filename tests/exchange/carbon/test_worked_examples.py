"""Accounts against worked examples: of public guidance with its results, and by hand.

Three examples of the GHG Protocol's "Technical Guidance for Calculating Scope 3 Emissions" (version
1.0, 2013) have fuel, electricity, factors and results; they are of firms whose scopes 1 and 2
another firm takes over. Their figures are illustrative, as the guidance says, and were read from a
public transcription of it. Gas is in kWh there and electricity has one factor: the account counts
with the example's numbers and factors, of a year it knows. No public guidance with a result by both
methods of scope 2, and no Chinese one with the account of a whole firm, could be had: for these the
documents' inputs, factors and formulae are cited, and each product is worked out in its comment.
"""

from dataclasses import replace
from decimal import Decimal

import pytest

from jiqun.exchange.carbon.account import Account, account
from jiqun.exchange.carbon.activity import read_activity
from jiqun.exchange.carbon.factors import Published, factor_table
from jiqun.exchange.carbon.uncertainty import Doubt, of_product, of_sum

HUNDREDTH = Decimal("0.01")
PUBLISHED = {
    "raw_coal": ("20908", "26.37", "0.94", "1900.3"),
    "coke": ("28435", "29.5", "0.93", "2860.4"),
    "crude_oil": ("41816", "20.1", "0.98", "3020.2"),
    "fuel_oil": ("41816", "21.1", "0.98", "3170.5"),
    "gasoline": ("43070", "18.9", "0.98", "2925.1"),
    "kerosene": ("43070", "19.5", "0.98", "3017.9"),
    "diesel": ("42652", "20.2", "0.98", "3095.9"),
    "lpg": ("50179", "17.2", "0.98", "3101.3"),
    "refinery_gas": ("46055", "18.2", "0.98", "3011.9"),
    "natural_gas": ("38931", "15.3", "0.99", "2.1622"),
}
"""GB/T 2589-2008 annex A (kJ a kilogram or cubic metre), the defaults of 省级温室气体清单编制指南
（试行） 2011 (tC/TJ, share oxidised), and the coefficient that circulates with them."""


GUIDANCE = "GHG Protocol, Technical Guidance for Calculating Scope 3 Emissions, version 1.0"
YEAR, PLACE = 2023, "330000"


def of_the_guidance(gas: str, of_gas: str, kwh: str, of_power: str) -> Account:
    """Return the account of an example: gas and electricity, each with the example's factor."""
    said = {
        "year": YEAR,
        "fuels": {"natural_gas": {"amount": gas, "factor": {"value": of_gas, "source": GUIDANCE}}},
        "no_other_fuels": True,
        "electricity": [{"place": PLACE, "kwh": kwh}],
        "contracts": [],
        "heat": {"gj": "0"},
    }
    activity, problems = read_activity(said)
    assert problems == []
    power = (Published(PLACE, YEAR, Decimal(of_power), GUIDANCE),)
    return account(activity, replace(factor_table(), grid=power))


def kilograms(found: Account) -> tuple[Decimal, Decimal]:
    """Return scope 1, and scope 2 by place."""
    assert found.scope_1.tonnes is not None
    assert found.by_place.tonnes is not None
    return found.scope_1.tonnes * 1000, found.by_place.tonnes * 1000


def test_two_stores_as_the_guidance_has_them() -> None:
    """Example 4.5, page 69: a quarter of each store's energy; its results are 2,062.5 kg, 3,125 kg
    and 5,187.5 kg together.

    10,000 kWh x 0.8 + 1,000 kWh x 0.25, times 100/400; 15,000 x 0.8 + 2,000 x 0.25, times 200/800.
    """
    first = kilograms(of_the_guidance("250", "0.25", "2500", "0.8"))
    second = kilograms(of_the_guidance("500", "0.25", "3750", "0.8"))
    assert sum(first) == Decimal("2062.5")
    assert sum(second) == Decimal(3125)
    assert sum(kilograms(of_the_guidance("750", "0.25", "6250", "0.8"))) == Decimal("5187.5")


def test_a_leased_floor_as_the_guidance_has_it() -> None:
    """Example 8.1, pages 97 and 98: 200/(2000 x 0.75) of the building; its result is 1,325 kg.

    (200 kWh x 0.2) + (400 kWh x 0.7) + (0.67 kg x 1500): the last, fugitive, is no part of ours.
    """
    scope_1, scope_2 = kilograms(of_the_guidance("200", "0.2", "400", "0.7"))
    assert (scope_1, scope_2) == (Decimal(40), Decimal(280))
    assert scope_1 + scope_2 + Decimal("0.67") * 1500 == Decimal(1325)


def test_a_processor_s_fuel_and_electricity_as_the_guidance_has_them() -> None:
    """Example 10.1, page 110: its results are 700 kg of fuel and 1,000 kg of electricity.

    3,500 kWh x 0.2; 2,000 kWh x 0.5. Its 25 kg of waste are no part of ours.
    """
    found = of_the_guidance("3500", "0.2", "2000", "0.5")
    assert kilograms(found) == (Decimal(700), Decimal(1000))


@pytest.mark.parametrize("fuel", PUBLISHED)
def test_the_coefficients_of_fuels_follow_from_what_they_are_made_of(fuel: str) -> None:
    """Heat value x carbon x oxidation x 44/12; raw coal: 20908 x 26.37 x 0.94 x 44/12 / 10^6."""
    heat, carbon, oxidised, coefficient = map(Decimal, PUBLISHED[fuel])
    by_hand = heat * carbon * oxidised * 44 / 12 / 10**6
    kilos = 1000 if factor_table().fuels[fuel].unit == "吨" else 1
    assert (by_hand * kilos).quantize(Decimal(1) / (10 if kilos == 1000 else 10**4)) == coefficient
    found = factor_table().of_fuel(fuel, 2023)
    assert found is not None
    assert found.value == coefficient


def test_fuels_by_the_training_example_of_the_greenhouse_gas_protocol() -> None:
    """GHG Protocol training handout "Calculating emissions", question 1 (F&M): its own factors.

    20,000,000 m3 x 1.9141 kg = 38,282 t; 40,000 t x 2274.69 kg = 90,987.6 t; 129,269.6 t together.
    Its third fuel is in litres, which this account does not take.
    """
    source = "GHG Protocol training handout, question 1"
    gas = {"amount": "20000000", "factor": {"value": "1.9141", "source": source}}
    coal = {"amount": "40000", "factor": {"value": "2274.69", "source": source}}
    said = {"year": 2023, "fuels": {"natural_gas": gas, "raw_coal": coal}, "no_other_fuels": True}
    activity, problems = read_activity(said)
    found = account(activity).scope_1
    assert problems == []
    assert [line.tonnes for line in found.lines] == [Decimal(38282), Decimal("90987.6")]
    assert found.tonnes == Decimal("129269.6")


def test_scope_2_by_both_methods_as_the_scope_2_guidance_has_it() -> None:
    """GHG Protocol Scope 2 Guidance (2015), chapter 6: both totals from one consumption.

    Factors: MEE and NBS, announcement 2025 No. 47, data year 2023. By place: 400,000 kWh x 0.4974
    + 100,000 kWh x 0.5827 = 198.96 + 58.27 = 257.23 t. By market: certificates for 200,000 kWh at
    nought, and 300,000 kWh x 0.6096 = 182.88 t.
    """
    said = {
        "year": 2023,
        "electricity": [
            {"place": "330106", "kwh": "400000"},
            {"place": "320500", "kwh": "100000"},
        ],
        "contracts": [{"kwh": "200000", "factor": "0", "evidence": "GEC-1"}],
        "heat": {"gj": "0"},
    }
    found = account(read_activity(said)[0])
    assert found.by_place.tonnes == Decimal("257.23")
    assert found.by_market.tonnes == Decimal("182.88")


def test_heat_takes_the_default_of_the_general_standard() -> None:
    """GB/T 32150-2025, 7.5.6 to 7.5.7: 0.11 tCO2/GJ where it is not measured; 500 GJ = 55 t."""
    said = {"year": 2023, "electricity": [], "contracts": [], "heat": {"gj": "500"}}
    found = account(read_activity(said)[0])
    assert found.by_place.tonnes == found.by_market.tonnes == Decimal(55)


def test_uncertainties_combine_as_the_guidelines_of_2006_say() -> None:
    """IPCC 2006, volume 1, chapter 3: equation 3.1, sqrt(5^2 + 10^2) = 11.18 %; equation 3.2 on
    100 t +- 11.18 % and 50 t +- 5 %: sqrt(1118.03^2 + 250^2) / 150 = 7.64 %."""
    product = of_product([Decimal(5), Decimal(10)])
    assert product.percent is not None
    assert product.percent.quantize(HUNDREDTH) == Decimal("11.18")
    total = of_sum([(Decimal(100), product), (Decimal(50), Doubt(Decimal(5), whole=True))])
    assert total.percent is not None
    assert total.percent.quantize(HUNDREDTH) == Decimal("7.64")
    assert total.whole
