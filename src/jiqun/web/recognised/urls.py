"""Addresses of the room after the list."""

from django.urls import path

from jiqun.web.recognised.views import register

urlpatterns = [
    path("", register.listed, name="register"),
    path("<int:number>/", register.shown, name="recognition"),
]
