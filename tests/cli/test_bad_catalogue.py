"""A bad file in the catalogue: the others go on, and every command that lacks it says so."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jiqun.base.definitions import entries, indicators, read_indicators
from jiqun.base.files import catalogue_path
from jiqun.base.own_catalogue import OwnCatalogue, under
from tests.conftest import Ran

Jiqun = Callable[..., Ran]
RULES = Path(__file__).parents[1] / "bad" / "rules"

SPOILT = "rd_spend_per_sme"
"""An indicator that no claim, chart, page or rule names."""


@pytest.fixture
def spoilt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Spoil one file of the catalogue: a copy of it names a field nobody files."""
    files = sorted(catalogue_path("indicators").glob("*/*.yaml"))
    place = next(number for number, path in enumerate(files) if path.stem == SPOILT)
    bad = tmp_path / "innovation" / f"{SPOILT}.yaml"
    bad.parent.mkdir()
    text = files[place].read_text(encoding="utf-8")
    bad.write_text(text.replace("sme_total", "sme_totals"), encoding="utf-8")
    files[place] = bad
    read = read_indicators(files)
    monkeypatch.setattr(entries, "_catalogue", lambda: read)
    with under(OwnCatalogue({"spoilt": b""})):  # what was loaded before is kept for another
        yield bad


def test_the_other_indicators_are_written_and_the_bad_file_is_named(
    jiqun: Jiqun, demonstration: Path, spoilt: Path, tmp_path: Path
) -> None:
    output = tmp_path / "figures.json"
    words = ("-w", str(demonstration), "--year", "2022", "--by", "nation", "-o", str(output))
    ran = jiqun("indicators", *words, "--json", "--lang", "en")
    assert ran.code == 2
    (problem,) = ran.document["problems"]
    assert problem["where"]["file"].endswith(spoilt.name)
    assert problem["where"]["line"]
    assert '"sme_totals" is not a known field' in ran.err
    written = {row["id"] for row in json.loads(output.read_text(encoding="utf-8"))}
    assert written == set(indicators())
    assert SPOILT not in written


def test_doctor_lists_every_bad_file(jiqun: Jiqun, spoilt: Path) -> None:
    ran = jiqun("doctor", "--json", "--lang", "zh")
    assert ran.code == 1
    bad = [row["found"] for row in ran.document["checks"] if not row["ok"] and not row["optional"]]
    assert len(bad) == 1
    assert f"{spoilt.name} · 第" in bad[0]


def test_a_rule_that_names_a_bad_indicator_says_what_is_wrong_with_it(
    jiqun: Jiqun, spoilt: Path, tmp_path: Path
) -> None:
    rule = tmp_path / "somewhere" / "sme-cluster.yaml"
    rule.parent.mkdir()
    text = (RULES / "unknown_figure.yaml").read_text(encoding="utf-8")
    rule.write_text(text.replace("figure: turnover", f"figure: {SPOILT}"), encoding="utf-8")
    ran = jiqun("rules", "check", str(rule), "--json", "--lang", "en")
    assert ran.code == 2
    assert f'"{SPOILT}" is not a known indicator' in ran.err
    assert '"sme_totals" is not a known field' in ran.err
