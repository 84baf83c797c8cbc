"""The filing room's addresses for whoever files, and for everybody's list."""

from django.urls import path

import jiqun.web.converters  # noqa: F401  # registers them
from jiqun.web.filing.views import (
    asking,
    cases,
    desk,
    evidence,
    files,
    firms,
    handing,
    history,
    opening,
    reconciling,
    submitting,
)

urlpatterns = [
    path("", desk.listed, name="filings"),
    path("open/", opening.open_year, name="open_year"),
    path("open/new/", opening.open_new, name="open_new"),
    path("hand-over/", handing.hand_over, name="hand_over"),
    path("<str:cluster>/<year:year>/left/<int:number>/", handing.left, name="case_left"),
    path(
        "<str:cluster>/<year:year>/left/<int:number>/<int:place>/",
        handing.left_file,
        name="case_left_file",
    ),
    path("<str:cluster>/<year:year>/firms/", firms.listed, name="case_firms"),
    path("<str:cluster>/<year:year>/firms/invite/", firms.invite, name="case_firm_invite"),
    path("<str:cluster>/<year:year>/firms/take/", firms.take, name="case_firm_take"),
    path("<str:cluster>/<year:year>/", cases.shown, name="case"),
    path("<str:cluster>/<year:year>/past/", history.past, name="case_past"),
    path("<str:cluster>/<year:year>/cells", cases.save, name="case_cells"),
    path("<str:cluster>/<year:year>/problems", cases.problems, name="case_problems"),
    path("<str:cluster>/<year:year>/workbook.xlsx", files.workbook, name="case_workbook"),
    path("<str:cluster>/<year:year>/file/", files.compare, name="case_file"),
    path("<str:cluster>/<year:year>/file/take/", files.take, name="case_file_take"),
    path("<str:cluster>/<year:year>/submit/", submitting.submit, name="case_submit"),
    path("<str:cluster>/<year:year>/reconcile/", reconciling.reconciled, name="case_reconcile"),
    path("<str:cluster>/<year:year>/evidence/", evidence.attach, name="case_attach"),
    path(
        "<str:cluster>/<year:year>/evidence/<int:number>/", evidence.download, name="case_evidence"
    ),
    path(
        "<str:cluster>/<year:year>/evidence/<int:number>/remove/",
        evidence.remove,
        name="case_detach",
    ),
    path("<str:cluster>/<year:year>/extend/", cases.extend, name="case_extend"),
    path("<str:cluster>/<year:year>/questions/", asking.ask, name="case_ask"),
    path("<str:cluster>/<year:year>/questions/<int:number>/", asking.reply, name="case_reply"),
    path(
        "<str:cluster>/<year:year>/questions/<int:number>/settle/",
        asking.settle,
        name="case_settle",
    ),
    path("<str:cluster>/<year:year>/<slug:verb>/", cases.act, name="case_act"),
]
