"""Numbers as people type them: read rightly, or refused with the reason; never guessed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiqun.base.forms import YEARLY, form_for
from jiqun.base.numerals import NumeralFault, bounded, read_numeral
from jiqun.base.quantities import LARGEST

READ = [
    # text, unit, what it is
    ("0", "家", "0"),
    ("320", "家", "320"),
    ("007", "家", "7"),
    ("+5", "家", "5"),
    ("-5", "万元", "-5"),
    (" 320 ", "家", "320"),
    ("1,200.5", "万元", "1200.5"),
    ("1,234,567", "人", "1234567"),
    ("１２００", "家", "1200"),
    ("１，２００．５", "万元", "1200.5"),
    ("　320　", "家", "320"),
    ("−5", "万元", "-5"),
    ("1.2亿元", "万元", "12000"),
    ("１.２亿元", "万元", "12000"),
    ("1.2 亿元", "万元", "12000"),
    ("1200万元", "万元", "1200"),
    ("1200元", "万元", "0.12"),
    ("2.1万亿元", "万元", "210000000"),
    ("3千元", "万元", "0.3"),
    ("3.1万家", "家", "31000"),
    ("3.1万", "家", "31000"),
    ("12家", "家", "12"),
    ("8000万千瓦时", "千瓦时", "80000000"),
    ("3千千瓦时", "千瓦时", "3000"),
    ("4.6%", "%", "4.6"),
    ("4.6％", "%", "4.6"),
    ("45.5平方公里", "平方公里", "45.5"),
    ("999999999999.999999", "万元", "999999999999.999999"),
    ("1.50000000", "万元", "1.5"),
]

REFUSED = [
    ("", "家", "not_a_number"),
    ("三百", "家", "not_a_number"),
    ("约300", "家", "not_a_number"),
    ("300-400", "家", "not_a_number"),
    ("1.2.3", "家", "not_a_number"),
    ("--5", "家", "not_a_number"),
    (".5", "万元", "not_a_number"),
    ("5.", "万元", "not_a_number"),
    ("12 34", "家", "not_a_number"),
    ("1 200", "家", "not_a_number"),
    ("NaN", "万元", "not_a_number"),
    ("inf", "万元", "not_a_number"),
    ("0x10", "家", "not_a_number"),
    ("①", "家", "not_a_number"),
    ("٣٠٠", "家", "not_a_number"),
    ("５\x00", "家", "not_a_number"),
    ("12\u200b", "家", "not_a_number"),
    ("n/a", "家", "not_a_number"),
    ("10²", "家", "unit"),
    ("300左右", "家", "unit"),
    ("12户", "家", "unit"),
    ("5万美元", "万元", "unit"),
    ("5吨", "万元", "unit"),
    ("1_000", "家", "unit"),
    ("1,20", "万元", "separators"),
    ("1,2000", "万元", "separators"),
    ("12,34,567", "万元", "separators"),
    ("0,123", "万元", "separators"),
    (",5", "万元", "separators"),
    ("1.2亿", "万元", "bare_multiplier"),
    ("5万", "万元", "bare_multiplier"),
    ("1e400", "万元", "scientific"),
    ("2.52E+06", "万元", "scientific"),
    ("1000000000000", "家", "too_large"),
    ("1亿亿", "家", "unit"),
    ("10000万亿元", "万元", "too_large"),
    ("9" * 5000, "万元", "too_large"),
    ("0.0000001", "万元", "too_fine"),
    ("0.001元", "万元", "too_fine"),
    ("1.00000000000000000000000000000000001亿元", "万元", "too_fine"),
    ("0.12345600000000000000000000000000000001", "万元", "too_fine"),
]


@pytest.mark.parametrize(("text", "unit", "number"), READ)
def test_what_is_clear_is_read_exactly(text: str, unit: str, number: str) -> None:
    assert read_numeral(text, unit).value == Decimal(number)


@pytest.mark.parametrize(("text", "unit", "fault"), REFUSED)
def test_what_is_not_clear_is_refused_with_its_reason(text: str, unit: str, fault: str) -> None:
    with pytest.raises(NumeralFault) as refused:
        read_numeral(text, unit)
    assert refused.value.code == f"filings.numeral_{fault}"


@pytest.mark.parametrize("text", ["320", "+5", "-0.5", " 7 "])
def test_plain_digits_are_not_called_rewritten(text: str) -> None:
    assert not read_numeral(text, "家").rewritten


@pytest.mark.parametrize("text", ["1,200", "１２", "12家", "1.2万"])
def test_whatever_had_to_be_understood_is_called_rewritten(text: str) -> None:
    assert read_numeral(text, "家").rewritten


cells = st.decimals(min_value=0, max_value=LARGEST - 1, places=6)
UNITS = sorted({field.unit for field in form_for(YEARLY, 2022).fields.values()} - {"flag"})


@given(cells, st.sampled_from(UNITS))
def test_a_number_written_plainly_comes_back_as_it_was(number: Decimal, unit: str) -> None:
    assert read_numeral(f"{number:f}", unit).value == number


@given(cells, st.sampled_from(UNITS))
def test_separators_full_width_digits_and_the_unit_change_nothing(
    number: Decimal, unit: str
) -> None:
    wide = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
    for text in (f"{number:,f}", f"{number:f}".translate(wide), f"{number:f}{unit}"):
        assert read_numeral(text, unit).value == number


@given(st.text())
def test_any_text_is_a_number_or_a_fault_with_a_message(text: str) -> None:
    try:
        found = read_numeral(text, "万元")
    except NumeralFault as fault:
        assert fault.code.startswith("filings.numeral_")
    else:
        assert found.value.is_finite()
        assert abs(found.value) < LARGEST


@given(st.decimals(allow_nan=True, allow_infinity=True))
def test_a_bounded_number_is_the_number_itself(number: Decimal) -> None:
    try:
        kept = bounded(number)
    except NumeralFault:
        return
    assert kept == number
    assert -int(kept.as_tuple().exponent) <= 6
