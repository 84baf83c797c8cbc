"""The filing room's addresses for whoever reviews."""

from django.urls import path

import jiqun.web.converters  # noqa: F401  # registers them
from jiqun.web.filing.views import desk, releasing

urlpatterns = [
    path("", desk.reviews, name="reviews"),
    path("release/<year:year>/", releasing.release, name="release"),
]
