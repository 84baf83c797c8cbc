"""Numbers of patents and standards: those of public documents, slips in them, other forms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiqun.exchange.cooperation.numbers import check_digit, read_patent, read_standard


@pytest.mark.parametrize(
    ("written", "level", "check"),
    [
        ("ZL200410016940.6", "invention", "sound"),
        ("zl 2004 1 0016940. 6", "invention", "sound"),
        ("ＺＬ２００４１００１６９４０．６", "invention", "sound"),
        ("2004100169406", "invention", "sound"),
        ("200410016940.5", "invention", "wrong"),
        ("85100001.0", "invention", "sound"),
        ("CN101234567B", "invention", "unchecked"),
        ("CN 212345678 U", "utility", "unchecked"),
        ("CN 301234567 S", "design", "unchecked"),
        ("CN1340998A", "invention", "unchecked"),
        ("PCT/CN2020/123456", "", "cannot_tell"),
        ("US10123456B2", "", "cannot_tell"),
        ("", "", "cannot_tell"),
    ],
)
def test_patents(written: str, level: str, check: str) -> None:
    read = read_patent(written)
    assert (read.level, read.check) == (level, check)


@given(
    st.integers(2004, 2030), st.sampled_from("12389"), st.integers(0, 9_999_999), st.integers(0, 11)
)
def test_one_wrong_digit_is_always_told(year: int, kind: str, serial: int, place: int) -> None:
    body = f"{year}{kind}{serial:07}"
    assert read_patent(f"ZL{body}.{check_digit(body)}").check == "sound"
    other = body[:place] + str((int(body[place]) + 1) % 10) + body[place + 1 :]
    assert check_digit(other) != check_digit(body)


@pytest.mark.parametrize(
    ("written", "key", "level"),
    [
        ("GB/T 1031-2009", "GB/T 1031-2009", "national"),
        ("ＧＢ／Ｔ １０３１—２００９", "GB/T 1031-2009", "national"),
        ("GB/Z 1-2020", "GB/Z 1-2020", "national"),
        ("JB/T5000.3-2007", "JB/T 5000.3-2007", "industry"),
        ("DB 33/T 2000-2023", "DB33/T 2000-2023", "local"),
        ("T/ZZB 0001-2026", "T/ZZB 0001-2026", "group"),
        ("Q/ABC 001-2026", "Q/ABC 001-2026", "enterprise"),
        ("ISO/IEC 27001:2022", "ISO/IEC 27001-2022", "international"),
        ("GB/T 1031", "GB/T 1031", ""),
        ("白皮书", "白皮书", ""),
    ],
)
def test_standards(written: str, key: str, level: str) -> None:
    read = read_standard(written)
    assert (read.key, read.level) == (key, level)
    assert read.check == ("unchecked" if level else "cannot_tell")


def test_one_number_has_one_key_however_it_is_written() -> None:
    patents = (
        "ZL200410016940.6", "ZL 2004-1-0016940.6", "ZL200410016940·6", "专利号：ZL200410016940.6",
        "２００４１００１６９４０．６", "CN200410016940.6", "ZL 2004 1 0016940 6",
        "No. ZL200410016940.6",
    )  # fmt: skip
    assert {read_patent(said).key for said in patents} == {"200410016940.6"}
    standards = ("GB/T 1031-2009", "GB/T 1031\u20102009", "GB/T 1031\u22122009", "gb/t1031－2009")
    assert {read_standard(said).key for said in standards} == {"GB/T 1031-2009"}


def test_digits_of_another_script_are_no_known_number() -> None:
    assert read_patent("ZL٢٠٠٤100١٦٩٤٠.6").check == "cannot_tell"


@pytest.mark.parametrize("sign", ["㍿", "ﷺ", "ß"])
def test_a_key_fits_its_column_whatever_is_written(sign: str) -> None:
    assert len(read_patent(sign * 100).key) <= 100
    assert len(read_standard(sign * 100).key) <= 100
