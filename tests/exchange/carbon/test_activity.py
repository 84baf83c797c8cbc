"""A firm's activity is read rightly or refused whole, whatever a file holds."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiqun.exchange.carbon.account import account
from jiqun.exchange.carbon.activity import read_activity
from tests.exchange.carbon.firms import WORKSHOP


def codes(**said: Any) -> list[str]:
    return [problem.code.partition(".")[2] for problem in read_activity({**WORKSHOP, **said})[1]]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"year": "2023"}, ["bad_year"]),
        ({"year": True}, ["bad_year"]),
        ({"year": 2018}, ["bad_year"]),
        ({"fuels": []}, ["not_an_object"]),
        ({"fuels": {"wood": "1"}}, ["no_fuel"]),
        ({"fuels": {"diesel": True}}, ["bad_amount"]),
        ({"fuels": {"diesel": "-1"}}, ["bad_amount"]),
        ({"fuels": {"diesel": "1,20"}}, ["bad_amount"]),
        ({"fuels": {"diesel": {"amount": "1", "unit": "litre"}}}, ["bad_unit"]),
        ({"fuels": {"diesel": {"amount": "1", "uncertainty": "-3"}}}, ["bad_uncertainty"]),
        ({"fuels": {"diesel": {"amount": "1", "factor": "2"}}}, ["bad_factor"]),
        ({"fuels": {"diesel": {"amount": "1", "factor": {"value": "2"}}}}, ["no_evidence"]),
        ({"no_other_fuels": "yes"}, ["not_a_flag"]),
        ({"electricity": {}}, ["not_a_list"]),
        ({"electricity": ["330106"], "contracts": []}, ["not_an_object"]),
        ({"electricity": [{"place": "999999", "kwh": "500000"}]}, ["no_place"]),
        ({"electricity": 2 * [{"place": "330106", "kwh": "300000"}]}, ["place_twice"]),
        ({"electricity": 201 * [{}]}, ["too_many"]),
        ({"contracts": [{"kwh": "1", "factor": "0"}]}, ["no_evidence"]),
        ({"contracts": [{"factor": "0", "evidence": "x"}]}, ["amount_missing"]),
        ({"contracts": [{"kwh": "500001", "factor": "0", "evidence": "x"}]}, ["contracts_beyond"]),
        ({"heat": "500"}, ["not_an_object"]),
        ({"heat": {"gj": "NaN"}}, ["bad_amount"]),
        ({"credit_code": "91330106MA28000000"}, ["bad_credit_code"]),
        ({"weather": 1}, ["key_unknown"]),
    ],
)
def test_what_is_wrong_is_told(said: dict[str, Any], told: list[str]) -> None:
    assert codes(**said) == told


def test_everything_wrong_is_told_at_once() -> None:
    assert codes(year=0, fuels={"diesel": "x"}, heat=1) == [
        "bad_year",
        "bad_amount",
        "not_an_object",
    ]


scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=8), st.floats(allow_nan=True)
)
keys = st.sampled_from(
    ["year", "fuels", "diesel", "amount", "unit", "factor", "value", "kwh", "place", "gj",
     "electricity", "contracts", "heat", "evidence", "uncertainty", "no_other_fuels"]
)  # fmt: skip
anything = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=4)),
    max_leaves=8,
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(keys, anything, max_size=7))
def test_no_file_breaks_the_reader_and_what_is_read_can_be_accounted_for(said: Any) -> None:
    activity, problems = read_activity(said)
    if not problems:
        account(activity)
