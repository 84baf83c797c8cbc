"""The main paths through the explorer, on a desk and on a phone."""

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[[str], Page]
AXE = Path(__file__).resolve().parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PAGES = [
    "/",
    "/clusters/",
    "/clusters/?tab=filed",
    "/clusters/demo-001/",
    "/clusters/410783-mqsqzjx/",
    "/indicators/",
    "/indicators/innovation/rd_intensity/",
    "/figures/2022-v1/2022/cluster/demo-001/rd_intensity/",
    "/regions/",
    "/regions/410000/",
    "/sectors/",
    "/chains/",
    "/chains/cranes/",
    "/structure/",
    "/search/?q=%E7%94%B5",
    "/programmes/",
    "/programmes/national/sme-cluster/",
    "/policies/",
    "/policies/national/",
    "/reports/",
    "/reports/2022/",
    "/compare/?c=demo-001&c=demo-002&c=demo-003&c=demo-004",
    "/about/",
    "/api/v1/docs",
    "/regions/410783/",
    "/compare/",
    "/accounts/login/",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_its_window_and_axe_finds_no_serious_fault_by_day_or_in_the_dark(
    visit: Visit, path: str
) -> None:
    for address in (path, f"/en{path}"):
        look_at(visit(address))


def look_at(page: Page) -> None:
    """Hold a page to its window, and by axe by day; in the dark only colours are others."""
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0
    assert serious(page) == []
    page.emulate_media(color_scheme="dark")
    assert serious(page, only=["color-contrast"]) == []
    page.emulate_media(color_scheme="light")


def serious(page: Page, only: list[str] | None = None) -> list[str]:
    """Return axe-core's serious and critical faults, by all its rules or some."""
    # The page's policy runs no foreign script; the checker is put in by the browser itself.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    asked = {"iframes": False, "resultTypes": ["violations"], **({"runOnly": only} if only else {})}
    found = page.evaluate("asked => axe.run(document, asked)", asked)
    return [
        f"{violation['id']}: {node['html'][:120]}"
        for violation in found["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


def test_the_map_shows_all_provinces_and_the_recognised_clusters(visit: Visit) -> None:
    page = visit("/")
    page.wait_for_selector("figure.map canvas")
    option = page.evaluate("document.querySelector('figure.map').chart.getOption()")
    assert sum(len(series["data"]) for series in option["series"]) == 152
    names = page.evaluate(
        "document.querySelector('figure.map').chart.getModel().getComponent('geo')"
        ".coordinateSystem.regions.map(one => one.name)"
    )
    assert {"台湾", "香港", "澳门", "西藏", "新疆", "南海诸岛"} <= set(names)
    assert len(names) == 35


@pytest.mark.parametrize("path", ["/", "/regions/130000/"])
def test_a_map_keeps_its_shape_whatever_its_frame_s(visit: Visit, path: str) -> None:
    page = visit(path)
    page.wait_for_selector("figure.map canvas")
    land, drawn = page.evaluate(
        """() => {
          const geo = document.querySelector('figure.map').chart.getModel()
            .getComponent('geo').coordinateSystem;
          const [land, drawn] = [geo.getBoundingRect(), geo.getViewRect()];
          return [geo.aspectScale * land.width / land.height, drawn.width / drawn.height];
        }"""
    )
    assert drawn == pytest.approx(land, rel=0.01)


def test_the_map_stays_smooth_with_every_county_on_it(visit: Visit) -> None:
    page = visit("/")
    page.wait_for_selector("figure.map canvas")
    page.check("[data-layer=counties]")
    drawn = (
        "document.querySelector('figure.map').chart.getOption().series"
        ".reduce((sum, one) => sum + one.data.length, 0)"
    )
    for _ in range(100):
        if page.evaluate(drawn) > 2900:
            break
        page.wait_for_timeout(100)
    assert page.evaluate(drawn) > 2900
    spent = page.evaluate(
        """() => {
          const chart = document.querySelector('figure.map').chart;
          const times = [];
          for (let step = 0; step < 12; step += 1) {
            const start = performance.now();
            chart.dispatchAction({type: 'geoRoam', componentType: 'geo', geoIndex: 0,
              dx: step % 2 ? 9 : -9, dy: 4});
            chart.getZr().flush();
            times.push(performance.now() - start);
          }
          return times.sort((a, b) => a - b)[6];
        }"""
    )
    # Not a measurement but a floor: a redraw that takes half a second is broken.
    assert spent < 500


def test_the_list_follows_what_is_typed(visit: Visit) -> None:
    page = visit("/clusters/")
    page.fill("input[name=q]", "mqsqzjx")
    expect(page.locator("#found tbody tr")).to_have_count(1)
    assert "长垣市门桥式起重机械产业集群" in page.inner_text("#found")
    assert page.url.endswith("q=mqsqzjx&batch=&province=&sector=")


def test_a_figure_opens_in_place_and_closes_again(visit: Visit) -> None:
    page = visit("/clusters/demo-001/")
    page.locator("summary:has(#h-innovation)").click()
    row = page.locator("#innovation tr", has_text="研发强度").first
    row.locator("a.open").click()
    opened = page.locator("tr.inserted")
    opened.wait_for()
    assert "研发经费合计 ÷ 营业收入合计" in opened.inner_text()
    row.locator("a.open").click()
    opened.wait_for(state="detached")


def test_a_ranking_is_sorted_by_any_column(visit: Visit) -> None:
    page = visit("/indicators/innovation/rd_intensity/")
    head = page.locator("#ranking thead th").last
    head.locator("button").click()
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    spans = page.eval_on_selector_all(
        "#ranking tbody td[data-value]", "all => all.map(one => Number(one.dataset.value))"
    )
    assert spans == sorted(spans, reverse=True)


def downloaded(page: Page, chart: str, kind: str) -> tuple[str, bytes]:
    """Take a picture or its numbers by its button; return the file's name and content."""
    with page.expect_download() as caught:
        page.locator(f"{chart} .downloads button", has_text=kind).first.click()
    return caught.value.suggested_filename, Path(caught.value.path()).read_bytes()


@pytest.mark.parametrize(
    ("path", "title", "form"),
    [
        ("/indicators/innovation/rd_intensity/", "研发强度：全部集群，历年", "2022 版表式"),
        ("/en/indicators/innovation/rd_intensity/", "R&amp;D intensity: all", "version 2022"),
        ("/structure/", "集群之间的距离", "2022 版表式"),
    ],
)
def test_a_chart_is_downloaded_with_its_title_and_where_it_is_from(
    visit: Visit, path: str, title: str, form: str
) -> None:
    page = visit(path)
    name, content = downloaded(page, "figure", "SVG")
    drawn = content.decode()
    assert title in drawn
    assert form in drawn
    assert "2022-v1" in drawn
    assert "演示数据" in drawn
    assert name.startswith("demonstration-")
    ElementTree.fromstring(content)  # noqa: S314  # our own file: an open tag would fail
    _, picture = downloaded(page, "figure", "PNG")
    assert picture.startswith(b"\x89PNG")
    assert len(picture) > 2000


def test_the_numbers_of_a_chart_are_downloaded_with_its_source(visit: Visit) -> None:
    page = visit("/indicators/innovation/rd_intensity/")
    _, content = downloaded(page, "figure", "CSV")
    assert "2022-v1" in content.decode()
    assert "演示数据" in content.decode()


@pytest.mark.parametrize("path", ["/", "/regions/330000/", "/en/regions/330000/"])
def test_a_map_of_real_clusters_is_downloaded_with_its_title_and_source_and_is_no_demonstration(
    visit: Visit, path: str
) -> None:
    page = visit(path)
    page.wait_for_selector("figure.map canvas")
    name, content = downloaded(page, "figure.map", "SVG")
    text = content.decode()
    ElementTree.fromstring(content)  # noqa: S314  # our own file
    assert text.count("<path") > (100 if path == "/" else 11)
    for said in ("confirmed", "Source:") if "/en/" in path else ("已核实", "来源：", "年批"):
        assert said in text
    assert "演示" not in name + text
    assert "demonstration" not in name + text
    assert downloaded(page, "figure.map", "PNG")[1].startswith(b"\x89PNG")


def test_an_example_of_the_api_runs_in_the_page(visit: Visit) -> None:
    page = visit("/api/v1/docs")
    operation = page.locator("details.operation").first
    operation.locator("summary").click()
    operation.locator("button").click()
    shown = operation.locator("pre")
    expect(shown).to_contain_text("2022-v1")
    assert shown.inner_text().startswith("200")


def test_everything_is_reached_by_keyboard(visit: Visit) -> None:
    page = visit("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "q"


def test_pages_are_read_without_scripts(browser_without_scripts: Visit) -> None:
    page = browser_without_scripts("/")
    assert page.locator("figure.map a", has_text="集群列表").is_visible()
    page.fill("#q", "起重")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("长垣市门桥式起重机械产业集群")
