"""The site: built strictly, complete, in both languages, and loading nothing from elsewhere."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from docs.making.captions import CAPTIONS
from docs.making.configuration import contents
from docs.making.markdown import ROOT_PAGES
from docs.making.site import GENERATED, written

import jiqun.stats as st
from jiqun.base.forms import YEARLY, family
from jiqun.base.language import Lang
from tests.conftest import ROOT, built_once

MESSAGES = ROOT / "src" / "jiqun" / "catalog" / "messages"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site, built once as `make docs` builds it; broken links fail the build."""
    with built_once(tmp_path_factory, "site") as folder:
        if not folder.is_dir():
            command = [sys.executable, "-m", "docs.making", str(folder)]
            ran = subprocess.run(  # noqa: S603  # our own build
                command, cwd=ROOT, capture_output=True, text=True, check=False
            )
            assert ran.returncode == 0, ran.stdout + ran.stderr
    return folder


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_stands_in_the_contents_once(lang: Lang) -> None:
    pages = [place for place in written(lang) if place.endswith(".md")]
    parts = contents(lang, pages).values()
    listed = [place for part in parts for place in (part if isinstance(part, list) else [part])]
    within = [place for part in parts if isinstance(part, dict) for place in part.values()]
    found = [place for place in (*listed, *within) if isinstance(place, str)]
    assert sorted(found) == sorted([*pages, *GENERATED, *ROOT_PAGES.values()])


def test_both_sites_have_the_same_pages_but_for_the_language(site: Path) -> None:
    def pages(root: Path) -> set[str]:
        found = {page.relative_to(root).as_posix() for page in root.rglob("index.html")}
        return {page.replace("guides/zh/", "guides/en/") for page in found}

    chinese = {page for page in pages(site) if not page.startswith("en/")}
    assert chinese == pages(site / "en")


def test_no_page_loads_anything_from_elsewhere(site: Path) -> None:
    loading = re.compile(r'<(?:script|img|link|iframe)\b[^>]*?(?:src|href)="?(https?:)?//', re.I)
    for page in site.rglob("*.html"):
        assert not loading.search(page.read_text(encoding="utf-8")), page


@pytest.mark.parametrize(("lang", "root"), [("zh", "."), ("en", "en")])
def test_the_reference_holds_every_command_field_message_and_statistic(
    site: Path, lang: str, root: str
) -> None:
    def page(name: str) -> str:
        return (site / root / "reference" / name / "index.html").read_text(encoding="utf-8")

    for command in ("jiqun filings check", "jiqun doctor", "jiqun rules show", "jiqun serve"):
        assert f">{command}<" in re.sub(r"<a .*?</a>", "<", page("commands"))
    for form in family(YEARLY).versions:
        assert [
            field for field in form.fields if f"<code>{field}</code>" not in page("fields")
        ] == []
    said = page("messages")
    for file in MESSAGES.glob("*.yaml"):
        for name in re.findall(r"^(\w+):", file.read_text(encoding="utf-8"), re.M):
            assert f"<code>{file.stem}.{name}</code>" in said
    library = page("statistics")
    assert [name for name in st.__all__ if name not in library] == []
    assert "Ellison, G., Glaeser, E. L. (1997)" in page("cite")


def test_the_index_of_the_search_holds_chinese_words(site: Path) -> None:
    index = json.loads((site / "search.json").read_text(encoding="utf-8"))
    texts = " ".join(item["text"] for item in index["items"])
    for word in ("小巨人", "批注", "集聚", "导入"):
        assert word in texts


def test_the_search_of_the_chinese_site_speaks_chinese_and_the_other_one_english(
    site: Path,
) -> None:
    def script(root: Path) -> str:
        (found,) = root.glob("assets/javascripts/bundle*.js")
        return found.read_text(encoding="utf-8")

    for english, chinese in CAPTIONS.items():
        assert english in script(site / "en") and english not in script(site), english
        assert chinese in script(site), chinese
