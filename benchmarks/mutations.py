"""Take each filter of disclosure away, one at a time, and see which named test fails.

Run with ``python benchmarks/mutations.py [WORD]``: prints a table, filter by filter, and last those
that nobody noticed; ``WORD`` runs only filters that have it in their name. A filter is a piece of
the source that stands there once; where it was rewritten the table says so, and is to be mended.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GATE = (
    "tests/disclosure/test_figures.py",
    "tests/disclosure/test_secrecy.py",
    "tests/disclosure/test_bridges.py",
    "tests/disclosure/test_crossings.py",
    "tests/disclosure/test_attack.py",
    "tests/base/test_readers.py",
    "tests/base/test_forms.py",
)
REPORTS = ("tests/reports/test_disclosed.py",)
PUBLISHED = ("tests/publications/test_publication.py",)


@dataclass(frozen=True)
class Filter:
    """A piece of source that keeps something from a reader, and what is left without it."""

    name: str
    file: str
    here: str
    gone: str
    tests: tuple[str, ...] = GATE


FILTERS = (
    # who reads
    Filter("regions a reader covers", "base/readers.py",
           "return region_code.startswith(self.within) and not", "return not"),
    Filter("regions apart from those covered", "base/readers.py",
           " and not region_code.startswith(self.without)", ""),
    Filter("an agency's own clusters", "base/readers.py",
           "cluster_id in self.clusters or", "bool(self.clusters) or"),
    Filter("everything is the nation's alone", "base/readers.py",
           'return self.office is Office.NATION and "" in self.within', 'return "" in self.within'),
    Filter("the nation less a region is not all", "base/readers.py",
           '"" in self.within and not self.without', '"" in self.within'),
    # what is secret
    Filter("an unknown field is secret", "disclosure/secrecy.py",
           "get(name, CONFIDENTIAL)", 'get(name, "open")'),
    Filter("secrecy is raised, never lowered", "base/form_model.py",
           "CONFIDENTIAL if CONFIDENTIAL in (shipped, *others) else shipped",
           "others[-1] if others else shipped"),
    Filter("money is secret where nothing is said", "base/form_files.py",
           'CONFIDENTIAL if said["type"] == "money" else OPEN', "OPEN"),
    Filter("a figure's secrecy by its fields", "disclosure/secrecy.py",
           " or any(field_is_secret(name) for name in entry.definition.fields)", ""),
    Filter("a figure's secrecy by its tags", "disclosure/secrecy.py",
           "bool(entry.tags) or ", ""),
    # cells
    Filter("secret cells", "disclosure/cells.py",
           "return not field_is_secret(field) or reader.sees_cluster(cluster_id, county_code)",
           "return True"),
    Filter("cells on the page", "reports/cells.py",
           "MARKS[Status.SUPPRESSED] if withheld else ", "", REPORTS),
    Filter("revised cells in the note", "reports/revision.py",
           "seen = after.edition.sees_cell(", "seen = True or after.edition.sees_cell(", REPORTS),
    # figures
    Filter("figures pass the gate", "disclosure/figures.py",
           "return shown_by(found, decide(found, grounds, grounds.known_to(reader)))",
           "return found"),
    Filter("only the nation passes it whole (figures)", "disclosure/figures.py",
           "if reader.sees_everything:", "if reader.within:"),
    Filter("only the nation passes it whole (edition)", "disclosure/edition.py",
           "if self.reader.sees_everything:\n            return compute",
           "if self.reader.within:\n            return compute", REPORTS),
    Filter("single clusters' figures", "disclosure/figures.py",
           "return figure if figure.key in decisions.known else _blank(figure)", "return figure"),
    Filter("single clusters' figures, asked alone", "disclosure/edition.py",
           "found += shown_by(alone, Decisions({}, self._known, frozenset()))", "found += alone",
           REPORTS),
    Filter("single clusters' figures, in columns", "disclosure/figures.py",
           "number if key in known else _without(number)", "number", PUBLISHED),
    Filter("sums of a quotient by nought, in columns", "disclosure/figures.py",
           "if number.value is None and number.numerator is None:", "if number.value is None:",
           GATE),
    Filter("only the nation passes it whole (columns)", "disclosure/edition.py",
           "if not self.reader.sees_everything:", "if not self.reader.within:", PUBLISHED),
    Filter("withheld figures", "disclosure/figures.py",
           "if cell in decisions.withheld:", "if False:"),
    Filter("rounded figures", "disclosure/figures.py",
           "return _rounded(figure) if cell in decisions.rounded else figure", "return figure"),
    Filter("digits of a rounded figure", "disclosure/figures.py",
           "value = None if figure.value is None else to_digits(figure.value)",
           "value = figure.value"),
    Filter("sums of a rounded figure", "disclosure/figures.py",
           "replace(figure, value=value, numerator=None, denominator=None)",
           "replace(figure, value=value)"),
    Filter("sums of a quotient by nought", "disclosure/figures.py",
           "if figure.value is None and figure.numerator is None:", "if figure.value is None:"),
    # the rule of three
    Filter("three clusters", "disclosure/decisions.py",
           "min(len(group), counted) < FEWEST_CLUSTERS or ", ""),
    Filter("three clusters, by subtraction", "disclosure/subtraction.py",
           "if len(group) < FEWEST_CLUSTERS:", "if not group:"),
    Filter("three enterprises", "disclosure/decisions.py",
           "return grounds.firms(cell[1], group) < FEWEST_ENTERPRISES", "return False"),
    Filter("clusters without an enterprise hide no other", "disclosure/decisions.py",
           "if not found and self.firmless:", "if False:"),
    Filter("the largest few of nearly all", "disclosure/decisions.py",
           " or _leaves_few(cell, counted)", ""),
    Filter("subtraction within a figure", "disclosure/decisions.py",
           "        _apart(cells, found)\n", "        pass\n"),
    Filter("subtraction between figures", "disclosure/decisions.py",
           "        _together(groups, found)\n", "        pass\n"),
    Filter("last year's sums are the same sums", "disclosure/grounds.py",
           'return (year - (side.period == "previous"), *terms)',
           "return (year, side.period, *terms)"),
    Filter("clusters told by one difference", "disclosure/subtraction.py",
           "if len(others) == 0:", "if False:"),
    Filter("two clusters told together", "disclosure/subtraction.py",
           "if len(others) == 1 and sizes[free[others[0]]] == 1:", "if False:"),
    Filter("two clusters told by two ways", "disclosure/subtraction.py",
           "if shape in alike:", "if False:"),
    Filter("an official's edition holds the public's", "disclosure/decisions.py",
           "own.withheld = {cell for cell in found.withheld if not own.covers(cell)}",
           "own.withheld = set()"),
    # crossings
    Filter("crossings pass the gate", "disclosure/edition.py",
           "return replace(found, withheld=self._withheld(year, field, members, levels))",
           "return found", REPORTS),
    Filter("small crossed cells", "disclosure/crossings.py",
           "if crossed.now[meeting] and _small(crossed, meeting, decisions)", "if False"),
    Filter("an official's crossings hold the public's", "disclosure/crossings.py",
           "return frozenset(meeting for meeting in withheld if not now[meeting] <= known)",
           "return frozenset()"),
    Filter("firms behind crossed cells", "disclosure/crossings.py",
           "len(groups[meeting] - decisions.firmless)", "len(groups[meeting])"),
    Filter("cells of withheld rows and columns", "disclosure/crossings.py",
           "    closed |= _beside_withheld_totals(crossed, sums)\n", ""),
    Filter("crossed cells by subtraction", "disclosure/crossings.py",
           "while told := sums.told_with(_revealed(crossed, shown)):",
           "while told := {}:"),
    Filter("growth of a crossed cell shows a sum", "disclosure/crossings.py",
           "self.this_year: {self.now[meeting], self.both[meeting]},",
           "self.this_year: {self.now[meeting]},"),
    # bridges
    Filter("bridges pass the gate", "disclosure/edition.py",
           "return seen_bridge(found, year, self._sums, self._decisions)",
           "return whole_bridge(found)", REPORTS),
    Filter("an official's bridges hold the public's", "disclosure/bridges.py",
           "step if name in own else shown.steps[name]", "step"),
    Filter("steps of few clusters", "disclosure/bridges.py",
           " and sums.admit(within)", ""),
    Filter("few restatements", "disclosure/bridges.py",
           '        ("restated", found.field, year): {behind["restated"]},\n', ""),
    Filter("totals of a bridge", "disclosure/bridges.py",
           "if whole or totals.get(name) else None", "if whole or name in totals else None"),
    Filter("growth that is withheld", "disclosure/bridges.py",
           "if cell in decisions.withheld or found.like_for_like is None:",
           "if found.like_for_like is None:"),
    Filter("growth that is rounded", "disclosure/bridges.py",
           "if cell in decisions.rounded:", "if False:"),
    Filter("who restated", "disclosure/bridges.py",
           "[row for row in found.restatements if row[0] in known]",
           "found.restatements"),
)  # fmt: skip


def failing(copy: Path, filter_: Filter) -> str:
    """Return the first test that fails without a filter, or nothing."""
    path = copy / "jiqun" / filter_.file
    source = path.read_text(encoding="utf-8")
    if source.count(filter_.here) != 1:
        return f"STANDS {source.count(filter_.here)} TIMES IN {filter_.file}: rewrite this line"
    path.write_text(source.replace(filter_.here, filter_.gone), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
    ran = subprocess.run(
        [*command, *filter_.tests], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(copy)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    path.write_text(source, encoding="utf-8")
    found = re.search(r"^(?:FAILED|ERROR) (\S+?)(?: - |$)", ran.stdout, re.MULTILINE)
    return found.group(1) if found else "" if ran.returncode == 0 else f"CUT OFF: {ran.returncode}"


def main() -> int:
    """Print what fails without each filter; the number nobody noticed is the exit code."""
    word = sys.argv[1] if len(sys.argv) > 1 else ""
    unnoticed = []
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "src", folder, dirs_exist_ok=True)
        for filter_ in FILTERS:
            if word in filter_.name:
                test = failing(Path(folder), filter_)
                print(f"{filter_.name:45} {test or 'NOBODY NOTICED'}", flush=True)
                if not test or test.startswith("STANDS"):
                    unnoticed.append(filter_.name)
    print(f"{len(unnoticed)} unnoticed: {', '.join(unnoticed) or '-'}")
    return min(len(unnoticed), 1)


if __name__ == "__main__":
    sys.exit(main())
