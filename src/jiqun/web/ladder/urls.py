"""Addresses of the digital ladder."""

from django.urls import path

from jiqun.web.ladder import views

urlpatterns = [
    path("", views.own, name="ladder"),
    path("share/", views.sharing, name="ladder_share"),
    path("stages/", views.stages, name="ladder_stages"),
    path("firms/", views.levels, name="ladder_firms"),
]
