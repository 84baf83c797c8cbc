"""What the pages say, whoever visits."""

import csv
import io
import re
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from jiqun.base.definitions import indicators
from jiqun.base.readers import PUBLIC
from jiqun.clusters.recognised import recognised
from jiqun.reports import write_report
from jiqun.rules import programmes
from jiqun.workspace import Workspace
from jiqun.workspace.vintages import vintage_snapshot

PAGES = [
    "/",
    "/clusters/",
    "/clusters/?tab=filed",
    "/search/",
    "/search/?q=qzj",
    "/clusters/410783-mqsqzjx/",
    "/indicators/",
    "/indicators/innovation/rd_intensity/",
    "/regions/",
    "/regions/330000/",
    "/regions/330100/",
    "/regions/330106/",
    "/sectors/",
    "/chains/",
    "/chains/cranes/",
    "/structure/",
    "/programmes/",
    "/programmes/national/sme-cluster/",
    "/programmes/yunnan/sme-cluster/",
    "/policies/",
    "/policies/national/",
    "/reports/",
    "/compare/",
    "/about/",
    "/api/v1/docs",
]
WITH_FIGURES = [
    "/reports/2022/",
    "/clusters/demo-001/",
    "/compare/?c=demo-001&c=demo-002",
    "/figures/2022-v1/2022/nation/CN/rd_intensity/",
    "/figures/2022-v1/2022/cluster/demo-001/output_total/",
]
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers_without_a_single_vintage(bare: Client, path: str) -> None:
    assert 'class="banner"' not in text_of(bare, path)


@pytest.mark.parametrize("path", PAGES + WITH_FIGURES)
def test_every_page_of_the_demonstration_says_so(demo: Client, path: str) -> None:
    page = text_of(demo, path)
    assert '<p class="banner" role="note"><b>演示数据</b>' in page
    assert "演示数据" in re.search("<title>(.*?)</title>", page)[1]  # type: ignore[index]


@pytest.mark.parametrize("path", PAGES + WITH_FIGURES)
def test_every_chinese_text_of_an_english_page_is_marked_as_chinese(
    demo: Client, path: str
) -> None:
    page = text_of(demo, "/en" + path)
    assert '<html lang="en">' in page
    shown = re.sub(r"<(title|script|style|svg|option|pre)\b.*?</\1>", "", page, flags=re.S)
    shown = re.sub(r'<(span|a|small)[^>]*lang="zh-Hans"[^>]*>.*?</\1>', "", shown, flags=re.S)
    # An English title may name the Chinese term in brackets after its translation.
    shown = re.sub(r"\([\u4e00-\u9fff]+\)|演示数据", "", re.sub(r"<[^>]*>", "\n", shown))
    left = [line.strip() for line in shown.splitlines() if CHINESE.search(line)]
    assert left == []


def test_no_page_asks_another_host_for_anything(demo: Client) -> None:
    for path in PAGES + WITH_FIGURES:
        loaded = re.findall(
            r'<(?:script|link|img|iframe)[^>]+(?:src|href)="([^"]+)"', text_of(demo, path)
        )
        assert all(
            address.startswith("/") and not address.startswith("//") for address in loaded
        ), path


def test_the_policy_of_every_page_lets_it_load_from_here_only(demo: Client) -> None:
    policy = demo.get("/").headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize("path", ["/", "/reports/2022/page/"])
def test_a_policy_names_each_kind_of_source_once(demo: Client, path: str) -> None:
    policy = demo.get(path).headers["Content-Security-Policy"]
    names = [part.split()[0] for part in policy.split("; ")]
    assert sorted(names) == sorted(set(names))


def test_no_page_carries_inline_style_or_script_that_the_policy_would_block(demo: Client) -> None:
    for path in PAGES + WITH_FIGURES:
        page = text_of(demo, path)
        assert "<style" not in page, path
        assert " style=" not in page, path
        assert re.findall(r"<script(?![^>]*\bsrc=)", page) == [], path


def test_the_report_page_may_run_only_the_style_and_script_it_carries(demo: Client) -> None:
    policy = demo.get("/reports/2022/page/").headers["Content-Security-Policy"]
    assert "script-src 'sha256-" in policy
    assert "script-src 'unsafe-inline'" not in policy


@pytest.mark.parametrize("ending", ["pptx", "pdf", "docx", "xlsx", "json"])
def test_the_report_is_downloaded_as_the_command_writes_it_for_the_public(
    demo: Client, demonstration: Path, tmp_path: Path, ending: str
) -> None:
    assert f'href="/reports/2022/report.{ending}"' in text_of(demo, "/reports/2022/")
    given = demo.get(f"/reports/2022/report.{ending}")
    name = f"jiqun-report-2022-v1-demonstration.{ending}"
    assert given.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    workspace = Workspace.open(demonstration)
    path = tmp_path / f"report.{ending}"
    write_report(vintage_snapshot(workspace, "2022-v1"), 2022, path, PUBLIC)
    assert given.content == path.read_bytes()


def test_a_report_in_no_known_format_is_not_found(demo: Client) -> None:
    assert demo.get("/reports/2022/report.exe").status_code == 404
    assert demo.get("/reports/1999/report.pdf").status_code == 404


def test_a_long_ranking_is_cut_into_pages(demo: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    path = "/indicators/innovation/rd_intensity/"
    whole = re.findall(r"示例集群\d{3}", text_of(demo, path))
    monkeypatch.setattr("jiqun.web.explore.views.indicators.RANKED_ROWS", 40)
    pages = [re.findall(r"示例集群\d{3}", text_of(demo, f"{path}?page={n}")) for n in (1, 2, 3)]
    assert [len(page) for page in pages] == [40, 40, 20]
    assert [name for page in pages for name in page] == whole


def test_a_recognised_cluster_shows_facts_and_no_figure(demo: Client) -> None:
    page = text_of(demo, "/clusters/410783-mqsqzjx/")
    assert "长垣市门桥式起重机械产业集群" in page
    assert "没有公开数字" in page
    assert not re.search(r"\d(亿元|万元|家|人|件|%)", page)


@pytest.mark.parametrize("lang", ["", "/en"])
def test_published_figures_of_a_real_cluster_are_citations_with_their_source(
    demo: Client, lang: str
) -> None:
    page = text_of(demo, f"{lang}/clusters/140921-fldz/")
    said = ("120.89亿元", "不是填报") if not lang else ("CNY 12.089 billion", "not filings")
    assert said[0] in page
    assert said[1] in page
    assert "山西日报 2024-12-11" in page
    assert "没有公开数字" not in page
    assert "示例集群" not in page


def test_after_2025_the_first_batch_is_valid_only_where_a_page_names_the_cluster(
    bare: Client,
) -> None:
    unnamed = text_of(bare, "/clusters/440605-qn/")
    assert "2026 年起" in unnamed
    assert "不能判断" in unnamed
    assert "100 个中 97 个通过" in unnamed
    named = text_of(bare, "/clusters/510105-hkpt/")
    assert "2026–2028" in named
    assert "成都市首批 2 个集群全部通过复核" in named
    english = text_of(bare, "/en/clusters/440605-qn/")
    assert "cannot tell" in english
    assert "97 of 100 passed" in english


def test_a_province_shows_its_grid_factors_by_year(bare: Client) -> None:
    page = text_of(bare, "/regions/530000/")
    assert "0.1333" in page
    assert "0.1073" in page
    assert "公告 2025 年第 47 号" in page
    assert "电力二氧化碳排放因子" not in text_of(bare, "/regions/540000/")


def test_a_county_shows_what_was_published_of_its_other_clusters(bare: Client) -> None:
    page = text_of(bare, "/regions/370783/")
    assert "寿光特色原料药产业集群" in page
    assert "省级" in page


def test_a_programme_shows_its_calls_batches_and_reviews(bare: Client) -> None:
    page = text_of(bare, "/programmes/national/sme-cluster/")
    assert "2026-04-08 至 2026-06-15" in page
    assert "100 个中 97 个通过" in page
    assert "京经信发〔2023〕82号" in text_of(bare, "/programmes/beijing/sme-cluster/")


def test_a_target_stands_beside_its_figure_with_what_it_does_not_count(bare: Client) -> None:
    page = text_of(bare, "/indicators/overview/clusters_total/")
    assert "国家级中小企业特色产业集群数目标 600个（2030年）" in page
    assert "目标数的是全国已认定的集群" in page


def test_no_figure_of_the_demonstration_stands_on_the_page_of_a_real_place(demo: Client) -> None:
    for code in ("110107", "110000", "330000", "330106"):
        page = text_of(demo, f"/regions/{code}/")
        assert "示例集群" not in page
        assert not re.search(r"\d(亿元|万元|家|件|%)", page), code


def test_a_demonstration_cluster_is_never_found_among_the_recognised_ones(demo: Client) -> None:
    assert "示例集群" not in text_of(demo, "/clusters/?q=示例")
    assert "示例集群001" in text_of(demo, "/clusters/?tab=filed&q=示例集群001")


@pytest.mark.parametrize(
    "query",
    ["门桥式起重机械", "起重", "长垣", "cyqzj", "mqsqzjx", "changyuan", "CYMQ", "河南 起重"],
)
def test_a_cluster_is_found_by_name_product_place_pinyin_or_initials(
    bare: Client, query: str
) -> None:
    page = text_of(bare, f"/clusters/?q={query}")
    if query == "cyqzj":  # initials of words that do not stand together in the name
        assert "没有找到" in page
    else:
        assert "长垣市门桥式起重机械产业集群" in page


def test_filters_narrow_the_list(bare: Client) -> None:
    page = text_of(bare, "/clusters/?province=410000&batch=2022")
    names = re.findall(r'<th scope="row"><a href="/clusters/([^"]+)/"', page)
    wanted = {
        o.id for o in recognised().values() if o.province_code == "410000" and o.batch == "2022"
    }
    assert set(names) == wanted
    assert wanted


def test_each_recognised_cluster_has_an_address_of_its_own(bare: Client) -> None:
    assert len(recognised()) == 152
    for name in list(recognised())[::15]:
        assert recognised()[name].name in text_of(bare, f"/clusters/{name}/")


def test_every_indicator_has_a_page_that_opens_its_definition(demo: Client) -> None:
    for entry in list(indicators().values())[::12]:
        page = text_of(demo, f"/indicators/{entry.id}/")
        assert entry.title.zh in page
        assert entry.id in page


def test_a_figure_opens_to_definition_both_sides_coverage_vintage_and_place(demo: Client) -> None:
    page = text_of(demo, "/figures/2022-v1/2022/cluster/demo-001/rd_intensity/")
    for said in ("研发经费合计 ÷ 营业收入合计", "分子", "分母", "万元", "覆盖", "2022-v1", "位"):
        assert said in page
    assert re.search(r"在\s+100\s+个集群中列第", page)


def test_a_real_cluster_does_not_show_its_money(site: Client) -> None:
    page = text_of(site, "/clusters/real-1/")
    assert "不公开" in page
    assert not re.search(r"\d(亿元|万元)", page)
    assert "3000001" not in page.replace(",", "")
    assert "320家" in page


def test_a_demonstration_cluster_is_open_and_says_what_would_be_withheld(demo: Client) -> None:
    page = text_of(demo, "/clusters/demo-001/")
    assert "亿元" in page
    assert "对真实集群，标“◇”的金额、研发和能源数字不公开" in page


def test_at_most_four_clusters_are_compared(demo: Client) -> None:
    query = "&".join(f"c=demo-{number:03}" for number in range(1, 7))
    page = text_of(demo, f"/compare/?{query}")
    assert "一次最多比较四个" in page
    assert (
        len(set(re.findall(r'<th scope="col" class="n"><a href="/clusters/(demo-\d+)/', page))) == 4
    )


def test_a_recognised_cluster_cannot_be_compared_with_figures(demo: Client) -> None:
    page = text_of(demo, "/compare/?c=410783-mqsqzjx&c=demo-001")
    assert "没有这些集群，或没有它们的公开数字：410783-mqsqzjx" in page


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/clusters/none/", "没有编号为“none”的集群"),
        ("/indicators/innovation/none/", "没有指标“innovation/none”"),
        ("/regions/999999/", "不在现行名单中"),
        ("/policies/none/", "没有政策"),
        ("/reports/1999/", "1999"),
        ("/figures/2022-v9/2022/nation/CN/rd_intensity/", "2022-v1"),
        ("/figures/2022-v1/2022/planet/CN/rd_intensity/", "该版本没有这个数字"),
        ("/nothing", "没有这一页"),
    ],
)
def test_what_is_not_there_is_said_in_words(demo: Client, path: str, said: str) -> None:
    answer = demo.get(path)
    assert answer.status_code == 404
    assert said in answer.content.decode()


def test_odd_page_numbers_give_the_nearest_page(demo: Client) -> None:
    for said in ("0", "-1", "999999999999", "x", "٣"):
        assert demo.get("/clusters/", {"page": said}).status_code == 200


CHARTS = ("distances", "specialisation", "coagglomeration", "product_space")


@pytest.mark.parametrize("lang", ["", "/en"])
def test_space_and_structure_draws_the_report_s_charts_with_their_numbers(
    demo: Client, lang: str
) -> None:
    page = unescape(text_of(demo, f"{lang}/structure/"))
    report = demo.get("/reports/2022/report.json").json()
    shown = "en" if lang else "zh"
    for chart in report["charts"]:
        if chart["id"] not in CHARTS:
            continue
        assert chart["finding"][shown] in page
        assert chart["note"][shown] in page
        opening = f'<figure class="drawn" data-name="demonstration-{chart["id"]}-'
        figure = re.search(opening + ".*?</figure>", page, re.S)
        assert figure is not None
        assert "<svg" in figure[0]
        assert f'data-csv="#d-{chart["id"]}"' in figure[0]
        table = re.search(f'<table id="d-{chart["id"]}".*?</table>', page, re.S)
        assert table is not None
        labels = [link["label"] for link in chart["links"]] or [
            label for series in chart["series"][1:-1] for label in series["labels"] if label
        ]
        assert all(f">{label}<" in table[0] for label in labels)


def test_space_and_structure_of_few_clusters_says_why_it_draws_nothing(site: Client) -> None:
    page = text_of(site, "/structure/")
    assert '<figure class="drawn"' not in page
    assert "不足10个，不画距离的分布" in page
    assert "没有一格够3个集群" in page


def test_a_programme_shows_its_numbers_with_dates_and_clauses(bare: Client) -> None:
    page = text_of(bare, "/programmes/national/sme-cluster/")
    for said in (
        "工信部企业〔2022〕119号",
        "自 2022-09-13",
        "附件 一",
        "亿元",
        "未配置",
        "一票否决",
    ):
        assert said in page
    assert "不晚于 2023-04-25" in text_of(bare, "/programmes/anhui/sme-cluster/")
    assert 'href="/programmes/national/sme-cluster/"' in text_of(bare, "/programmes/")


@pytest.mark.parametrize("name", sorted(programmes()))
def test_every_programme_has_a_page_in_both_languages(bare: Client, name: str) -> None:
    assert "<h1>" in text_of(bare, f"/programmes/{name}/")
    assert CHINESE.search(text_of(bare, f"/en/programmes/{name}/"))


def test_a_programme_says_how_the_figures_of_its_criteria_are_defined(bare: Client) -> None:
    page = bare.get("/programmes/national/sme-cluster/").content.decode()
    assert "产值年均增速 = （末年集群总产值 ÷ 首年集群总产值）" in page
    english = bare.get("/en/programmes/national/sme-cluster/").content.decode()
    assert "total output of the cluster of the last year ÷" in english


def test_an_unknown_programme_is_not_found_and_says_what_to_do(bare: Client) -> None:
    answer = bare.get("/programmes/atlantis/sme-cluster/")
    assert answer.status_code == 404
    assert "请在认定办法页查看全部办法" in answer.content.decode()


def test_a_day_at_the_latest_is_said_so_on_the_page_of_programmes(bare: Client) -> None:
    page = text_of(bare, "/programmes/")
    assert "不晚于 2023-07-10" in page
    assert "自 2022-09-13 起" in page


@pytest.mark.parametrize(
    "path",
    [
        "/indicators/",
        "/indicators/leading_industry/quality_sme_share/",
        "/figures/2022-v1/2022/nation/CN/quality_sme_share/",
        "/clusters/demo-001/",
    ],
)
def test_a_break_in_a_series_is_said_beside_the_change(demo: Client, path: str) -> None:
    assert "2022 年起统计口径有变（创新型中小企业）" in text_of(demo, path)
    assert "2022 年起统计口径有变" not in text_of(
        demo, "/figures/2022-v1/2022/nation/CN/rd_intensity/"
    )


def test_a_comparison_is_downloaded_as_csv_with_a_column_a_cluster(demo: Client) -> None:
    page = demo.get("/compare/?c=demo-001&c=demo-002")
    assert "/compare/?c=demo-001&amp;c=demo-002&amp;format=csv" in page.content.decode()
    answer = demo.get("/compare/?c=demo-001&c=demo-002&format=csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    heads, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert heads == ["id", "title", "unit", "示例集群001 (demo-001)", "示例集群002 (demo-002)"]
    [output] = [row for row in rows if row[0] == "output_total"]
    api = demo.get("/api/v1/figures?level=cluster&key=demo-002&id=output_total").json()
    assert output[4] == api["results"][0]["value"]


def test_a_cluster_is_added_to_a_comparison_by_its_name(demo: Client) -> None:
    page = text_of(demo, "/compare/?c=demo-001&c=示例集群002")
    assert "示例集群002" in page
    assert "没有这些集群" not in page
    several = text_of(demo, "/compare/?c=demo-001&c=示例集群")
    assert "名称对应几个集群时请写编号" in several


def test_every_number_of_a_comparison_names_its_cluster_where_columns_have_no_head(
    demo: Client,
) -> None:
    page = demo.get("/compare/?c=demo-001&c=demo-002").content.decode()
    assert page.count('data-label="示例集群001"') == page.count('data-label="示例集群002"') > 50


@pytest.mark.parametrize("path", ["/", "/clusters/?tab=filed", "/reports/", "/accounts/login/"])
def test_an_english_page_of_the_demonstration_says_so_in_both_languages(
    demo: Client, path: str
) -> None:
    page = text_of(demo, "/en" + path)
    assert '<b lang="zh-Hans">演示数据</b> <b>Demonstration data</b>' in page
