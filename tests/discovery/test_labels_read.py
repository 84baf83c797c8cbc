"""Two people read the labels of counties nobody had tuned on; what they said is kept here.

The sample is that of ``benchmarks/candidate_labels.py``, drawn once by a seed written down before
any of its labels was seen, on 2026-11-28. The readers had a number and a label, nothing else.
"""

import csv
from pathlib import Path

from benchmarks.candidate_labels import READERS, SIZE, TARGET

READ = Path(__file__).with_name("labels_read.csv")


def rows() -> list[dict[str, str]]:
    with READ.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_reader_found_that_the_labels_name_a_product_or_an_industry() -> None:
    for reader in READERS:
        answers = [row[reader] for row in rows()]
        assert set(answers) <= {"0", "1"}
        assert answers.count("1") / len(answers) >= TARGET


def test_the_whole_sample_was_read_and_each_label_the_same_wherever_it_stands() -> None:
    assert [row["number"] for row in rows()] == [str(number) for number in range(1, SIZE + 1)]
    for reader in READERS:
        answers = {(row["label"], row[reader]) for row in rows()}
        assert len(answers) == len({row["label"] for row in rows()})
