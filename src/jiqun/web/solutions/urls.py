"""Addresses of the market of digital solutions."""

from django.urls import path

from jiqun.web.solutions.views import offers, requests

urlpatterns = [
    path("", offers.found, name="solutions"),
    path("new/", offers.new, name="solution_new"),
    path("requests/", requests.listed, name="solution_requests"),
    path("requests/<int:number>/", requests.shown, name="solution_request"),
    path("requests/<int:number>/<slug:verb>/", requests.act, name="solution_request_act"),
    path("<int:number>/", offers.shown, name="solution"),
    path("<int:number>/amend/", offers.amended, name="solution_amend"),
    path("<int:number>/ask/", offers.asked, name="solution_ask"),
    path("<int:number>/<slug:verb>/", offers.act, name="solution_act"),
]
