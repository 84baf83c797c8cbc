"""The filing room's addresses for firms."""

from django.urls import path

from jiqun.web.filing.views import own_lines

urlpatterns = [
    path("", own_lines.listed, name="firm_lines"),
    path("<int:number>/", own_lines.line, name="firm_line"),
]
