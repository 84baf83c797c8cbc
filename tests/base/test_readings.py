"""The kept readings of the catalogue's names are what their characters read.

Write them again with ``python -m tests.base.test_readings`` where a name was added.
"""

import csv
import io

import pytest

from jiqun.base import names as naming
from jiqun.base.codes import industries, sectors
from jiqun.base.csv_files import catalogue_rows
from jiqun.base.files import catalogue_path
from jiqun.base.names import initials, pinyin, read_aloud, read_once, without_its_kind
from jiqun.clusters.recognised import recognised


def names() -> list[str]:
    """Return the names of the catalogue that people look for, and what English ones are made of."""
    places = [row["name"] for row in catalogue_rows("codes", "regions.csv")]
    found = {*places, *(without_its_kind(name) for name in places)}
    found |= {industry.name for industry in industries().values()}
    found |= {sector.name for sector in sectors().values()}
    for cluster in recognised().values():
        found |= {cluster.name, cluster.product, cluster.county_text, cluster.place.zh}
    return sorted(found - {""})


def table() -> str:
    """Return the table of readings as it should be."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(("text", "pinyin", "initials"))
    writer.writerows((name, *read_aloud(name)) for name in names())
    return made.getvalue()


PLACE = catalogue_path("codes", "readings.csv")


def test_the_kept_readings_are_those_of_the_names_there_are() -> None:
    assert PLACE.read_text(encoding="utf-8") == table()


def test_a_kept_reading_is_given_and_another_is_made() -> None:
    assert (pinyin("重庆市"), initials("重庆市")) == ("chongqingshi", "cqs")
    assert pinyin("没有这个名称") == "meiyouzhegemingcheng"


def test_a_text_that_was_read_once_is_read_aloud_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["某项没有见过的指标", "重庆市"]
    read = {text: (pinyin(text), initials(text)) for text in texts}
    monkeypatch.setattr(
        naming, "_readings", lambda held={"重庆市": read["重庆市"]}: held
    )  # held it is
    aloud: list[str] = []

    def noted(text: str) -> tuple[str, str]:
        aloud.append(text)
        return read_aloud(text)

    monkeypatch.setattr(naming, "read_aloud", noted)
    read_once(texts)
    assert {text: (pinyin(text), initials(text)) for text in texts} == read
    assert len(aloud) <= 1


if __name__ == "__main__":
    PLACE.write_text("text,pinyin,initials\n", encoding="utf-8")
    PLACE.write_text(table(), encoding="utf-8")
