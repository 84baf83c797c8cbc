"""Addresses of the room where a year is closed."""

from django.urls import path

from jiqun.web.closing import reviewing, views

urlpatterns = [
    path("", views.index, name="closing"),
    path("<str:cluster>/<year:year>/", views.year, name="closing_year"),
    path("<str:cluster>/<year:year>/review/", reviewing.review, name="closing_review"),
    path("<str:cluster>/<year:year>/stand-by/", reviewing.stands, name="closing_stand_by"),
]
