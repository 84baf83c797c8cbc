"""The address of the exchange."""

from django.urls import path

from jiqun.web.exchange import views

urlpatterns = [path("", views.index, name="exchange")]
