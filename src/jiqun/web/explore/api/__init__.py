"""The API: figures, indicators, clusters, regions, vintages and policies, for programs.

Every address is stable: a figure of a vintage has one address for good.
"""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.renderers import JSONRenderer

from jiqun.base.errors import NotFound, Refused
from jiqun.base.faults import Busy
from jiqun.base.folding import folded
from jiqun.web.explore.api import catalogue, clusters, figures
from jiqun.web.explore.api.reasons import wrong_parameter
from jiqun.web.explore.views import faults
from jiqun.web.rights import View, public
from jiqun.web.unchanged import kept_page


def _opened(view: View) -> View:
    """Declare the API's own description: open to everybody, and kept."""
    return public(kept_page()(view))


class Legible(JSONRenderer):
    """Writes Chinese as Chinese, to be read in a terminal as well."""

    def __init__(self) -> None:
        self.json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    renderer=Legible(),
    title="Jiqun 集群平台",
    version="1",
    description=(
        "已发布版本的数字、指标定义、集群、区划和政策；只读，无需账号。"
        "Figures of released vintages, definitions, clusters, regions and policies; read-only, "
        "no account needed."
    ),
    docs_url=None,
    openapi_url="openapi.json",
    docs_decorator=_opened,
    urls_namespace="api",
)
api.add_router("", figures.router)
api.add_router("", clusters.router)
api.add_router("", catalogue.router)


@api.exception_handler(NotFound)
def _not_found(request: HttpRequest, missing: NotFound) -> HttpResponse:
    return api.create_response(request, {"problems": [missing.problem.record()]}, status=404)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    problems = [problem.record() for problem in folded(refused.problems)]
    return api.create_response(request, {"problems": problems}, status=422)


@api.exception_handler(Busy)
def _busy(request: HttpRequest, _: Busy) -> HttpResponse:
    return faults.busy(request)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, invalid: ValidationError) -> HttpResponse:
    return _refused(request, Refused([wrong_parameter(found) for found in invalid.errors]))
