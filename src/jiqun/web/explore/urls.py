"""The explorer's addresses."""

from django.urls import URLPattern, path, register_converter

import jiqun.web.converters  # noqa: F401  # registers them
from jiqun.web.explore.api import api
from jiqun.web.explore.api.index import index
from jiqun.web.explore.views import (
    chains,
    clusters,
    comparing,
    finding,
    home,
    indicators,
    programmes,
    reference,
    regions,
    reports,
    structure,
)


class _Ending:
    regex = "|".join(reports.CONTENT_TYPES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(_Ending, "ending")

of_api, app, namespace = api.urls
# The library's own root says that nothing is there; ours lists what is.
operations = [
    path("", index, name="api-root") if address.name == "api-root" else address
    for address in of_api
    if isinstance(address, URLPattern)
]

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", finding.found, name="search"),
    path("clusters/", clusters.listed, name="clusters"),
    path("clusters/<str:id>/", clusters.one, name="cluster"),
    path("compare/", comparing.compare, name="compare"),
    path(
        "figures/<str:vintage>/<year:year>/<str:level>/<str:key>/<str:id>/",
        indicators.figure,
        name="figure",
    ),
    path("regions/", regions.listed, name="regions"),
    path("regions/<str:code>/", regions.one, name="region"),
    path("sectors/", regions.sectors, name="sectors"),
    path("chains/", chains.listed, name="chains"),
    path("chains/<str:id>/", chains.shown, name="chain"),
    path("structure/", structure.shown, name="structure"),
    path("indicators/", indicators.listed, name="indicators"),
    path("indicators/<str:dimension>/<str:id>/", indicators.one, name="indicator"),
    path("programmes/", programmes.listed, name="programmes"),
    path("programmes/<str:jurisdiction>/<str:name>/", programmes.shown, name="programme"),
    path("policies/", reference.policy_list, name="policies"),
    path("policies/<str:id>/", reference.policy, name="policy"),
    path("reports/", reports.listed, name="reports"),
    path("reports/<year:year>/", reports.one, name="report"),
    path("reports/<year:year>/page/", reports.page, name="report_page"),
    path("reports/<year:year>/report.<ending:ending>", reports.file, name="report_file"),
    path("about/", reference.about, name="about"),
    path("api/v1/docs", reference.api_docs, name="api_docs"),
    path("api/v1/", (operations, app, namespace)),
]
