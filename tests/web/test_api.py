"""The API: stable addresses, paging, filters, formats, and faults in words."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import schemathesis
from django.test import Client
from django.test.utils import override_settings
from hypothesis import HealthCheck, settings

from jiqun.base.codes import regions
from jiqun.base.errors import Refused
from jiqun.reports.outline import outline
from jiqun.web.explore.api import api, wanted
from jiqun.web.explore.api.examples import operations

ONE_FIGURE = "/api/v1/figures/2022-v1/2022/nation/CN/rd_intensity"


def get(client: Client, path: str, **query: Any) -> Any:
    answer = client.get(path, query)
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


def rows_of(client: Client, path: str, **query: Any) -> list[dict[str, str]]:
    answer = client.get(path, {**query, "format": "csv"})
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_api_says_a_recognition_s_years_and_its_citations(bare: Client) -> None:
    found = bare.get("/api/v1/clusters/371625-sycj").json()
    assert [(part["until"], part["standing"]) for part in found["periods"]] == [
        (2025, "valid"),
        (2028, "valid"),
        (None, "unknown"),
    ]
    assert {
        (citation["value"], citation["unit"], citation["sense"]) for citation in found["citations"]
    } == {
        ("2800", "家", "over"),
        ("300", "亿元", "over"),
    }
    nobody = bare.get("/api/v1/clusters/440605-qn").json()
    assert nobody["citations"] == []
    assert nobody["periods"][-1] == {
        "since": 2026, "until": None, "standing": "unknown", "source": None,
    }  # fmt: skip


def test_a_figure_of_a_vintage_is_its_sums_divided_once(demo: Client) -> None:
    one = get(demo, ONE_FIGURE)
    exact = Decimal(one["numerator"]) / Decimal(one["denominator"])
    assert abs(Decimal(one["value"]) - exact) < Decimal("1e-27")
    assert one["display"] == {"zh": "4.6%", "en": "4.6%"}
    assert (one["reporting"], one["expected"], one["demo"]) == (100, 100, True)


def test_the_list_and_the_single_address_agree(demo: Client) -> None:
    (listed,) = get(demo, "/api/v1/figures", id="rd_intensity")["results"]
    single = get(demo, ONE_FIGURE)
    assert listed == {name: single[name] for name in listed}


def test_pages_follow_each_other_without_gap_or_overlap(demo: Client) -> None:
    found: list[str] = []
    address = "/api/v1/clusters?kind=filed&size=30"
    while address:
        page = json.loads(demo.get(address).content)
        found += [result["id"] for result in page["results"]]
        address = page["next"]
    assert found == [f"demo-{number:03}" for number in range(1, 101)]


def test_csv_has_all_rows_and_the_same_numbers(demo: Client) -> None:
    rows = rows_of(demo, "/api/v1/figures", level="sector", id="rd_intensity")
    listed = get(demo, "/api/v1/figures", level="sector", id="rd_intensity", size=1000)["results"]
    assert [row["value"] for row in rows] == [row["value"] or "" for row in listed]
    assert {row["demo"] for row in rows} == {"True"}


def test_the_name_of_a_downloaded_file_says_that_it_is_the_demonstration(demo: Client) -> None:
    answer = demo.get("/api/v1/figures", {"format": "csv"})
    assert "demonstration-figures-2022-v1" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "path",
    ["clusters", "clusters?kind=recognised&province=浙江", "regions", "policies", "indicators"],
)
def test_a_file_of_real_facts_is_not_named_a_demonstration(demo: Client, path: str) -> None:
    answer = demo.get(f"/api/v1/{path}{'&' if '?' in path else '?'}format=csv")
    assert answer.status_code == 200
    assert "demonstration" not in answer.headers["Content-Disposition"]


def test_a_list_of_made_up_clusters_is_named_a_demonstration(demo: Client) -> None:
    answer = demo.get("/api/v1/clusters", {"kind": "filed", "format": "csv"})
    assert "demonstration-clusters-filed" in answer.headers["Content-Disposition"]


def test_every_county_has_a_point_on_the_map(bare: Client) -> None:
    found = json.loads(bare.get("/api/v1/regions?level=county&format=geojson").content)
    without = [
        feature["properties"]["code"]
        for feature in found["features"]
        if feature["geometry"] is None
    ]
    assert len(found["features"]) == len(regions().counties)
    assert without == []


def test_recognised_clusters_come_as_points_with_their_batch(bare: Client) -> None:
    found = json.loads(bare.get("/api/v1/clusters?format=geojson").content)
    assert len(found["features"]) == 152
    one = next(o for o in found["features"] if o["properties"]["id"] == "410783-mqsqzjx")
    assert one["properties"]["place_en"] == "Changyuan, Xinxiang, Henan"
    # Changyuan's own point is not known: its city's stands for it, and says so.
    assert one["properties"]["approximate"] is True
    assert one["geometry"]["coordinates"] == [113.926763, 35.303704]


def test_money_of_single_real_clusters_is_withheld_in_every_format(site: Client) -> None:
    rows = rows_of(site, "/api/v1/figures", level="cluster", id="output_total")
    assert {(row["status"], row["value"], row["numerator"]) for row in rows} == {
        ("suppressed", "", "")
    }
    (one, *_) = get(site, "/api/v1/figures", level="cluster", id="output_total")["results"]
    assert one["value"] is None
    opened = get(site, "/api/v1/figures/2022-v1/2022/cluster/real-1/output_total")
    assert (opened["value"], opened["standing"]) == (None, None)


def test_an_unchanged_answer_is_a_304(demo: Client) -> None:
    tag = demo.get(ONE_FIGURE).headers["ETag"]
    assert demo.get(ONE_FIGURE, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/v1/figures?vintage=2031-v1", 404, "workspace.no_vintage"),
        ("/api/v1/figures?id=none", 404, "web.no_indicator"),
        ("/api/v1/figures?level=planet", 422, "web.bad_parameter"),
        ("/api/v1/figures?size=0", 422, "web.bad_parameter"),
        ("/api/v1/figures?size=abc", 422, "web.bad_parameter"),
        ("/api/v1/figures?sise=5", 422, "web.unknown_parameter"),
        ("/api/v1/figures/2022-v1/2022/nation/CN/rd_intensity?id=x", 422, "web.unknown_parameter"),
        ("/api/v1/figures?size=5&size=6", 422, "web.repeated_parameter"),
        ("/api/v1/figures?level=province&key=亚特兰蒂斯", 422, "web.unknown_value"),
        ("/api/v1/figures?dimension=none", 422, "web.unknown_value"),
        ("/api/v1/clusters?province=none", 422, "web.unknown_value"),
        ("/api/v1/clusters?sector=none", 422, "web.unknown_value"),
        ("/api/v1/regions?province=none", 422, "web.unknown_value"),
        ("/api/v1/policies?jurisdiction=none", 422, "web.unknown_value"),
        ("/api/v1/nothing", 404, "web.no_address"),
        ("/api/v2/", 404, "web.no_address"),
        ("/api/v1/clusters/none", 404, "web.no_cluster"),
        ("/api/v1/regions/999999", 404, "web.no_region"),
        ("/api/v1/policies/none", 404, "web.no_policy"),
        ("/api/v1/indicators/innovation/none", 404, "web.no_indicator"),
    ],
)
def test_a_fault_says_in_both_languages_what_and_what_to_do(
    demo: Client, path: str, status: int, code: str
) -> None:
    answer = demo.get(path)
    assert answer.status_code == status
    (problem,) = json.loads(answer.content)["problems"]
    assert problem["code"] == code
    assert all(problem[part][lang] for part in ("what", "do") for lang in ("zh", "en"))


@pytest.mark.parametrize(
    ("path", "known"),
    [
        ("regions?province=none", {province.code for province in regions().provinces}),
        ("indicators?dimension=none", {section.id for section in outline().sections}),
    ],
)
def test_whoever_wrote_an_unknown_value_is_told_every_one_there_is(
    demo: Client, path: str, known: set[str]
) -> None:
    (problem,) = json.loads(demo.get(f"/api/v1/{path}").content)["problems"]
    for lang in ("zh", "en"):
        assert [value for value in known if value not in problem["do"][lang]] == []


def test_of_a_hundred_clusters_an_unknown_one_is_told_where_they_are_listed() -> None:
    filed: Any = {id_: SimpleNamespace(id=id_, name=id_) for id_ in map(str, range(100))}
    with pytest.raises(Refused) as refused:
        wanted.key("cluster", "none", filed)
    (problem,) = refused.value.problems
    for lang in ("zh", "en"):
        assert "/api/v1/clusters?kind=filed" in problem.text(lang)


def test_a_wrong_parameter_is_explained_in_chinese_alone_and_in_english_alone(
    demo: Client,
) -> None:
    for query in ("level=planet", "size=0", "size=5000", "size=x", "year=1", "status=odd"):
        (problem,) = json.loads(demo.get(f"/api/v1/figures?{query}").content)["problems"]
        chinese = problem["what"]["zh"].replace(problem["what"]["zh"].split(" ")[1], "")
        assert "Input" not in chinese
        assert "should" not in chinese
        assert problem["what"]["en"].isascii()


@pytest.mark.parametrize(
    ("path", "by_id", "by_name"),
    [
        ("/api/v1/clusters", {"province": "330000"}, {"province": "浙江"}),
        ("/api/v1/clusters", {"province": "330000"}, {"province": "Zhejiang"}),
        ("/api/v1/clusters", {"sector": "electronics"}, {"sector": "电子"}),
        ("/api/v1/regions", {"province": "330000"}, {"province": "浙江省"}),
        (
            "/api/v1/figures",
            {"level": "province", "key": "330000"},
            {"level": "province", "key": "浙江"},
        ),
        (
            "/api/v1/figures",
            {"level": "sector", "key": "electronics"},
            {"level": "sector", "key": "Electronics"},
        ),
        (
            "/api/v1/figures",
            {"level": "macro_region", "key": "east"},
            {"level": "macro_region", "key": "东部"},
        ),
        ("/api/v1/indicators", {"dimension": "innovation"}, {"dimension": "创新活力"}),
        ("/api/v1/policies", {"jurisdiction": "530000"}, {"jurisdiction": "云南"}),
        ("/api/v1/policies", {"jurisdiction": "000000"}, {"jurisdiction": "全国"}),
        ("/api/v1/policies", {"jurisdiction": "440300"}, {"jurisdiction": "深圳"}),
        ("/api/v1/figures", {"id": "rd_intensity"}, {"id": "研发强度"}),
        ("/api/v1/figures", {"id": "rd_intensity"}, {"id": "r&d intensity"}),
    ],
)  # fmt: skip
def test_a_filter_takes_an_id_and_a_name_alike(
    demo: Client, path: str, by_id: dict[str, str], by_name: dict[str, str]
) -> None:
    one, other = get(demo, path, **by_id), get(demo, path, **by_name)
    assert one["count"] == other["count"] > 0
    assert one["results"] == other["results"]


def test_the_root_lists_every_address_with_an_example_that_runs(demo: Client) -> None:
    found = get(demo, "/api/v1/")
    assert found["newest_vintage"] == "2022-v1"
    listed = {address["path"] for address in found["addresses"]}
    assert listed == set(api.get_openapi_schema()["paths"])
    for address in found["addresses"]:
        answer = demo.get(address["example"])
        assert answer.status_code == 200
        assert answer.json().get("count", 1) > 0
        assert address["title"]["zh"]
        assert address["title"]["en"].isascii()


def test_pages_elsewhere_may_read_the_api_and_nothing_else(demo: Client) -> None:
    answer = demo.get(ONE_FIGURE, headers={"Origin": "https://example.org"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    kept = demo.get(ONE_FIGURE, headers={"If-None-Match": answer.headers["ETag"]})
    assert (kept.status_code, kept.headers["Access-Control-Allow-Origin"]) == (304, "*")
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}
    before = demo.options(ONE_FIGURE, headers=asked)
    assert before.status_code == 204
    assert before.headers["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert "Access-Control-Allow-Origin" not in demo.get("/clusters/").headers


@pytest.mark.parametrize("path", ["", "openapi.json", "docs", "figures", "clusters/demo-001"])
def test_no_address_of_the_api_passes_over_a_parameter(demo: Client, path: str) -> None:
    answer = demo.get(f"/api/v1/{path}", {"colour": "red", "shade": "1"})
    problems = json.loads(answer.content)["problems"]
    assert (answer.status_code, len(problems)) == (422, 2)
    assert "colour" in problems[0]["what"]["en"]
    for problem in problems:
        for lang in ("zh", "en"):
            assert problem["what"][lang].strip()
            assert problem["do"][lang].strip()


def test_the_description_of_the_api_is_led_to_in_either_language(demo: Client) -> None:
    assert "Open API" in demo.get("/en/api/v1/docs?lang=en", follow=True).content.decode()
    assert "开放接口" in demo.get("/api/v1/docs?lang=zh", follow=True).content.decode()


def test_all_wrong_parameters_are_named_at_once(demo: Client) -> None:
    answer = demo.get("/api/v1/figures?level=planet&size=0&status=odd")
    assert len(json.loads(answer.content)["problems"]) == 3


def test_an_unknown_name_is_told_under_the_parameter_it_was_given_for(demo: Client) -> None:
    answer = demo.get("/api/v1/policies?jurisdiction=火星")
    assert "参数 jurisdiction 的“火星”" in answer.content.decode()


def test_figures_of_a_workspace_without_vintage_are_not_found(bare: Client) -> None:
    assert bare.get("/api/v1/figures").status_code == 404
    assert get(bare, "/api/v1/vintages")["results"] == []


def test_every_example_of_the_page_runs(demo: Client) -> None:
    for operation in operations(api.get_openapi_schema()):
        assert demo.get(operation.example).status_code == 200, operation.example


def test_every_parameter_of_the_page_is_described(demo: Client) -> None:
    for operation in operations(api.get_openapi_schema()):
        for each in operation.parameters:
            assert each.description or each.where == "path", (operation.path, each.name)


_application: Any = None


def _wsgi(environ: Any, start: Any) -> Any:
    """Return Django's application, made when first called: the settings are ready by then."""
    global _application  # noqa: PLW0603  # made once
    if _application is None:
        from django.core.wsgi import get_wsgi_application

        _application = get_wsgi_application()
    return _application(environ, start)


schema = schemathesis.openapi.from_dict(api.get_openapi_schema())
schema.app = _wsgi


@schema.parametrize()
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_whatever_is_asked_there_is_no_500_and_the_answer_is_as_described(
    case: schemathesis.Case, demonstration: Path
) -> None:
    with override_settings(WORKSPACE=demonstration):
        answer = case.call(headers={"Host": "localhost", "Accept-Encoding": "identity"})
        assert answer.status_code < 500
        case.validate_response(
            answer,
            checks=[
                schemathesis.checks.not_a_server_error,
                schemathesis.specs.openapi.checks.response_schema_conformance,
            ],
        )
