"""The filing room's addresses for whoever files, and for everybody's list."""

from django.urls import path

import jiqun.web.converters  # noqa: F401  # registers them
from jiqun.web.filing.views import cases, desk, opening

urlpatterns = [
    path("", desk.listed, name="filings"),
    path("open/", opening.open_year, name="open_year"),
    path("<str:cluster>/<year:year>/", cases.shown, name="case"),
    path("<str:cluster>/<year:year>/cells", cases.save, name="case_cells"),
    path("<str:cluster>/<year:year>/problems", cases.problems, name="case_problems"),
    path("<str:cluster>/<year:year>/<slug:verb>/", cases.act, name="case_act"),
]
