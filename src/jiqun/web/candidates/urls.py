"""The candidates' addresses."""

from django.urls import path

from jiqun.web.candidates import ahead, views

urlpatterns = [
    path("", views.listed, name="candidates"),
    path("ahead/", ahead.listed, name="plans_ahead"),
    path("ahead/<str:code>/", ahead.shown, name="plan_ahead"),
    path("<int:rank>/", views.dossier, name="candidate"),
]
