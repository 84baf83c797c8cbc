"""Addresses of the room after the list."""

from django.urls import path

from jiqun.web.recognised.views import history, papers, register, revoking

urlpatterns = [
    path("", register.listed, name="register"),
    path("papers/", papers.listed, name="papers"),
    path("papers/open/", papers.open_reviews, name="open_reviews"),
    path("<int:number>/", register.shown, name="recognition"),
    path("<int:number>/past/", history.recognition, name="recognition_past"),
    path("<int:number>/begin/<slug:kind>/", papers.begin, name="paper_begin"),
    path("<int:number>/<slug:verb>/", revoking.act, name="recognition_act"),
    path("papers/<slug:kind>/<int:number>/", papers.shown, name="paper"),
    path("papers/<slug:kind>/<int:number>/past/", history.paper, name="paper_past"),
    path("papers/<slug:kind>/<int:number>/save/", papers.save, name="paper_save"),
    path("papers/<slug:kind>/<int:number>/<slug:verb>/", papers.act, name="paper_act"),
]
