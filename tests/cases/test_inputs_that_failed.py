"""Small inputs kept beside the project that once failed: each by its command, each as is right."""

import json
import runpy
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from jiqun.registry import RegistryStore
from jiqun.stats import (
    ArgumentRefused,
    ellison_glaeser,
    specialized,
    theil,
    theil_decomposition,
)
from tests.conftest import Ran

pytestmark = pytest.mark.shared
Command = Callable[..., Ran]
HANGZHOU = ["330106", "330106", "330110", "330109"]
"""Where the four made-up firms are that most of the small registers list."""


@pytest.fixture
def cases(shared: Path) -> Path:
    folder = shared / "cases" / "2026-11"
    if not folder.is_dir():
        pytest.skip("the inputs that failed are not here")
    return folder


@dataclass(frozen=True)
class Right:
    """What is right of a register.

    Parameters
    ----------
    counties
        Of its firms, in their order.
    code
        How many codes there are of each kind.
    rejected, unread
        By reason, and by field.
    told
        What is said of the file, besides what columns it has.
    """

    counties: list[str | None]
    code: dict[str, int]
    rejected: dict[str, int] = field(default_factory=dict)
    unread: dict[str, int] = field(default_factory=dict)
    told: tuple[str, ...] = ()


FOUR = Right(HANGZHOU, {"valid": 4})
WUXI, SHENZHEN, CHANGCHUN = "320214", "440304", "220173"
REGISTERS = {
    "UPPER.XLSX": FOUR,
    "city_without_province.csv": Right(
        [WUXI, SHENZHEN, "230102", "440604", WUXI, SHENZHEN, WUXI, "320583", "442000", CHANGCHUN,
         CHANGCHUN, None],
        {"missing": 12},
    ),
    "codes_as_numbers.xlsx": Right(HANGZHOU, {"malformed": 1, "number": 3}),
    "county_column.csv": Right(["330106", "330106", "330110", "330110"], {"missing": 4}),
    "cr_only.csv": FOUR,
    "dates.csv": Right(
        [*HANGZHOU, "330106", *HANGZHOU[1:], "330106"], {"valid": 9},
        unread={"employees": 3, "registered_on": 2},
    ),
    "nul_block_in_the_middle.csv": Right(
        ["330106", "330110", "330110"], {"valid": 3}, {"nul_block": 1}
    ),
    "quoted_heading_newline.csv": FOUR,
    "same_name_two_valid_codes.csv": Right(["330106", "440306"], {"valid": 2}),
    "star_headings.csv": FOUR,
    "title_above.csv": Right(HANGZHOU, {"valid": 4}, told=("registry.headings_below",)),
    "total_and_note_below.csv": Right(HANGZHOU, {"valid": 4}, {"note": 1, "total": 2}),
    "two_row_heading.xlsx": FOUR,
    "with_help_sheet.xlsx": Right(HANGZHOU, {"valid": 4}, told=("registry.sheet_passed_over",)),
}  # fmt: skip


@pytest.mark.parametrize("name", REGISTERS)
def test_a_register_is_read_rightly(name: str, cases: Path, jiqun: Command, tmp_path: Path) -> None:
    right, folder = REGISTERS[name], tmp_path / "w"
    assert jiqun("init", folder).code == 0
    ran = jiqun("registry", "import", cases / "registry" / name, "-w", folder, "--json")
    profile = jiqun("registry", "profile", "-w", folder, "--json").document
    firms = pq.read_table(RegistryStore(folder).enterprises).to_pylist()
    assert ran.code == 0
    assert [firm["county_code"] for firm in firms] == right.counties
    assert profile["code"]["by"] == right.code
    assert (profile["rejected"], profile["merged"]) == (right.rejected, {})
    assert profile["unread"] == right.unread
    said = [told["code"] for told in ran.document["problems"]]
    assert tuple(code for code in said if "without" not in code) == right.told


def test_every_register_of_the_cases_is_held(cases: Path) -> None:
    files = {path.name for path in (cases / "registry").iterdir()}
    assert files == {*REGISTERS, "big5.csv"}


def test_big5_is_named_in_either_language(cases: Path, jiqun: Command, tmp_path: Path) -> None:
    jiqun("init", tmp_path / "w")
    for lang in ("zh", "en"):
        path = cases / "registry" / "big5.csv"
        ran = jiqun("registry", "import", path, "-w", tmp_path / "w", "--lang", lang)
        assert (ran.code, "Big5" in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("name", "told", "words"),
    [
        ("codes_decorated.csv", "roster.taken_off_codes", "U+200B zero width space"),
        ("dates_as_excel_saves_them.csv", "", ""),
        ("semicolon.csv", "roster.separator", "semicolon"),
    ],
)
def test_a_list_of_firms_is_read_whole_and_ties(
    name: str,
    told: str,
    words: str,
    cases: Path,
    jiqun: Command,
    demonstration: Path,
    tmp_path: Path,
) -> None:
    folder = tmp_path / "w"
    shutil.copytree(demonstration, folder)
    ran = jiqun("roster", "import", cases / "roster" / name, "-w", folder, "--json")
    [accepted] = ran.document["accepted"]
    assert (ran.code, accepted["firms"]) == (0, {"demo-001": 632})
    assert all(tie["ties"] for tie in accepted["ties"])
    assert [problem["code"] for problem in accepted["problems"]] == ([told] if told else [])
    assert words in ran.err


def test_a_name_with_blanks_nobody_sees_is_read_and_they_are_named(
    cases: Path, jiqun: Command
) -> None:
    ran = jiqun("filings", "check", cases / "filings" / "10_nbsp_name.json", "--json")
    assert ran.code == 0
    assert "U+00A0 no-break space" in ran.err
    assert "texts.invisible" in json.dumps(ran.document)


def script(cases: Path, name: str) -> Any:
    """Run a script of the cases; one that ends at what is refused now ends in its refusal."""
    return runpy.run_path(str(cases / "stats" / name))


@pytest.mark.parametrize("name", ["big_endian_employment.py", "big_endian_region.py"])
def test_the_order_of_bytes_changes_no_index(
    name: str, cases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plants = script(cases, name)["p"]
    native = plants.astype({"region": "int64", "employment": "float64"})
    assert ellison_glaeser(plants).equals(ellison_glaeser(native))
    tables = capsys.readouterr().out.split("             gamma")
    assert tables[1] == tables[2]


def test_an_industry_without_a_sector_is_refused_by_name(
    cases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ArgumentRefused, match="1411"):
        script(cases, "missing_sector.py")
    told = capsys.readouterr().out
    assert told.count("ArgumentRefused sector_of") == 3


def test_units_change_no_specialisation(cases: Path) -> None:
    with pytest.raises(IndexError):  # the script looks for a first difference, and finds none
        script(cases, "units_change_specialisation.py")
    import pandas as pd

    whole = pd.DataFrame([[4, 11, 7, 11], [5, 3, 10, 2], [8, 6, 0, 0], [6, 8, 0, 11]])
    assert specialized(whole).equals(specialized(whole / 10))


def test_tables_of_every_kind_work_or_are_refused_by_argument(
    cases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script(cases, "table_kinds.py")
    told = capsys.readouterr().out
    assert [fault for fault in ("AttributeError", "KeyError", "TypeError") if fault in told] == []
    assert told.count("ArgumentRefused") == 6


def test_a_group_of_no_weight_takes_no_part(cases: Path) -> None:
    with pytest.raises(ArgumentRefused, match="all zero"):  # the script's last call
        script(cases, "zero_weight_group.py")
    parts = theil_decomposition([1, 2, 3, 4], ["a", "a", "b", "b"], [1, 1, 0, 0])
    assert parts.total == pytest.approx(theil([1, 2], [1, 1]))
