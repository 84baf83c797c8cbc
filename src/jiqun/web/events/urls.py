"""The event log's address."""

from django.urls import path

from jiqun.web.events.views import log

urlpatterns = [path("", log, name="audit")]
