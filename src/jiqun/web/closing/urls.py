"""Addresses of the room where a year is closed."""

from django.urls import path

from jiqun.web.closing import views

urlpatterns = [
    path("", views.index, name="closing"),
    path("<str:cluster>/<year:year>/", views.year, name="closing_year"),
]
