"""Django is ready before any module of the site is looked at, by tests or for its examples."""

import django

import jiqun.web  # noqa: F401  # names the settings

django.setup()
