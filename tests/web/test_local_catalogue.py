"""What an installation entered shows on its pages, marked; a change shows without a restart."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.test.utils import override_settings

from jiqun.base.errors import Refused
from jiqun.base.own_catalogue import NONE, install
from jiqun.web.explore import shelf

RULE = "rules/national/sme-cluster.yaml"
NUMBER = (
    'entered: {by: 处内 张三, date: "2026-03-01", document: 某工信〔2026〕1号}\n'
    "parameters:\n  output_each_year:\n    unit: 亿元\n"
    '    values: [{since: "2022-09-13", value: "77", article: 第三条, source: [local]}]\n'
)
PAGE = "/programmes/national/sme-cluster/"


@pytest.fixture
def own(empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a workspace of its own, looked at anew for every request."""
    monkeypatch.setattr(shelf, "LOOK_EVERY", 0.0)
    folder = Path(shutil.copytree(empty, tmp_path / "w"))
    with override_settings(WORKSPACE=folder):
        yield folder
    install(NONE)


def write(folder: Path, text: str) -> None:
    path = folder / "catalog" / RULE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path)


def test_a_local_number_is_shown_marked_with_who_when_and_the_document(own: Path) -> None:
    before = Client().get(PAGE).content.decode()
    write(own, NUMBER)
    after = Client().get(PAGE).content.decode()
    assert "本地录入：处内 张三，2026-03-01，依据《某工信〔2026〕1号》" in after
    assert "77" in after
    assert "（本地）" in after
    assert "本地" not in before


def test_a_bad_file_leaves_the_page_as_it_was(own: Path, caplog: pytest.LogCaptureFixture) -> None:
    write(own, NUMBER)
    good = Client().get(PAGE).content
    write(own, NUMBER.replace("value", "valeu"))
    assert Client().get(PAGE).content == good
    assert f"w/catalog/{RULE}" in caplog.text


def test_a_link_to_nothing_leaves_the_page_as_it_was(own: Path) -> None:
    write(own, NUMBER)
    good = Client().get(PAGE).content
    path = own / "catalog" / RULE
    path.unlink()
    path.symlink_to("nowhere")
    answer = Client().get(PAGE)
    assert (answer.status_code, answer.content) == (200, good)


def test_damage_to_what_was_kept_leaves_the_running_site_as_it_was(
    own: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(own, NUMBER)
    good = Client().get(PAGE).content
    (own / ".catalog" / "states.json").write_text("[", encoding="utf-8")
    write(own, NUMBER.replace("77", "78"))
    answer = Client().get(PAGE)
    assert (answer.status_code, answer.content) == (200, good)
    assert "states.json" in caplog.text
    with pytest.raises(Refused):
        shelf.open_shelf(own)  # one that begins holds nothing it could go on with
