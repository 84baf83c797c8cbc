"""Addresses of the room of self-checks."""

from django.urls import path

from jiqun.web.tiers import views

urlpatterns = [
    path("", views.own, name="tiers"),
    path("share/", views.sharing, name="tiers_share"),
    path("close/", views.close, name="tiers_close"),
]
