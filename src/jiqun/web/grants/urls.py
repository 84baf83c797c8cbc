"""Addresses of data sharing."""

from django.urls import path

from jiqun.web.grants.views import benchmarks, data, grants, programs, readings, wants

urlpatterns = [
    path("", grants.listed, name="grants"),
    path("new/", grants.new, name="grant_new"),
    path("benchmarks/", benchmarks.listed, name="benchmarks"),
    path("readings/", readings.own, name="readings"),
    path("readings/remove/", readings.removed, name="readings_remove"),
    path("wants/", wants.listed, name="wants"),
    path("wants/new/", wants.new, name="want_new"),
    path("wants/<int:number>/", wants.shown, name="want"),
    path("wants/<int:number>/answer/", wants.answered, name="want_answer"),
    path("wants/<int:number>/end/", wants.ended, name="want_end"),
    path("card/", wants.card, name="data_card"),
    path("card/hide/", wants.card_hidden, name="data_card_hide"),
    path("cards/<int:number>/", wants.card_shown, name="data_card_shown"),
    path("readable.json", data.readable, name="grants_readable"),
    path("<int:number>/", grants.shown, name="grant"),
    path("<int:number>/data/", data.page, name="grant_data"),
    path("<int:number>/data.json", data.answer, name="grant_json"),
    path("<int:number>/data.csv", data.export, name="grant_csv"),
    path("<int:number>/data.jsonl", data.lines, name="grant_jsonl"),
    path("<int:number>/tokens/", programs.made, name="grant_tokens"),
    path("<int:number>/tokens/<int:token>/revoke/", programs.revoked, name="grant_token_revoke"),
    path("<int:number>/<slug:verb>/", grants.act, name="grant_act"),
]
