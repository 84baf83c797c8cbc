"""Addresses of challenges."""

from django.urls import path

from jiqun.web.challenges.views import board, deals, judged, opened, plan, proposed

urlpatterns = [
    path("", board.listed, name="challenges"),
    path("plan/", plan.shown, name="challenge_plan"),
    path("plan/<int:line>/remove/", plan.removed, name="challenge_plan_remove"),
    path("new/", board.new, name="challenge_new"),
    path("<int:number>/", board.shown, name="challenge"),
    path("<int:number>/amend/", board.amended, name="challenge_amend"),
    path("<int:number>/publish/", board.published, name="challenge_publish"),
    path("<int:number>/propose/", proposed.propose, name="challenge_propose"),
    path("<int:number>/withdraw/", proposed.withdrawn, name="challenge_withdraw"),
    path("<int:number>/prove/", proposed.proved, name="challenge_prove"),
    path("<int:number>/enclosed/<int:file>/", proposed.enclosed, name="challenge_enclosed"),
    path("<int:number>/open/", opened.desk, name="challenge_open"),
    path("<int:number>/sealed.json", opened.sealed, name="challenge_sealed"),
    path("<int:number>/relay/", opened.relay, name="challenge_relay"),
    path("<int:number>/relay/send/", opened.sent, name="challenge_send"),
    path("<int:number>/choose/", board.chosen, name="challenge_choose"),
    path("<int:number>/panel/", judged.panel, name="challenge_panel"),
    path("<int:number>/panel/<int:part>/<slug:verb>/", judged.part, name="challenge_part"),
    path("<int:number>/review/", judged.review, name="challenge_review"),
    path("<int:number>/review/<slug:verb>/", judged.answered, name="challenge_answer"),
    path("<int:number>/appeal/", deals.appealed, name="challenge_appeal"),
    path("<int:number>/contract/", deals.contracted, name="challenge_contract"),
    path("<int:number>/files/<int:file>/", deals.file, name="challenge_file"),
    path("<int:number>/<int:place>/deliver/", deals.delivered, name="challenge_deliver"),
    path("<int:number>/<int:place>/<slug:verb>/", deals.act, name="challenge_milestone"),
    path("<int:number>/<slug:verb>/", board.act, name="challenge_act"),
]
