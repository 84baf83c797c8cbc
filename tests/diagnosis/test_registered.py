"""Lead industries held against what the register shows counties to be specialised in."""

from dataclasses import replace

from jiqun.diagnosis.registered import specialised
from jiqun.disclosure.comparing import FiledBy
from jiqun.discovery.candidates import Candidate

COUNTY = "410783"
FILED = FiledBy(
    "c1", 2022, "长垣市起重机械集群", COUNTY, "410000", "central", "equipment", "343", False, False
)


def line(code: str, *terms: str, county: str = COUNTY, demo: bool = False) -> Candidate:
    return Candidate(
        county, code, terms[0] if terms else code, terms, 40, 100, 5.0, 0.0, 0.0, 9.0, "enough",
        rank=1, demo=demo,
    )  # fmt: skip


def among(*candidates: Candidate, industry: str = "343") -> object:
    found = specialised([FILED._replace(industry=industry)], candidates)
    return found["c1"].among if "c1" in found else "nothing"


def test_a_line_of_the_same_trade_or_named_in_the_cluster_s_name_is_the_lead_industry() -> None:
    assert among(line("3432")) is True
    assert among(line("3311", "起重机")) is True


def test_lines_of_other_trades_alone_are_not() -> None:
    found = specialised([FILED], [line("1751", "服装"), line("2110", "家具")])["c1"]
    assert (found.among, found.others) == (False, 0.8)


def test_a_code_that_is_too_coarse_cannot_tell() -> None:
    assert among(line("3432", "吊具"), industry="34") is None
    assert among(line("34", "吊具")) is None
    assert among(line("1751", "服装"), industry="34") is False


def test_a_county_of_which_the_register_shows_nothing_cannot_be_told_of() -> None:
    assert among(line("3432", county="330106")) == "nothing"
    assert among(replace(line("3432"), rank=None)) == "nothing"
    assert among(line("1751", "服装", demo=True)) == "nothing"  # made-up firms, a real cluster
