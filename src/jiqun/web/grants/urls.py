"""Addresses of data sharing."""

from django.urls import path

from jiqun.web.grants.views import benchmarks, data, grants, readings

urlpatterns = [
    path("", grants.listed, name="grants"),
    path("new/", grants.new, name="grant_new"),
    path("benchmarks/", benchmarks.listed, name="benchmarks"),
    path("readings/", readings.own, name="readings"),
    path("readings/remove/", readings.removed, name="readings_remove"),
    path("<int:number>/", grants.shown, name="grant"),
    path("<int:number>/data/", data.page, name="grant_data"),
    path("<int:number>/data.json", data.answer, name="grant_json"),
    path("<int:number>/data.csv", data.export, name="grant_csv"),
    path("<int:number>/<slug:verb>/", grants.act, name="grant_act"),
]
