"""A form version, a field and an indicator cost files of the catalogue: no Python is touched.

The package is copied, its catalogue is added to, and the copy is run by itself.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import jiqun
from tests.filings.test_versions import lines_of, long_csv
from tests.made import filing, written

pytestmark = pytest.mark.slow
SOURCE = Path(jiqun.__file__).parent
COUNTIES = ("330106", "330108", "330110", "320106")
SPENT = (7654321, 7654323, 7654327, 7654331)
"""What the clusters spent: numbers that stand nowhere else."""
DRIVER = """
import contextlib, io, json, sys
from jiqun.cli.app import main
said = []
for words in json.loads(sys.argv[1]):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([*words, "--lang", "en"])
    said.append([code, out.getvalue(), err.getvalue()])
pages = json.loads(sys.argv[2])
if pages:
    import os
    os.environ["DJANGO_SETTINGS_MODULE"] = "jiqun.web.settings"
    import django
    django.setup()
    from django.conf import settings
    from pathlib import Path
    settings.WORKSPACE = Path(sys.argv[3])
    settings.ALLOWED_HOSTS = ["*"]
    from django.test import Client
    for address in pages:
        answer = Client().get(address)
        said.append([answer.status_code, answer.content.decode(), ""])
print(json.dumps(said))
"""
FIELD = """
  - id: digital_spend
    after: output_leading
    zh: 数字化投入
    en: spending on digitalisation
    unit: 万元
    type: money
    dimension: leading_industry
    optional: false
    part_of: output_total
"""
INDICATOR = """
title: {zh: 数字化投入强度, en: Digital spending over output}
why: {zh: 看集群把多少产值投入数字化改造。, en: How much of its output goes into digital tools.}
definition: {ratio_of_sums: {numerator: digital_spend, denominator: output_total}}
unit: ratio
display: {style: percent, decimals: 2}
direction: higher_is_better
missing: {zh: 缺报的集群不计入。, en: A cluster without the figure leaves both sums.}
plausible: {from: "0", to: "0.9"}
source: {document: 测试用表式, working_definition: true}
reviewed: "2026-11-28"
"""
HINT = """
  digital_spend: {zh: 当年软硬件和服务的投入, en: "software, hardware and services"}
"""


@dataclass(frozen=True)
class Copy:
    """A copy of the package whose catalogue a test may add to."""

    folder: Path

    def catalogue(self, *parts: str) -> Path:
        return self.folder.joinpath("jiqun", "catalog", *parts)

    def add(self, text: str, *parts: str) -> None:
        path = self.catalogue(*parts)
        before = path.read_text("utf-8") if path.exists() else ""
        path.write_text(f"{before.rstrip()}\n{text.strip(chr(10))}\n".lstrip(), encoding="utf-8")

    def run(self, *commands: list[Any], pages: tuple[str, ...] = (), of: Path | str = "") -> Any:
        """Run commands, then visit pages; return code, output and messages of each."""
        words = json.dumps([[str(word) for word in command] for command in commands])
        environment = {**os.environ, "PYTHONPATH": str(self.folder), "JIQUN_LANG": "en"}
        ran = subprocess.run(  # noqa: S603  # our own interpreter and script
            [sys.executable, "-c", DRIVER, words, json.dumps(pages), str(of)],
            capture_output=True, text=True, env=environment, check=False, cwd=self.folder,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout.splitlines()[-1])

    def python(self) -> dict[str, bytes]:
        root = self.folder / "jiqun"
        return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*.py")}


def copied(folder: Path) -> Copy:
    shutil.copytree(SOURCE, folder / "jiqun", ignore=shutil.ignore_patterns("__pycache__"))
    return Copy(folder)


def amended(folder: Path) -> Copy:
    """Add a money field to form version 2026, its hint, and an indicator on it."""
    copy = copied(folder)
    copy.add(FIELD, "forms", "sme-cluster-annual", "2026.yaml")
    copy.add(HINT, "workbooks", "sme-cluster-annual", "2026.yaml")
    copy.add(INDICATOR, "indicators", "digital", "digital_spend_intensity.yaml")
    return copy


@dataclass(frozen=True)
class Way:
    """What commands and pages of the amended copy said, by name: code, output, messages."""

    copy: Copy
    folder: Path
    said: dict[str, Any]

    def read(self, name: str) -> Any:
        return json.loads((self.folder / name).read_text("utf-8"))


def right(folder: Path) -> list[Path]:
    """Write the filings of four clusters in two provinces."""
    filings = [
        filing(f"test-00{number}", 2026, county, digital_spend=str(spent), output_total="90000000")
        for number, (county, spent) in enumerate(zip(COUNTIES, SPENT, strict=True))
    ]
    return written(folder, *filings)


def wrong(folder: Path) -> list[Path]:
    """Write filings that give too much of the new field, give it too early, and leave it out."""
    folder.mkdir()
    too_much = filing("test-009", 2026, "310104", digital_spend="99000000")
    too_early = filing("test-008", 2025, "310101", digital_spend="5")
    return written(folder, too_much, too_early, filing("test-007", 2026, "310105"))


@pytest.fixture(scope="module")
def way(tmp_path_factory: pytest.TempPathFactory) -> Way:
    """Go the whole way with the amended copy, once."""
    folder = tmp_path_factory.mktemp("amended")
    copy, w = amended(folder / "code"), folder / "w"
    old = long_csv(folder, *lines_of(filing("test-000", 2022)))
    report, figures = ["report", "-w", w, "--year", 2026], folder / "figures.json"
    commands = {
        "check": ["filings", "check", *wrong(folder / "wrong"), "--json"],
        "init": ["init", w],
        "import": ["filings", "import", *right(folder), "-w", w],
        "csv": ["filings", "import", old, "-w", w],
        "release": ["release", "-w", w, "--year", 2026],
        "template": ["filings", "template", "--year", 2026, "-o", folder / "t.xlsx"],
        "indicators": ["indicators", "-w", w, "--year", 2026, "--by", "nation", "-o", figures],
        "public": [*report, "-o", folder / "public.json", "--audience", "public"],
        "nation": [*report, "-o", folder / "nation.json", "--audience", "nation"],
        "html": [*report, "-o", folder / "public.html", "--audience", "public"],
    }
    pages = {
        "indicator": "/indicators/digital/digital_spend_intensity/",
        "cluster": "/clusters/test-000/",
    }
    ran = copy.run(*commands.values(), pages=tuple(pages.values()), of=w)
    return Way(copy, folder, dict(zip((*commands, *pages), ran, strict=True)))


def of_digital_spend(said: Any) -> list[dict[str, Any]]:
    rows = said if isinstance(said, list) else said["figures"]
    return [row for row in rows if row["id"] == "digital_spend_intensity"]


def amounts_in(text: str) -> list[int]:
    return [spent for spent in SPENT if str(spent) in text.replace(",", "")]


def test_every_command_takes_a_new_field_and_an_old_csv_beside_it(way: Way) -> None:
    codes = {name: code for name, (code, _, _) in way.said.items()}
    assert codes == dict.fromkeys(codes, 0) | {"check": 2, "indicator": 200, "cluster": 200}


def test_a_new_field_is_checked(way: Way) -> None:
    document = json.loads(way.said["check"][1])
    found = {
        (problem["code"], problem["where"].get("year"))
        for file in document["refused"]
        for problem in file["problems"]
        if problem["where"].get("field") == "digital_spend"
    }
    assert found == {
        ("filings.part_above_whole", 2026),
        ("filings.not_asked", 2025),
        ("filings.field_missing", 2026),
    }


def test_a_new_field_is_in_the_template_with_its_hint(way: Way) -> None:
    rows = load_workbook(way.folder / "t.xlsx").worksheets[1].iter_rows(values_only=True)
    [row] = [row for row in rows if row[0] == "digital_spend"]
    assert "software, hardware and services" in str(row)


def test_a_new_money_field_is_confidential_in_the_report(way: Way) -> None:
    [figure] = of_digital_spend(way.read("figures.json"))
    assert Decimal(figure["numerator"]) == sum(SPENT)
    for edition, status in (("public", "suppressed"), ("nation", "reported")):
        content = way.read(f"{edition}.json")
        assert [one["status"] for one in of_digital_spend(content["figures"])] == ["reported"]
        table = next(table for table in content["tables"] if table.get("level") == "province")
        shown = {one["key"]: one["status"] for one in of_digital_spend(table["figures"])}
        assert shown["320000"] == status
    text = (way.folder / "public.html").read_text("utf-8")
    assert "数字化投入强度" in text
    assert amounts_in(text) == []


def test_a_new_money_field_is_confidential_on_the_pages(way: Way) -> None:
    assert "数字化投入强度" in way.said["indicator"][1]
    assert amounts_in(way.said["indicator"][1] + way.said["cluster"][1]) == []


def test_no_python_is_touched(way: Way) -> None:
    assert way.copy.python() == Copy(SOURCE.parent).python()


def test_a_further_version_is_two_files(tmp_path: Path) -> None:
    copy = copied(tmp_path / "code")
    copy.add(
        'family: sme-cluster-annual\nversion: "2031"\nextends: "2026"\n'
        "derived: {zh: 推定表式, en: A derived form}\nyears: {from: 2031, to: 2035}\n"
        "source: 测试用表式\ndropped: [open_bidding]\n",
        "forms", "sme-cluster-annual", "2031.yaml",
    )  # fmt: skip
    made = ["filings", "template", "--year", 2031, "-o", tmp_path / "t.xlsx"]
    [without] = copy.run(made)
    assert (without[0], "no workbook" in without[2]) == (2, True)
    copy.add(
        'family: sme-cluster-annual\nversion: "2031"\nextends: "2026"\nlayout: 1\n',
        "workbooks", "sme-cluster-annual", "2031.yaml",
    )  # fmt: skip
    later = {**filing(year=2026), "year": 2031, "form_version": "2031"}
    del later["values"]["open_bidding"]
    [path] = written(tmp_path, later)
    w = tmp_path / "w"
    ran = copy.run(
        made, ["init", w], ["filings", "import", path, "-w", w],
        ["indicators", "-w", w, "--year", 2031, "--by", "nation", "-o", tmp_path / "f.json"],
    )  # fmt: skip
    assert [code for code, _, _ in ran] == [0, 0, 0, 0], ran
    said = json.loads((tmp_path / "f.json").read_text("utf-8"))
    rows = said if isinstance(said, list) else said["figures"]
    [figure] = [row for row in rows if row["id"] == "open_bidding_cluster_share"]
    assert figure["status"] == "not_applicable"
