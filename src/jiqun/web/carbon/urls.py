"""Addresses of carbon accounts."""

from django.urls import path

from jiqun.web.carbon import views

urlpatterns = [
    path("", views.own, name="carbon"),
    path("keep/", views.kept, name="carbon_keep"),
    path("share/", views.sharing, name="carbon_share"),
]
