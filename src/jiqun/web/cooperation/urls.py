"""Addresses of joint projects."""

from django.urls import path

from jiqun.web.cooperation.views import board, filed, projects, recorded

urlpatterns = [
    path("", board.listed, name="cooperation"),
    path("new/", board.new, name="cooperation_new"),
    path("card/", board.card, name="cooperation_card"),
    path("card/hide/", board.hidden, name="cooperation_card_hide"),
    path("behind/<str:cluster>/<year:year>/", filed.behind, name="cooperation_behind"),
    path("<int:number>/", projects.shown, name="cooperation_project"),
    path("<int:number>/amend/", projects.amended, name="cooperation_amend"),
    path("<int:number>/invite/", projects.invited, name="cooperation_invite"),
    path("<int:number>/join/", projects.joined, name="cooperation_join"),
    path("<int:number>/agree/", projects.agreed, name="cooperation_agree"),
    path("<int:number>/record/", recorded.new, name="cooperation_record"),
    path("<int:number>/records/<int:place>/<slug:verb>/", recorded.act, name="cooperation_entry"),
    path(
        "<int:number>/partners/<int:place>/<slug:verb>/",
        projects.partner,
        name="cooperation_partner",
    ),
    path("<int:number>/<slug:verb>/", projects.act, name="cooperation_act"),
]
