"""The candidates' addresses."""

from django.urls import path

from jiqun.web.candidates import views

urlpatterns = [
    path("", views.listed, name="candidates"),
    path("<int:rank>/", views.dossier, name="candidate"),
]
