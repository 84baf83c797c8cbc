"""The recognition room's addresses."""

from django.urls import path

import jiqun.web.converters  # noqa: F401  # registers them
from jiqun.web.recognition.views import (
    applications,
    boards,
    calls,
    checks,
    drafts,
    objections,
    panels,
    papers,
    ranking,
    ranks,
    rooms,
    starts,
)

urlpatterns = [
    path("", rooms.shown, name="recognition_room"),
    path("check/", checks.shown, name="self_check"),
    path("start/", starts.start, name="application_start"),
    path("calls/new/", drafts.draft, name="call_draft"),
    path("calls/<int:number>/", calls.shown, name="call"),
    path("calls/<int:number>/amend/", drafts.amend, name="call_amend"),
    path("calls/<int:number>/apply/", calls.apply, name="call_apply"),
    path("calls/<int:number>/panel/", panels.panel, name="panel"),
    path("calls/<int:number>/ranking/", ranking.shown, name="ranking"),
    path("calls/<int:number>/ranking/<slug:verb>/", ranking.act, name="ranking_act"),
    path("calls/<int:number>/ranks/", ranks.move, name="ranks"),
    path("calls/<int:number>/board/", boards.shown, name="board"),
    path("calls/<int:number>/board.geojson", boards.spots, name="board_spots"),
    path("calls/<int:number>/deadlines.ics", boards.days, name="board_days"),
    path("calls/<int:number>/papers/", papers.listed, name="papers"),
    path(
        "calls/<int:number>/recommendation.<paper:ending>",
        papers.recommendation,
        name="recommendation_file",
    ),
    path("calls/<int:number>/notice.<paper:ending>", papers.notice, name="notice_file"),
    path("calls/<int:number>/list.<paper:ending>", papers.announced, name="list_file"),
    path("opinions/<int:number>/sheet.<paper:ending>", papers.sheet, name="sheet_file"),
    path("calls/<int:number>/<slug:verb>/", calls.act, name="call_act"),
    path("expert/", panels.oneself, name="expert"),
    path("objections/to/<int:number>/", objections.to, name="object"),
    path("objections/of/<str:secret>/", objections.of, name="objection_of"),
    path("objections/<int:number>/", objections.shown, name="objection"),
    path("objections/<int:number>/file/", objections.file, name="objection_file"),
    path("objections/<int:number>/<slug:verb>/", objections.act, name="objection_act"),
    path("opinions/<int:number>/", panels.shown, name="opinion"),
    path("opinions/<int:number>/<slug:verb>/", panels.act, name="opinion_act"),
    path("<int:number>/", applications.shown, name="application"),
    path("<int:number>/past/", applications.past, name="application_past"),
    path("<int:number>/cells", applications.save, name="application_cells"),
    path("<int:number>/problems", applications.problems, name="application_problems"),
    path("<int:number>/<slug:verb>/", applications.act, name="application_act"),
]
