"""Addresses of the room of findings and measures."""

from django.urls import path

from jiqun.web.diagnosis import views

urlpatterns = [
    path("", views.listed, name="diagnoses"),
    path("<str:cluster>/", views.shown, name="diagnosis"),
    path("<str:cluster>/dismiss/", views.dismiss, name="finding_dismiss"),
    path("<str:cluster>/take/", views.take, name="measure_take"),
    path("<str:cluster>/<int:number>/", views.amend, name="measure_amend"),
    path("<str:cluster>/<int:number>/withdraw/", views.withdraw, name="response_withdraw"),
]
